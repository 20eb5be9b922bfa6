"""Settings of editors that the tests don't run: they can be read, and they start our server."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from typing import Any

import pytest

from tests.editors import author
from tests.editors.author import EDITORS, Author
from tests.lsp.client import Client


def _sublime() -> list[str]:
    client = _json("sublime/LSP.sublime-settings")["clients"]["acr-lint"]
    assert client["enabled"] is True and client["selector"] == "source.python"
    return list(client["command"])


def _zed() -> list[str]:
    settings = _json("zed/settings.json")
    ((name, server),) = settings["lsp"].items()
    assert name in settings["languages"]["Python"]["language_servers"]
    return [server["binary"]["path"], *server["binary"]["arguments"]]


def _kate() -> list[str]:
    server = _json("kate/settings.json")["servers"]["python"]
    assert re.search(server["highlightingModeRegex"], "Python")
    return list(server["command"])


def _jetbrains() -> list[str]:
    template = _json("jetbrains/template.json")
    (mapping,) = template["fileTypeMappings"]
    assert mapping["languageId"] == "python" and "*.py" in mapping["fileType"]["patterns"]
    return shlex.split(template["programArgs"]["default"])


def _yegappan_lsp() -> list[str]:
    program, arguments = _in_vim(r"path: '(.*?)', args: (\[.*?\])")
    return [program, *_vim_list(arguments)]


def _vim_lsp() -> list[str]:
    return _vim_list(*_in_vim(r"cmd: \{_ -> (\[.*?\])\}"))


def _json(page: str) -> Any:
    return json.loads((EDITORS / page).read_text())


def _in_vim(pattern: str) -> tuple[str, ...]:
    found = re.search(pattern, (EDITORS / "vim" / "README.md").read_text())
    assert found
    return found.groups()


def _vim_list(text: str) -> list[str]:
    return re.findall("'(.*?)'", text)


@pytest.mark.parametrize("read", [_sublime, _zed, _kate, _jetbrains, _yegappan_lsp, _vim_lsp])
def test_the_command_starts_the_server(read: Any, writer: Author) -> None:
    program, *arguments = read()
    environment = writer.environment()
    path = shutil.which(program, path=environment["PATH"])
    assert path and os.path.basename(path) == "acr-lint"
    client = Client(command=[path, *arguments], environment=environment)
    try:
        client.initialize([writer.file.parent])
        found = client.published(client.open(writer.file, author.BROKEN))
        assert [(one["code"], one["range"]["start"]["line"] + 1) for one in found] == [
            ("ACR101", author.LINE)
        ]
        assert client.stop() == 0
    finally:
        client.kill()
