"""What two versions of a text have in common: the lines above an edit, and those below it."""

from __future__ import annotations

from collections.abc import Callable

from acr_lint.text.lines import LINE_END
from acr_lint.text.source import Span


class Difference:
    """The step from an old text to a new one; `lines` is by how many lines what stands below the
    edit has moved down, `moves` whether a line may stand elsewhere now, which one may also where an
    edit of several lines adds as many as it takes."""

    __slots__ = ("_above", "_below", "_further", "lines", "moves")

    def __init__(self, old: str, new: str) -> None:
        most = min(len(old), len(new))
        same = _most(most, lambda low, high: new.startswith(old[low:high], low))
        self._above = old.rfind("\n", 0, same) + 1
        same = _most(
            most - self._above,
            lambda low, high: new.endswith(
                old[len(old) - high : len(old) - low], 0, len(new) - low
            ),
        )
        line_end = new.find("\n", len(new) - same)
        self._below = line_end + 1 if line_end >= 0 else len(new) + 1
        self._further = len(new) - len(old)
        now = len(LINE_END.findall(new, self._above, self._below))
        self.lines = now - len(LINE_END.findall(old, self._above, self._below - self._further))
        self.moves = self.lines != 0 or now > 1

    def before(self, span: Span) -> Span | None:
        """Where a span of the new text was in the old one; None where it touches a changed line."""
        start, end = span
        if end <= self._above:
            return span
        if start >= self._below:
            return Span(start - self._further, end - self._further)
        return None

    def is_below(self, span: Span) -> bool:
        """Whether a span of the new text stands below the edit."""
        return span.start >= self._below


def _most(most: int, is_same: Callable[[int, int], bool]) -> int:
    """How many characters are the same, at most so many; `is_same` is asked of those from one
    number to another."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
