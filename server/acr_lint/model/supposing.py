"""Calls of which the result hangs on a flag: what they give where it is on, and where it is off.

`client = connect(args.anonymous)` is run as if it stood in both branches of `if args.anonymous:`,
so that a test of the same flag tells later which client there is.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterator

from acr_lint.model import choices, expressions, flags, statements
from acr_lint.model.frame import Frame
from acr_lint.model.telling import truth
from acr_lint.model.values import (
    FALSE,
    NONE,
    TRUE,
    Atom,
    Client,
    Const,
    External,
    Instance,
    Made,
    Plain,
    Value,
)

_MOST_FLAGS = 3


def assign(frame: Frame, call: ast.Call, store: Callable[[Value], None]) -> None:
    """Evaluate a call and store what it gives, for each answer of a flag that decides on it."""
    value = expressions.evaluate(frame, call)
    held = _credentials(frame, value)
    if frame.state is None or len(held) < 2 or not held >= NONE:
        store(value)
        return
    for flag in list(_flags(frame, call))[:_MOST_FLAGS]:
        before = frame.state.copy()
        gave: list[Value] = []

        def take(answer: Value, flag: ast.expr = flag, gave: list[Value] = gave) -> None:
            frame.supposed = {**frame.supposed, flag: answer}
            given = expressions.evaluate(frame, call)
            frame.supposed = {key: kept for key, kept in frame.supposed.items() if key != flag}
            gave.append(_credentials(frame, given))
            store(given)

        statements.branch(frame, flag, lambda: take(TRUE), lambda: take(FALSE))
        if len(gave) == 2 and gave[0] != gave[1] and gave[0] | gave[1] == held:
            _keep_with_objects(frame, flag, value)
            return
        frame.state = before
    store(value)


def _keep_with_objects(frame: Frame, flag: ast.expr, value: Value) -> None:
    asked = choices.decision(frame, flag)
    known = frame.state.choices if frame.state is not None else {}
    choice = known.get(asked.key) if asked is not None else None
    for atom in value:
        if isinstance(atom, Instance) and choice is not None and frame.state is not None:
            flags.keep_chosen(frame.state, atom, choice)


def _flags(frame: Frame, call: ast.Call) -> Iterator[ast.expr]:
    """The arguments, also those of calls that are arguments, which are tests that may be so or
    not."""
    for argument in (*call.args, *(word.value for word in call.keywords)):
        match argument:
            case ast.Call():
                yield from _flags(frame, argument)
            case ast.Name() | ast.Attribute() | ast.UnaryOp(op=ast.Not()):
                asked = choices.decision(frame, argument)
                if asked is not None and _is_flag(expressions.evaluate(frame, argument)):
                    yield argument


def _is_flag(value: Value) -> bool:
    """Whether the value may be true or false, and is no object of the program's."""
    known = {truth(atom) for atom in value}
    return (None in known or len(known) > 1) and all(
        isinstance(a, (Plain, Const, External)) for a in value
    )


def _credentials(frame: Frame, value: Value) -> Value:
    """The credentials that the value may be, or may have been made with; also its attributes."""
    found: set[Atom] = set()
    cells = frame.state.cells if frame.state is not None else {}
    instances = {atom for atom in value if isinstance(atom, Instance)}
    inside = [held for place, held in cells.items() if place[0] in instances] if instances else []
    for held in (value, *inside):
        found.update(atom for atom in held if isinstance(atom, Made) or atom is Plain.NONE)
        for atom in held:
            if isinstance(atom, Client):
                found |= atom.credential
    return frozenset(found)
