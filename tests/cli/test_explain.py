"""The command `explain`: which line is meant, and what the process ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

_PROGRAM = """\
from azure.containerregistry import ContainerRegistryClient

client = ContainerRegistryClient("https://a.azurecr.io")
client.delete_tag("a", "b")
"""


def test_a_line_is_explained(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(_PROGRAM)
    ended = acr_lint("explain", "a.py:4")
    assert ended.code == 0
    assert ended.err == ""
    assert ended.out.startswith('a.py:4: client.delete_tag("a", "b")\n\n`client.delete_tag`: ')
    assert "  client      a sync one, made at a.py:3:10\n" in ended.out
    assert "  ACR101      anonymous-write (error) at a.py:4:8: " in ended.out
    assert acr_lint("explain", "a.py:4:8") == ended
    assert acr_lint("explain", f"{tmp_path}/a.py:4") == ended


def test_a_client_from_another_file(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "clients.py").write_text(_PROGRAM)
    (tmp_path / "work.py").write_text(
        "from app.clients import client\n\nclient.delete_blob(1, 2)\n"
    )
    assert "made at app/clients.py:3:10\n" in acr_lint("explain", "work.py:3").out


def test_a_line_of_a_notebook(acr_lint: CommandLine, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["text"]},
        *({"cell_type": "code", "source": part} for part in _PROGRAM.split("\n\n")),
    ]
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    ended = acr_lint("explain", "a.ipynb:3:2")
    assert ended.code == 0
    assert ended.out.startswith("a.ipynb:cell 3:2: client.delete_tag")
    assert acr_lint("explain", "a.ipynb:cell 3:2") == ended
    assert (
        acr_lint("explain", "a.ipynb:1:1").err == "acr-lint: a.ipynb: cell 1 isn't a cell of code\n"
    )
    assert acr_lint("explain", "a.ipynb:3:9").code == 2
    assert "give FILE:CELL:LINE" in acr_lint("explain", "a.ipynb:3").err


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("a.py", "`a.py` names no line: give FILE:LINE"),
        ("a.py:", "`a.py:` names no line: give FILE:LINE"),
        (
            "acr301",
            "`acr301` names no line: give FILE:LINE; "
            "`acr-lint rule ACR301` shows the page of that rule",
        ),
        ("a.py:0", "a.py has 4 lines: there is no line 0"),
        ("a.py:5", "a.py has 4 lines: there is no line 5"),
        ("a.py:1:2:3", "`a.py:1:2:3` has a number too many: give FILE:LINE or FILE:LINE:COLUMN"),
        ("b.py:1", "b.py: doesn't exist"),
        ("folder:1", "folder: is a folder: give FILE:LINE"),
        ("a.txt:1", "a.txt: isn't a Python file or a notebook"),
        ("empty.py:1", "empty.py has 0 lines: there is no line 1"),
    ],
)
def test_misuse(acr_lint: CommandLine, tmp_path: Path, place: str, message: str) -> None:
    (tmp_path / "a.py").write_text(_PROGRAM)
    (tmp_path / "a.txt").write_text(_PROGRAM)
    (tmp_path / "empty.py").write_text("")
    (tmp_path / "folder").mkdir()
    assert acr_lint("explain", place) == (2, "", f"acr-lint: {message}\n")


def test_a_file_that_is_no_text(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = '\xff'\n")
    ended = acr_lint("explain", "a.py:1")
    assert ended.code == 2
    assert ended.err.startswith("acr-lint: a.py: isn't text: ")


def test_nothing_is_known(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("x = 1\n")
    ended = acr_lint("explain", "plain.py:1")
    assert ended == (
        4,
        f"plain.py:1: x = 1\n\nno file of {tmp_path} mentions azure.containerregistry\n",
        "",
    )
    (tmp_path / "a.py").write_text(_PROGRAM)
    assert "this file mentions neither" in " ".join(acr_lint("explain", "plain.py:1").out.split())
    assert acr_lint("explain", "a.py:2").code == 4


def test_settings_are_read_or_not(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(_PROGRAM)
    (tmp_path / "acr-lint.toml").write_text("ignore = ['ACR101']\n")
    assert "silenced: `ignore` names it" in acr_lint("explain", "a.py:4").out
    assert "silenced" not in acr_lint("explain", "--isolated", "a.py:4").out
    (tmp_path / "acr-lint.toml").write_text("ignore = 5\n")
    ended = acr_lint("explain", "a.py:4")
    assert ended.code == 2
    assert "acr-lint.toml: `ignore` must be" in ended.err


def test_help_tells_the_exit_codes(acr_lint: CommandLine) -> None:
    ended = acr_lint("explain", "--help")
    assert ended.code == 0
    assert "4 nothing is known of it" in ended.out
