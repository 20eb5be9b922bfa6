"""Calls of which the result hangs on a flag: what they give where it is on, and where it is off.

`client = connect(args.anonymous)` is run as if it stood in both branches of `if args.anonymous:`,
so that a test of the same flag tells later which client there is.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterator

from acr_lint.model import choices, dispatch, expressions, flags, statements
from acr_lint.model.errors import Sink
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
    join,
)

_MOST_FLAGS = 3


def assign(frame: Frame, call: ast.Call, store: Callable[[Value], None]) -> Value:
    """Evaluate a call and store what it gives, for each answer of a flag that decides on it."""
    value = expressions.evaluate(frame, call)
    held = _credentials(frame, value)
    if frame.state is None or not held >= NONE or not any(isinstance(a, Made) for a in held):
        store(value)
        return value
    for flag in list(_flags(frame, call))[:_MOST_FLAGS]:
        if_on, if_off = _tried(frame, call, flag, TRUE), _tried(frame, call, flag, FALSE)
        if if_on != if_off and if_on | if_off == held:
            return _assign_either(frame, call, flag, store)
    store(value)
    return value


def managers_of(frame: Frame, item: ast.withitem) -> Value:
    """What a `with` enters. Where that is a client, it goes by its name already, so that a flag on
    which it hangs is known to tell of the name."""
    target, node = item.optional_vars, item.context_expr
    if not isinstance(node, ast.Call) or not isinstance(target, ast.Name):
        return expressions.evaluate(frame, node)

    def store(value: Value) -> None:
        if len(value) == 1 and all(isinstance(atom, Client) for atom in value):
            dispatch.assign(frame, target, value)

    return assign(frame, node, store)


def _tried(frame: Frame, call: ast.Call, flag: ast.expr, answer: Value) -> Value:
    """The credentials in what a call would give; nothing is noted of it."""
    assert frame.state is not None
    before, undo = frame.state.copy(), frame.summary.mark()
    sink, observers = frame.sink, frame.observers
    frame.sink, frame.observers = Sink(), []
    found = _credentials(frame, _supposing(frame, call, flag, answer))
    frame.state, frame.sink, frame.observers = before, sink, observers
    undo()
    return found


def _assign_either(
    frame: Frame, call: ast.Call, flag: ast.expr, store: Callable[[Value], None]
) -> Value:
    gave: list[Value] = []

    def take(answer: Value) -> None:
        gave.append(_supposing(frame, call, flag, answer))
        store(gave[-1])

    statements.branch(frame, flag, lambda: take(TRUE), lambda: take(FALSE))
    value = join(gave)
    _keep_with_objects(frame, flag, value)
    return value


def _supposing(frame: Frame, call: ast.Call, flag: ast.expr, answer: Value) -> Value:
    known, frame.supposed = frame.supposed, {**frame.supposed, flag: answer}
    value = expressions.evaluate(frame, call)
    frame.supposed = known
    return value


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
