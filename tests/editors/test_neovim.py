"""Neovim's own client, set up as editors/neovim/README.md says."""

from __future__ import annotations

import pytest

from tests.editors import author
from tests.editors.author import Author

pytestmark = pytest.mark.long


class Neovim:
    """One Neovim and its author."""

    def __init__(self, writer: Author, path: str, settings: str) -> None:
        self._path = path
        self.writer = writer
        if settings == "older":
            writer.install("neovim/older.lua", ".config/nvim/plugin/acr_lint.lua")
        else:
            writer.install("neovim/lsp/acr_lint.lua", ".config/nvim/lsp/acr_lint.lua")
            writer.write(".config/nvim/init.lua", author.snippet("neovim/README.md", "lua"))

    def play(self, action: str) -> dict[str, object]:
        """Open the file, choose an action, save."""
        command = [
            self._path,
            "--headless",
            str(self.writer.file),
            "-S",
            str(author.PLAYS / "neovim.lua"),
        ]
        return self.writer.play(command, action)


@pytest.fixture(params=["new", "new older", "old older"])
def neovim(request: pytest.FixtureRequest, writer: Author) -> Neovim:
    """A Neovim since 0.11, with both kinds of settings, and one from before."""
    version, _, settings = request.param.partition(" ")
    is_new = version == "new"
    path = author.program("nvim", lambda found: (found >= (0, 11)) is is_new)
    return Neovim(writer, path, settings)


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
