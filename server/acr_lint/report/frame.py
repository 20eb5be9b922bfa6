"""Code frames: some lines of a file with marks under the text that is meant."""

from __future__ import annotations

from acr_lint.report.echo import safe, width
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Position, Source, Span

_WIDEST = 160
_BEFORE_CROP = 40
_MOST_ROWS = 4


class Frame(NamedTuple):
    """What to mark: a span of `source`, with `mark` under it and `context` rows around it."""

    source: Source
    span: Span
    mark: str
    context: int


class Row(NamedTuple):
    """One line of a frame: `number` is None between lines; `mark` is under the text before it."""

    number: int | None
    text: str
    is_mark: bool = False


def rows(frame: Frame) -> tuple[Row, ...]:
    """The lines of a frame, marks included, safe to print."""
    start = frame.source.position(frame.span.start)
    end = _last(frame.source, frame.span, start)
    last = min(len(frame.source.line_starts), end.row + frame.context)
    above = _not_blank(frame, range(max(1, start.row - frame.context), start.row))
    below = _not_blank(frame, range(end.row + 1, last + 1), backwards=True)
    crop = _crop(frame.source, start)
    shown: list[Row] = []
    for row in above:
        shown.append(_text(frame, row, crop))
    for marked in _marked(start.row, end.row):
        if marked is None:
            shown.append(Row(None, "..."))
            continue
        line = frame.source.line(marked)
        left = start.column - 1 if marked == start.row else len(line) - len(line.lstrip())
        right = end.column - 1 if marked == end.row else len(line.rstrip())
        shown.append(_text(frame, marked, crop))
        shown.append(Row(None, _marks(line, left, right, frame.mark, crop), True))
    for row in below:
        shown.append(_text(frame, row, crop))
    return tuple(shown)


def _text(frame: Frame, row: int, crop: int) -> Row:
    """A line of code."""
    return Row(row, _cropped(safe(frame.source.line(row)), crop))


def _last(source: Source, span: Span, start: Position) -> Position:
    """The position after the last character of the span that isn't a line end or indentation."""
    text = source.slice(span).rstrip()
    return source.position(span.start + len(text)) if text else start


def _marked(first: int, last: int) -> list[int | None]:
    """The rows of a marked text; None for those left out of the middle of a long one."""
    if last - first < _MOST_ROWS:
        return list(range(first, last + 1))
    return [first, first + 1, None, last]


def _not_blank(frame: Frame, around: range, backwards: bool = False) -> list[int]:
    """The rows of `around` without the blank ones on the side that is away from the text."""
    kept = list(reversed(around)) if backwards else list(around)
    while kept and not frame.source.line(kept[0]).strip():
        del kept[0]
    return kept[::-1] if backwards else kept


def _marks(line: str, start: int, end: int, mark: str, crop: int) -> str:
    """The line of marks under columns `start` to `end` (from 0) of `line`."""
    before = width(safe(line[:start]))
    length = max(1, width(safe(line[:end])) - before)
    before = before - crop + len("...") if crop else before
    return " " * before + mark * min(length, _WIDEST - min(before, _WIDEST - 1))


def _crop(source: Source, start: Position) -> int:
    """How many columns are cut from the left of all lines so that the start can be seen."""
    line = source.line(start.row)
    before = width(safe(line[: start.column - 1]))
    return before - _BEFORE_CROP if before > _WIDEST - _BEFORE_CROP else 0


def _cropped(line: str, crop: int) -> str:
    """`line` without its first `crop` columns and what is too long to show."""
    if crop:
        while crop > 0 and line:
            crop -= width(line[0])
            line = line[1:]
        line = "..." + line
    return line.rstrip() if width(line) <= _WIDEST else line[:_WIDEST] + "..."
