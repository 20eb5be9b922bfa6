"""The pieces of a text: its top-level statements, read one by one where the whole isn't valid.

A *piece* is what becomes an island: some lines with the statements that start in them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from acr_lint.syntax.depth import is_too_deep
from acr_lint.syntax.lexing import LINE_END, line_starts, statement_reach
from acr_lint.syntax.parsing import TOO_COMPLEX, Failure, parse_text
from acr_lint.syntax.repair import repair, repair_only, repair_quote

_MANY_LINES = 3
_DECORATOR = re.compile("[\f\ufeff]*@")
_JOINED = re.compile(r"\\(?:\r\n|\r|\n)\Z")


class Piece(NamedTuple):
    """A part of a text.

    Its statements count lines so that its own first line has the number `first_line`. `gaps` are
    its lines that weren't read as they are, from 0, with the reasons.
    """

    text: str
    statements: list[ast.stmt]
    first_line: int
    gaps: dict[int, str]


def read(text: str, edited: range | None = None) -> list[Piece]:
    """The pieces of a text, in order; together they are the text.

    `edited` are the offsets that were just typed.
    """
    pieces = read_valid(text)
    return read_broken(text, pieces, edited) if isinstance(pieces, Failure) else pieces


def read_valid(text: str) -> list[Piece] | Failure:
    """The pieces of a text that is valid Python."""
    outcome = parse_text(text)
    return outcome if isinstance(outcome, Failure) else list(_split(text, outcome, {}))


def read_broken(text: str, failure: Failure, edited: range | None) -> list[Piece]:
    """The pieces of a text that CPython refuses."""
    lines = _lines_of(text, 0, edited)
    mended = repair_only(text, failure, lines) if lines else repair_quote(text, failure)
    if mended:
        return list(_split(text, mended.statements, mended.gaps))
    return list(_read_one_by_one(text, edited))


def _read_one_by_one(text: str, edited: range | None) -> Iterator[Piece]:
    """The pieces of a text that CPython refuses: each statement is read for itself."""
    start = 0
    while start < len(text):
        end, swallowed = statement_reach(text, start)
        outcome = parse_text(text[start:end])
        if isinstance(outcome, Failure) and end < len(text):
            farther = statement_reach(text, end).end
            joined = parse_text(text[start:farther])
            if isinstance(joined, list):
                end, outcome = farther, joined
        if isinstance(outcome, list):
            yield from _split(text[start:end], outcome, {})
            start = end
            continue
        piece = text[start:end]
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
            yield from _split(piece, mended.statements, mended.gaps)
        else:
            yield _unread(piece, outcome.reason if isinstance(outcome, Failure) else TOO_COMPLEX)
        start = end


def _split(text: str, statements: list[ast.stmt], gaps: dict[int, str]) -> Iterator[Piece]:
    """The pieces of a text that has these statements, counted from line 1."""
    if not text:
        return
    starts = line_starts(text)
    groups: list[tuple[int, list[ast.stmt]]] = []
    done = 0
    for statement in statements:
        first = _first_line(text, starts, statement, done)
        if groups and first <= done:
            groups[-1][1].append(statement)
        else:
            groups.append((first if groups else 1, [statement]))
        done = max(done, statement.end_lineno or first)
    if not groups:
        groups.append((1, []))
    bounds = (*starts, len(text))
    firsts = [first for first, _ in groups]
    for (first, group), end in zip(groups, (*firsts[1:], len(bounds)), strict=True):
        part = text[bounds[first - 1] : bounds[end - 1]]
        if is_too_deep(group, text, bounds):
            yield _unread(part, TOO_COMPLEX)
        else:
            inner = {line - first + 1: why for line, why in gaps.items() if first <= line + 1 < end}
            yield Piece(part, group, first, inner)


def _first_line(text: str, starts: list[int], statement: ast.stmt, done: int) -> int:
    """The line, from 1, at which a statement starts with its decorators and comments.

    Lines up to `done` are of other statements; a statement that shares one starts there.
    """
    first = statement.lineno
    for decorator in getattr(statement, "decorator_list", ()):
        first = min(first, decorator.lineno)
        while first > done + 1 and not _DECORATOR.match(text, starts[first - 1]):
            first -= 1
    while first > 1 and _JOINED.search(text, starts[first - 2], starts[first - 1]):
        first -= 1
    while first > done + 1 and text.startswith("#", starts[first - 2]):
        first -= 1
    return first


def _unread(text: str, reason: str) -> Piece:
    """The piece that a text is of which nothing can be read."""
    lines = LINE_END.split(text)
    return Piece(text, [], 1, {index: reason for index, line in enumerate(lines) if line.strip()})


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
