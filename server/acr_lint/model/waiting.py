"""What waits for somebody to ask for it: promises that are dropped, errors that a task keeps."""

from __future__ import annotations

import _ast as ast

from acr_lint.model.errors import Sink
from acr_lint.model.facts import Misused, Waiting
from acr_lint.model.frame import Frame
from acr_lint.model.values import Future, Pager, Place, Sending, Stream, Suspended, Value, one

_RUNNING = ("task", "submitted")


def note(frame: Frame, how: str, place: Place, sink: Sink) -> None:
    """Note the errors that wait in what is made at a place."""
    if sink.errors:
        frame.note(Waiting(place, how, dict(sink.errors)))


def dropped(frame: Frame, value: Value, node: ast.AST) -> None:
    """Note that the value of an expression statement promises something that nobody asks for."""
    pending = frozenset(
        atom
        for atom in value
        if isinstance(atom, (Pager, Stream, Sending))
        or (isinstance(atom, Suspended) and atom.kind == "coroutine")
    )
    if pending:
        frame.note(Misused(frame.place(node), "dropped", pending))
    for atom in value:
        if isinstance(atom, Future) and atom.kind in _RUNNING:
            frame.note(Misused(frame.place(node), "running dropped", one(atom)))
