"""Formulas: what a test says, by the answers of the tests that are its parts.

A *way* is a number that gives each part an answer: the part number n is so where its bit n is set.
A *table* has a bit for each way, set where the formula holds. A part that is *lost* is one of which
nothing more will be known by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from acr_lint.text.record import NamedTuple

_MOST_PARTS = 6
_WORD = re.compile(r"[^\W\d]\w*")
_LOST = "once "


class Formula(NamedTuple):
    """A formula over the texts of its parts, in their order."""

    parts: tuple[str, ...]
    table: int

    def denied(self) -> Formula:
        """What holds where this doesn't."""
        return self._replace(table=self.table ^ _all_ways(self.parts))

    def known_parts(self) -> frozenset[str]:
        """The parts that aren't lost."""
        return frozenset(part for part in self.parts if not part.startswith(_LOST))

    def losing(self, name: str) -> Formula:
        """The formula where what goes by a name is another thing from now on."""
        return Formula(tuple(_lost(p) if name in words(p) else p for p in self.parts), self.table)

    def answer(
        self, said: Mapping[str, bool], facts: Iterable[tuple[Formula, bool]]
    ) -> bool | None:
        """Whether it holds where its parts have said this, and other formulas hold or don't; None
        where that isn't certain."""
        ways = list(range(1 << len(self.parts)))
        for number, part in enumerate(self.parts):
            if part in said:
                ways = [way for way in ways if bool(way >> number & 1) is said[part]]
        for fact, holds in facts:
            if set(fact.parts) <= self.known_parts():
                places = [self.parts.index(part) for part in fact.parts]
                ways = [way for way in ways if fact.holds_in(way, places) is holds]
        found = {bool(self.table >> way & 1) for way in ways}
        return found.pop() if len(found) == 1 else None

    def holds_in(self, way: int, places: list[int]) -> bool:
        """Whether it holds in a way in which its parts have these numbers."""
        own = sum((way >> place & 1) << number for number, place in enumerate(places))
        return bool(self.table >> own & 1)


def words(text: str) -> list[str]:
    """The names in a test, among other words of it."""
    return _WORD.findall(text)


def of(part: str) -> Formula:
    """The formula that holds where the part is so."""
    return Formula((part,), 0b10)


def combined(formulas: list[Formula], every: bool) -> Formula | None:
    """What holds where `every` one of these does, or any of them; None of too many parts."""
    parts = tuple(sorted({part for each in formulas for part in each.parts}))
    if len(parts) > _MOST_PARTS:
        return None
    places = [[parts.index(part) for part in each.parts] for each in formulas]
    agreed = all if every else any
    table = 0
    for way in range(1 << len(parts)):
        if agreed(each.holds_in(way, at) for each, at in zip(formulas, places)):
            table |= 1 << way
    return _shortened(Formula(parts, table))


def without_attributes(formula: Formula) -> Formula:
    """The formula in which attributes, that may change unseen, are lost."""
    return formula._replace(parts=tuple(_lost(p) if "." in p else p for p in formula.parts))


def _shortened(formula: Formula) -> Formula:
    """The formula without the parts that never matter."""
    parts, table = formula
    for number in reversed(range(len(parts))):
        bit = 1 << number
        ways = [way for way in range(1 << len(parts)) if not way & bit]
        if all(table >> way & 1 == table >> (way | bit) & 1 for way in ways):
            table = sum((table >> way & 1) << index for index, way in enumerate(ways))
            parts = parts[:number] + parts[number + 1 :]
    return Formula(parts, table)


def _all_ways(parts: tuple[str, ...]) -> int:
    return (1 << (1 << len(parts))) - 1


def _lost(part: str) -> str:
    return f"{_LOST}{part}"
