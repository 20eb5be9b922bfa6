"""Tracebacks: the frames that an exception went through, and what they tell of the request."""

from __future__ import annotations

import re

from acr_lint.sdk.operations import OPERATIONS
from acr_lint.text.record import NamedTuple

_START = re.compile(r"(?:Exception Group )?Traceback \(most recent call last\):")
_FRAME = re.compile(r'File "(?P<path>[^"]+)", line (?P<row>\d+)(?:, in (?P<function>\S+))?')
_INSTALLED = re.compile(r"[/\\](?:site|dist)-packages[/\\]|[/\\]lib[/\\]python3\.|[/\\]Lib[/\\]|^<")
_SDK = re.compile(r"[/\\]azure[/\\](?:containerregistry|core)[/\\]")
_IDENTITY = re.compile(r"[/\\]azure[/\\]identity[/\\]")
_CLIENT = "container_registry_client.py"
_ANONYMOUS = "anonymous_exchange_client.py"
_EXCHANGE = "exchange_client.py"
_PAGES = ("get_next", "extract_data")
_SENDING = {
    "exchange_aad_token_for_refresh_token": "exchange",
    "exchange_refresh_token_for_access_token": "token",
}


class Frame(NamedTuple):
    """One frame of a traceback."""

    path: str
    row: int
    function: str


class Traceback:
    """A traceback that is being read; `column` is where its lines start."""

    __slots__ = ("_column", "_frames")

    def __init__(self, column: int) -> None:
        self._column = column
        self._frames: list[Frame] = []

    @classmethod
    def started(cls, line: str) -> Traceback | None:
        """The traceback that starts in this line."""
        match = _START.search(line)
        return cls(match.start()) if match else None

    @staticmethod
    def is_of_user(path: str) -> bool:
        """Whether a file is the user's own: neither installed nor Python's."""
        return bool(path) and _INSTALLED.search(path) is None

    def read(self, line: str) -> str | None:
        """Take a line; the result is the line, without what is in front, that ends the frames."""
        if line.startswith('  File "'):
            self._column = 0
        rest = line[self._column :]
        frame = _FRAME.search(rest)
        if frame is not None:
            self._frames.append(Frame(frame["path"], int(frame["row"]), frame["function"] or ""))
            return None
        return None if not rest.strip() or rest[0] in " \t" else rest

    @property
    def place(self) -> tuple[str, int]:
        """File and row of the user's last frame; "" and 0 where there is none."""
        own = [frame for frame in self._frames if self.is_of_user(frame.path)]
        return (own[-1].path, own[-1].row) if own else ("", 0)

    def facts(self, answered: bool) -> dict[str, str]:
        """What the frames tell; `answered` says that the exception is an answer's."""
        facts = {"through": self._through()}
        for frame in self._frames:
            if frame.path.endswith(_CLIENT):
                if frame.function in OPERATIONS and "operation" not in facts:
                    facts["operation"] = frame.function
                    facts["kind"] = "write" if OPERATIONS[frame.function].writes else "read"
                elif frame.function in _PAGES:
                    facts.setdefault("kind", "read")
            elif frame.path.endswith(_EXCHANGE):
                anonymous = frame.path.endswith(_ANONYMOUS)
                facts["client"] = "anonymous" if anonymous else "credential"
                if answered and frame.function in _SENDING:
                    facts["sent"] = _SENDING[frame.function]
        if answered and facts["through"] == "sdk":
            facts.setdefault("sent", "operation")
        return facts

    def _through(self) -> str:
        paths = [frame.path for frame in self._frames]
        if paths and _IDENTITY.search(paths[-1]):
            return "identity"
        return "sdk" if any(map(_SDK.search, paths)) else "other"
