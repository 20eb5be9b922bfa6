from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client

CLEANUP = textwrap.dedent(
    """\
    from azure.containerregistry import ContainerRegistryClient
    from azure.core.exceptions import HttpResponseError


    def remove(endpoint: str) -> None:
        with ContainerRegistryClient(endpoint) as client:
            try:
                client.delete_tag("hello-world", "v1")
            except HttpResponseError as error:
                print(error.message)
                raise
    """
)
"""ACR201 at the constructor, ACR101 at `delete_tag`."""

PUSHED: dict[str, Any] = {
    "textDocument": {"publishDiagnostics": {"versionSupport": True, "relatedInformation": True}},
    "workspace": {"workspaceEdit": {"documentChanges": True}, "configuration": False},
}
PULLING: dict[str, Any] = {
    "textDocument": {"diagnostic": {"relatedDocumentSupport": False}},
    "workspace": {
        "diagnostics": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True},
    },
}

Starter = Callable[..., Client]


@pytest.fixture
def start() -> Iterator[Starter]:
    """Starts servers, which end with the test."""
    started: list[Client] = []

    def started_client(*arguments: str, answers: dict[str, Any] | None = None) -> Client:
        started.append(Client(*arguments, answers=answers))
        return started[-1]

    yield started_client
    for client in started:
        client.kill()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the shared servers have open."""
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="session")
def pushed(workspace: Path) -> Iterator[Client]:
    """A server that pushes, shared by tests that change nothing of its settings."""
    client = Client()
    client.initialize([workspace], PUSHED)
    yield client
    client.kill()


@pytest.fixture(scope="session")
def pulled(workspace: Path) -> Iterator[Client]:
    """A server that is asked, shared by tests that change nothing of its settings."""
    client = Client()
    client.initialize([workspace], PULLING)
    yield client
    client.kill()


@pytest.fixture
def project(workspace: Path, request: pytest.FixtureRequest) -> Path:
    """A new project in the workspace of the shared servers."""
    name = "".join(letter for letter in request.node.name if letter.isalnum())
    folder = workspace / f"{request.node.module.__name__.rpartition('.')[2]}_{name}"
    (folder / ".git").mkdir(parents=True)
    return folder


def codes(items: list[dict[str, Any]]) -> list[str]:
    """The codes of diagnostics, in their order."""
    return [item["code"] for item in items]


def eventually(client: Client, uri: str, expected: list[str]) -> None:
    """Wait until these codes are what is published last."""

    def last() -> list[str] | None:
        found = [p for p in client.told("textDocument/publishDiagnostics") if p["uri"] == uri]
        return codes(found[-1]["diagnostics"]) if found else None

    client.until(lambda: last() == expected, f"{expected}, but {last()}")


def at(text: str, word: str, nth: int = 0) -> dict[str, int]:
    """The position of the start of a word in an ASCII text."""
    offset = -1
    for _ in range(nth + 1):
        offset = text.index(word, offset + 1)
    line = text.count("\n", 0, offset)
    return {"line": line, "character": offset - (text.rfind("\n", 0, offset) + 1)}


def replaced(text: str, edits: list[dict[str, Any]]) -> str:
    """An ASCII text after edits of the protocol."""
    lines = text.splitlines(keepends=True)

    def offset(position: dict[str, int]) -> int:
        return sum(map(len, lines[: position["line"]])) + position["character"]

    for edit in sorted(edits, key=lambda edit: -offset(edit["range"]["start"])):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        new = edit["newText"] if "newText" in edit else edit["snippet"]["value"]
        text = text[:start] + new + text[end:]
    return text
