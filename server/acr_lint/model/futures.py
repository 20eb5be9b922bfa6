"""Futures: which of them are known to have a result, and what that is.

A future is *settled* where a test has told that `exception()` gives None, for the round of the
loop in which it was asked; and for good where a task group or `gather` has waited for it, which
raise what it raises.
"""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    awaiting,
)
from acr_lint.model.errors import Sink
from acr_lint.model.frame import Frame
from acr_lint.model.state import SETTLED
from acr_lint.model.values import (
    FALSE,
    TRUE,
    Failure,
    Future,
    Sequence,
    Value,
    const,
    one,
)

_FOR_GOOD = const("for good")


def is_settled(frame: Frame, future: Future) -> bool:
    """Whether asking for the future's result raises nothing."""
    held = frame.read((future, SETTLED))
    return held is not None and (held == TRUE or bool(held & _FOR_GOOD))


def settle_for_good(frame: Frame, value: Value) -> None:
    """Whoever gets here has waited for all the futures, and none has failed."""
    for atom in value:
        match atom:
            case Future() if frame.state is not None:
                frame.state.cells[(atom, SETTLED)] = _FOR_GOOD  # not where an error has left
            case Sequence(items):
                for item in items:
                    settle_for_good(frame, item)


def begun(frame: Frame, future: Future) -> Value:
    """A future that begins now: nothing is known of it, whatever was of one made here before."""
    if frame.read((future, SETTLED)) is not None:
        frame.write((future, SETTLED), FALSE)
    return one(future)


def begin_round(frame: Frame, items: Value) -> Value:
    """The items of a container, of which nothing is known that was asked of others."""
    for atom in items:
        if isinstance(atom, Future) and frame.read((atom, SETTLED)) not in (None, _FOR_GOOD):
            frame.write((atom, SETTLED), FALSE)
    return items


def told(frame: Frame, value: Value, kept: Value) -> None:
    """A test has left `kept` of a value: what is no failure any more is settled."""
    for atom in value - kept:
        if isinstance(atom, Failure) and frame.state is not None:
            frame.state.cells[(atom.future, SETTLED)] = TRUE


def result(frame: Frame, future: Future, node: ast.AST) -> Value:
    """The result of a settled future."""
    outer, frame.sink = frame.sink, Sink()
    found = awaiting.await_(frame, one(future), node)
    frame.sink = outer
    return found
