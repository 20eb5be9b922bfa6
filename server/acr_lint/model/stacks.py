"""Exit stacks: what is entered in them, pushed on them and called at their end.

What a stack holds is on the heap, as a tuple in the order in which it came; several tuples are the
several ways that lead here.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    awaiting,
    classes,
    conditions,
    dispatch,
    managers,
    tries,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import InFlight, Sink
from acr_lint.model.facts import Handled
from acr_lint.model.frame import Frame, Guard
from acr_lint.model.state import CLOSED, HELD, State
from acr_lint.model.values import (
    EMPTY,
    NONE,
    TRUE,
    UNKNOWN,
    Atom,
    Bound,
    Client,
    Decorated,
    External,
    Function,
    Instance,
    Lazy,
    Made,
    Manager,
    Partial,
    Plain,
    Sending,
    Sequence,
    Suspended,
    Value,
    join,
    one,
)
from acr_lint.syntax.nodes import standing

_MOST_HELD = 12
_PUSHED = "at exit"
_NOTHING = one(Sequence(()))


def call(frame: Frame, stack: Made, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method of an exit stack."""
    first = args.argument(0, "cm")
    if method in ("enter_context", "enter_async_context") and first:
        assert isinstance(node, ast.expr)
        asynchronous = method == "enter_async_context"
        _hold(frame, stack, first)
        entered = join(managers.enter(frame, atom, node, asynchronous) for atom in first)
        return one(Lazy("entered", (entered,), EMPTY)) if asynchronous else entered
    if method in ("callback", "push_async_callback") and args.positional:
        function, *rest = args.positional
        later = Partial(function, tuple(rest), tuple(args.keywords.items()))
        dispatch.run_aside(frame, one(later), node)
        _hold(frame, stack, one(later))
        return function
    if method in ("push", "push_async_exit") and args.positional:
        pushed = args.positional[0]
        functions = frozenset(a for a in pushed if isinstance(a, (Function, Bound, Partial)))
        _hold(frame, stack, one(Decorated(_PUSHED, functions)) if functions else pushed)
        return pushed
    if method == "pop_all":
        taken = Made(stack.maker, frame.place(node))
        frame.write((taken, HELD), frame.read((stack, HELD)) or _NOTHING)
        frame.write((stack, HELD), _NOTHING)
        return one(taken)
    if method in ("close", "aclose"):
        leave(frame, stack, [], node)
        return one(Lazy("entered", (NONE,), EMPTY)) if method == "aclose" else NONE
    return UNKNOWN


class _Noting(Sink):
    """Collects the errors of a stack's body, each with what the stack held then."""

    __slots__ = ("_frame", "_stack", "orders")

    def __init__(self, frame: Frame, stack: Made) -> None:
        super().__init__()
        self._frame = frame
        self._stack = stack
        self.orders: dict[object, Value] = {}

    def add(self, error: InFlight) -> None:
        held = self._frame.read((self._stack, HELD)) or _NOTHING
        self.orders[error.key] = self.orders.get(error.key, EMPTY) | held
        super().add(error)


def run_in(frame: Frame, stack: Made, node: ast.expr, body: Callable[[], None]) -> None:
    """Run the body of a stack's `with`, and then what the stack holds."""
    if not frame.read((stack, HELD)):
        frame.write((stack, HELD), _NOTHING)
    sink = _Noting(frame, stack)
    rest, anywhere = tries.guarded(frame, Guard(frame.place(node), False), body, sink)
    leave(frame, stack, [(sink.orders[error.key], error) for error in rest], node, anywhere)


def leave(
    frame: Frame,
    stack: Made,
    errors: list[tuple[Value, InFlight]],
    node: ast.AST,
    anywhere: State | None = None,
) -> None:
    """Leave all that the stack holds, the last first: it sends, and may swallow the errors.

    Each error comes with what the stack held when it was raised; `anywhere` is the state in which
    an error leaves the body.
    """
    usual = frame.read((stack, HELD)) or _NOTHING
    frame.write((stack, HELD), EMPTY)  # one that holds itself is left once
    before = frame.state
    after: State | None = None
    for order in join([usual, *(orders for orders, _ in errors)]):
        is_usual = before is not None and order in usual
        frame.state = before.copy() if before is not None and is_usual else None
        left = [error for orders, error in errors if order in orders]
        for held in reversed(order.items if isinstance(order, Sequence) else ()):
            left = _leave_one(frame, held, left, node, anywhere)
        for error in left:
            frame.sink.add(error)
        after = frame.join_into(frame.state, after)
    frame.state = after
    frame.write((stack, HELD), EMPTY)


