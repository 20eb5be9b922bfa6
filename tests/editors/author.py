"""An author at an editor: a home with the editor's settings, and a project with one finding.

Editors are found on `PATH`; one that is missing is an error that names it, never a skip.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

EDITORS = Path(__file__).parents[2] / "editors"
PLAYS = Path(__file__).parent
PATIENCE = 90

BROKEN = textwrap.dedent(
    """\
    import logging
    import os

    from azure.containerregistry import ContainerRegistryClient
    from azure.core.exceptions import HttpResponseError

    debug = logging.getLogger("azure").isEnabledFor(logging.DEBUG)

    with ContainerRegistryClient(os.environ["ENDPOINT"], logging_enable=debug) as client:
        try:
            client.delete_tag("hello-world", "v1")
        except HttpResponseError as error:
            print(error.message)
            raise
    """
)
"""A program with one finding: ACR101 at `delete_tag`."""

MENDED = BROKEN.replace(
    "HttpResponseError\n\n",
    "HttpResponseError\nfrom azure.identity import DefaultAzureCredential\n\n",
).replace("=debug)", "=debug,\n" + " " * 29 + "credential=DefaultAzureCredential())")
IGNORED = BROKEN.replace('"v1")', '"v1")  # acr-lint: ignore[ACR101]')

LINE = 11
SAYS = "`delete_tag` always fails here"
MEND = "Pass `DefaultAzureCredential()` to the client"
IGNORE = "Ignore ACR101 on this line"
OPEN_GUIDE = "Open the troubleshooting guide: Anonymous access issues"
SHOW_RULE = "Show the rule ACR101 (anonymous-write)"
ACTIONS = [MEND, IGNORE, OPEN_GUIDE, SHOW_RULE]
SECTION = "TROUBLESHOOTING.md#anonymous-access-issues"


class Author(NamedTuple):
    """Who works in `home`, on `file`."""

    home: Path
    file: Path

    @property
    def text(self) -> str:
        """What is saved."""
        return self.file.read_text()

    def install(self, source: str, target: str) -> None:
        """Copy a file of `editors/` to its place in the home."""
        place = self.home / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(EDITORS / source, place)

    def write(self, target: str, text: str) -> None:
        """Write a file of settings."""
        place = self.home / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of an editor, with our acr-lint in front."""
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        own = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return {**own, "HOME": str(self.home), "PATH": path, "TERM": "xterm", **more}

    def play(self, command: Sequence[str], action: str, **more: str) -> dict[str, Any]:
        """Let an editor play a part in which `action` is chosen; what its author saw."""
        record = self.home / "record.json"
        environment = self.environment(ACTION=action, RECORD=str(record), **more)
        environment["FILE"] = str(self.file)
        process = subprocess.run(
            command,
            env=environment,
            cwd=self.file.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        said = process.stdout + process.stderr
        assert record.exists(), f"{command[0]} ended with {process.returncode}:\n{said}"
        seen: dict[str, Any] = json.loads(record.read_text())
        assert not seen.get("problem") and process.returncode == 0, f"{seen}\n{said}"
        return seen


def at_work(folder: Path) -> Author:
    """An author with a new project in a folder."""
    project = folder / "project"
    (project / ".git").mkdir(parents=True)
    file = project / "remove.py"
    file.write_text(BROKEN)
    return Author(folder, file)


def is_found(seen: dict[str, Any]) -> bool:
    """Whether the finding was shown at its line."""
    return [one["line"] for one in seen["found"]] == [LINE] and SAYS in seen["found"][0]["message"]


def program(name: str, will_do: Callable[[tuple[int, ...]], bool] | None = None) -> str:
    """The first program of a name on `PATH`, of a version that will do."""
    for path in _programs(name):
        if will_do is None or will_do(_version(path)):
            return path
    pytest.fail(f"{name} is missing, or not of the right version; .ci/editors installs it")


def _programs(name: str) -> Iterator[str]:
    for folder in os.environ["PATH"].split(os.pathsep):
        path = shutil.which(name, path=folder)
        if path is not None:
            yield path


def _version(path: str) -> tuple[int, ...]:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+(?:\.\d+)+", said)
    return tuple(map(int, found.group().split("."))) if found else ()


def snippets(page: str, language: str) -> list[str]:
    """The blocks of code of a language in a page of `editors/`."""
    text = (EDITORS / page).read_text()
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert found, f"no {language} in {page}"
    return found
