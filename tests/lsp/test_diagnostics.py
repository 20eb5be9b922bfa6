from __future__ import annotations

from pathlib import Path

import pytest

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, PULLING, PUSHED, Starter, at, codes

FACTORY = """\
from azure.containerregistry import ContainerRegistryClient


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(endpoint)
"""
USER = """\
from azure.core.exceptions import HttpResponseError

from factory import connect


def remove(endpoint: str) -> None:
    try:
        connect(endpoint).delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        print(error.message)
        raise
"""
MENDED = FACTORY.replace("(endpoint)\n", "(endpoint, DefaultAzureCredential())\n").replace(
    "\n\n\n", "\nfrom azure.identity import DefaultAzureCredential\n\n\n"
)


def test_a_diagnostic_says_all_there_is(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP, 7)
    logging, write = pushed.published(uri, 7)
    assert write["range"]["start"] == at(CLEANUP, "delete_tag")
    assert write["severity"] == 1 and logging["severity"] == 3
    assert write["source"] == "acr-lint"
    assert write["codeDescription"]["href"].endswith("TROUBLESHOOTING.md#anonymous-access-issues")
    (related,) = write["relatedInformation"]
    assert related["location"]["uri"] == uri
    assert related["location"]["range"]["start"] == at(CLEANUP, "ContainerRegistryClient(")
    assert write["data"]["name"] == "anonymous-write"
    assert write["data"]["name"] == "anonymous-write"


