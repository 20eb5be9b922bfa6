"""Standard streams that are closed, full or left, and a current folder that is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ANONYMOUS

_HIT = "hit.py:4:8: error: "


def _ended(
    folder: Path, command: str, unbuffered: bool = False, keep: int | None = None
) -> tuple[int, str, str]:
    """How a shell's command with `acr-lint` in it ends, and what it writes; it may use the
    descriptor `keep`."""
    (folder / "hit.py").write_text(ANONYMOUS)
    (folder / ".git").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    environment |= {"PYTHONUNBUFFERED": "1"} if unbuffered else {}
    program = f"acr-lint() {{ '{sys.executable}' -m acr_lint \"$@\"; }}; {command}"
    done = subprocess.run(
        ["bash", "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        pass_fds=() if keep is None else (keep,),
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize(
    ("command", "unbuffered"),
    [("check", False), ("check", True), ("version", False), ("help", False), ("rule", True)],
)
def test_a_full_disk_is_no_mistake_of_ours(tmp_path: Path, command: str, unbuffered: bool) -> None:
    ended = _ended(tmp_path, f"acr-lint {command} > /dev/full", unbuffered)
    assert ended == (2, "", "acr-lint: can't write the standard output: no space left on device\n")


@pytest.mark.parametrize(
    ("command", "unbuffered"),
    [("check", False), ("check --output-format json", True), ("rule", False), ("version", True)],
)
def test_a_reader_that_went_away_ends_it_as_it_ends_others(
    tmp_path: Path, command: str, unbuffered: bool
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = _ended(tmp_path, f"acr-lint {command} >&{writer}", unbuffered, keep=writer)
    os.close(writer)
    assert ended == (141, "", "")


def test_without_an_output_the_exit_code_still_tells(tmp_path: Path) -> None:
    assert _ended(tmp_path, "acr-lint check >&-") == (1, "", "")


def test_without_an_error_output_nothing_of_it_is_in_the_report(tmp_path: Path) -> None:
    code, out, err = _ended(tmp_path, "acr-lint check hit.py none.py --output-format concise 2>&-")
    assert (code, err) == (2, "")
    assert _HIT in out
    assert "none.py" not in out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check -", "stdin.py: the standard input is closed"),
        ("diagnose", "-: the standard input is closed"),
    ],
)
def test_a_closed_input_is_named(tmp_path: Path, command: str, said: str) -> None:
    assert _ended(tmp_path, f"acr-lint {command} <&-") == (2, "", f"acr-lint: {said}\n")


@pytest.mark.parametrize("command", ["check", "check ../hit.py", "config", "explain ../hit.py:4"])
def test_a_current_folder_that_is_gone_is_named(tmp_path: Path, command: str) -> None:
    ended = _ended(tmp_path, f"mkdir here; cd here; rmdir ../here; acr-lint {command}")
    assert ended == (2, "", "acr-lint: the current folder doesn't exist any more\n")


@pytest.mark.parametrize("command", ["version", "rule ACR301", "check --help"])
def test_what_needs_no_folder_works_without_one(tmp_path: Path, command: str) -> None:
    code, out, err = _ended(tmp_path, f"mkdir here; cd here; rmdir ../here; acr-lint {command}")
    assert (code, err) == (0, "")
    assert out
