"""Contexts: the arguments with which functions are interpreted, each with a number.

The first contexts of a function are kept apart; later ones lose the literals in their arguments.
After that, and where a function calls itself over and over, they are joined into one, so that the
cost grows with the code and not with its paths.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from acr_lint.model.scopes import FunctionCode
from acr_lint.model.values import Function, Value, generalized, join2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.model.frame import Asked, Key
    from acr_lint.model.memory import Kept

_MOST = 24
_EXACT = 8


class Contexts:
    """The contexts of one interpretation. They have the numbers that earlier ones gave them."""

    __slots__ = ("_before", "_counts", "_widest", "last", "numbers", "widest_numbers")

    def __init__(self, kept: Kept) -> None:
        self.numbers: dict[Key, int] = {}
        self.widest_numbers = dict(kept.widest_contexts)
        self.last = kept.last_context
        self._before = kept.contexts
        self._counts: dict[FunctionCode, int] = {}
        self._widest: dict[Function, dict[str, Value]] = {}

    def given(self, asked: Key) -> Key:
        """The context that a function is given for the one that is asked for."""
        return _given(asked, self.numbers, self._counts.get(asked[0].code, 0))

    def number(self, key: Key) -> int | None:
        """The number of a context; None where its function has too many without it."""
        number = self.numbers.get(key)
        if number is None:
            code = key[0].code
            seen = self._counts.get(code, 0)
            if seen >= _MOST:
                return None
            self._counts[code] = seen + 1
            number = self._before.get(key)
            if number is None:
                number = self.last = self.last + 1
            self.numbers[key] = number
        return number

    def joined(self, function: Function, bound: dict[str, Value]) -> tuple[dict[str, Value], int]:
        """The context of a function that all are joined into which are too many, this one among
        them, and its number."""
        number = self.widest_numbers.setdefault(function, self.last + 1)
        self.last = max(number, self.last)
        return _joined(self._widest, function, bound), number

    def ahead(self) -> Ahead:
        """What would be given if more were asked for."""
        return Ahead(self.numbers, self._counts, self._widest)

    def take(self, ahead: Ahead) -> None:
        """Let the contexts that were given ahead be given now."""
        for key in ahead.new:
            self.number(key)
        self._widest.update(ahead.widest)


class Ahead:
    """The contexts that were given before, and those that will be on the way through a summary:
    `new` ones, and `widest` ones that are joined of those that are too many."""

    __slots__ = ("_before", "_counts", "_known", "_more", "new", "widest")

    def __init__(
        self,
        known: Container[Key],
        counts: Mapping[FunctionCode, int],
        before: Mapping[Function, dict[str, Value]],
    ) -> None:
        self._known = known
        self._counts = counts
        self._before = before
        self._more: dict[FunctionCode, int] = {}
        self.widest: dict[Function, dict[str, Value]] = {}
        self.new: dict[Key, None] = {}

    def gives(self, each: Asked) -> bool:
        """Whether the next that is asked for is given what it was given then."""
        asked, expected, joins = each
        code = asked[0].code
        seen = self._counts.get(code, 0) + self._more.get(code, 0)
        key = _given(asked, self, seen)
        is_new = key not in self
        if is_new and seen >= _MOST:
            return joins and self._joined(key) == expected
        if joins or key != expected:
            return False
        if is_new:
            self.new[key] = None
            self._more[code] = self._more.get(code, 0) + 1
        return True

    def __contains__(self, key: object) -> bool:
        return key in self._known or key in self.new

    def _joined(self, key: Key) -> Key:
        """What is given for one that is one too many."""
        function, items = key
        if function in self._before and function not in self.widest:
            self.widest[function] = self._before[function].copy()
        return function, tuple(_joined(self.widest, function, dict(items)).items())


def _given(asked: Key, known: Container[Key], seen: int) -> Key:
    """The context that a function is given for the one that is asked for, where those that are
    known, so many of that function, have been given before."""
    if seen < _EXACT or asked in known:
        return asked
    function, items = asked
    return function, tuple((name, generalized(value)) for name, value in items)


def _joined(
    widest: dict[Function, dict[str, Value]], function: Function, bound: dict[str, Value]
) -> dict[str, Value]:
    """The arguments joined with all others that a function's widest context has been given."""
    known = widest.setdefault(function, {})
    for name, value in bound.items():
        known[name] = join2(known[name], value) if name in known else value
    return {name: known[name] for name in bound}
