"""What an edit changes: which islands stay as they are, and the pieces between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from acr_lint.syntax.lexing import starts_statement
from acr_lint.syntax.parsing import Failure
from acr_lint.syntax.pieces import Piece, read_valid
from acr_lint.syntax.reading import read_broken
from acr_lint.text.lines import LINE_END
from acr_lint.text.record import NamedTuple

_QUOTES = ('"""', "'''")
_LINE_ENDS = ("\n", "\r")
_NO_CODE = re.compile(r"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*")


class Change(NamedTuple):
    """How many islands stay `before` and `after` what has changed, and what stands between."""

    before: int
    after: int
    pieces: list[Piece]


class _Region(NamedTuple):
    """The part of the new text that the islands `before` and `after` it leave, in offsets."""

    before: int
    after: int
    start: int
    end: int


def update(
    texts: Sequence[str], unsure: Sequence[bool], text: str, edited: tuple[int, int] | None
) -> Change:
    """The change from islands of these texts to a new text.

    `edited` is the span of the new text that was typed, if that is known. Valid islands one after
    the other are valid together, with the trees that they have alone; so no more is read than what
    has changed and the neighbours that it may lean on.
    """
    changed = _changed(texts, text)
    region = _with_leaning(texts, unsure, text, changed)
    if region.start == region.end:
        return Change(region.before, region.after, [])
    pieces = read_valid(text[region.start : region.end])
    if isinstance(pieces, Failure):
        for wider in _wider(texts, unsure, text, region, pieces):
            whole = read_valid(text[wider.start : wider.end])
            if isinstance(whole, list):
                return Change(wider.before, wider.after, whole)
        first, last = edited or _typed(texts, text, changed)
        typed = range(first - region.start, last - region.start)
        pieces = read_broken(text[region.start : region.end], pieces, typed)
    return Change(region.before, region.after, pieces)


def _changed(texts: Sequence[str], text: str) -> _Region:
    """What of the new text none of the islands covers that it starts and ends with."""
    before = after = start = 0
    end = len(text)
    while before < len(texts) and text.startswith(texts[before], start):
        start += len(texts[before])
        before += 1
    while after < len(texts) - before and text.endswith(texts[-1 - after], start, end):
        end -= len(texts[-1 - after])
        after += 1
    return _Region(before, after, start, end)


def _with_leaning(
    texts: Sequence[str], unsure: Sequence[bool], text: str, region: _Region
) -> _Region:
    """The region with the islands around it that can't be told from it by their texts alone.

    These are unsure ones, lines that are no line of their own any more, comments that may belong
    to what follows them, and lines that belong to what is above them.
    """
    before, after, start, end = region
    count = len(texts)
    while before:
        last = texts[before - 1]
        leans = (
            unsure[before - 1]
            or not last.endswith(_LINE_ENDS)
            or (last.endswith("\r") and text.startswith("\n", start))
            or _ends_with_comment(last)
            or not starts_statement(text, start)
        )
        if not leans or (start == end and before + after == count):
            break
        before -= 1
        start -= len(last)
    while after:
        following = texts[count - after]
        above = text[start:end]
        leans = (
            unsure[count - after]
            or (start < end and not above.endswith(_LINE_ENDS))
            or (above.endswith("\r") and following.startswith("\n"))
            or _ends_with_comment(above)
            or above.rstrip("\r\n").endswith("\\")
            or (end > 0 and not starts_statement(following, 0))
            or (start < end and not before and _NO_CODE.fullmatch(above) is not None)
        )
        if not leans or (start == end and before + after == count):
            break
        after -= 1
        end += len(following)
    return _Region(before, after, start, end)


def _wider(
    texts: Sequence[str],
    unsure: Sequence[bool],
    text: str,
    region: _Region,
    failure: Failure,
) -> Iterator[_Region]:
    """Regions that may be valid though this one isn't, each with it in the middle."""
    before, after, start, end = region
    count = len(texts)
    code = text[start:end].rstrip()
    if after and failure.line > sum(1 for _ in LINE_END.finditer(code)):
        # What is missing at its end, such as a function below its decorator, may follow.
        yield _Region(before, after - 1, start, end + len(texts[count - after]))
    first = next((index for index in range(before) if unsure[index]), before)
    last = next((index for index in range(after) if unsure[-1 - index]), after)
    if (first, last) != (before, after):
        yield _Region(
            first,
            last,
            start - sum(map(len, texts[first:before])),
            end + sum(map(len, texts[count - after : count - last])),
        )
    if "triple-quoted" in failure.reason and any(text.count(one, end) % 2 for one in _QUOTES):
        yield _Region(before, 0, start, len(text))


def _typed(texts: Sequence[str], text: str, region: _Region) -> tuple[int, int]:
    """The span of the new text that differs from what was there."""
    new = text[region.start : region.end]
    old = "".join(texts[region.before : len(texts) - region.after])
    same = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), len(new) - same, len(old) - same)
    return region.start + same, region.end - tail


def _shared(one: str, other: str) -> int:
    """How many characters two texts start with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _ends_with_comment(text: str) -> bool:
    """Whether the last line of a text starts with a comment."""
    lines = text.removesuffix("\n").removesuffix("\r")
    return lines.startswith("#", max(lines.rfind("\n"), lines.rfind("\r")) + 1)
