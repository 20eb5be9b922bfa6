"""The short way says what the long way says, or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from acr_lint.cli.check import check
from acr_lint.cli.environment import Build
from acr_lint.cli.quick import BUILDS, quick
from tests.cli.conftest import ANONYMOUS, PLAIN


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in BUILDS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".git").mkdir()
    for name in ("a.py", "pkg/b.py", "pkg/c.pyi", "build/d.py", "outer.py", "-.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PLAIN)
    (tmp_path / ".gitignore").write_text("outer.py\n*.py[cod]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


SHORT = (
    ("a.py",),
    ("a.py", "pkg/b.py", "./a.py", "pkg/../a.py"),
    ("pkg/c.pyi",),
    ("--force-exclude", "a.py", "pkg/b.py"),
    ("build/d.py", "outer.py"),
)
LONG = (
    (),
    (".",),
    ("a.py", "."),
    ("missing.py",),
    ("--force-exclude",),
    ("--force-exclude", "a.py", "build/d.py"),
    ("--force-exclude", "a.py", "outer.py"),
    ("-q", "a.py"),
    ("--output-format=json", "a.py"),
    ("--", "-.py"),
)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("argv", SHORT, ids=" ".join)
def test_both_ways_say_the_same(argv: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert quick(argv) == 0
    said = capfd.readouterr()
    assert said.out.startswith("No findings in ")
    assert check(argv) == 0
    assert capfd.readouterr() == said


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("argv", LONG, ids=" ".join)
def test_what_takes_the_long_way(argv: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert quick(argv) is None
    assert capfd.readouterr() == ("", "")


def test_a_use_anywhere_takes_the_long_way(project: Path) -> None:
    (project / "pkg" / "uses.py").write_text(ANONYMOUS)
    assert quick(("a.py",)) is None


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", BUILDS)
def test_builds_take_the_long_way(name: str) -> None:
    assert quick(("a.py",), {name: "true"}) is None


def test_all_builds_are_known() -> None:
    assert set(BUILDS) == {build.value for build in Build}


@pytest.mark.usefixtures("project")
def test_it_imports_nearly_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules); from acr_lint.cli.main import run\n"
        "assert run(['check', '--force-exclude', 'a.py']) == 0; print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, text=True
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert {name for name in loaded if not name.startswith("acr_lint")} == {"__future__"}
