from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, PUSHED, Starter, at, codes, replaced

TWICE = CLEANUP + CLEANUP.split("\n\n\n")[1].replace("def remove", "\n\ndef remove_more")
UNUSED = "import os  # acr-lint: ignore[ACR301] old\n"


def actions(
    client: Client, uri: str, text: str, word: str, only: list[str] | None = None, nth: int = 0
) -> list[dict[str, Any]]:
    """The actions at a word, asked for as clients do that send no diagnostics."""
    place = at(text, word, nth)
    context: dict[str, Any] = {"diagnostics": []}
    if only is not None:
        context["only"] = only
    found = client.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": context,
        },
    )
    assert isinstance(found, list)
    return found


def applied(text: str, action: dict[str, Any]) -> str:
    """The text after an action on the only document there is."""
    (change,) = action["edit"]["documentChanges"]
    return replaced(text, change["edits"])


def test_a_finding_offers_all_that_helps(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP, 3)
    found = actions(pushed, uri, CLEANUP, "delete_tag")
    assert [action["title"] for action in found] == [
        "Pass `DefaultAzureCredential()` to the client",
        "Ignore ACR101 on this line",
        "Open the troubleshooting guide: Anonymous access issues",
        "Show the rule ACR101 (anonymous-write)",
    ]
    fix, ignore, guide, page = found
    assert fix["isPreferred"] and fix["kind"] == "quickfix"
    assert codes(fix["diagnostics"]) == ["ACR101"]
    assert fix["edit"]["documentChanges"][0]["textDocument"] == {"uri": uri, "version": 3}
    assert "ContainerRegistryClient(endpoint, DefaultAzureCredential())" in applied(CLEANUP, fix)
    assert '"v1")  # acr-lint: ignore[ACR101]\n' in applied(CLEANUP, ignore)
    assert guide["command"]["arguments"][0].endswith("#anonymous-access-issues")
    assert page["command"]["arguments"] == ["ACR101"]


@pytest.mark.parametrize("title", ["Pass `DefaultAzure", "Ignore ACR101"])
def test_a_finding_is_gone_after_its_action(pushed: Client, project: Path, title: str) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    action = next(
        one for one in actions(pushed, uri, CLEANUP, "delete_tag") if one["title"].startswith(title)
    )
    pushed.change(uri, 2, {"text": applied(CLEANUP, action)})
    assert "ACR101" not in codes(pushed.published(uri, 2))


def test_a_cursor_beside_the_finding_means_its_line(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    titles = [action["title"] for action in actions(pushed, uri, CLEANUP, '"v1"')]
    assert "Ignore ACR101 on this line" in titles
    assert actions(pushed, uri, CLEANUP, "raise") == []


def test_a_diagnostic_of_ours_means_its_finding_alone(pushed: Client, project: Path) -> None:
    """Kate asks for the whole document when it means one diagnostic in it."""
    uri = pushed.open(project / "x.py", CLEANUP)
    logging, anonymous = pushed.published(uri)

    def titles(*diagnostics: Any) -> list[str]:
        end = {"line": CLEANUP.count("\n"), "character": 0}
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": {"line": 0, "character": 0}, "end": end},
            "context": {"diagnostics": diagnostics, "only": ["quickfix"]},
        }
        return [action["title"] for action in pushed.ask("textDocument/codeAction", params)]

    assert [title for title in titles(anonymous) if "ACR201" in title] == []
    assert [title for title in titles(logging) if "ACR101" in title] == []
    made_up = {"range": anonymous["range"], "message": "made up", "code": "ACR101"}
    assert titles(made_up) == titles(anonymous)
    for known_to_nobody in ((), ({**made_up, "code": "E501"},)):
        assert titles(*known_to_nobody) == titles(logging, anonymous)
        assert "Ignore ACR201 on this line" in titles(*known_to_nobody)


def test_no_title_comes_twice(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", TWICE)
    everything = {
        "start": {"line": 0, "character": 0},
        "end": {"line": 99, "character": 0},
    }
    found = pushed.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": everything,
            "context": {"diagnostics": []},
        },
    )
    titles = [action["title"] for action in found]
    assert len(titles) == len(set(titles))
    assert sum(action.get("isPreferred", False) for action in found) == 1
    assert "Fix all ACR101 (anonymous-write) in this file" in titles


def test_all_findings_of_a_rule_are_fixed_at_once(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", TWICE)
    assert codes(pushed.published(uri, 1)).count("ACR101") == 2
    action = next(
        one
        for one in actions(pushed, uri, TWICE, "delete_tag")
        if one["title"].startswith("Fix all ACR101")
    )
    text = applied(TWICE, action)
    assert text.count("import DefaultAzureCredential") == 1
    pushed.change(uri, 2, {"text": text})
    assert "ACR101" not in codes(pushed.published(uri, 2))


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source"], {"source.fixAll.acr-lint"}),
        (["source.fixAll"], {"source.fixAll.acr-lint"}),
        (["source.fixAll.acr-lint"], {"source.fixAll.acr-lint"}),
        (["source.fixAll.ruff"], set()),
        (["refactor"], set()),
        (["quickfix", "source.organizeImports"], {"quickfix"}),
        ([""], {"quickfix", "source.fixAll.acr-lint"}),
        (None, {"quickfix", "source.fixAll.acr-lint"}),
    ],
)
def test_only_what_is_asked_for_is_given(
    pushed: Client, project: Path, only: list[str] | None, kinds: set[str]
) -> None:
    text = CLEANUP + UNUSED
    uri = pushed.open(project / "x.py", text)
    found = actions(pushed, uri, text, "acr-lint", only)
    assert {action["kind"] for action in found} == kinds


