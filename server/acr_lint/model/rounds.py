"""Loops over few items, of which each has a round of its own: what it makes is kept apart."""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model import iterables
from acr_lint.model.frame import Frame
from acr_lint.model.values import Const, Value

_MOST_ITEMS = 4
_MOST_ROUNDS = 64  # of loops within each other


def few_items(frame: Frame, iterable: Value) -> tuple[Value, ...] | None:
    """The items of a literal that are worth a round each; None for anything else.

    Those that are all texts or numbers are not: what is done with them differs in nothing.
    """
    items = iterables.exact(frame, iterable)
    if items is None or not 1 < len(items) <= _MOST_ITEMS or frame.round >= _MOST_ROUNDS:
        return None
    if all(isinstance(atom, Const) for item in items for atom in item):
        return None
    return items


def each(frame: Frame, items: tuple[Value, ...]) -> Iterator[tuple[int, Value]]:
    """The items with their numbers, each in its round."""
    outer = frame.round
    for number, item in enumerate(items):
        frame.round = outer * (_MOST_ITEMS + 1) + number + 1
        yield number, item
    frame.round = outer
