"""Narrowing: what a test leaves of the values of the names and attributes that it asks about."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import choices, credentials, expressions, futures, names
from acr_lint.model.frame import Frame
from acr_lint.model.state import State
from acr_lint.model.telling import assured
from acr_lint.model.values import (
    TRUE,
    Atom,
    Caught,
    Class,
    Instance,
    Result,
    Value,
)


def refined(
    frame: Frame,
    test: ast.expr | None,
    value: Value,
    holds: Callable[[Atom], bool | None],
    assures: bool | None = None,
) -> tuple[State | None, State | None]:
    """Split by a predicate over the atoms of the tested value.

    `assures` is the answer that tells that the value isn't None.
    """
    if frame.state is None:
        return None, None
    answers = {atom: holds(atom) for atom in value}
    yes = frozenset(atom for atom, answer in answers.items() if answer is not False)
    no = frozenset(atom for atom, answer in answers.items() if answer is not True)
    if assures is not None:
        yes, no = (sure(yes), no) if assures else (yes, sure(no))
    base = frame.state
    when_true: State | None = None
    when_false: State | None = None
    if yes:
        when_true = base.copy() if no else base
        frame.state = when_true
        assume(frame, test, value, yes)
    if no:
        when_false = base
        frame.state = when_false
        assume(frame, test, value, no)
    frame.state = when_true
    return when_true, when_false


def sure(value: Value) -> Value:
    return frozenset(assured(atom) for atom in value)


def assume(frame: Frame, test: ast.expr | None, value: Value, kept: Value) -> None:
    """Let the tested name, or attribute, hold only the atoms that are left."""
    if frame.state is None or kept == value or not kept:
        return
    futures.told(frame, value, kept)
    match test:
        case ast.Name(id=name):
            _assume_name(frame, name, kept)
        case ast.NamedExpr(target=ast.Name(id=name)):
            _assume_name(frame, name, kept)
        case ast.Attribute(value=owner, attr=name):
            subjects = expressions.evaluate(frame, owner)
            if len(subjects) == 1:
                (subject,) = subjects
                if isinstance(subject, (Result, Caught)):
                    frame.state.cells[(subject, name)] = TRUE
                elif isinstance(subject, (Instance, Class)):
                    held = frame.read((subject, name))
                    if held is not None and frame.state is not None:
                        frame.state.cells[(subject, name)] = kept
    if frame.state is not None:
        choices.recall_all(frame, frame.state, frame.state.choices)
        credentials.tell(frame, frame.state, value, kept)


def _assume_name(frame: Frame, name: str, kept: Value) -> None:
    assert frame.state is not None
    if name in frame.state.names:
        frame.state.names[name] = kept
        return
    code = frame.code
    if code is not None and name in code.captured and frame.id is not None:
        if frame.read((frame.id, name)) is not None:
            frame.state.cells[(frame.id, name)] = kept
        return
    if not names.is_stable(frame, name):
        location = (frame.module, name)
        if frame.read(location) is not None:
            frame.state.cells[location] = kept
