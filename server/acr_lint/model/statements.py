"""Executing statements: the one place that knows how control moves through Python."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    assigning,
    attributes,
    choices,
    classes,
    conditions,
    containers,
    decorators,
    dispatch,
    expressions,
    managers,
    modules,
    names,
    patterns,
    rounds,
    sending,
    tries,
    waiting,
)
from acr_lint.model.frame import Frame, Jumps
from acr_lint.model.state import State
from acr_lint.model.values import (
    EMPTY,
    NONE,
    UNBOUND,
    Class,
    Container,
    Instance,
    Lazy,
    Pager,
    Sequence,
    Value,
    join2,
)
from acr_lint.syntax.nodes import nodes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_ROUNDS = 6


def execute(frame: Frame, body: list[ast.stmt]) -> None:
    """Execute statements until one leaves the block; what is left is the state after them."""
    for statement in body:
        if frame.state is None:
            return
        handler = _HANDLERS.get(type(statement))
        if handler is not None:
            handler(frame, statement)


def _expression(frame: Frame, node: ast.Expr) -> None:
    value = expressions.evaluate(frame, node.value)
    waiting.dropped(frame, value, node.value)


def _return(frame: Frame, node: ast.Return) -> None:
    value = NONE if node.value is None else expressions.evaluate(frame, node.value)
    if frame.state is None:
        return
    frame.summary.result = join2(frame.summary.result, value)
    frame.jumps.returns = frame.join_into(frame.state, frame.jumps.returns)
    frame.state = None


def _break(frame: Frame, node: ast.Break) -> None:
    frame.jumps.breaks = frame.join_into(frame.state, frame.jumps.breaks)
    frame.state = None


def _continue(frame: Frame, node: ast.Continue) -> None:
    frame.jumps.continues = frame.join_into(frame.state, frame.jumps.continues)
    frame.state = None


def _raise(frame: Frame, node: ast.Raise) -> None:
    for part in (node.exc, node.cause):
        if part is not None:
            expressions.evaluate(frame, part)
    frame.reraising.update(frame.handling)
    frame.state = None


def _assert(frame: Frame, node: ast.Assert) -> None:
    frame.state, _ = conditions.split(frame, node.test)


def _if(frame: Frame, node: ast.If) -> None:
    def body() -> None:
        execute(frame, node.body)
        if frame.code is None and _is_for_types(node.test):
            names.describe(frame, node.body)

    branch(frame, node.test, body, lambda: execute(frame, node.orelse))


def branch(
    frame: Frame, test: ast.expr, if_true: Callable[[], None], if_false: Callable[[], None]
) -> None:
    """Run one of two branches, whichever the test chooses."""
    asked = choices.decision(frame, test)
    when_true, when_false = conditions.split(frame, test)
    choices.open_(frame, asked, when_true, when_false)
    frame.state = when_true
    if_true()
    after = frame.state
    frame.state = when_false
    if_false()
    if (after is None) is (frame.state is None):
        frame.remaining.pop(test, None)
    else:
        frame.remaining[test] = after is not None
    choice = choices.close(frame, asked, after, frame.state)
    frame.state = frame.join_into(frame.state, after)
    choices.keep(frame.state, asked, choice)


def _is_for_types(test: ast.expr) -> bool:
    """Whether only type checkers read what is below this test."""
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _while(frame: Frame, node: ast.While) -> None:
    def enter() -> State | None:
        frame.state, done = conditions.split(frame, node.test)
        return done

    _loop(frame, enter, node, True)


def _for(frame: Frame, node: ast.For | ast.AsyncFor) -> None:
    iterable = expressions.evaluate(frame, node.iter)
    asynchronous = isinstance(node, ast.AsyncFor)
    items = None if asynchronous else rounds.few_items(frame, iterable)
    if items is not None:
        _for_each(frame, items, node)
        return

    def enter() -> State | None:
        if asynchronous:
            frame.doubt("")
        items = sending.advance(frame, iterable, node.iter, asynchronous)
        done = frame.state.copy() if frame.state is not None else None
        if items:
            dispatch.assign(frame, node.target, items)
        else:
            frame.state = None
        return done

    _loop(frame, enter, node, not _surely_has_items(frame, iterable))
    if any(isinstance(atom, (Pager, Lazy)) for atom in iterable):
        if not any(isinstance(inner, ast.Break) for inner in nodes_of(node)):
            sending.exhausted(frame, iterable)


def _for_each(frame: Frame, items: tuple[Value, ...], node: ast.For | ast.AsyncFor) -> None:
    """Run a loop's body once for each of a few items."""
    outer = frame.jumps
    frame.jumps = inner = Jumps()
    for _, item in rounds.each(frame, items):
        dispatch.assign(frame, node.target, item)
        execute(frame, node.body)
        frame.state = frame.join_into(frame.state, inner.continues)
        inner.continues = None
    frame.jumps = outer
    outer.returns = frame.join_into(inner.returns, outer.returns)
    execute(frame, node.orelse)
    frame.state = frame.join_into(frame.state, inner.breaks)


