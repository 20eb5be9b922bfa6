"""Kate on a screen that nobody sees, set up as editors/kate/README.md says.

Kate tells nobody what it shows, so the line of an error is known by its colour.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest

from tests.editors import author
from tests.editors.author import Author

pytestmark = pytest.mark.long
PATIENCE = 60.0
SCREEN = ":97"
_ERROR = bytes((248, 222, 221))
_A_LINE = 1000


class Kate:
    """A Kate that has the author's file open, its cursor on the finding."""

    def __init__(self, writer: Author) -> None:
        self._writer = writer
        self._environment = writer.environment(
            DISPLAY=SCREEN, XDG_RUNTIME_DIR=str(writer.home), LC_ALL="C.UTF-8"
        )
        server = shutil.which("acr-lint", path=self._environment["PATH"])
        writer.install("kate/settings.json", ".config/kate/lspclient/settings.json")
        writer.write(".config/katerc", f"[lspclient]\nAllowedServerCommandLines={server} server\n")
        self._screen = self._start("Xvfb", SCREEN, "-screen", "0", "1000x700x24")
        _wait("screen", self._has_a_screen)
        self._desktop = self._start("openbox")
        kate = [author.program("kate"), "--new", "--line", str(author.LINE), "--column", "16"]
        self._kate = self._start("dbus-run-session", "--", *kate, str(writer.file))

    def close(self) -> None:
        """End all that still runs."""
        for process in (self._kate, self._desktop, self._screen):
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)

    def shows_an_error(self) -> bool:
        """Whether a line has the colour of an error."""
        command = [author.program("import"), "-window", "root", "-depth", "8", "rgb:-"]
        shown = subprocess.run(command, env=self._environment, check=True, capture_output=True)
        return shown.stdout.count(_ERROR) > _A_LINE

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, as somebody does who looks at the screen."""
        for key in keys:
            command = [author.program("xdotool"), "key", key]
            subprocess.run(command, env=self._environment, check=True)
            time.sleep(1)

    def _has_a_screen(self) -> bool:
        command = [author.program("xdotool"), "getmouselocation"]
        asked = subprocess.run(command, env=self._environment, check=False, capture_output=True)
        return asked.returncode == 0

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [author.program(name), *arguments],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def kate(writer: Author) -> Iterator[Kate]:
    """A Kate that shows the finding."""
    started = Kate(writer)
    try:
        _wait("error in Kate", started.shows_an_error)
        yield started
    finally:
        started.close()


@pytest.mark.parametrize(
    ("place", "expected"),
    [(author.MEND, author.MENDED), (author.IGNORE, author.IGNORED)],
    ids=["mends", "ignores"],
)
def test_it_applies_what_it_offers(kate: Kate, writer: Author, place: str, expected: str) -> None:
    down = author.ACTIONS.index(place) + 1
    kate.press("alt+Return", *["Down"] * down, "Return")
    _wait("end of the error", lambda: not kate.shows_an_error())
    kate.press("ctrl+s")
    assert writer.text == expected


def _wait(what: str, holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"no {what}"
        time.sleep(0.2)
