"""The hook, run by pre-commit itself on a clone of this repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ANONYMOUS, PLAIN

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent.parent


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=acr-lint", "-c", "user.email=acr-lint@users.noreply.invalid"]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_commit_with_a_bug_is_refused_and_one_that_is_clean_or_excluded_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    clone, project = tmp_path / "acr-lint", tmp_path / "project"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    revision = _git(clone, "rev-parse", "HEAD").stdout.strip()
    project.mkdir()
    _git(project, "init", "--quiet")
    (project / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: {clone}, rev: {revision}, hooks: [{{id: acr-lint}}]}}]\n"
    )
    installed = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=project, check=False
    )
    assert installed.returncode == 0
    (project / "clean.py").write_text(PLAIN)
    _git(project, "add", ".")
    clean = _git(project, "commit", "--quiet", "-m", "clean")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    (project / "hit.py").write_text(ANONYMOUS)
    _git(project, "add", ".")
    refused = _git(project, "commit", "--quiet", "-m", "bug")
    assert refused.returncode != 0
    assert "ACR101" in refused.stdout + refused.stderr
    (project / "hit.py").unlink()
    (project / "build").mkdir()
    (project / "build" / "hit.py").write_text(ANONYMOUS)
    _git(project, "add", "--all", "--force", ".")
    excluded = _git(project, "commit", "--quiet", "-m", "excluded")
    assert excluded.returncode == 0, excluded.stdout + excluded.stderr
    assert "build/hit.py" in _git(project, "ls-files").stdout
