"""Calls that consume iterables, and calls that make lazy iterators of them."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    conditions,
    containers,
    dispatch,
    sending,
    special,
)
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    EMPTY,
    NONE,
    NUMBER,
    UNKNOWN,
    Const,
    Container,
    Lazy,
    Sequence,
    Value,
    const,
    join,
    join2,
    one,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Handler: TypeAlias = Callable[[Frame, Args, ast.AST], Value]


def placed(args: Args, node: ast.AST) -> list[tuple[Value, ast.AST]]:
    """The positional arguments, each with its own expression where the call shows it."""
    nodes: list[ast.AST] = [node] * len(args.positional)
    if isinstance(node, ast.Call) and len(node.args) >= len(args.positional):
        if not any(isinstance(each, ast.Starred) for each in node.args):
            nodes = list(node.args[: len(args.positional)])
    return list(zip(args.positional, nodes))


def first(args: Args, node: ast.AST) -> tuple[Value, ast.AST]:
    found = placed(args, node)
    return found[0] if found else (EMPTY, node)


def collect(kind: str) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        container = containers.new(frame, kind, node)
        if not args.positional and args.rest is not None:
            containers.append(frame, container, UNKNOWN)
            return one(container)
        value, place = first(args, node)
        if value:
            items = exact(frame, value) if kind == "list" else None
            if items is not None:
                for index, item in enumerate(items):
                    containers.store(frame, container, const(index), item)
            else:
                containers.append(frame, container, sending.advance(frame, value, place))
                sending.exhausted(frame, value)
        if "key" in args.keywords:
            element = containers.values_of(frame, container)
            dispatch.call(frame, args.keywords["key"], Args((element,)), node)
        return one(container)

    return handler


def sorted_(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`sorted(items)`, which compares them where no key is given."""
    result = collect("list")(frame, args, node)
    for atom in result:
        if isinstance(atom, Container) and "key" not in args.keywords:
            special.order(frame, containers.values_of(frame, atom), node)
    return result


def exact(frame: Frame, value: Value) -> tuple[Value, ...] | None:
    if len(value) != 1:
        return None
    (atom,) = value
    if isinstance(atom, Sequence):
        return atom.items
    if isinstance(atom, Container) and atom.kind == "list":
        return containers.exact_items(frame, atom)
    return None


def tuple_(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = first(args, node)
    items = exact(frame, value)
    if items is not None:
        return one(Sequence(items))
    if not value:
        return one(Sequence(()))
    container = containers.new(frame, "list", node)
    containers.append(frame, container, sending.advance(frame, value, place))
    return one(container)


def dict_(frame: Frame, args: Args, node: ast.AST) -> Value:
    container = containers.new(frame, "dict", node)
    for value, place in placed(args, node):
        for atom in value:
            if isinstance(atom, Container) and atom.kind == "dict":
                containers.merge(frame, container, atom)
            else:
                pairs = sending.advance(frame, one(atom), place)
                for pair in pairs:
                    if isinstance(pair, Sequence) and len(pair.items) == 2:
                        containers.store(frame, container, *pair.items)
                    else:
                        containers.append(frame, container, UNKNOWN)
    for name, value in args.keywords.items():
        containers.store(frame, container, const(name), value)
    if args.more is not None:
        containers.append(frame, container, args.more)
    return one(container)


def keys(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = first(args, node)
    container = containers.new(frame, "dict", node)
    keys = sending.advance(frame, value, place)
    default = args.positional[1] if len(args.positional) > 1 else NONE
    containers.store(frame, container, keys, default)
    return one(container)


def reduce_to(result: Value) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        value, place = first(args, node)
        sending.advance(frame, value, place)
        sending.exhausted(frame, value)
        return result

    return handler


def extreme(frame: Frame, args: Args, node: ast.AST) -> Value:
    given = placed(args, node)
    items = join(value for value, _ in given)
    if len(given) == 1:
        items = sending.advance(frame, *given[0])
    if "key" in args.keywords:
        dispatch.call(frame, args.keywords["key"], Args((items,)), node)
    else:
        special.order(frame, items, node)
    return join2(items, args.keywords.get("default", EMPTY))


def next_(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = first(args, node)
    default = args.positional[1] if len(args.positional) > 1 else EMPTY
    return join2(sending.step(frame, value, place), default)


def anext_(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Lazy("anext", args.positional[:1], EMPTY))


def reduce(frame: Frame, args: Args, node: ast.AST) -> Value:
    given = placed(args, node)
    if len(given) < 2:
        return UNKNOWN
    items = sending.advance(frame, *given[1])
    start = join2(items, args.positional[2] if len(args.positional) > 2 else EMPTY)
    return dispatch.call(frame, args.positional[0], Args((start, items)), node)


def lazy(kind: str, function_first: bool = False) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        parts = args.positional
        if args.rest is not None:
            parts = (*parts, args.rest)
        function: Value = EMPTY
        if function_first and parts:
            function, *others = parts
            parts = tuple(others)
        return one(Lazy(kind, parts, function))

    return handler


def passing(frame: Frame, function: Value, items: Value, node: ast.AST) -> Value:
    """The items that a function, or where it is None their truth, lets through."""
    if function != NONE:
        dispatch.call(frame, function, Args((items,)), node)
    if len(items) < 2 or not items >= NONE:
        return items
    said = NONE if function == NONE else dispatch.call(frame, function, Args((NONE,)), node)
    passes = any(conditions.truth_of(frame, atom) is not False for atom in said)
    return items if passes or not said else items - NONE


def from_first(kind: str) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        return one(Lazy(kind, args.positional[:1], EMPTY))

    return handler


def iter_(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) > 1:
        return one(Lazy("call", (), args.positional[0]))
    value, _ = first(args, node)
    return frozenset(
        Lazy("same", (one(atom),), EMPTY) if isinstance(atom, (Sequence, Container)) else atom
        for atom in value
    )


def range_(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) == 1 and len(args.positional[0]) == 1:
        (atom,) = args.positional[0]
        if isinstance(atom, Const) and isinstance(atom.value, int) and atom.value > 0:
            return one(Lazy("some", (one(Sequence((NUMBER,))),), EMPTY))
    return one(Lazy("same", (one(Sequence((NUMBER,))),), EMPTY))
