"""Assignments: what a statement stores, where what it stores hangs on a test, and under which."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    choices,
    containers,
    dispatch,
    expressions,
    hints,
    sending,
    special,
    statements,
    supposing,
)
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    NUMBER,
    TEXT,
    UNKNOWN,
    Const,
    Container,
    Plain,
    Value,
)
from acr_lint.syntax.nodes import nodes_of, standing


def assign(frame: Frame, node: ast.Assign) -> None:
    """`a = b = value`."""
    match node.targets, node.value:
        case [ast.Tuple(elts=names)], ast.Tuple(elts=parts) if _is_each_alone(names, parts):
            for name, part in zip(names, parts):
                _assign_to(frame, [name], part)
        case targets, value:
            _assign_to(frame, targets, value)


def _is_each_alone(targets: list[ast.expr], values: list[ast.expr]) -> bool:
    """Whether each of these is assigned to its own name, and none of them reads one before it."""
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    read = {each.id for v in values for each in nodes_of(v) if isinstance(each, ast.Name)}
    return (
        len(names) == len(targets) == len(values)
        and names.isdisjoint(read)
        and any(isinstance(value, (ast.Call, ast.IfExp)) for value in values)
    )


def _assign_to(frame: Frame, targets: list[ast.expr], value: ast.expr) -> None:
    if isinstance(value, ast.IfExp):
        _assign_choice(frame, targets, value)
        return

    def store(given: Value) -> None:
        for target in targets:
            dispatch.assign(frame, target, given)

    if isinstance(value, ast.Call):
        supposing.assign(frame, value, store)
        return
    given = expressions.evaluate(frame, value)
    match targets, value:
        case [ast.Attribute(attr=name)], ast.Attribute(attr=same) if name == same:
            choices.pass_on(frame, value, lambda: store(given))
        case [ast.Name(id=name)], ast.Compare() | ast.UnaryOp():
            store(given)
            choices.name_answer(frame, name, value)
        case _:
            store(given)


def _assign_choice(frame: Frame, targets: list[ast.expr], value: ast.IfExp) -> None:
    """Assign one of two values, as a statement with two branches does."""

    def take(part: ast.expr) -> None:
        given = expressions.evaluate(frame, part)
        for target in targets:
            dispatch.assign(frame, target, given)

    statements.branch(frame, value.test, lambda: take(value.body), lambda: take(value.orelse))


def annotated(frame: Frame, node: ast.AnnAssign) -> None:
    """`a: Type = value`."""
    if node.value is None:
        return
    if isinstance(node.value, ast.IfExp):
        _assign_choice(frame, [node.target], node.value)
        return

    def store(value: Value) -> None:
        if value == UNKNOWN:
            value = hints.of_annotation(frame, node.annotation, node)
        dispatch.assign(frame, node.target, value)

    if isinstance(node.value, ast.Call):
        supposing.assign(frame, node.value, store)
    else:
        store(expressions.evaluate(frame, node.value))


def augmented(frame: Frame, node: ast.AugAssign) -> None:
    """`a += value`."""
    target = standing(_as_load(node.target), node.target)
    left = expressions.evaluate(frame, target)
    right = expressions.evaluate(frame, node.value)
    held = [atom for atom in left if isinstance(atom, Container)]
    if held:
        for container in held:
            if container.kind == "dict":
                for atom in right:
                    containers.merge(frame, container, atom)
            else:
                items = sending.advance(frame, right, node.value)
                containers.append(frame, container, items)
        return
    given = special.operate(frame, node.op, left, right, node.target, "i")
    if given:
        dispatch.assign(frame, node.target, given)
        return
    if Plain.TEXT in left or any(isinstance(a, Const) and a.kind is str for a in left):
        result = TEXT
    else:
        result = UNKNOWN if Plain.UNKNOWN in left | right else NUMBER
    dispatch.assign(frame, node.target, result)


def _as_load(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    match target:
        case ast.Name(id=name):
            return ast.Name(name, ast.Load())
        case ast.Attribute(value=owner, attr=name):
            return ast.Attribute(owner, name, ast.Load())
    return ast.Subscript(target.value, target.slice, ast.Load())
