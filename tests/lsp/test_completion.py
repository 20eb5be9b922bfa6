from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP

CURSOR = "|"


def complete(client: Client, path: Path, text: str) -> list[dict[str, Any]]:
    """What can stand at the cursor in a text."""
    before, after = text.split(CURSOR)
    uri = client.open(path, before + after)
    place = {"line": before.count("\n"), "character": len(before) - (before.rfind("\n") + 1)}
    found = client.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
    client.close(uri)
    items = found["items"]
    assert isinstance(items, list)
    return items


def labels(items: list[dict[str, Any]]) -> list[str]:
    return [item["label"] for item in items]


def test_rules_in_a_comment(pulled: Client, project: Path) -> None:
    found = complete(pulled, project / "x.py", "x = 1  # acr-lint: ignore[AC|]\n")
    assert {"ACR101", "anonymous-write", "ACR301"} <= set(labels(found))
    first = found[0]
    assert first["textEdit"]["range"] == {
        "start": {"line": 0, "character": 26},
        "end": {"line": 0, "character": 28},
    }
    assert first["detail"].startswith("anonymous-write (ACR101, error")
    assert "guide" in first["documentation"]["value"].lower()


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # acr-lint: ignore[ACR101, |]",
        "# acr-lint: ignore-file[anonymous-write,|]",
        "x = 1  # noqa: ACR101, |",
    ],
)
def test_what_is_in_the_list_is_not_offered_again(pulled: Client, project: Path, text: str) -> None:
    found = labels(complete(pulled, project / "x.py", text))
    assert "ACR301" in found
    assert not {"ACR101", "anonymous-write"} & set(found)


def test_only_codes_follow_noqa(pulled: Client, project: Path) -> None:
    found = labels(complete(pulled, project / "x.py", "x = 1  # noqa: |"))
    assert "ACR101" in found and "anonymous-write" not in found


def test_the_comment_itself(pulled: Client, project: Path) -> None:
    found = complete(pulled, project / "x.py", "x = 1  # acr-lint: ig|")
    assert labels(found) == ["ignore", "ignore-file"]
    assert found[0]["textEdit"]["newText"] == "ignore["


def test_options_of_the_constructor(pulled: Client, project: Path) -> None:
    text = CLEANUP.replace("Client(endpoint)", "Client(endpoint, l|)")
    found = {item["label"]: item for item in complete(pulled, project / "x.py", text)}
    assert {"credential=", "logging_enable=", "audience=", "retry_total="} <= found.keys()
    assert "endpoint=" not in found
    assert found["logging_enable="]["sortText"] < found["api_version="]["sortText"]
    assert "DEBUG" in found["logging_enable="]["detail"]
    text = CLEANUP.replace("Client(endpoint)", "Client(endpoint, logging_enable=False, |)")
    assert "logging_enable=" not in labels(complete(pulled, project / "x.py", text))


@pytest.mark.parametrize(
    "text",
    [
        CLEANUP.replace("Client(endpoint)", "Client(endpoint, audience=|)"),
        CLEANUP.replace("Client(endpoint)", "Client(endpoint.|)"),
        CLEANUP.replace("print(", "print(|"),
        CLEANUP + "# plain words |",
        "x = '# acr|'",
    ],
)
def test_nothing_elsewhere(pulled: Client, project: Path, text: str) -> None:
    assert complete(pulled, project / "x.py", text) == []
