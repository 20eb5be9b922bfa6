"""Completion, in the shells themselves: what a line becomes when Tab is pressed at its end."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

_PATIENCE = 30.0
_READY = b"=READY="
_LINES = [
    ("acr-lint ru", "rule"),
    ("acr-lint rule anonymous-w", "rule anonymous-write"),
    ("acr-lint check --exit", "check --exit-zero"),
    ("acr-lint --exit", "--exit-zero"),
    ("acr-lint check --output-format json-l", "check --output-format json-lines"),
    ("acr-lint check --output-format=json-l", "check --output-format=json-lines"),
    ("acr-lint check --select ACR101,always-n", "check --select ACR101,always-none"),
    ("acr-lint check --ignore=ACR101,always-n", "check --ignore=ACR101,always-none"),
    ("acr-lint config --output-format j", "config --output-format json"),
    ("acr-lint config --sch", "config --schema"),
    ("acr-lint completion f", "completion fish"),
    ("acr-lint explain some_f", "explain some_file.py"),
]
_INTERACTIVE = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
}
_START = {
    "bash": "source ./script",
    "zsh": "autoload -U compinit && compinit -u -D; source ./script",
}


def _program(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} isn't installed")
    return found


def _completed(shell: str, folder: Path, lines: list[str]) -> list[str]:
    """The arguments that a shell runs after each of the lines, a Tab and Enter."""
    program = _program(shell)
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb"}
        os.execve(program, [program, *_INTERACTIVE[shell]], environment)
    try:
        tell = "acr-lint() { printf '%s\\n' \"$*\" >> told; }"
        os.write(terminal, f"{tell}; {_START[shell]}; PS1='=REA''DY='\n".encode())
        _read(terminal, _READY)
        for line in lines:
            os.write(terminal, f"{line}\t\n".encode())
            _read(terminal, _READY)
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return (folder / "told").read_text().splitlines()


def _read(terminal: int, until: bytes) -> None:
    """Read what a terminal shows until some words."""
    seen, end = b"", time.monotonic() + _PATIENCE
    while until not in seen:
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 1 << 16)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_line_is_completed(shell: str, acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(acr_lint("completion", shell).out)
    (tmp_path / "some_file.py").write_text("")
    levels = ("acr-lint check --severity ACR101=err", "check --severity ACR101=error")
    lines = [*_LINES, levels]
    assert _completed(shell, tmp_path, [line for line, _ in lines]) == [
        expected for _, expected in lines
    ]


def test_a_line_is_completed_in_fish(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "script").write_text(acr_lint("completion", "fish").out)
    (tmp_path / "some_file.py").write_text("")
    ask = "source ./script; for line in $argv; complete -C $line; end"
    done = subprocess.run(
        [_program("fish"), "--no-config", "-c", ask, *(line for line, _ in _LINES)],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    told = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert told == [expected.split()[-1] for _, expected in _LINES]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_know_the_options_of_each_command(acr_lint: CommandLine, shell: str) -> None:
    script = acr_lint("completion", shell).out
    for word in ("--isolated", "--schema", "--cache-dir", "sarif", "ACR301", "anonymous-write"):
        assert word.removeprefix("--") in script
