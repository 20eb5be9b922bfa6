"""The pieces of a text that CPython refuses: what is broken is mended, or left out."""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.syntax.lexing import statement_reach
from acr_lint.syntax.parsing import TOO_COMPLEX, Failure, parse_text
from acr_lint.syntax.pieces import Piece, split, unread
from acr_lint.syntax.repair import repair, repair_newer, repair_only, repair_quote
from acr_lint.text.lines import LINE_END

_MANY_LINES = 3
_MANY_REPAIRS = 500


def read_broken(text: str, failure: Failure, edited: range | None) -> list[Piece]:
    """The pieces of a text, in order; together they are the text.

    `failure` is what CPython says of it; `edited` are the offsets that were just typed.
    """
    lines = _lines_of(text, 0, edited)
    if lines:
        mended = repair_only(text, failure, lines)
    else:
        mended = repair_newer(text) or repair_quote(text, failure)
    if mended:
        return list(split(text, mended.statements, mended.gaps))
    return list(_read_one_by_one(text, edited))


def _read_one_by_one(text: str, edited: range | None) -> Iterator[Piece]:
    """The pieces of a text that CPython refuses: each statement is read for itself."""
    start = 0
    repairs = 0
    while start < len(text):
        end, swallowed = statement_reach(text, start)
        outcome = parse_text(text[start:end])
        if isinstance(outcome, Failure) and end < len(text) and repairs < _MANY_REPAIRS:
            farther = statement_reach(text, end).end
            joined = parse_text(text[start:farther])
            if isinstance(joined, list):
                end, outcome = farther, joined
        if isinstance(outcome, list):
            yield from split(text[start:end], outcome, {})
            start = end
            continue
        piece = text[start:end]
        repairs += 1
        if repairs > _MANY_REPAIRS:
            yield unread(piece, outcome.reason)
            start = end
            continue
        mended = repair(piece, outcome, _lines_of(piece, start, edited))
        if swallowed is not None and not (mended and len(mended.gaps) == 1):
            # A quote is missing, unless it takes no more than one line to mend the statement:
            # then it is no quote that is missing, and one of the strings holds code.
            shorter = text[start:swallowed]
            outcome = parse_text(shorter)
            if isinstance(outcome, Failure):
                found = repair(shorter, outcome, _lines_of(shorter, start, edited))
                if found or not mended:
                    end, piece, mended = swallowed, shorter, found
        if mended:
            yield from split(piece, mended.statements, mended.gaps)
        else:
            yield unread(piece, outcome.reason if isinstance(outcome, Failure) else TOO_COMPLEX)
        start = end


def _lines_of(text: str, start: int, edited: range | None) -> range:
    """The lines of a text, from 0, that were just typed, where these are few.

    The text starts at the offset `start`.
    """
    if edited is None or edited.stop < start or edited.start > start + len(text):
        return range(0)
    before = max(0, edited.start - start)
    first = sum(1 for _ in LINE_END.finditer(text, 0, before))
    more = sum(1 for _ in LINE_END.finditer(text, before, max(before, edited.stop - start)))
    return range(first, first + more + 1) if more < _MANY_LINES else range(0)
