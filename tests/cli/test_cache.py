"""What the command line keeps between runs, where, and how to be rid of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from acr_lint.project import question
from tests.cli.conftest import ANONYMOUS, PLAIN, CommandLine, Ended

SETTLED = 0.05
FOLDER = ".acr_lint_cache"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch, hit: Path) -> None:
    """A file with findings, which changed long enough ago."""
    monkeypatch.setattr(question, "SETTLED", int(SETTLED * 1e9))
    time.sleep(2 * SETTLED)


def kept(folder: Path) -> int:
    """How many answers a folder holds."""
    return len(list(folder.glob("*.acr-lint")))


def how(ended: Ended) -> str:
    """How a run with -v says that it came by its answer."""
    (line,) = (line for line in ended.err.splitlines() if "changed" in line or "kept" in line)
    return line


@pytest.mark.usefixtures("settled")
def test_a_second_run_says_the_same(acr_lint: CommandLine, tmp_path: Path) -> None:
    first = acr_lint("check")
    assert kept(tmp_path / FOLDER) == 1
    assert acr_lint("check") == first == acr_lint("check", "--no-cache")
    assert first.code == 1
    assert "nothing has changed" in how(acr_lint("check", "-v"))
    assert kept(tmp_path / FOLDER) == 1


@pytest.mark.usefixtures("settled")
def test_git_sees_nothing_of_it(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / ".git").rmdir()
    git = ("git", "-c", "core.excludesFile=", "-C", str(tmp_path))
    subprocess.run([*git, "init", "-q"], check=True)
    acr_lint("check")
    assert kept(tmp_path / FOLDER) == 1
    status = subprocess.run([*git, "status", "-s"], check=True, capture_output=True, text=True)
    assert status.stdout == "?? hit.py\n"


@pytest.mark.usefixtures("settled")
def test_nothing_is_kept_where_none_wants_it(
    acr_lint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = tmp_path.parent / f"{tmp_path.name}.txt"
    typed.write_text(ANONYMOUS)
    acr_lint("check", "--no-cache")
    acr_lint("check", "hit.py")
    acr_lint("hit.py")
    with typed.open() as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        acr_lint("check", "-")
    acr_lint("explain", "hit.py:4")
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.usefixtures("settled")
def test_where_it_is_kept(
    acr_lint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acr-lint.toml").write_text('cache-dir = "from settings"\n')
    acr_lint("check")
    assert kept(tmp_path / "from settings") == 1
    monkeypatch.setenv("ACR_LINT_CACHE_DIR", "from environment")
    acr_lint("check")
    assert kept(tmp_path / "from environment") == 1
    acr_lint("check", "--cache-dir", "from option")
    assert kept(tmp_path / "from option") == 1
    monkeypatch.delenv("ACR_LINT_CACHE_DIR")
    acr_lint("check", "--isolated")
    assert kept(tmp_path / FOLDER) == 1


@pytest.mark.usefixtures("settled")
def test_a_folder_that_cannot_be_is_no_matter(acr_lint: CommandLine, tmp_path: Path) -> None:
    plain = acr_lint("check", "--no-cache")
    (tmp_path / FOLDER).write_text("a file")
    for _ in range(2):
        assert acr_lint("check") == plain
        assert acr_lint("check", "--cache-dir", "hit.py/kept") == plain
    said = how(acr_lint("check", "-v"))
    assert said.startswith(f"nothing can be kept in {tmp_path}/{FOLDER}: ")


@pytest.mark.usefixtures("settled")
def test_fixing_after_something_was_kept(acr_lint: CommandLine, hit: Path) -> None:
    diff = acr_lint("check", "--diff", "--unsafe-fixes", "--no-cache")
    acr_lint("check")
    assert acr_lint("check", "--diff", "--unsafe-fixes") == diff
    acr_lint("check", "--fix", "--unsafe-fixes")
    assert hit.read_text() != ANONYMOUS
    assert acr_lint("check") == acr_lint("check", "--no-cache")
    hit.write_text(ANONYMOUS)
    time.sleep(2 * SETTLED)
    acr_lint("check")
    acr_lint("check", "--add-ignore=later")
    ignored = acr_lint("check")
    assert ignored.code == 0
    assert ignored == acr_lint("check", "--no-cache")


@pytest.mark.usefixtures("settled")
def test_a_build_is_told_the_same_again(
    acr_lint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    first = acr_lint("check")
    assert "::error" in first.out
    assert kept(tmp_path / FOLDER) == 1
    assert acr_lint("check") == first


def test_clean(acr_lint: CommandLine, tmp_path: Path, settled: None) -> None:
    nested = tmp_path / "deep/nested"
    (nested / ".git").mkdir(parents=True)
    (nested / "hit.py").write_text(ANONYMOUS)
    (tmp_path / "venv").mkdir()
    time.sleep(2 * SETTLED)
    acr_lint("check")
    acr_lint("check", "--select", "ACR1")
    assert (kept(tmp_path / FOLDER), kept(nested / FOLDER)) == (2, 2)
    assert acr_lint("clean", "hit.py") == (
        2,
        "removed 0 answers\n",
        "acr-lint: hit.py: isn't a folder\n",
    )
    assert acr_lint("clean", "deep") == (0, "removed 4 answers\n", "")
    assert not (tmp_path / FOLDER).exists()
    assert not (nested / FOLDER).exists()
    assert acr_lint("clean") == (0, "removed 0 answers\n", "")


def test_clean_leaves_what_others_have(
    acr_lint: CommandLine, tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "acr-lint.toml").write_text('cache-dir = "shared"\n')
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/notes.txt").write_text(PLAIN)
    acr_lint("check")
    acr_lint("check", "--cache-dir", "other")
    monkeypatch.setenv("ACR_LINT_CACHE_DIR", "third")
    acr_lint("check")
    assert [kept(tmp_path / name) for name in ("shared", "other", "third")] == [1, 1, 1]
    assert acr_lint("clean").out == "removed 1 answer\n"
    monkeypatch.delenv("ACR_LINT_CACHE_DIR")
    assert acr_lint("clean", "--cache-dir", "other").out == "removed 1 answer\n"
    assert acr_lint("clean").out == "removed 1 answer\n"
    assert os.listdir(tmp_path / "shared") == ["notes.txt"]
    assert not {"other", "third"} & {*os.listdir(tmp_path)}


def test_clean_does_not_search_a_home(
    acr_lint: CommandLine, tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    acr_lint("check")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert acr_lint("clean").out == "removed 0 answers\n"
    assert kept(tmp_path / FOLDER) == 1


def test_two_checks_at_once(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "hit.py").write_text(ANONYMOUS)
    time.sleep(question.SETTLED / 1e9)
    command = [sys.executable, "-m", "acr_lint", "check", "-v", "--output-format", "json"]

    def both() -> list[tuple[int, str, str]]:
        processes = [
            subprocess.Popen(
                command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        return [(*process.communicate(timeout=60), process.returncode) for process in processes]

    first, again = both(), both()
    assert len({out for out, _, _ in (*first, *again)}) == 1
    assert {code for _, _, code in (*first, *again)} == {1}
    assert all("nothing has changed" in err for _, err, _ in again)
    assert kept(tmp_path / FOLDER) == 1