def _hold(frame: Frame, stack: Made, value: Value) -> None:
    """Let the stack hold one thing more."""
    orders = frame.read((stack, HELD)) or _NOTHING
    held: Value = EMPTY
    for order in orders:
        items = order.items if isinstance(order, Sequence) else ()
        if value not in items and len(items) < _MOST_HELD:
            items = (*items, value)
        held = held | one(Sequence(items))
    frame.write((stack, HELD), held)


def _leave_one(
    frame: Frame, held: Value, errors: list[InFlight], node: ast.AST, anywhere: State | None
) -> list[InFlight]:
    """Leave one thing that a stack holds; the errors that are then under way."""
    rest: dict[object, InFlight] = {}
    for atom in held or one(Decorated(_PUSHED, EMPTY)):
        for error in _left_by(frame, atom, errors, node, anywhere):
            rest[error.key] = error
    return list(rest.values())


def _left_by(
    frame: Frame, atom: Atom, errors: list[InFlight], node: ast.AST, anywhere: State | None
) -> list[InFlight]:
    match atom:
        case Partial():
            return [*errors, *_call_back(frame, atom, node, anywhere)]
        case Client():
            frame.write((atom, CLOSED), TRUE)
        case Made(maker) if maker in classes.STACKS:
            return _left_by_stack(frame, atom, errors, node, anywhere)
        case Decorated(kind, functions) if kind == _PUSHED and errors and anywhere is not None:
            return [
                kept
                for grouped in (False, True)
                if (thrown := [error for error in errors if error.grouped is grouped])
                for kept in _asked(frame, functions, thrown, node, anywhere)
            ]
        case Manager() | Instance() if errors and anywhere is not None:
            before = frame.state
            frame.state = anywhere.copy()
            kept = _kept_by(frame, atom, errors, node)
            swallowed = anywhere.copy() if len(kept) < len(errors) else None
            frame.state = frame.join_into(before, swallowed)
            return kept
    return errors


def _left_by_stack(
    frame: Frame, stack: Made, errors: list[InFlight], node: ast.AST, anywhere: State | None
) -> list[InFlight]:
    """The errors that are under way when a stack is left that another one holds."""
    outer, before = frame.sink, frame.state
    within = before or anywhere
    if within is None:
        return errors
    frame.sink = sink = Sink()
    frame.state = within.copy()
    held = frame.read((stack, HELD)) or _NOTHING
    leave(frame, stack, [(held, error) for error in errors], node, anywhere)
    frame.sink = outer
    if before is None and sink.errors.keys() >= {error.key for error in errors}:
        frame.state = None
    return list(sink.errors.values())


def _call_back(
    frame: Frame, callback: Partial, node: ast.AST, anywhere: State | None
) -> list[InFlight]:
    """Run what is to be called at the end, with its errors held back."""
    outer, before = frame.sink, frame.state
    frame.sink = sink = Sink()
    if before is None and anywhere is not None:
        frame.state = anywhere.copy()
    outer_echo, frame.echoing = frame.echoing, True
    result = dispatch.call(frame, one(callback), Args(), node)
    awaited = frozenset(a for a in result if isinstance(a, (Suspended, Sending)))
    awaiting.await_(frame, awaited, node)
    frame.echoing = outer_echo
    frame.sink = outer
    if before is None:
        frame.state = None
    return list(sink.errors.values())


def _asked(
    frame: Frame, functions: Value, errors: list[InFlight], node: ast.AST, anywhere: State
) -> list[InFlight]:
    """The errors that are left by functions which are called as `__exit__` would be."""
    before = frame.state
    frame.state = anywhere.copy()
    grouped = errors[0].grouped
    name = "builtins.ExceptionGroup" if grouped else frame.world.errors.name
    given = (one(External(name)), one(Made(name, None)), UNKNOWN)
    swallowed = dispatch.call(frame, functions, Args(given), node)
    truths = {conditions.truth_of(frame, inner) for inner in swallowed}
    kept = errors if False in truths or Plain.FLAG in swallowed else []
    if not kept:
        for error in errors:
            frame.note(Handled(error.site.place, frame.place(node), error.classes, False))
    swallowing = frame.state if truths != {False} else None
    frame.state = frame.join_into(before, swallowing)
    return kept


def _kept_by(
    frame: Frame, manager: Manager | Instance, errors: list[InFlight], node: ast.AST
) -> list[InFlight]:
    """The errors that are left of those that a manager is left with."""
    outer = frame.sink
    frame.sink = sink = Sink()

    def body() -> None:
        for error in errors:
            frame.sink.add(error)

    place = node if isinstance(node, ast.expr) else standing(ast.Constant(None), node)
    asynchronous = isinstance(manager, Instance) and (
        classes.find(frame, manager.cls, "__aexit__") is not None
    )
    managers.run_in(frame, manager, ast.withitem(place, None), asynchronous, body)
    frame.sink = outer
    return list(sink.errors.values())
