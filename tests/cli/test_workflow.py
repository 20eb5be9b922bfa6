"""A workflow of GitHub Actions, run by act: its own reader of commands sees each annotation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ANONYMOUS

pytestmark = pytest.mark.long

TOOLS = Path(sys.executable).parent
ODD = "a,b%\u00e9\U0001f600:c.py"
WORKFLOW = f"""\
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: cd "$PROJECT" && "{TOOLS}/acr-lint" check --exit-zero --select ACR101,ACR201,ACR301
"""


def _events(folder: Path, project: Path) -> list[dict[str, Any]]:
    """What act tells of the workflow."""
    workflow = folder / ".github" / "workflows" / "lint.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(WORKFLOW)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    options = ("-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "--json")
    done = subprocess.run(
        [TOOLS / "act", "push", *options, "--env", f"PROJECT={project}"],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_annotations_and_summary_arrive(tmp_path: Path) -> None:
    folder, project = tmp_path / "checkout", tmp_path / "project"
    folder.mkdir()
    project.mkdir()
    (project / ODD).write_text(ANONYMOUS)
    (project / "spoken.py").write_text(
        ANONYMOUS.replace('"', '"::error::x ##[error]y ::set-output name=a::b ', 1) + "::error::z\n"
    )
    events = _events(folder, project)
    commands = [event for event in events if "command" in event]
    annotations = {
        (event["kvPairs"]["file"], event["kvPairs"]["title"].split()[0], event["command"])
        for event in commands
        if event["command"] in ("error", "warning", "notice")
    }
    assert annotations == {
        (name, code, command)
        for name in (ODD, "spoken.py")
        for code, command in (("ACR101", "error"), ("ACR201", "notice"), ("ACR301", "warning"))
    }
    others = [e["command"] for e in commands if e["command"] not in ("error", "warning", "notice")]
    assert others == ["summary"]
    (summary,) = (event["content"] for event in commands if event["command"] == "summary")
    assert summary.startswith("## acr-lint\n\nFound 6 findings")
    assert f"`{ODD}:" in summary
