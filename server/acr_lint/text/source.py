"""The text of one file, and places in it.

An *offset* counts code points from the start of the text, from 0. A *position* is a row and a
column, both counted from 1; its column counts code points. Lines end in LF, CRLF or a lone CR, as
Python reads them; a form feed ends no line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from acr_lint.text.lines import line_starts
from acr_lint.text.record import NamedTuple


class Span(NamedTuple):
    """The text from offset `start` up to, but without, offset `end`."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people count: row and column from 1, columns in code points."""

    row: int
    column: int


class Edit(NamedTuple):
    """Replace the text of `span` by `content`; an empty span inserts."""

    span: Span
    content: str


class Source:
    """The text of the file at `path`; immutable.

    `text` is what is read as Python. Where the file itself says something else, such as a magic of
    IPython, that is in `written`, which is as long; it is what people see and what edits copy.
    `parts` are the offsets at which the cells of a notebook start: no edit reaches over one.
    """

    def __init__(
        self, path: str, text: str, written: str | None = None, parts: tuple[int, ...] = ()
    ) -> None:
        self.path = path
        self.text = text
        self.written = text if written is None else written
        self.parts = parts

    def reading(self, text: str) -> Source:
        """The same file where this text, which is as long, is read as Python."""
        return self if text == self.text else Source(self.path, text, self.written, self.parts)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts; never empty."""
        return line_starts(self.text)

    def position(self, offset: int) -> Position:
        """The position of `offset`; offsets past the end are taken for the end."""
        if not 0 <= offset <= len(self.text):
            offset = max(0, min(offset, len(self.text)))
        row = bisect_right(self.line_starts, offset)
        return Position(row, offset - self.line_starts[row - 1] + 1)

    def is_whole(self, span: Span) -> bool:
        """Whether a span lies in one part."""
        return bisect_right(self.parts, span.start) == bisect_right(self.parts, span.end)

    def offset(self, row: int, column: int) -> int:
        """The offset of a position; one outside the text is moved to the nearest inside it."""
        if row < 1:
            return 0
        if row > len(self.line_starts):
            return len(self.text)
        start = self.line_starts[row - 1]
        return max(start, min(start + column - 1, self.line_span(row).end))

    def line_span(self, row: int) -> Span:
        """The span of line `row` (from 1), without its line end."""
        start, end = self._line(row)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def line(self, row: int) -> str:
        """What is written on line `row` (from 1), without its line end."""
        start, end = self._line(row)
        return self.written[start : start + len(self.text[start:end].rstrip("\r\n"))]

    def _line(self, row: int) -> tuple[int, int]:
        """From where to where line `row` reaches, with its line end."""
        starts = self.line_starts
        return starts[row - 1], starts[row] if row < len(starts) else len(self.text)

    def slice(self, span: Span) -> str:
        """What is written at `span`."""
        return self.written[span.start : span.end]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, each given in offsets of `text`.

    Raises ValueError where two edits overlap.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < done:
            raise ValueError(f"overlapping edits at offset {edit.span.start}")
        pieces += (text[done : edit.span.start], edit.content)
        done = edit.span.end
    pieces.append(text[done:])
    return "".join(pieces)
