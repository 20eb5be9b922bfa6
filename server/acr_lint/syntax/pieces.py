"""The pieces of a text: its top-level statements.

A *piece* is what becomes an island: some lines with the statements that start in them.
"""

from __future__ import annotations

import _ast as ast
from bisect import bisect_right
from collections.abc import Iterator

from acr_lint.syntax.depth import is_too_deep
from acr_lint.syntax.parsing import TOO_COMPLEX, Failure, parse_text
from acr_lint.text.lines import LINE_END, line_starts
from acr_lint.text.record import NamedTuple


class Piece(NamedTuple):
    """A part of a text.

    Its statements count lines so that its own first line has the number `first_line`. `gaps` are
    its lines that weren't read as they are, from 0, with the reasons.
    """

    text: str
    statements: list[ast.stmt]
    first_line: int
    gaps: dict[int, str]


def read_valid(text: str) -> list[Piece] | Failure:
    """The pieces of a text that is valid Python."""
    outcome = parse_text(text)
    return outcome if isinstance(outcome, Failure) else list(split(text, outcome, {}))


def split(text: str, statements: list[ast.stmt], gaps: dict[int, str]) -> Iterator[Piece]:
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
    inner: list[dict[int, str]] = [{} for _ in groups]
    for line, reason in gaps.items():
        index = bisect_right(firsts, line + 1) - 1
        inner[index][line + 1 - firsts[index]] = reason
    for index, (first, group) in enumerate(groups):
        end = firsts[index + 1] if index + 1 < len(firsts) else len(bounds)
        part = text[bounds[first - 1] : bounds[end - 1]]
        if is_too_deep(group, text, bounds):
            yield unread(part, TOO_COMPLEX)
        else:
            yield Piece(part, group, first, inner[index])


def unread(text: str, reason: str) -> Piece:
    """The piece that a text is of which nothing can be read."""
    lines = LINE_END.split(text)
    return Piece(text, [], 1, {index: reason for index, line in enumerate(lines) if line.strip()})


def _first_line(text: str, starts: list[int], statement: ast.stmt, done: int) -> int:
    """The line, from 1, at which a statement starts with its decorators and comments.

    Lines up to `done` are of other statements; a statement that shares one starts there.
    """
    first = statement.lineno
    for decorator in getattr(statement, "decorator_list", ()):
        first = min(first, decorator.lineno)
        while first > done + 1 and not _is_decorator(text, starts[first - 1]):
            first -= 1
    while first > 1 and _is_joined(text, starts[first - 1]):
        first -= 1
    while first > done + 1 and text.startswith("#", starts[first - 2]):
        first -= 1
    return first


def _is_decorator(text: str, start: int) -> bool:
    """Whether a line that starts at an offset starts with `@`."""
    while text[start : start + 1] in ("\f", "\ufeff"):
        start += 1
    return text.startswith("@", start)


def _is_joined(text: str, start: int) -> bool:
    """Whether the line above the one that starts at an offset ends with a backslash."""
    if not text.endswith(("\\\n", "\\\r\n", "\\\r"), 0, start):
        return False
    from acr_lint.syntax.comments import comment_spans

    above = text[:start].rstrip("\r\n")
    line = above[max(above.rfind("\n"), above.rfind("\r")) + 1 :]
    return not any(comment_spans(line))
