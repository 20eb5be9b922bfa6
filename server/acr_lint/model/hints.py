"""What annotations promise of the names that they describe."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import attributes, containers, expressions, outside
from acr_lint.model.frame import Frame
from acr_lint.model.scopes import FunctionCode
from acr_lint.model.values import (
    FLAG,
    NONE,
    NUMBER,
    TEXT,
    UNKNOWN,
    Client,
    External,
    Made,
    Plain,
    Sequence,
    Value,
    join,
    join2,
    one,
)
from acr_lint.sdk.frameworks import COMMAND_CONTEXTS
from acr_lint.sdk.operations import CLIENT_NAMES
from acr_lint.syntax.expression import parse_expression


def annotated(frame: Frame, code: FunctionCode, parameter: ast.arg) -> Value:
    """What a parameter may be that nothing but its annotation describes."""
    return of_annotation(frame, parameter.annotation, parameter)


def of_annotation(frame: Frame, annotation: ast.expr | None, node: ast.AST) -> Value:
    """What a name with that annotation may be; `node` is where it is declared."""
    match annotation:
        case None:
            return UNKNOWN
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=str(text)):
            return of_annotation(frame, parse_expression(text), node)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return join2(of_annotation(frame, left, node), of_annotation(frame, right, node))
        case ast.Subscript(value=head, slice=inner):
            return _of_generic(frame, head, inner, node)
        case ast.Name() | ast.Attribute():
            named = expressions.evaluate(frame, annotation)
            return join(_of_class(frame, atom, node) for atom in named)
    return UNKNOWN


def _of_generic(frame: Frame, head: ast.expr, inner: ast.expr, node: ast.AST) -> Value:
    name = head.attr if isinstance(head, ast.Attribute) else getattr(head, "id", "")
    if name == "Optional":
        return join2(of_annotation(frame, inner, node), NONE)
    if name == "Union" and isinstance(inner, ast.Tuple):
        return join(of_annotation(frame, part, node) for part in inner.elts)
    if name in ("Annotated", "Final", "ClassVar", "Required", "NotRequired"):
        first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
        return of_annotation(frame, first, node)
    if name in ("tuple", "Tuple") and isinstance(inner, ast.Tuple):
        if not any(isinstance(p, ast.Constant) and p.value is ... for p in inner.elts):
            return one(Sequence(tuple(of_annotation(frame, part, node) for part in inner.elts)))
    if name in ("list", "List", "Sequence", "Iterable", "set", "Set", "Iterator", "Collection"):
        return _container_of(frame, "list", inner, node)
    if name in ("dict", "Dict", "Mapping", "MutableMapping") and isinstance(inner, ast.Tuple):
        if len(inner.elts) == 2:
            return _container_of(frame, "dict", inner.elts[1], node)
    return UNKNOWN


def _container_of(frame: Frame, kind: str, inner: ast.expr, node: ast.AST) -> Value:
    element = of_annotation(frame, inner, node)
    if element == UNKNOWN:
        return UNKNOWN
    container = containers.new(frame, kind, node)
    containers.append(frame, container, element)
    return one(container)


def _of_class(frame: Frame, atom: object, node: ast.AST) -> Value:
    match atom:
        case Plain.NONE:
            return NONE
        case External(name) if name in CLIENT_NAMES:
            flavor = CLIENT_NAMES[name]
            return one(Client(frame.place(node), frame.context, flavor, UNKNOWN, True))
        case External("builtins.str"):
            return TEXT
        case External(name) if name in COMMAND_CONTEXTS:
            return one(outside.COMMAND_CONTEXT)
        case External("builtins.bool"):
            return FLAG
        case External("builtins.int" | "builtins.float"):
            return NUMBER
        case External(name) if name.startswith(("azure.identity.", "azure.core.credentials")):
            return one(Made(name, None))
    return attributes.any_of_class(frame, atom, node)
