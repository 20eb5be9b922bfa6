"""Neovim's own client, set up as editors/neovim/README.md says."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.editors import author
from tests.editors.author import Author

pytestmark = pytest.mark.long


class Neovim(NamedTuple):
    """A Neovim at `path`, and its author."""

    path: str
    writer: Author

    def play(self, action: str) -> dict[str, Any]:
        """Open the file, choose an action, save."""
        part = ["-S", str(author.PLAYS / "neovim.lua")]
        return self.writer.play([self.path, "--headless", str(self.writer.file), *part], action)


@pytest.fixture(params=["new", "new, set up as an older one", "older"])
def neovim(request: pytest.FixtureRequest, writer: Author) -> Neovim:
    """A Neovim since 0.11, set up in both ways, and one from before."""
    if request.param == "new":
        return _new(writer)
    is_older = request.param == "older"
    writer.install("neovim/older.lua", ".config/nvim/plugin/acr_lint.lua")
    return Neovim(author.program("nvim", lambda found: (found < (0, 11)) is is_older), writer)


def test_it_finds_explains_and_mends(neovim: Neovim) -> None:
    seen = neovim.play(author.MEND)
    assert author.is_found(seen)
    (found,) = seen["found"]
    assert (found["code"], found["severity"]) == ("ACR101", 1)
    assert found["guide"].endswith(author.SECTION)
    assert "### anonymous-write (ACR101, error)" in seen["hover"]
    assert seen["actions"] == author.ACTIONS
    assert neovim.writer.text == author.MENDED
    assert not seen["left"]


def test_it_ignores(neovim: Neovim) -> None:
    assert not neovim.play(author.IGNORE)["left"]
    assert neovim.writer.text == author.IGNORED


def test_it_opens_the_guide(neovim: Neovim) -> None:
    seen = neovim.play(author.OPEN_GUIDE)
    assert str(seen.get("opened") or seen["told"]).endswith(author.SECTION)
    assert seen["left"] == seen["found"]


def test_its_settings_are_in_force(writer: Author) -> None:
    neovim = _new(writer)
    with (writer.home / ".config/nvim/init.lua").open("a") as init:
        init.write(author.snippets("neovim/README.md", "lua")[1])
    (found,) = neovim.play(author.IGNORE)["found"]
    assert (found["code"], found["severity"]) == ("ACR101", 2)


def _new(writer: Author) -> Neovim:
    writer.install("neovim/lsp/acr_lint.lua", ".config/nvim/lsp/acr_lint.lua")
    writer.write(".config/nvim/init.lua", author.snippets("neovim/README.md", "lua")[0])
    return Neovim(author.program("nvim", lambda found: found >= (0, 11)), writer)
