"""Awaiting: coroutines, tasks, futures and what else `await` runs.

Each function here takes the expression that is awaited.
"""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    calls,
    classes,
    containers,
    decorators,
    dispatch,
    futures,
    sending,
    waiting,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import Sink
from acr_lint.model.facts import Misused
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    UNKNOWN,
    Atom,
    Container,
    Decorated,
    External,
    Function,
    Future,
    Instance,
    Lazy,
    Made,
    Pager,
    Place,
    Sending,
    Sequence,
    Stream,
    Suspended,
    Value,
    join,
    one,
)


def await_(frame: Frame, value: Value, node: ast.AST) -> Value:
    """Await the value; what that gives."""
    return join([_await(frame, atom, node) for atom in sending.in_order(value)])


def held_back(frame: Frame, value: Value, node: ast.AST) -> Sink:
    """Await the value with its errors held back, as a task does."""
    outer = frame.sink
    frame.sink = sink = Sink()
    before = frame.state.copy() if frame.state is not None else None
    await_(frame, value, node)
    frame.sink = outer
    frame.state = frame.join_into(frame.state, before)
    return sink


def run_future(frame: Frame, future: Future, node: ast.AST) -> Value:
    """The result of a call that runs in another thread; its errors are raised here."""
    outer, frame.echoing = frame.echoing, True
    result = join(dispatch.call(frame, part, Args(), node) for part in future.parts)
    frame.echoing = outer
    return result


def done_and_pending(frame: Frame, place: Place, futures_: Value) -> Value:
    """What `wait` gives: two collections of futures."""
    return one(Sequence((_listed(frame, place, futures_), UNKNOWN)))


def _await(frame: Frame, atom: Atom, node: ast.AST) -> Value:
    match atom:
        case Sending(origin):
            sending.send(frame, origin, node, "await")
            return sending.result_of(origin)
        case Suspended(kind="coroutine"):
            return sending.run_suspended(frame, atom, node)
        case Pager() | Stream():
            frame.note(Misused(frame.place(node), "awaited", one(atom)))
            return UNKNOWN
        case Future():
            return _await_future(frame, atom, node)
        case Lazy("anext", parts, _):
            return join(sending.step(frame, part, node, True) for part in parts)
        case Lazy("entered", parts, _):
            return join(parts)
        case Decorated("managed coroutine", parts):
            return decorators.await_managed(frame, parts, node)
        case Instance():
            return _await_instance(frame, atom, node)
        case Made() | External():
            return UNKNOWN
    return UNKNOWN


def _await_future(frame: Frame, future: Future, node: ast.AST) -> Value:
    match future.kind:
        case "gather":
            given = one(Sequence(tuple(await_(frame, part, node) for part in future.parts)))
            futures.settle_for_good(frame, join(future.parts))
            return given
        case "gather all":
            found = join(sending.advance(frame, part, node) for part in future.parts)
            given = _listed(frame, future.place, await_(frame, found, node))
            futures.settle_for_good(frame, found)
            return given
        case "collect":
            for part in future.parts:
                waiting.note(frame, "results", future.place, held_back(frame, part, node))
            return UNKNOWN
        case "collect all":
            for part in future.parts:
                held = held_back(frame, sending.advance(frame, part, node), node)
                waiting.note(frame, "results", future.place, held)
            return UNKNOWN
        case "each":
            return join(
                await_(frame, sending.advance(frame, part, node), node) for part in future.parts
            )
        case "wait":
            waited = join(sending.advance(frame, part, node) for part in future.parts)
            return done_and_pending(frame, future.place, waited)
        case "thread" | "submitted":
            return run_future(frame, future, node)
    return join(await_(frame, part, node) for part in future.parts)


def _listed(frame: Frame, place: Place, element: Value) -> Value:
    container = Container("list", place, frame.context)
    containers.append(frame, container, element)
    return one(container)


def _await_instance(frame: Frame, instance: Instance, node: ast.AST) -> Value:
    method = classes.find(frame, instance.cls, "__await__")
    for atom in method or ():
        if isinstance(atom, Function):
            made_value = calls.call_function(frame, atom, Args((one(instance),)), node)
            sending.advance(frame, made_value, node)
    return UNKNOWN
