"""`try`: what its handlers catch, what they let pass, and what `finally` does to every exit."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterable

from acr_lint.model import containers, expressions, modules, names, statements
from acr_lint.model.errors import InFlight, Passed, Sink
from acr_lint.model.facts import Attempt, Handled, Handler
from acr_lint.model.frame import Frame, Guard, Jumps
from acr_lint.model.state import State
from acr_lint.model.values import (
    UNBOUND,
    Atom,
    Caught,
    Class,
    Container,
    External,
    Place,
    Plain,
    Sequence,
    Value,
    one,
)
from acr_lint.sdk.exceptions import HTTP_ERROR

_DEEPEST_TUPLE = 4
_NOT_INSTALLED = frozenset(("ImportError", "ModuleNotFoundError"))
_CATCH_GROUPS = ("ExceptionGroup", "BaseExceptionGroup", "Exception", "BaseException")


class Catcher:
    """The classes that a handler, or `suppress`, catches; none at all means every class."""

    def __init__(self, frame: Frame, types: Value | None, star: bool) -> None:
        self._frame = frame
        self._star = star
        self.atoms = None if types is None else list(flat_classes(frame, types))
        self.names = tuple(sorted(self._names()))
        self.known = self.atoms is None or len(self.names) == len(self.atoms)

    def _names(self) -> Iterable[str]:
        for atom in self.atoms or ():
            match atom:
                case External(name):
                    yield self._frame.world.hierarchy.canonical(name) or name
                case Class(code):
                    yield code.qualname

    def split(self, error: InFlight) -> tuple[frozenset[str], frozenset[str]]:
        """Which classes of the error are caught, and which are not."""
        caught = frozenset(name for name in error.classes if self._catches(name, error.grouped))
        return caught, error.classes - caught

    def caught_of(self, names: frozenset[str]) -> frozenset[str]:
        """Which of the classes are caught."""
        return frozenset(name for name in names if self._catches(name, False))

    def is_for_imports(self) -> bool:
        """Whether it is only for imports of what isn't installed."""
        return bool(self.names) and self.known and _NOT_INSTALLED.issuperset(self.names)

    def catches_all(self) -> bool:
        """Whether every HttpResponseError is caught."""
        return self._catches(HTTP_ERROR, False)

    def _catches(self, name: str, grouped: bool) -> bool:
        if self.atoms is None:
            return True
        return any(self._catches_by(atom, name, grouped) for atom in self.atoms)

    def _catches_by(self, atom: Atom, name: str, grouped: bool) -> bool:
        match atom:
            case Plain.UNKNOWN:
                return True
            case External(handled):
                hierarchy = self._frame.world.hierarchy
                known = hierarchy.canonical(handled) or handled
                if grouped and not self._star:
                    return known.removeprefix("builtins.") in _CATCH_GROUPS
                if hierarchy.is_subclass(name, known):
                    return True
                return known.startswith("azure.") and hierarchy.canonical(handled) is None
        return False


def flat_classes(frame: Frame, types: Value, depth: int = 0) -> Iterable[Atom]:
    """The classes in a class, a tuple of classes, or a name bound to either."""
    for atom in types:
        match atom:
            case Sequence() | Container() if depth >= _DEEPEST_TUPLE:
                yield Plain.UNKNOWN
            case Sequence(items):
                for item in items:
                    yield from flat_classes(frame, item, depth + 1)
            case Container():
                yield from flat_classes(frame, containers.values_of(frame, atom), depth + 1)
            case _:
                yield atom


def execute_try(frame: Frame, node: ast.Try) -> None:
    """Execute a `try` statement of any form."""
    if node.finalbody:
        _execute_finally(frame, node)
    else:
        _execute_handlers(frame, node)


