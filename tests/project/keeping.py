"""Runs that use what earlier ones kept, and what they are compared with."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from acr_lint.project import question
from acr_lint.project.run import Options, Run, run
from acr_lint.report.formats import NAMES, show
from acr_lint.report.view import View
from acr_lint.rules.registry import rules

TICK = 0.02
"""Seconds in which the clock of the file system has surely moved on."""
NOTHING_CHANGED = "nothing has changed"
PLAIN = Options()

MAKES = """\
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential

def make():
    return ContainerRegistryClient("https://a.azurecr.io", DefaultAzureCredential())
"""
ESCAPES = """\
from clients import make

def purge():
    make().delete_tag("r", "t")
"""
ANONYMOUS = """\
from azure.containerregistry import ContainerRegistryClient

client = ContainerRegistryClient("https://a.azurecr.io")
client.delete_tag("app", "old")
"""
CATCHES = """\
from work import purge
from azure.core.exceptions import HttpResponseError

try:
    purge()
except HttpResponseError as error:
    print(error)
"""


def notebook(*cells: str) -> str:
    return json.dumps(
        {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "metadata": {}}
    )


FILES = {
    "clients.py": MAKES,
    "work.py": ESCAPES,
    "jobs/hit.py": ANONYMOUS,
    "jobs/plain.py": "x = 1\n",
    "jobs/uses.py": ESCAPES,
    "jobs/notes.ipynb": notebook("import os", ANONYMOUS),
}
"""What all these projects start with."""


def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of FILES, in which what was written is settled soon."""
    monkeypatch.setattr(question, "SETTLED", int(TICK * 1e9))
    root = tmp_path / "project"
    (root / ".git" / "info").mkdir(parents=True)
    write(root, FILES)
    monkeypatch.chdir(root)
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def told(done: Run) -> dict[str, object]:
    """All that a user may be told of a run."""
    view = View(os.getcwd(), "1", rules=rules())
    return {
        "problems": done.problems,
        "checked": done.checked,
        "crashes": done.crashes,
        "failed": done.failed,
        "notices": done.notices,
        "program": {path: source.text for path, source in done.sources.items()},
        **{name: show(name, done, view) for name in NAMES},
    }


def once(paths: list[str], options: Options) -> Run:
    """A run that keeps and uses what is kept, after whatever was written has settled."""
    time.sleep(2 * TICK)
    return run(paths, options._replace(cached=True))


def checked(options: Options = PLAIN, paths: tuple[str, ...] = (".",)) -> Run:
    """The run; it tells what one tells that keeps nothing."""
    done = once([*paths], options)
    assert told(done) == told(run(paths, options))
    return done


def was_kept(done: Run) -> bool:
    """Whether a run tells what an earlier one had found."""
    return any(NOTHING_CHANGED in remark for remark in done.remarks)
