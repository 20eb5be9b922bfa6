"""Emacs with eglot and with lsp-mode, set up as editors/emacs/README.md says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.editors import author
from tests.editors.author import Author

pytestmark = [pytest.mark.long, pytest.mark.parametrize("client", ["eglot", "lsp-mode"])]


def _play(writer: Author, client: str, action: str) -> dict[str, Any]:
    settings = author.EDITORS / "emacs" / f"acr-lint-{client}.el"
    writer.write(".emacs", f'(package-initialize)\n(load "{settings}")\n(require \'{client})\n')
    command = [author.program("emacs"), "--batch", "-l", str(writer.home / ".emacs")]
    return writer.play([*command, "-l", str(author.PLAYS / "emacs.el")], action, CLIENT=client)


def test_it_finds_and_mends(writer: Author, client: str) -> None:
    seen = _play(writer, client, author.MEND)
    assert author.is_found(seen)
    assert seen["actions"] == author.ACTIONS
    assert writer.text == author.MENDED
    assert not seen["left"]


def test_it_ignores(writer: Author, client: str) -> None:
    assert not _play(writer, client, author.IGNORE)["left"]
    assert writer.text == author.IGNORED


def test_it_opens_the_guide_or_tells_where_it_is(writer: Author, client: str) -> None:
    seen = _play(writer, client, author.OPEN_GUIDE)
    assert str(seen.get("opened") or seen["told"]).endswith(author.SECTION)
    assert seen["left"] == seen["found"]
