"""Special methods: what Python calls by itself where the program writes an operator."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import classes, dispatch
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.values import EMPTY, Function, Instance, Value, join2, one

_BINARY = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.MatMult: "matmul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
}
_COMPARISONS = {
    ast.Eq: ("__eq__", "__eq__"),
    ast.NotEq: ("__ne__", "__eq__"),
    ast.Lt: ("__lt__", "__gt__"),
    ast.LtE: ("__le__", "__ge__"),
    ast.Gt: ("__gt__", "__lt__"),
    ast.GtE: ("__ge__", "__le__"),
}


def ask(frame: Frame, instance: Instance, method: str, node: ast.AST, *args: Value) -> Value:
    """What a special method of the instance gives; EMPTY where its class has none."""
    found = classes.find(frame, instance.cls, method)
    functions = frozenset(a for a in found or () if isinstance(a, Function))
    if not functions:
        return EMPTY
    return dispatch.call(frame, functions, Args((one(instance), *args)), node)


def ask_first(frame: Frame, value: Value, methods: tuple[str, ...], node: ast.AST) -> None:
    """Call the first of the methods that each instance has: as `str`, `bool` and the like do."""
    for atom in value:
        if isinstance(atom, Instance):
            for method in methods:
                if classes.find(frame, atom.cls, method) is not None:
                    ask(frame, atom, method, node)
                    break


def operate(
    frame: Frame, operator: ast.operator, left: Value, right: Value, node: ast.AST, prefix: str = ""
) -> Value:
    """What `left + right` and the like give where one of them is the program's; EMPTY elsewhere.

    `prefix` is `i` for `left += right`, which asks for the plain method where it has no other.
    """
    name = _BINARY[type(operator)]
    found = _each(frame, left, f"__{prefix}{name}__", node, right) if prefix else EMPTY
    found = found or _each(frame, left, f"__{name}__", node, right)
    return found or _each(frame, right, f"__r{name}__", node, left)


def compare(frame: Frame, operator: ast.cmpop, left: Value, right: Value, node: ast.AST) -> None:
    """Call what `left < right` and the like call of the program."""
    if type(operator) in _COMPARISONS:
        method, reflected = _COMPARISONS[type(operator)]
        if not _each(frame, left, method, node, right):
            _each(frame, right, reflected, node, left)


def order(frame: Frame, items: Value, node: ast.AST) -> None:
    """Compare items with each other, as sorting does."""
    if any(isinstance(atom, Instance) for atom in items):
        _each(frame, items, "__lt__", node, items)


def _each(frame: Frame, value: Value, method: str, node: ast.AST, other: Value) -> Value:
    found = EMPTY
    for atom in value:
        if isinstance(atom, Instance):
            found = join2(found, ask(frame, atom, method, node, other))
    return found
