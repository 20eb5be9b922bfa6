"""Helix in a terminal, set up as editors/helix/README.md says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.editors import author
from tests.editors.author import Author
from tests.editors.terminal import Terminal

pytestmark = pytest.mark.long


@pytest.fixture
def helix(writer: Author) -> Iterator[Terminal]:
    """A Helix that shows the finding, with its cursor on it; its settings make that a warning."""
    languages = (author.EDITORS / "helix" / "languages.toml").read_text()
    (settings,) = author.snippets("helix/README.md", "toml")
    writer.write(".config/helix/languages.toml", f"{languages}\n{settings}")
    command = [author.program("hx"), f"{writer.file}:11:16"]
    terminal = Terminal(command, writer.environment(), writer.home)
    terminal.wait_for(f"^.*{author.SAYS}")
    yield terminal
    terminal.close()


def test_it_finds_and_mends(helix: Terminal, writer: Author) -> None:
    assert "(ACR101)" in helix.shows()
    _offered(helix)
    helix.press("Enter")
    helix.wait_for("credential=DefaultAzureCredential")
    _save(helix, writer, author.MENDED)


def test_it_ignores(helix: Terminal, writer: Author) -> None:
    _offered(helix)
    helix.press("Down", "Enter")
    helix.wait_for(r"# acr-lint: ignore\[ACR101\]")
    _save(helix, writer, author.IGNORED)


def test_it_explains(helix: Terminal) -> None:
    helix.press("Space", "k")
    helix.wait_for(r"anonymous-write \(ACR101, error\)")


def test_it_tells_where_the_guide_is(helix: Terminal) -> None:
    _offered(helix)
    helix.press("Down", "Down", "Enter")
    helix.wait_for("^The troubleshooting guide: https://")


def test_its_settings_are_in_force(helix: Terminal) -> None:
    helix.press("Space", "d")
    helix.wait_for("WARN +ACR101")


def _offered(helix: Terminal) -> None:
    """Open the list of code actions."""
    helix.press("Space", "a")
    shown = helix.wait_for(author.SHOW_RULE.replace("(", r"\(").replace(")", r"\)"))
    places = [shown.index(title) for title in author.ACTIONS]
    assert places == sorted(places)


def _save(helix: Terminal, writer: Author, expected: str) -> None:
    """Save, once the finding is shown no more."""
    helix.wait_without("●")
    helix.type(":w")
    helix.press("Enter")
    helix.wait_for("written")
    assert writer.text == expected
