"""Syntax that is newer than the running Python, written in words that it knows.

Each rewriting keeps every name in its place, so that positions stay true. It is only tried on text
that CPython has refused, and only where the running Python is too old.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from acr_lint.syntax.lexing import logical_lines
from acr_lint.text.lines import LINE_END
from acr_lint.text.record import NamedTuple

_Version = tuple[int, int]
_PARAMETERS = r"\[(?:[^\[\]\r\n]|\[(?:[^\[\]\r\n]|\[[^\[\]\r\n]*\])*\])*\]"
_MARGIN = r"(?<![^\r\n])([ \t]*"
_ONLY = "if 1:"


class Newer(NamedTuple):
    """A text without newer syntax, and the lines, from 0, that had some, each with the reason."""

    text: str
    gaps: dict[int, str]


def rewrite_newer(text: str, running: _Version = sys.version_info[:2]) -> Newer | None:
    """The text without syntax that the running Python doesn't know; None where it has none."""
    rules = [rule for rule in _RULES if running < rule[0]]
    if not any(pattern.search(text) for _, pattern, _ in rules):
        return None
    pieces: list[str] = []
    gaps: dict[int, str] = {}
    done = 0
    inside = [line.in_string for line in logical_lines(text)]
    ends = [*(match.span() for match in LINE_END.finditer(text)), (len(text), len(text))]
    for index, (end, following) in enumerate(ends):
        line = text[done:end]
        if index < len(inside) and not inside[index]:
            for since, pattern, replacement in rules:
                old, line = line, pattern.sub(replacement, line)
                if line != old:
                    gaps[index] = f"needs Python {since[0]}.{since[1]}"
        pieces += (line, text[end:following])
        done = following
    return Newer("".join(pieces), gaps) if gaps else None


def _blank_parameters(match: re.Match[str]) -> str:
    """A definition's head without its type parameters."""
    return match[1] + " " * len(match[2]) + match[3]


def _alias(match: re.Match[str]) -> str:
    """`type X[T] = int` as the assignment that it nearly is."""
    gap = " " * (len(match[2]) - len(_ONLY))
    return match[1] + _ONLY + gap + match[3] + " " * len(match[4] or "") + match[5]


def _lazy(match: re.Match[str]) -> str:
    """`lazy import x` as an import."""
    return match[1] + _ONLY + " " * (len(match[2]) - len(_ONLY)) + match[3]


def _tuple_of_classes(match: re.Match[str]) -> str:
    """`except A, B:` with its parentheses."""
    return f"{match[1]}({match[2]}):"


def _formatted(match: re.Match[str]) -> str:
    """The start of a t-string as that of an f-string."""
    return match[0].replace("t", "f").replace("T", "F")


_RULES: tuple[tuple[_Version, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ((3, 15), re.compile(rf"{_MARGIN})(lazy +)((?:import|from)\b)"), _lazy),
    (
        (3, 14),
        re.compile(rf"{_MARGIN}except\*?) ([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)[ \t]*:"),
        _tuple_of_classes,
    ),
    ((3, 14), re.compile(r"(?<![\w\"'])(?:[tT][rR]?|[rR][tT])(?=[\"'])"), _formatted),
    (
        (3, 12),
        re.compile(rf"{_MARGIN}(?:async +)?(?:def|class) +\w+)({_PARAMETERS})([ \t]*[(:])"),
        _blank_parameters,
    ),
    (
        (3, 12),
        re.compile(rf"{_MARGIN})(type +)(\w+)({_PARAMETERS})?([ \t]*=(?!=))"),
        _alias,
    ),
    (
        (3, 11),
        re.compile(rf"{_MARGIN}except[ \t]*)\*"),
        lambda match: match[1] + " ",
    ),
)
