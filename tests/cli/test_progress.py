from __future__ import annotations

import io
import threading

import pytest

from acr_lint.cli.progress import Progress, Silence, fitted, progress


class Terminal(io.StringIO):
    """A terminal that knows when it was written to."""

    encoding = "ascii"

    def __init__(self, tty: bool = True) -> None:
        super().__init__()
        self.written = threading.Event()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def test_the_newest_stage_is_shown_and_cleared() -> None:
    terminal = Terminal()
    with Progress(terminal, 0.001) as tell:
        tell("searching /a")
        assert terminal.written.wait(30)
    assert terminal.getvalue().startswith("\r\x1b[Kacr-lint: searching /a ?\r\x1b[K")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_short_run_shows_nothing() -> None:
    terminal = Terminal()
    with Progress(terminal, 3600) as tell:
        tell("searching /a")
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("quiet", "tty", "shows"), [(False, True, True), (True, True, False), (False, False, False)]
)
def test_who_sees_it(monkeypatch: pytest.MonkeyPatch, quiet: bool, tty: bool, shows: bool) -> None:
    monkeypatch.setattr("sys.stderr", Terminal(tty))
    assert isinstance(progress(quiet), Progress if shows else Silence)


@pytest.mark.parametrize(
    ("columns", "shown"),
    [(40, "searching /home/me/project/src"), (25, "searchin…/me/project/src"), (12, "sear…ct/src")],
)
def test_a_long_stage_keeps_its_ends(columns: int, shown: str) -> None:
    assert fitted("searching /home/me/project/src", columns) == shown
    assert len(shown) < columns