def _loop(
    frame: Frame,
    enter: Callable[[], State | None],
    node: ast.For | ast.AsyncFor | ast.While,
    may_skip: bool,
) -> None:
    """Run a loop's body until nothing new comes of it.

    `enter` moves the frame to the state in which the body begins and returns the one in which the
    loop is over.
    """
    outer = frame.jumps
    frame.jumps = inner = Jumps()
    head = frame.state
    finished: State | None = None
    for number in range(_MOST_ROUNDS):
        if head is None:
            break
        before = head.copy()
        frame.state = head
        done = enter()
        if may_skip or number:
            finished = done
        execute(frame, node.body)
        end = frame.join_into(frame.state, inner.continues)
        inner.continues = None
        head = frame.join_into(before.copy(), end)
        if head is not None and head.same(before) and (may_skip or number):
            break
    frame.jumps = outer
    outer.returns = frame.join_into(inner.returns, outer.returns)
    frame.state = finished
    execute(frame, node.orelse)
    frame.state = frame.join_into(frame.state, inner.breaks)


def _surely_has_items(frame: Frame, iterable: Value) -> bool:
    if len(iterable) != 1:
        return False
    (atom,) = iterable
    match atom:
        case Sequence(items):
            return bool(items)
        case Lazy("some", _, _):
            return True
        case Container():
            items_known = containers.exact_items(frame, atom)
            return bool(items_known)
    return False


def _with(frame: Frame, node: ast.With | ast.AsyncWith) -> None:
    managers.execute_with(frame, node, 0)


def _try(frame: Frame, node: ast.Try) -> None:
    tries.execute_try(frame, node)


def _match(frame: Frame, node: ast.Match) -> None:
    patterns.execute_match(frame, node)


def _import(frame: Frame, node: ast.Import) -> None:
    modules.execute_import(frame, node)


def _import_from(frame: Frame, node: ast.ImportFrom) -> None:
    modules.execute_import_from(frame, node)


def _function(frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    value = expressions.define(frame, node)
    if node.decorator_list:
        value = decorators.decorate(frame, node.decorator_list, value)
    names.store(frame, node.name, value)


def _class(frame: Frame, node: ast.ClassDef) -> None:
    value = classes.define(frame, node)
    if node.decorator_list:
        value = decorators.decorate(frame, node.decorator_list, value)
    names.store(frame, node.name, value)


def _delete(frame: Frame, node: ast.Delete) -> None:
    for target in node.targets:
        match target:
            case ast.Name(id=name):
                names.store(frame, name, UNBOUND)
            case ast.Attribute(value=owner, attr=name):
                for atom in expressions.evaluate(frame, owner):
                    if isinstance(atom, (Instance, Class)):
                        attributes.store(frame, frozenset((atom,)), name, EMPTY, target)
                    else:
                        frame.changes(name)
            case ast.Subscript(value=owner, slice=key):
                subjects = expressions.evaluate(frame, owner)
                dispatch.delete_item(frame, subjects, expressions.evaluate(frame, key), owner)


_HANDLERS: dict[type, Callable[[Frame, Any], None]] = {
    ast.Expr: _expression,
    ast.Assign: assigning.assign,
    ast.AnnAssign: assigning.annotated,
    ast.AugAssign: assigning.augmented,
    ast.Return: _return,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.If: _if,
    ast.While: _while,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: _match,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Delete: _delete,
}
if hasattr(ast, "TryStar"):
    _HANDLERS[ast.TryStar] = _try
