from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, PULLING, PUSHED, Starter, codes, eventually

ASKING: dict[str, Any] = {
    **PUSHED,
    "workspace": {
        "configuration": True,
        "didChangeConfiguration": {"dynamicRegistration": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
}
QUIET = {"ignore": ["ACR201"]}


def changed_on_disk(client: Client, path: Path, kind: int = 2) -> None:
    client.notify(
        "workspace/didChangeWatchedFiles", {"changes": [{"uri": path.as_uri(), "type": kind}]}
    )


def test_options_of_the_start(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], PUSHED, options={"settings": QUIET})
    uri = client.open(tmp_path / "x.py", CLEANUP)
    assert codes(client.published(uri, 1)) == ["ACR101"]


def test_settings_are_asked_for_folder_by_folder(start: Starter, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    settings: dict[str | None, Any] = {two.as_uri(): QUIET, None: {"enable": False}}

    def told(params: Any) -> list[Any]:
        assert {item["section"] for item in params["items"]} == {"acr-lint"}
        return [settings.get(item.get("scopeUri")) for item in params["items"]]

    for folder in (one, two, tmp_path / "three"):
        (folder / ".git").mkdir(parents=True)
    client = start(answers={"workspace/configuration": told})
    client.initialize([one, two], ASKING)
    first = client.open(one / "x.py", CLEANUP)
    second = client.open(two / "x.py", CLEANUP)
    third = client.open(tmp_path / "three" / "x.py", CLEANUP)
    eventually(client, first, ["ACR201", "ACR101"])
    eventually(client, second, ["ACR101"])
    eventually(client, third, [])
    settings[one.as_uri()] = {"severity": {"ACR1": "info"}, "ignore": ["ACR201"]}
    client.notify("workspace/didChangeConfiguration", {"settings": None})
    eventually(client, first, ["ACR101"])
    assert client.published(first)[0]["severity"] == 3


def test_settings_that_are_pushed(pushed: Client, start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], PUSHED)
    uri = client.open(tmp_path / "x.py", CLEANUP)
    eventually(client, uri, ["ACR201", "ACR101"])
    client.notify("workspace/didChangeConfiguration", {"settings": {"acr-lint": QUIET}})
    eventually(client, uri, ["ACR101"])
    off = {"settings": {"acr-lint": {"enable": False}}}
    client.notify("workspace/didChangeConfiguration", off)
    eventually(client, uri, [])


def test_files_of_settings_are_watched(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], ASKING)
    client.wait_for("client/registerCapability")
    (registered,) = client.told("client/registerCapability")
    watchers = next(
        one["registerOptions"]["watchers"]
        for one in registered["registrations"]
        if one["method"] == "workspace/didChangeWatchedFiles"
    )
    globs = {watcher["globPattern"] for watcher in watchers}
    assert {"**/*.py", "**/pyproject.toml", "**/.acr-lint.toml", "**/.gitignore"} <= globs
    uri = client.open(tmp_path / "x.py", CLEANUP)
    eventually(client, uri, ["ACR201", "ACR101"])
    file = tmp_path / "acr-lint.toml"
    file.write_text('ignore = ["ACR201"]\n')
    changed_on_disk(client, file, 1)
    eventually(client, uri, ["ACR101"])
    file.unlink()
    changed_on_disk(client, file, 3)
    eventually(client, uri, ["ACR201", "ACR101"])


def test_wrong_settings_are_told_once(start: Starter, tmp_path: Path) -> None:
    (tmp_path / "acr-lint.toml").write_text('selct = ["ACR101"]\n')
    client = start()
    client.initialize([tmp_path], PUSHED)
    uri = client.open(tmp_path / "x.py", CLEANUP)
    for version in (2, 3):
        client.change(uri, version, {"text": CLEANUP + "\n" * version})
        client.published(uri, version)
    (message,) = client.told("window/showMessage")
    assert "did you mean `select`" in message["message"] and message["type"] == 2


def test_files_that_change_on_the_disk(start: Starter, tmp_path: Path) -> None:
    factory = tmp_path / "factory.py"
    factory.write_text("def connect(): ...\n")
    user = "from factory import connect\n\nconnect().delete_tag('a', 'b')\n"
    client = start()
    client.initialize([tmp_path], ASKING)
    uri = client.open(tmp_path / "user.py", user)
    eventually(client, uri, [])
    factory.write_text(
        "from azure.containerregistry import ContainerRegistryClient\n\n\n"
        "def connect():\n    return ContainerRegistryClient('https://a.azurecr.io')\n"
    )
    changed_on_disk(client, factory)
    eventually(client, uri, ["ACR101", "ACR301"])
    factory.unlink()
    changed_on_disk(client, factory, 3)
    eventually(client, uri, [])


def test_a_client_that_watches_nothing_is_served_when_it_saves(
    start: Starter, tmp_path: Path
) -> None:
    client = start()
    client.initialize([tmp_path], PUSHED)
    uri = client.open(tmp_path / "x.py", CLEANUP)
    eventually(client, uri, ["ACR201", "ACR101"])
    (tmp_path / "acr-lint.toml").write_text('ignore = ["ACR201"]\n')
    client.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
    eventually(client, uri, ["ACR101"])


def test_folders_come_and_go(start: Starter, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / ".git").mkdir(parents=True)
        (folder / "x.py").write_text(CLEANUP)
    client = start()
    client.initialize([one], PULLING)

    def files() -> dict[str, int]:
        found = client.ask("workspace/diagnostic", {"previousResultIds": []})["items"]
        return {item["uri"]: len(item["items"]) for item in found}

    assert files() == {(one / "x.py").as_uri(): 2}
    both = [{"uri": folder.as_uri(), "name": folder.name} for folder in (one, two)]
    event = {"added": both[1:], "removed": both[:1]}
    client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
    client.until(lambda: bool(client.told("workspace/diagnostic/refresh")), "a refresh")
    assert files() == {(two / "x.py").as_uri(): 2}