def test_fix_all_makes_the_safe_fixes_and_no_other(pushed: Client, project: Path) -> None:
    text = CLEANUP + UNUSED + UNUSED.replace("os", "re")
    uri = pushed.open(project / "x.py", text)
    (action,) = actions(pushed, uri, text, "remove", ["source.fixAll"])
    assert applied(text, action) == CLEANUP + "import os\nimport re\n"
    clean = pushed.open(project / "y.py", CLEANUP)
    assert actions(pushed, clean, CLEANUP, "remove", ["source.fixAll"]) == []


def test_line_ends_are_kept(pushed: Client, project: Path) -> None:
    text = CLEANUP.replace("\n", "\r\n")
    uri = pushed.open(project / "x.py", text)
    found = actions(pushed, uri, CLEANUP, "delete_tag")
    for change in found[0]["edit"]["documentChanges"]:
        for edit in change["edits"]:
            assert "\n" not in edit["newText"].replace("\r\n", "")


def test_edits_are_resolved_when_the_client_can_wait(start: Starter, tmp_path: Path) -> None:
    client = start()
    waiting = {"codeAction": {"resolveSupport": {"properties": ["edit"]}, "dataSupport": True}}
    client.initialize([tmp_path], {**PUSHED, "textDocument": waiting})
    uri = client.open(tmp_path / "x.py", TWICE)
    found = actions(client, uri, TWICE, "delete_tag")
    deferred = [action for action in found if "edit" not in action and "command" not in action]
    assert [action["title"].split()[0] for action in deferred] == ["Fix", "Ignore"]
    resolved = [client.ask("codeAction/resolve", action) for action in deferred]
    assert all(action["edit"]["documentChanges"] for action in resolved)
    client.change(uri, 2, {"text": CLEANUP})
    assert client.error("codeAction/resolve", deferred[0]) == -32801
    client.stop()
    assert not [line for line in client.errors if "ERROR" in line]


def test_a_client_without_versions_gets_plain_changes(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path])
    uri = client.open(tmp_path / "x.py", CLEANUP)
    fix = actions(client, uri, CLEANUP, "delete_tag")[0]
    assert "documentChanges" not in fix["edit"]
    assert "DefaultAzureCredential()" in replaced(CLEANUP, fix["edit"]["changes"][uri])


def test_the_reason_is_a_blank_where_the_client_has_blanks(start: Starter, tmp_path: Path) -> None:
    client = start()
    able = {"workspaceEdit": {"documentChanges": True, "snippetEditSupport": True}}
    client.initialize([tmp_path], {"workspace": able})
    uri = client.open(tmp_path / "x.py", CLEANUP)
    ignore = actions(client, uri, CLEANUP, "delete_tag")[1]
    assert "# acr-lint: ignore[ACR101] ${1:reason}\n" in applied(CLEANUP, ignore)


def test_commands_show_what_they_name(start: Starter, tmp_path: Path) -> None:
    client = start(answers={"window/showDocument": {"success": True}})
    client.initialize([tmp_path], {"window": {"showDocument": {"support": True}}})
    uri = client.open(tmp_path / "x.py", CLEANUP)
    *_, guide, page = (
        action["command"]
        for action in actions(client, uri, CLEANUP, "delete_tag")
        if "command" in action
    )
    client.ask("workspace/executeCommand", guide)
    shown = client.wait_for("window/showDocument")
    assert shown["external"] and shown["uri"].endswith("#anonymous-access-issues")
    text = client.ask("workspace/executeCommand", page)
    shown = client.wait_for("window/showDocument", lambda params: not params["external"])
    assert shown["uri"].endswith("/ACR101-anonymous-write.md")
    assert text.startswith("# anonymous-write (ACR101, error)")
    assert "## Bad" in text
    assert not client.told("window/showMessage")


def test_commands_tell_a_client_that_shows_nothing(pushed: Client) -> None:
    before = len(pushed.told("window/showMessage"))
    pushed.ask("workspace/executeCommand", {"command": "acr-lint.openGuide"})
    pushed.ask(
        "workspace/executeCommand",
        {"command": "acr-lint.openGuide", "arguments": ["https://elsewhere.example"]},
    )
    pushed.ask(
        "workspace/executeCommand", {"command": "acr-lint.showRule", "arguments": ["ACR000"]}
    )
    pushed.settle(0.1)
    messages = [params["message"] for params in pushed.told("window/showMessage")[before:]]
    assert len(messages) == 3
    assert messages[0].endswith("TROUBLESHOOTING.md") and messages[1] == messages[0]
    assert messages[2] == "acr-lint has no rule ACR000"
    pushed.said = [one for one in pushed.said if one.get("method") != "window/showMessage"]


def test_the_rules_are_listed(pushed: Client) -> None:
    rules = pushed.ask("workspace/executeCommand", {"command": "acr-lint.listRules"})
    by_code = {rule["code"]: rule for rule in rules}
    assert by_code["ACR101"]["name"] == "anonymous-write"
    assert by_code["ACR101"]["severity"] == "error" and by_code["ACR101"]["default"]
    assert not by_code["ACR411"]["default"]
