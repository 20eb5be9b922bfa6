from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acr_lint.project.gate import SKIPPED, nothing_to_find
from acr_lint.settings import EXCLUDED

USES = "from azure.containerregistry import ContainerRegistryClient\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "m.py").write_text("import os\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, name: str, content: str | bytes = "") -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_project_without_the_sdk(project: Path) -> None:
    write(project, "venv/lib/sdk.py", USES)
    write(project, "notes.md", USES)
    write(project, "mgmt.py", "from azure.mgmt.containerregistry import X\n")
    write(project, "pyproject.toml", "[project]\nname = 'x'\n")
    assert nothing_to_find(["m.py", "mgmt.py"])


@pytest.mark.parametrize("name", ["m.py", "other.py", "deep/er/other.py", "stubs.pyi", "n.ipynb"])
def test_a_file_that_mentions_the_sdk(project: Path, name: str) -> None:
    write(project, name, USES)
    assert not nothing_to_find(["m.py"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("acr-lint.toml", ""),
        (".acr-lint.toml", ""),
        ("pyproject.toml", "[tool.acr-lint]\n"),
        ("sub/acr-lint.toml", "unknown = 1\n"),
    ],
)
def test_settings_leave_the_question_open(project: Path, name: str, content: str) -> None:
    write(project, name, content)
    assert not nothing_to_find(["m.py"])


def test_settings_above_the_project_leave_it_open(project: Path) -> None:
    write(project, "inner/.git/HEAD")
    write(project, "inner/m.py")
    assert nothing_to_find(["inner/m.py"])
    write(project, "acr-lint.toml")
    assert not nothing_to_find(["inner/m.py"])


@pytest.mark.parametrize(
    "paths",
    [
        [],
        ["missing.py"],
        ["."],
        ["m.txt"],
        ["n.ipynb"],
        ["m.py", "latin.py"],
        ["nul.py"],
        ["pipe.py"],
    ],
)
def test_what_has_to_be_told_leaves_it_open(project: Path, paths: list[str]) -> None:
    write(project, "m.txt")
    write(project, "n.ipynb", "{}")
    write(project, "latin.py", b"# \xe9\n")
    write(project, "nul.py", b"\0\n")
    os.mkfifo(project / "pipe.py")
    assert not nothing_to_find(paths)


def test_it_looks_at_all_that_the_walk_looks_at() -> None:
    assert set(EXCLUDED) >= SKIPPED


def test_it_imports_nearly_nothing(project: Path) -> None:
    code = (
        "import sys; before = set(sys.modules); from acr_lint.project.gate import nothing_to_find\n"
        "assert nothing_to_find(['m.py']); print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, stdout=subprocess.PIPE, check=True, text=True
    )
    assert {name for name in done.stdout.split() if not name.startswith("acr_lint")} == {
        "__future__"
    }
