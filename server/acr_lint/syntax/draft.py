"""A text under repair: placeholders for its lines.

Lines are counted from 0 here. A *header* is the line that opens a block; a *run* is a line with the
lines below it that are indented as far or farther.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from acr_lint.syntax.lexing import Line, logical_lines
from acr_lint.syntax.parsing import Failure
from acr_lint.syntax.placeholders import (
    BRACKET,
    CLOSERS,
    HEADER,
    UNREAD,
    completed,
    for_header,
    for_statement,
    without_comment,
)
from acr_lint.text.lines import LINE_END


class Draft:
    """A text whose lines are replaced until CPython takes it.

    `gaps` are the lines that were touched, each with the reason.
    """

    def __init__(self, text: str, gaps: dict[int, str]) -> None:
        self.gaps = dict(gaps)
        self._given = LINE_END.split(text)
        self._lines = list(self._given)
        self._ends = [*LINE_END.findall(text), ""]
        self._stages: dict[int, int] = {}

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(map("".join, zip(self._lines, self._ends, strict=True)))

    def suspect(self, indexes: Collection[int], stars: str, reason: str) -> bool:
        """Replace some lines, each for itself, by unpacked items or, without stars, statements.

        False where a line can't be an item.
        """
        lines = logical_lines(self.text)
        for index in indexes:
            if index >= len(lines):
                continue
            line = lines[index]
            if stars:
                if line.first == index or line.in_string:
                    return False
                self._put(index, f"{stars}{UNREAD},", reason)
                continue
            if line.first == index or line.is_open:
                line = Line(index, index, line.is_open, line.in_string)
            self._replace(index, line, reason)
        return True

    def mend(self, failure: Failure, whole_blocks: bool) -> bool:
        """Replace what a failure is about; False where nothing is left to replace.

        With `whole_blocks` it replaces the whole function or class around it.
        """
        index = self._blamed(failure)
        lines = logical_lines(self.text, index)
        if whole_blocks:
            return self._replace_block(index, failure.reason)
        if failure.reason == "unexpected indent" and self._indented(index, lines, failure.reason):
            return True
        if failure.reason.startswith("unindent does not match"):
            self._undented(index, failure.reason)
            return True
        if failure.reason.startswith("expected an indented block") and self._give_body(
            index, lines[index].last, failure.reason
        ):
            return True
        line = lines[index]
        if line.is_open:
            index = line.first
        return self._replace(index, line, failure.reason) or self._replace_block(
            index, failure.reason
        )

    def _blamed(self, failure: Failure) -> int:
        """The line that is to be replaced for a failure."""
        index = min((failure.opener or failure.line), len(self._lines)) - 1
        while index > 0 and not self._lines[index].strip():
            index -= 1
        if failure.reason.startswith("expected 'except' or 'finally'"):
            return self._open_try(index)
        return index

    def _open_try(self, index: int) -> int:
        """The nearest `try` above a line, or in it, that has no handler yet."""
        handled: set[int] = set()
        for above in range(index, -1, -1):
            words = self._lines[above].split(None, 1)
            word = words[0].rstrip(":*") if words else ""
            if word in ("except", "finally"):
                handled.add(self._indentation(above))
            elif word == "try" and (above == index or self._indentation(above) not in handled):
                return above
            elif word == "try":
                handled.discard(self._indentation(above))
        return index

    def _replace(self, index: int, line: Line, reason: str) -> bool:
        """Replace a line, or the whole statement of which it is part; each time otherwise."""
        stage = self._stages.get(index, 0)
        if line.first < index and not line.is_open:
            if stage < 2 and self._is_item(index, line):
                self._stages[index] = stage + 1
                self._put(index, f"{'*' * (stage + 1)}{UNREAD},", reason)
                return True
            index, stage = line.first, self._stages.get(line.first, 0)
        last = max(line.last, index) if not line.is_open else index
        if stage == 0:
            stage = 1
            body = "" if self._has_body(index, last) else " pass"
            # A `try` that lacks its handlers lacks more than its colon.
            lacks_handler = reason.startswith("expected 'except'")
            line_and_more = (
                None if lacks_handler else completed(self._lines[index : last + 1], body)
            )
            if line_and_more:
                self._stages[index] = stage
                self._set(last, line_and_more, reason)
                return True
        if stage > 3:
            return False
        self._stages[index] = stage + 1
        if line.is_open and not HEADER.match(self._given[index]):
            last = self._last_of_open(index)
        if stage == 3:
            self._blank(range(index, last + 1), reason)
            return True
        has_body = self._has_body(index, last)
        self._blank(range(index + 1, last + 1), reason)
        given = self._given[index] if stage == 1 else ""
        if has_body:
            self._put(index, for_header(given, self._opened(index)), reason)
        else:
            following = next(self._code_below(last), None)
            word = "" if following is None else self._word(following)
            self._put(index, for_statement(given, word), reason)
        return True

    def _is_item(self, index: int, line: Line) -> bool:
        """Whether a line inside brackets can be replaced by another item."""
        depth = 0
        for bracket in BRACKET.findall(self._lines[index]):
            depth += 1 if bracket in CLOSERS else -1
            if depth < 0:
                return False
        return depth == 0 and not line.in_string

    def _opened(self, index: int) -> str:
        """What the block of a line is of, by what comes in and after it: "try", "match" or ""."""
        indentation = self._indentation(index)
        for below in self._code_below(index):
            word = self._word(below)
            if self._indentation(below) <= indentation:
                handles = self._indentation(below) == indentation
                return "try" if handles and word in ("except", "finally") else ""
            if word == "case" and below == next(self._code_below(index)):
                return "match"
        return ""

    def _indented(self, index: int, lines: list[Line], reason: str) -> bool:
        """Give a block of its own to lines that are indented without reason, or blank them."""
        run = self._run(index)
        above = index - 1
        while above >= 0 and (not self._lines[above].strip() or self._is_comment(above)):
            above -= 1
        if above < index - 1:
            self._give_header(index, lines[above].first if above >= 0 else None, reason)
            return True
        if above < 0:
            self._blank(run, reason)
            return True
        first = lines[above].first
        several = sum(1 for line in run if self._lines[line].strip()) > 1
        if above in self.gaps or (several and first == above):
            kept = self._stages.get(above, 0)
            if kept < 5 and self._indentation(above) < self._indentation(index):
                self._stages[above] = 5
                self._put(above, f"if {UNREAD}:", reason)
                return True
        self._blank(run, reason)
        return True

    def _undented(self, index: int, reason: str) -> None:
        """Give a block of its own to lines that end a block that none starts, or blank them."""
        if not index or (self._lines[index - 1].strip() and not self._is_comment(index - 1)):
            self._blank(self._run(index), reason)
            return
        indentation = self._indentation(index)
        for above in range(index - 1, -1, -1):
            code = self._lines[above].strip() and not self._is_comment(above)
            if code and self._indentation(above) < indentation:
                self._give_header(index, above, reason)
                return
        self._give_header(index, None, reason)

    def _give_header(self, index: int, beside: int | None, reason: str) -> None:
        """Open a block in the line above, which has no code and so loses nothing."""
        margin = "" if beside is None else self._margin(beside)
        self._lines[index - 1] = f"{margin}if {UNREAD}:"
        self.gaps.setdefault(index, reason)

    def _give_body(self, index: int, last: int, reason: str) -> bool:
        """End a header that has no block with `pass`."""
        if self._stages.get(index, 0):
            return False
        self._stages[index] = 1
        header = HEADER.match(self._given[index])
        code = without_comment(self._lines[last])
        if not header or header["word"] == "match" or not code.endswith(":"):
            return False
        self._set(last, code + " pass", reason)
        return True

    def _replace_block(self, index: int, reason: str) -> bool:
        """Replace the function or class around a line; False where that is the whole text."""
        indentation = self._indentation(index)
        for above in range(index, -1, -1):
            if not self._lines[above].strip() or self._is_comment(above):
                continue
            header = HEADER.match(self._given[above])
            nearer = self._indentation(above) < indentation or above == index
            if nearer and self._indentation(above) and header and header["definition"]:
                break
            indentation = min(indentation, self._indentation(above))
        else:
            return False
        run = self._run(above)
        block = range(above, run.stop)
        while self._lines[block.start - 1].lstrip().startswith("@"):
            block = range(block.start - 1, block.stop)
        self._blank(block, reason)
        self._put(block.start, "pass", reason, self._margin(above))
        return True

    def _run(self, index: int) -> range:
        """A line and those below it that are indented as far; for a header also its block."""
        indentation = self._indentation(index)
        is_header = bool(HEADER.match(self._given[index]))
        end = index + 1
        for below in range(index + 1, len(self._lines)):
            if self._lines[below].strip():
                inner = self._indentation(below)
                if inner < indentation or (is_header and inner == indentation):
                    break
                end = below + 1
        return range(index, end)

    def _last_of_open(self, index: int) -> int:
        """The last line that goes with a line whose bracket is never closed."""
        last = index
        indentation = self._indentation(index)
        for below in range(index + 1, len(self._lines)):
            code = self._lines[below].strip()
            if not code:
                continue
            if self._indentation(below) <= indentation:
                return below if code[0] in ")]}" else last
            last = below
        return last

    def _has_body(self, index: int, last: int) -> bool:
        """Whether the first line of code after `last` is indented farther than `index`."""
        below = next(self._code_below(last), None)
        return below is not None and self._indentation(below) > self._indentation(index)

    def _code_below(self, index: int) -> Iterator[int]:
        """The lines below a line that have code."""
        for below in range(index + 1, len(self._lines)):
            if self._lines[below].strip() and not self._is_comment(below):
                yield below

    def _word(self, index: int) -> str:
        """The first word of a line that has code."""
        return self._lines[index].split(None, 1)[0].rstrip(":*")

    def _is_comment(self, index: int) -> bool:
        return self._lines[index].lstrip().startswith("#")

    def _margin(self, index: int) -> str:
        line = self._given[index]
        return line[: len(line) - len(line.lstrip())]

    def _indentation(self, index: int) -> int:
        return len(self._margin(index).rpartition("\f")[2].expandtabs(8))

    def _blank(self, indexes: range, reason: str) -> None:
        for index in indexes:
            if self._lines[index].strip():
                self._set(index, "", reason)

    def _put(self, index: int, code: str, reason: str, margin: str | None = None) -> None:
        self._set(index, (self._margin(index) if margin is None else margin) + code, reason)

    def _set(self, index: int, line: str, reason: str) -> None:
        self._lines[index] = line
        self.gaps.setdefault(index, reason)
