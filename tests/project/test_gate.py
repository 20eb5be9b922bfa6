from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from acr_lint.project.exclusion import may_be_left_out
from acr_lint.project.gate import nothing_to_find

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
    ("name", "is_of_it"),
    [
        ("deep/other.py", True),
        ("deep/data/pkg/__init__.py", True),
        ("deep/data/tools/other.py", False),
        ("deep/data/off/pkg/__init__.py", False),
    ],
)
def test_loose_files_with_those_that_they_lie_among(
    tmp_path: Path, name: str, is_of_it: bool
) -> None:
    write(tmp_path, "m.py")
    write(tmp_path, "deep/n.py")
    write(tmp_path, name, USES)
    assert nothing_to_find([str(tmp_path / "m.py")]) is not is_of_it


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


def test_named_files_count_wherever_they_are(project: Path) -> None:
    write(project, "build/made.py", USES)
    assert nothing_to_find(["m.py"])
    assert not nothing_to_find(["m.py", "build/made.py"])


RULES = """\
# *.py
*.py[cod]
/out/*
!keep.py
gen*
ver?ion.py
a[!b].py
**/deep
src/**/x.py
"""


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("m.py", False),
        ("sub/m.py", False),
        ("sub/build/m.py", True),
        ("outer.py", True),
        ("generated.py", True),
        ("version.py", True),
        ("ac.py", True),
        ("abc.py", True),
        ("deep/m.py", True),
        ("x.py", True),
        ("link.py", True),
        ("linked/m.py", True),
    ],
)
def test_what_may_be_left_out(project: Path, path: str, left: bool) -> None:
    """Exact where rules are simple; a rule that isn't may leave the question open."""
    write(project, ".gitignore", RULES.replace("a[!b].py", "a?*.py") + "outer.py\n")
    write(project, path)
    (project / "target.py").write_text("")
    if path == "link.py":
        (project / path).unlink()
        (project / path).symlink_to("target.py")
    if path == "linked/m.py":
        (project / "linked").rename(project / "real")
        (project / "linked").symlink_to("real")
    assert may_be_left_out(f"{project}/{path}", str(project), {}) == left
    assert nothing_to_find([path])
    assert nothing_to_find([path], force_exclude=True) != left


@pytest.mark.parametrize(("rules", "sure_of_some"), [(RULES, True), (RULES + "\\odd.py", False)])
def test_what_git_ignores_is_left_out(project: Path, rules: str, sure_of_some: bool) -> None:
    """Held against git itself: no path that it ignores is taken for one that stays."""
    write(project, ".gitignore", rules)
    write(project, "sub/.gitignore", "*.pyi\n!important.pyi\n")
    for name in ("keep", "m", "gen", "version", "version2", "ab", "ac", "odd", "x"):
        for folder in ("", "out/", "sub/", "sub/deep/", "src/", "src/a/b/", "gen/"):
            write(project, f"{folder}{name}.py")
            write(project, f"{folder}{name}.pyi")
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=project, check=True, capture_output=True, text=True
    )
    kept = set(listed.stdout.split())
    sure = {
        name
        for path in project.rglob("*.py*")
        if not may_be_left_out(str(path), str(project), {})
        and (name := path.relative_to(project).as_posix())
    }
    assert sure <= kept
    assert ({"m.py", "sub/m.py", "src/a/b/m.py"} <= sure) == sure_of_some


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
