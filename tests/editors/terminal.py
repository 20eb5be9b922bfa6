"""A terminal, played by tmux, for editors that need one."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.editors.author import program

PATIENCE = 30.0


class Terminal:
    """A terminal of 100 columns and 30 rows that runs one command."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], home: Path) -> None:
        self._tmux = [program("tmux"), "-S", str(home / "tmux"), "-f", "/dev/null"]
        self._environment = dict(environment)
        size = ["-x", "100", "-y", "30"]
        self._run("new-session", "-d", "-s", "editor", *size, *command)
        self._run("set-option", "-g", "escape-time", "0")

    def close(self) -> None:
        """End what still runs."""
        self._run("kill-server", check=False)

    def press(self, *keys: str) -> None:
        """Press keys, by their names in tmux."""
        self._run("send-keys", "-t", "editor", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self._run("send-keys", "-t", "editor", "-l", text)

    def shows(self) -> str:
        """What is shown now; nothing when the command has ended."""
        return self._run("capture-pane", "-p", "-t", "editor", check=False)

    def wait_for(self, pattern: str) -> str:
        """What is shown as soon as a pattern is in it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.shows()
            if re.search(pattern, shown, re.MULTILINE):
                return shown
            time.sleep(0.1)
        raise AssertionError(f"no {pattern} in\n{self.shows()}")

    def wait_without(self, pattern: str) -> str:
        """What is shown as soon as a pattern is no more in it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.shows()
            if shown.strip() and not re.search(pattern, shown, re.MULTILINE):
                return shown
            time.sleep(0.1)
        raise AssertionError(f"still {pattern} in\n{self.shows()}")

    def _run(self, *arguments: str, check: bool = True) -> str:
        return subprocess.run(
            [*self._tmux, *arguments],
            env=self._environment,
            check=check,
            capture_output=True,
            text=True,
        ).stdout
