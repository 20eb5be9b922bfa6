"""Vim with ALE, set up as editors/vim/README.md says."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.editors import author
from tests.editors.author import Author

pytestmark = pytest.mark.long
_IN_A_TERMINAL = """
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
"""


def _play(writer: Author, action: str) -> dict[str, Any]:
    linter = "ale_linters/python/acr_lint.vim"
    writer.install(f"vim/{linter}", f".vim/{linter}")
    settings = author.snippets("vim/README.md", "vim")[0]
    writer.write(".vimrc", f"filetype plugin on\npackadd! ale\n{settings}")
    vim = [author.program("vim.nox"), "-S", str(author.PLAYS / "ale.vim"), str(writer.file)]
    return writer.play([sys.executable, "-c", _IN_A_TERMINAL, *vim], action)


def test_it_finds_and_mends(writer: Author) -> None:
    seen = _play(writer, author.MEND)
    assert author.is_found(seen)
    assert (seen["found"][0]["code"], seen["found"][0]["type"]) == ("ACR101", "E")
    assert seen["actions"] == author.ACTIONS
    assert writer.text == author.MENDED
    assert not seen["left"]


def test_it_ignores(writer: Author) -> None:
    assert not _play(writer, author.IGNORE)["left"]
    assert writer.text == author.IGNORED


def test_it_tells_where_the_guide_is(writer: Author) -> None:
    seen = _play(writer, author.OPEN_GUIDE)
    assert seen["told"].endswith(author.SECTION)
    assert seen["left"] == seen["found"]
