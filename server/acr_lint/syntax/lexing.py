"""Logical lines and statements of a text, whether it is valid or not.

A *logical line* ends where its brackets and strings are closed. Where a bracket is open and a line
starts with a word that no expression can hold, such as `def` or `import`, the bracket was never
closed.
"""

from __future__ import annotations

import re
from itertools import chain

from acr_lint.syntax.comments import STRING_OR_COMMENT, STRINGS
from acr_lint.text.lines import LINE_END
from acr_lint.text.record import NamedTuple

_TOKEN = re.compile(
    rf"(?P<string>{STRINGS})|(?P<comment>#[^\r\n]*)|(?P<open>[(\[{{])|(?P<close>[)\]}}])"
    r"|(?P<join>\\(?:\r\n|\r|\n))|(?P<end>\r\n|\r|\n)"
)
_STARTS = re.compile(r"\f*(?![ \t\f\r\n#)\]}]|(?:else|elif|except|finally)\b|\Z)")
_COMMENTS = re.compile(r"(?:#[^\r\n]*(?:\r\n|\r|\n))*")
_BELONGS = re.compile(r"\f*(?:@|def\b|async\b|class\b)")
_INDENTATION = re.compile(r"[ \t\f]*")
_QUOTES = ('"""', "'''")
_SUSPECTS = 4
_CODE = re.compile(
    r"(?<![^\r\n])[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w+\(|class[ \t]+\w+|return\b|raise[ \t]"
    r"|(?:if|elif|for|while|with|except)\b[^\r\n]*:[ \t]*[\r\n]|(?:try|else|finally):"
    r"|self\.\w|[\w.]+[ \t]*=[ \t]|[\w.]+\([^\r\n]*\)[ \t]*[\r\n])"
)
_STATEMENT = re.compile(
    r"(?:async[ \t]+)?(?:def|with)\b|from\b[^\r\n]*\bimport\b"
    r"|(?:class|import|while|try|return|raise|del|assert|global|nonlocal|pass|break|continue)\b"
    r"|(?:if|for|async[ \t]+for)\b[^\r\n]*:[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)"
)
_SWALLOWED = re.compile(
    r"(?<![^\r\n])(?:@[\w.]|(?:async[ \t]+)?def\b|class\b|(?:import|from)[ \t]"
    r"|(?:if|for|while|with|try)\b[^\r\n]*:)"
)


class Reach(NamedTuple):
    """How far a top-level statement of a text reaches, in offsets.

    `swallowed` is where something that looks like a top-level statement starts inside one of its
    strings, None where nothing does.
    """

    end: int
    swallowed: int | None


class Line(NamedTuple):
    """How one line of a text starts.

    `first` is the index of the line at which its logical line starts, and `last` of that at which
    it ends; `is_open`: its brackets or quotes are never closed; `in_string`: the line starts in a
    string.
    """

    first: int
    last: int
    is_open: bool
    in_string: bool


def starts_statement(text: str, offset: int) -> bool:
    """Whether the line at `offset` can start a statement, or comments directly before one."""
    comments = _COMMENTS.match(text, offset)
    return bool(_STARTS.match(text, comments.end() if comments else offset))


def statement_reach(text: str, start: int) -> Reach:
    """How far the top-level statement reaches that starts at `start`, where a line starts.

    The comments directly before a statement belong to it, and its decorators.
    """
    depth = 0
    first = start
    has_begun = is_decorated = False
    comments: int | None = None
    swallowed: int | None = None
    for token in _TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "string" and swallowed is None:
            inside = _SWALLOWED.search(text, token.start(), token.end())
            swallowed = inside and inside.start()
        elif kind == "end":
            if depth:
                if not _STATEMENT.match(text, token.end()):
                    continue
                if not (text.startswith("@", first) and _BELONGS.match(text, token.end())):
                    return Reach(_with_decorators(text, start, token.end()), swallowed)
                depth = 0
            code = text[first : token.start()].lstrip(" \t\f\ufeff")
            if code and not code.startswith("#"):
                has_begun = True
                is_decorated = code.startswith("@") and text[first] not in " \t"
            first = token.end()
            if not _STARTS.match(text, first):
                is_comment = text.startswith("#", first)
                comments = (first if comments is None else comments) if is_comment else None
            elif has_begun and not (is_decorated and _BELONGS.match(text, first)):
                return Reach(first if comments is None else comments, swallowed)
            else:
                comments = None
    return Reach(len(text), swallowed)


def logical_lines(text: str, until: int | None = None) -> list[Line]:
    """How each line of a text starts, at least up to the line `until`, from 0."""
    lines: list[Line] = []
    inner = [False]
    depth = 0
    for token in chain(_TOKEN.finditer(text), (None,)):
        kind = token.lastgroup if token else "end"
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "string" and token:
            string = token.group()
            inner += [True] * len(LINE_END.findall(string))
            depth += string[:3] in _QUOTES and not _is_closed(string)
        elif kind == "join" or (kind == "end" and token and depth and not _resumes(text, token)):
            inner.append(False)
        elif kind == "end":
            first = len(lines)
            last = first + len(inner) - 1
            lines += (Line(first, last, depth > 0, in_string) for in_string in inner)
            depth, inner = 0, [False]
            if until is not None and until < len(lines):
                break
    return lines


def unclosed_quotes(text: str, line: int) -> list[int]:
    """The lines, from 0, at which a triple quote may start that is never closed; likely ones first.

    `line` is the one, from 0, at which the text stops making sense: since the next such quote
    closes the open one, that is mostly where the open one seems to end.
    """
    candidates: list[tuple[int, str]] = []
    number = done = 0
    is_closed = True
    for token in re.finditer(STRING_OR_COMMENT, text):
        string = token.group()
        if string[:3] in _QUOTES:
            number += sum(1 for _ in LINE_END.finditer(text, done, token.start()))
            done = token.start()
            is_closed = _is_closed(string)
            if number <= line and LINE_END.search(string):
                candidates.append((number, string))
    if is_closed:
        return []
    nearest = candidates[: -_SUSPECTS - 1 : -1]
    return [number for number, string in sorted(nearest, key=lambda one: not _CODE.search(one[1]))]


def _is_closed(string: str) -> bool:
    """Whether a string that starts with three quotes ends with them."""
    return len(string) > 5 and string.endswith(string[:3])


def _resumes(text: str, end: re.Match[str]) -> bool:
    """Whether the line after a line end starts with a word that no expression can hold."""
    indentation = _INDENTATION.match(text, end.end())
    return bool(indentation and _STATEMENT.match(text, indentation.end()))


def _with_decorators(text: str, start: int, offset: int) -> int:
    """The start of the decorators and comments directly above the line at `offset`."""
    while offset > start:
        end = offset - 2 if text.endswith("\r\n", start, offset) else offset - 1
        above = max(text.rfind("\n", start, end), text.rfind("\r", start, end)) + 1
        if above <= start or text[above] not in "@#":
            break
        offset = above
    return offset
