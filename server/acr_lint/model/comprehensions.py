"""Comprehensions, which run at once, and generator expressions, which run where advanced."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import conditions, containers, dispatch, expressions, rounds, sending
from acr_lint.model.frame import Frame
from acr_lint.model.scopes import Names
from acr_lint.model.values import (
    EMPTY,
    Comprehension,
    Container,
    Place,
    Sequence,
    Value,
    const,
    one,
)
from acr_lint.syntax.nodes import nodes_of

_NO_PARAMETERS = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


def collect(frame: Frame, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Value:
    """The list, set or dict that a comprehension makes."""
    kind = {ast.SetComp: "set", ast.DictComp: "dict"}.get(type(node), "list")
    container = containers.new(frame, kind, node)
    clause = node.generators[0]
    first = expressions.evaluate(frame, clause.iter)
    items = rounds.few_items(frame, first) if len(node.generators) == 1 else None
    if items is not None and not clause.is_async and not clause.ifs:
        for number, item in rounds.each(frame, items):
            element = _run(frame, node, one(Sequence((item,))))
            _collect(frame, container, element, const(number))
        return one(container)
    _collect(frame, container, _run(frame, node, first), None)
    return one(container)


def _collect(frame: Frame, container: Container, element: Value, index: Value | None) -> None:
    """Let the container of a comprehension hold an element; one without index is any of them."""
    if container.kind == "dict":
        for pair in element:
            if isinstance(pair, Sequence):
                put = containers.store_some if index is None else containers.store
                put(frame, container, *pair.items)
    elif index is None or container.kind == "set":
        containers.append(frame, container, element)
    else:
        containers.store(frame, container, index, element)


def generator(frame: Frame, node: ast.GeneratorExp) -> Value:
    """A generator expression, whose first iterable is evaluated now."""
    first = expressions.evaluate(frame, node.generators[0].iter)
    if frame.state is None:
        return EMPTY
    used = Names(ast.Lambda(_NO_PARAMETERS, node)).free
    held = tuple((name, value) for name, value in sorted(frame.state.names.items()) if name in used)
    return one(Comprehension(frame.place(node), first, held, frame.id))


def run(frame: Frame, place: Place, first: Value, held: tuple[tuple[str, Value], ...]) -> Value:
    """Run a generator expression to its end; what its items may be."""
    assert isinstance(place.node, ast.GeneratorExp)
    if frame.state is None:
        return EMPTY
    outer_names, outer_island, outer_module = frame.state.names, frame.island, frame.module
    frame.state.names = {**outer_names, **dict(held)}
    frame.island, frame.module = place.island, place.module
    element = _run(frame, place.node, first)
    frame.island, frame.module = outer_island, outer_module
    if frame.state is not None:
        frame.state.names = outer_names
    return element


def _run(
    frame: Frame,
    node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
    first: Value,
) -> Value:
    """Run a comprehension whose first iterable has been evaluated; what its items may be.

    Those of a dict are pairs of a key and a value.
    """
    if frame.state is None:
        return EMPTY
    bound = {
        name.id: frame.state.names.get(name.id)
        for generator in node.generators
        for name in nodes_of(generator.target)
        if isinstance(name, ast.Name)
    }
    iterable = first
    for index, generator in enumerate(node.generators):
        if index:
            iterable = expressions.evaluate(frame, generator.iter)
        items = sending.advance(frame, iterable, generator.iter, bool(generator.is_async))
        if frame.state is None:
            return EMPTY
        sending.exhausted(frame, iterable)
        before = frame.state.copy()
        dispatch.assign_comprehension_target(frame, generator.target, items)
        for test in generator.ifs:
            frame.state, _ = conditions.split(frame, test)
        if frame.state is None:
            frame.state = before
            return EMPTY
    if isinstance(node, ast.DictComp):
        key = expressions.evaluate(frame, node.key)
        element = one(Sequence((key, expressions.evaluate(frame, node.value))))
    else:
        element = expressions.evaluate(frame, node.elt)
    if frame.state is not None:
        for name, value in bound.items():
            if value is None:
                frame.state.names.pop(name, None)
            else:
                frame.state.names[name] = value
    return element