def test_an_edit_brings_the_new_version(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    assert codes(pushed.published(uri, 1)) == ["ACR201", "ACR101"]
    start = at(CLEANUP, "delete_tag")
    end = {**start, "character": start["character"] + len("delete_tag")}
    pushed.change(uri, 2, {"range": {"start": start, "end": end}, "text": "get_tag_properties"})
    assert codes(pushed.published(uri, 2)) == ["ACR201"]


def test_many_edits_are_one_publish(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    pushed.published(uri, 1)
    for version in range(2, 22):
        end = {"line": 0, "character": 0}
        pushed.change(uri, version, {"range": {"start": end, "end": end}, "text": "#"})
    pushed.published(uri, 21)
    told = [p for p in pushed.told("textDocument/publishDiagnostics") if p["uri"] == uri]
    assert len(told) == 2


def test_closing_takes_back_what_was_said(pushed: Client, project: Path) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    assert pushed.published(uri, 1)
    pushed.close(uri)
    pushed.wait_for(
        "textDocument/publishDiagnostics", lambda p: p["uri"] == uri and not p["diagnostics"]
    )


def test_the_other_file_counts_as_it_is_open(pushed: Client, project: Path) -> None:
    (project / "factory.py").write_text(MENDED)
    user = pushed.open(project / "user.py", USER)
    assert codes(pushed.published(user, 1)) == []
    factory = pushed.open(project / "factory.py", FACTORY)
    found = pushed.wait_for(
        "textDocument/publishDiagnostics", lambda p: p["uri"] == user and p["diagnostics"]
    )
    assert codes(found["diagnostics"]) == ["ACR101"]
    (related,) = found["diagnostics"][0]["relatedInformation"]
    assert related["location"]["uri"] == factory
    before = len(pushed.said)
    pushed.close(factory)
    pushed.until(
        lambda: any(
            message["params"]["uri"] == user and not message["params"]["diagnostics"]
            for message in pushed.said[before:]
            if message.get("method") == "textDocument/publishDiagnostics"
        ),
        "the answer from the disk",
    )


def test_pulled_diagnostics_are_those_that_are_pushed(
    pushed: Client, pulled: Client, project: Path
) -> None:
    uri = pushed.open(project / "x.py", CLEANUP)
    expected = pushed.published(uri, 1)
    pulled.open(project / "x.py", CLEANUP)
    report = pulled.pull(uri)
    assert report["kind"] == "full"
    assert report["items"] == expected
    pulled.settle(0.2)
    assert not pulled.told("textDocument/publishDiagnostics")


def test_a_pull_is_unchanged_as_long_as_the_answer_is(pulled: Client, project: Path) -> None:
    uri = pulled.open(project / "x.py", CLEANUP)
    first = pulled.pull(uri)
    assert pulled.pull(uri, first["resultId"]) == {
        "kind": "unchanged",
        "resultId": first["resultId"],
    }
    top = {"line": 0, "character": 0}
    pulled.change(uri, 2, {"range": {"start": top, "end": top}, "text": "\n"})
    second = pulled.pull(uri, first["resultId"])
    assert second["kind"] == "full" and second["resultId"] != first["resultId"]


def test_a_pull_of_what_is_not_open_is_empty(pulled: Client) -> None:
    assert pulled.pull("file:///not/open.py")["items"] == []


def test_another_file_that_changes_the_answer_lets_the_client_ask_again(
    start: Starter, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    client = start()
    client.initialize([tmp_path], PULLING)
    factory = client.open(tmp_path / "factory.py", MENDED)
    user = client.open(tmp_path / "user.py", USER)
    assert client.pull(user)["items"] == []
    client.settle(0.3)
    before = len(client.told("workspace/diagnostic/refresh"))
    client.change(factory, 2, {"text": FACTORY})
    client.until(lambda: len(client.told("workspace/diagnostic/refresh")) > before, "a refresh")
    assert codes(client.pull(user)["items"]) == ["ACR101"]


def test_the_workspace_is_told_whole_then_only_what_changed(start: Starter, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / ".git").mkdir(parents=True)
    (one / "factory.py").write_text(FACTORY)
    (one / "user.py").write_text(USER)
    (one / "plain.py").write_text("print(1)\n")
    (two / "x.py").write_text(CLEANUP)
    (two / "nested" / ".git").mkdir(parents=True)
    (two / "nested" / "y.py").write_text(CLEANUP)
    client = start()
    client.initialize([one, two], PULLING)
    opened = client.open(two / "x.py", CLEANUP, 5)
    asked = {"previousResultIds": [], "workDoneToken": "w", "partialResultToken": "p"}
    assert client.ask("workspace/diagnostic", asked) == {"items": []}
    values = {
        token: [p["value"] for p in client.told("$/progress") if p["token"] == token]
        for token in ("w", "p")
    }
    assert [value["kind"] for value in values["w"]] == ["begin", *["report"] * 3, "end"]
    reports = {item["uri"]: item for value in values["p"] for item in value["items"]}
    assert {uri: codes(item["items"]) for uri, item in reports.items()} == {
        (one / "factory.py").as_uri(): ["ACR201"],
        (one / "user.py").as_uri(): ["ACR101"],
        opened: ["ACR201", "ACR101"],
        (two / "nested" / "y.py").as_uri(): ["ACR201", "ACR101"],
    }
    assert reports[opened]["version"] == 5
    known = [{"uri": uri, "value": item["resultId"]} for uri, item in reports.items()]
    client.change(opened, 6, {"text": "print(1)\n"})
    again = client.ask("workspace/diagnostic", {"previousResultIds": known})["items"]
    kinds = {item["uri"]: item["kind"] for item in again}
    assert kinds.pop(opened) == "full"
    assert set(kinds.values()) == {"unchanged"} and len(kinds) == 3
    assert next(item for item in again if item["uri"] == opened)["items"] == []


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)])
def test_positions_are_in_the_agreed_units(
    start: Starter, tmp_path: Path, encoding: str, width: int
) -> None:
    text = CLEANUP.replace("    with", "    '😀'; 'é'\n    with").replace(
        "client.delete_tag", '"é😀"; client.delete_tag'
    )
    client = start()
    able = client.initialize([tmp_path], {**PUSHED, "general": {"positionEncodings": [encoding]}})
    assert able["positionEncoding"] == encoding
    uri = client.open(tmp_path / "x.py", text)
    write = client.published(uri)[-1]
    begin, end = write["range"]["start"], write["range"]["end"]
    assert begin["character"] == len('            "') + width + len('"; client.')
    assert end["character"] - begin["character"] == len("delete_tag")
    edit = {"range": write["range"], "text": "get_tag_properties"}
    client.change(uri, 2, edit)
    assert codes(client.published(uri, 2)) == ["ACR201"]
    hovered = client.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": begin})
    assert "get_tag_properties" in hovered["contents"]["value"]
    assert hovered["range"]["start"] == begin


def test_a_text_without_a_file_is_checked_by_itself(pulled: Client) -> None:
    uri = pulled.open("untitled:Untitled-1", CLEANUP)
    assert codes(pulled.pull(uri)["items"]) == ["ACR201", "ACR101"]


def test_a_new_file_counts_before_it_is_saved(pulled: Client, project: Path) -> None:
    (project / "user.py").write_text(USER)
    user = pulled.open(project / "user.py", USER)
    assert pulled.pull(user)["items"] == []
    pulled.open(project / "factory.py", FACTORY)
    assert codes(pulled.pull(user)["items"]) == ["ACR101"]


def test_an_excluded_file_is_left_alone(pulled: Client, project: Path) -> None:
    (project / ".gitignore").write_text("made/\n")
    (project / "made").mkdir()
    (project / "made" / "x.py").write_text(CLEANUP)
    uri = pulled.open(project / "made" / "x.py", CLEANUP)
    assert pulled.pull(uri)["items"] == []
