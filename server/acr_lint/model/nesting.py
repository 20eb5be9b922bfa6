"""Values within values: how deep they may be."""

from __future__ import annotations

from collections.abc import Iterable

from acr_lint.model.values import (
    Atom,
    Bound,
    Comprehension,
    Decorated,
    ExternalMethod,
    Future,
    Lazy,
    Manager,
    Partial,
    Plain,
    Sequence,
    Suspended,
    Value,
)

_NESTING = (
    Sequence,
    Partial,
    Decorated,
    Manager,
    Lazy,
    Future,
    Suspended,
    Comprehension,
    Bound,
    ExternalMethod,
)
_DEEPEST = 5


def shallow(value: Value) -> Value:
    """The value without what is nested in it so deeply that a loop must be building it."""
    for atom in value:
        if isinstance(atom, _NESTING) and _nests(atom, _DEEPEST):
            return frozenset(
                Plain.UNKNOWN if isinstance(a, _NESTING) and _nests(a, _DEEPEST) else a
                for a in value
            )
    return value


def _nests(atom: Atom, depth: int) -> bool:
    """Whether more than `depth` levels of values are nested in the atom."""
    if depth == 0:
        return True
    match atom:
        case Sequence(items):
            parts: Iterable[Value] = items
        case Partial(function, arguments, keywords):
            parts = (function, *arguments, *(value for _, value in keywords))
        case Decorated(_, function) | Manager(_, function):
            parts = (function,)
        case Lazy(_, parts_, function):
            parts = (*parts_, function)
        case Future(_, parts_, _):
            parts = parts_
        case Suspended(_, _, named, _):
            parts = [value for _, value in named]
        case Comprehension(_, first, named, _):
            parts = (first, *(value for _, value in named))
        case Bound(_, receiver) | ExternalMethod(receiver, _):
            parts = (frozenset((receiver,)),)
        case _:
            return False
    return any(
        isinstance(inner, _NESTING) and _nests(inner, depth - 1) for part in parts for inner in part
    )
