"""The standard input as a file."""

from __future__ import annotations

import sys

from acr_lint.text.decoding import Decoded, decode, encode
from acr_lint.text.record import NamedTuple


class Stdin(NamedTuple):
    """The text on the standard input, and the path that it stands for."""

    path: str
    decoded: Decoded

    @property
    def file(self) -> tuple[str, str]:
        """Path and text."""
        return self.path, self.decoded.text


def read_stdin(path: str) -> Stdin:
    """The standard input under that path; raises ValueError where it is closed or isn't text."""
    if sys.stdin is None:
        raise ValueError(f"{path}: the standard input is closed")
    try:
        return Stdin(path, decode(sys.stdin.buffer.read()))
    except ValueError as error:
        raise ValueError(f"{path}: isn't text: {error}") from None


def write_stdout(stdin: Stdin, text: str) -> None:
    """Write what became of the standard input, in its encoding and with its line ends.

    Raises ValueError where the text can't be written so.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(text, stdin.decoded))
    sys.stdout.buffer.flush()
