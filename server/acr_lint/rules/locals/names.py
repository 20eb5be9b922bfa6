"""Local names that nothing but their own function sees."""

from __future__ import annotations

import _ast as ast

from acr_lint.fixes.layout import path_to
from acr_lint.model.values import Place
from acr_lint.syntax.nodes import nodes_of
from acr_lint.text.record import NamedTuple


class LocalName(NamedTuple):
    """A name of one function; `loads` are the places in its tree that read it."""

    name: str
    function: ast.FunctionDef | ast.AsyncFunctionDef
    loads: tuple[ast.Name, ...]


def local_name(place: Place) -> LocalName | None:
    """The local name that an expression is bound to, and nothing else; None where there is none."""
    path = path_to(place.island, place.node)
    functions = [each for each in path if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not functions or len(path) < 2:
        return None
    match path[-2]:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _of(functions[-1], name)
    return None


def is_kept_local(place: Place) -> bool:
    """Whether what an expression makes is only asked for attributes and items: at once, or by the
    local name that it is bound to. It is never handed on, awaited or returned."""
    path = path_to(place.island, place.node)
    if any(isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) for each in path):
        if isinstance(path[-2], (ast.Attribute, ast.Subscript)):
            return True
    bound = local_name(place)
    return bound is not None and _only_asked(bound)


def _of(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> LocalName | None:
    loads: list[ast.Name] = []
    for node in nodes_of(function):
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names) if name in names:
                return None
            case ast.Name(id=found, ctx=ast.Load()) if found == name:
                loads.append(node)
    return LocalName(name, function, tuple(loads))


def _only_asked(bound: LocalName) -> bool:
    """Whether a function does nothing with the name but take attributes and items of it."""
    asked = {
        id(node.value)
        for node in nodes_of(bound.function)
        if isinstance(node, (ast.Attribute, ast.Subscript))
    }
    return all(id(load) in asked for load in bound.loads)