def _execute_handlers(frame: Frame, node: ast.Try) -> None:
    if not node.handlers:
        statements.execute(frame, node.body)
        statements.execute(frame, node.orelse)
        return
    if frame.state is None:
        return
    star = type(node).__name__ == "TryStar"
    catchers = [_catcher(frame, handler, star) for handler in node.handlers]
    place = frame.place(node)
    passed = Passed(place, tuple(name for catcher in catchers for name in catcher.names))
    guard = Guard(place, any(catcher.catches_all() for catcher in catchers))
    errors, anywhere = guarded(frame, guard, lambda: statements.execute(frame, node.body))
    notes = tuple(
        Handler(frame.place(handler), catcher.names, catcher.known, _is_silent(handler))
        for handler, catcher in zip(node.handlers, catchers)
    )
    frame.note(Attempt(place, notes, {error.key: error for error in errors}))
    statements.execute(frame, node.orelse)
    after: State | None = frame.state
    for handler, catcher in zip(node.handlers, catchers):
        if catcher.is_for_imports() and modules.are_there(frame, node.body):
            continue
        errors = _run_handler(frame, handler, catcher, errors, anywhere.copy())
        after = frame.join_into(frame.state, after)
    frame.state = anywhere
    for error in errors:
        frame.raise_(error._replace(passed=error.passed | {passed}))
    frame.state = after


def _is_silent(handler: ast.ExceptHandler) -> bool:
    """Whether a handler's body does nothing at all."""
    for statement in handler.body:
        match statement:
            case ast.Pass() | ast.Continue() | ast.Break():
                continue
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Return(value=None | ast.Constant()):
                continue
        return False
    return True


def guarded(
    frame: Frame, guard: Guard, body: Callable[[], None], into: Sink | None = None
) -> tuple[list[InFlight], State]:
    """Run a body with its errors held; those errors, and the join of all states in it."""
    if frame.state is None:
        return [], State({}, {})
    anywhere = frame.state.copy()
    outer = frame.sink
    frame.sink = inner = Sink() if into is None else into
    frame.observers.append(anywhere)
    frame.guards.append(guard)
    body()
    frame.guards.pop()
    frame.observers.remove(anywhere)
    frame.sink = outer
    return list(inner.errors.values()), anywhere


def _catcher(frame: Frame, handler: ast.ExceptHandler, star: bool) -> Catcher:
    types = None if handler.type is None else expressions.evaluate(frame, handler.type)
    return Catcher(frame, types, star)


def _run_handler(
    frame: Frame,
    handler: ast.ExceptHandler,
    catcher: Catcher,
    errors: list[InFlight],
    state: State,
) -> list[InFlight]:
    """Run a handler's body; the errors that it doesn't catch."""
    place = frame.place(handler)
    rest: list[InFlight] = []
    caught: list[tuple[InFlight, frozenset[str]]] = []
    for error in errors:
        mine, others = catcher.split(error)
        if mine:
            caught.append((error, mine))
        if others:
            rest.append(error._replace(classes=others))
    frame.state = state
    if handler.name:
        names.store(frame, handler.name, one(Caught(place, "")))
    frame.handling.append(place)
    statements.execute(frame, handler.body)
    frame.handling.pop()
    if handler.name and frame.state is not None:
        names.store(frame, handler.name, UNBOUND)
    for error, mine in caught:
        site: Place = error.site.place
        frame.note(Handled(site, place, mine, place in frame.reraising))
    return rest


def _execute_finally(frame: Frame, node: ast.Try) -> None:
    if frame.state is None:
        return
    anywhere = frame.state.copy()
    outer_sink, outer_jumps = frame.sink, frame.jumps
    frame.sink, frame.jumps = inner_sink, inner_jumps = Sink(), Jumps()
    frame.observers.append(anywhere)
    _execute_handlers(frame, node)
    frame.observers.remove(anywhere)
    frame.sink, frame.jumps = outer_sink, outer_jumps
    statements.execute(frame, node.finalbody)
    normal = frame.state
    for leaving in (inner_jumps.breaks, inner_jumps.continues, inner_jumps.returns):
        anywhere = _joined(frame, anywhere, leaving)
    frame.state = anywhere
    statements.execute(frame, node.finalbody)
    end = frame.state
    if end is not None:
        frame.raise_all(inner_sink.errors.values())
        if inner_jumps.breaks is not None:
            outer_jumps.breaks = frame.join_into(end.copy(), outer_jumps.breaks)
        if inner_jumps.continues is not None:
            outer_jumps.continues = frame.join_into(end.copy(), outer_jumps.continues)
        if inner_jumps.returns is not None:
            outer_jumps.returns = frame.join_into(end.copy(), outer_jumps.returns)
    frame.state = normal


def _joined(frame: Frame, state: State, other: State | None) -> State:
    result = frame.join_into(state, other)
    return state if result is None else result
