"""Offsets of a source and positions of the protocol, in the units that the client counts in.

A position's line counts from 0, its character in code units of the agreed encoding. Lines end as
in a Source, which is what the protocol says. A position outside the text is moved to the nearest
one inside it, and one inside a character to its start.
"""

from __future__ import annotations

from lsprotocol.types import Position, PositionEncodingKind, Range

from acr_lint.text.source import Source, Span

UTF8 = PositionEncodingKind.Utf8
UTF16 = PositionEncodingKind.Utf16
UTF32 = PositionEncodingKind.Utf32


class Units:
    """Conversion for one encoding."""

    __slots__ = ("_encoding",)

    def __init__(self, encoding: PositionEncodingKind | str = UTF16) -> None:
        self._encoding = encoding

    def position(self, source: Source, offset: int) -> Position:
        """The protocol's position of an offset."""
        return Position(*self.place(source, offset))

    def place(self, source: Source, offset: int) -> tuple[int, int]:
        """The line and character of an offset."""
        row, column = source.position(offset)
        start = source.line_starts[row - 1]
        return row - 1, self._width(source.text[start : start + column - 1])

    def range(self, source: Source, span: Span) -> Range:
        """The protocol's range of a span."""
        return Range(self.position(source, span.start), self.position(source, span.end))

    def offset(self, source: Source, position: Position) -> int:
        """The offset of a position."""
        if position.line < 0:
            return 0
        if position.line >= len(source.line_starts):
            return len(source.text)
        start, end = source.line_span(position.line + 1)
        line = source.text[start:end]
        if line.isascii() or self._encoding == UTF32:
            return start + max(0, min(position.character, len(line)))
        width = 0
        for index, character in enumerate(line):
            width += self._width(character)
            if width > position.character:
                return start + index
        return end

    def span(self, source: Source, area: Range) -> Span:
        """The span of a range; its ends in the right order."""
        start, end = self.offset(source, area.start), self.offset(source, area.end)
        return Span(min(start, end), max(start, end))

    def _width(self, text: str) -> int:
        """How many code units a text takes."""
        if text.isascii() or self._encoding == UTF32:
            return len(text)
        if self._encoding == UTF8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)
