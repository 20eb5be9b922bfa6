"""Notes beside the code, which only come where they are asked for in the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lsp.client import Client
from tests.lsp.conftest import PULLING, Starter, at
from tests.lsp.test_diagnostics import FACTORY, USER

LATER = """\
from azure.containerregistry import ContainerRegistryClient


def names(endpoint: str) -> list[str]:
    client = ContainerRegistryClient(endpoint)
    client.delete_tag("hello-world", "v1")
    found = client.list_repository_names()
    return [name for name in found]
"""
ON = {"codeLenses": True, "inlayHints": True}
SHOWING: dict[str, Any] = {
    "workspace": {
        **PULLING["workspace"],
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
    },
    "textDocument": PULLING["textDocument"],
}


def lenses(client: Client, uri: str) -> list[tuple[int, str]]:
    """The lines and titles of code lenses."""
    found = client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
    return [(one["range"]["start"]["line"], one["command"]["title"]) for one in found]


def hints(client: Client, uri: str, first: int = 0, last: int = 99) -> list[dict[str, Any]]:
    area = {"start": {"line": first, "character": 0}, "end": {"line": last, "character": 0}}
    found = client.ask("textDocument/inlayHint", {"textDocument": {"uri": uri}, "range": area})
    assert isinstance(found, list)
    return found


def test_nothing_is_noted_unasked(pulled: Client, project: Path) -> None:
    uri = pulled.open(project / "x.py", LATER)
    assert lenses(pulled, uri) == [] and hints(pulled, uri) == []


def test_lenses_on_clients_and_on_functions_that_errors_leave(
    start: Starter, tmp_path: Path
) -> None:
    client = start()
    able = client.initialize([tmp_path], SHOWING, options=ON)
    assert "codeLensProvider" in able and "inlayHintProvider" in able
    uri = client.open(tmp_path / "x.py", LATER)
    assert lenses(client, uri) == [
        (
            at(LATER, "names")["line"],
            "HttpResponseError of delete_tag and list_repository_names leaves this function",
        ),
        (at(LATER, "Client(")["line"], "no credential · 1 read, 1 write"),
    ]


def test_a_lens_explains_its_line(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], SHOWING, options=ON)
    uri = client.open(tmp_path / "x.py", LATER)
    found = client.ask("textDocument/codeLens", {"textDocument": {"uri": uri}})
    page = client.ask("workspace/executeCommand", found[1]["command"])
    assert page.startswith("# `client = ContainerRegistryClient(endpoint)`")


def test_a_hint_stands_where_a_request_is_sent_unseen(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], SHOWING, options=ON)
    uri = client.open(tmp_path / "x.py", LATER)
    (hint,) = hints(client, uri)
    assert hint["label"] == "sends list_repository_names"
    place = at(LATER, "found]")
    assert hint["position"] == {**place, "character": place["character"] + len("found")}
    assert hints(client, uri, 0, place["line"] - 1) == []


def test_turning_them_on_lets_the_client_ask(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], SHOWING)
    uri = client.open(tmp_path / "x.py", LATER)
    assert lenses(client, uri) == []
    client.notify("workspace/didChangeConfiguration", {"settings": {"acr-lint": ON}})
    client.wait_for("workspace/codeLens/refresh")
    client.wait_for("workspace/inlayHint/refresh")
    assert len(lenses(client, uri)) == 2 and len(hints(client, uri)) == 1


def test_another_file_that_changes_lets_the_client_ask(start: Starter, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    client = start()
    client.initialize([tmp_path], SHOWING, options=ON)
    factory = client.open(tmp_path / "factory.py", FACTORY)
    user = client.open(tmp_path / "user.py", USER)
    assert client.pull(user)["items"]
    client.settle(0.2)
    client.change(factory, 2, {"text": "def connect(endpoint): ...\n"})
    client.wait_for("workspace/codeLens/refresh")
