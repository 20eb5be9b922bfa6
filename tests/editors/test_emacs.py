"""Emacs with eglot and with lsp-mode, set up as editors/emacs/README.md says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.editors.author import (
    EDITORS,
    IGNORE,
    IGNORED,
    MEND,
    MENDED,
    OPEN_GUIDE,
    PLAYS,
    SECTION,
    SHOW_RULE,
    Author,
    is_found,
    program,
)

pytestmark = [pytest.mark.long, pytest.mark.parametrize("client", ["eglot", "lsp-mode"])]


def _play(writer: Author, client: str, action: str) -> dict[str, Any]:
    settings = EDITORS / "emacs" / f"acr-lint-{client}.el"
    writer.write(".emacs", f'(package-initialize)\n(load "{settings}")\n(require \'{client})\n')
    command = [program("emacs"), "--batch", "-l", str(writer.home / ".emacs")]
    return writer.play([*command, "-l", str(PLAYS / "emacs.el")], action, CLIENT=client)


def test_it_finds_and_mends(writer: Author, client: str) -> None:
    seen = _play(writer, client, MEND)
    assert is_found(seen)
    assert seen["actions"] == [MEND, IGNORE, OPEN_GUIDE, SHOW_RULE]
    assert writer.text == MENDED
    assert not seen["left"]


def test_it_ignores(writer: Author, client: str) -> None:
    assert not _play(writer, client, IGNORE)["left"]
    assert writer.text == IGNORED


def test_it_tells_where_the_guide_is(writer: Author, client: str) -> None:
    seen = _play(writer, client, OPEN_GUIDE)
    assert seen["told"].endswith(SECTION)
    assert seen["left"] == seen["found"]
