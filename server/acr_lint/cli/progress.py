"""What a long run is at, on the standard error, where that is a terminal.

Nothing is shown in the first second, and nothing stays: the line is cleared before the report.
"""

from __future__ import annotations

import sys

from acr_lint.cli.environment import columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    import threading
    from types import TracebackType
    from typing import TextIO

_CLEAR = "\r\x1b[K"


class Progress:
    """Told of each stage of a run by a call, it shows the newest every `seconds`."""

    __slots__ = ("_ended", "_seconds", "_shown", "_stage", "_stream", "_thread")

    def __init__(self, stream: TextIO, seconds: float = 1.0) -> None:
        self._stream = stream
        self._seconds = seconds
        self._stage = ""
        self._shown = False
        self._ended: threading.Event | None = None
        self._thread: threading.Thread | None = None

    def __call__(self, stage: str) -> None:
        """Note that a stage begins."""
        self._stage = stage

    def __enter__(self) -> Progress:
        import threading

        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, args=(self._ended,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._ended is not None and self._thread is not None:
            self._ended.set()
            self._thread.join()
        if self._shown:
            self._write(_CLEAR)

    def _show(self, ended: threading.Event) -> None:
        while not ended.wait(self._seconds):
            if self._stage:
                self._shown = True
                self._write(_CLEAR + fitted(f"acr-lint: {self._stage} …", columns(self._stream)))

    def _write(self, text: str) -> None:
        """Write to the terminal, as far as it can show it."""
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(text.encode(encoding, "replace").decode(encoding))
        self._stream.flush()


def fitted(text: str, columns: int) -> str:
    """Text that fits into a line of so many columns: what is longer loses its middle."""
    if len(text) < columns:
        return text
    tail = (columns - 2) * 2 // 3
    return f"{text[: columns - 2 - tail]}…{text[-tail:]}"


class Silence:
    """Shows nothing."""

    __slots__ = ()

    def __call__(self, stage: str) -> None:
        """Forget the stage."""

    def __enter__(self) -> Silence:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing was shown."""


def progress(quiet: bool) -> Progress | Silence:
    """What shows how far a run is; nothing where nobody looks."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return Silence()
    return Progress(sys.stderr)
