"""Local names that nothing but their own function sees."""

from __future__ import annotations

import ast

from acr_lint.fixes.layout import path_to
from acr_lint.model.values import Place


def is_kept_local(place: Place) -> bool:
    """Whether what an expression makes is only asked for attributes and items: at once, or by the
    local name that it is bound to. It is never handed on, awaited or returned."""
    path = path_to(place.island, place.node)
    functions = [each for each in path if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not functions or len(path) < 2:
        return False
    match path[-2]:
        case ast.Attribute() | ast.Subscript():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _only_asked(functions[-1], name)
    return False


def _only_asked(function: ast.AST, name: str) -> bool:
    """Whether a function does nothing with the name but take attributes and items of it."""
    asked = loaded = 0
    for node in ast.walk(function):
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names) if name in names:
                return False
            case ast.Attribute(value=ast.Name(id=found)) | ast.Subscript(value=ast.Name(id=found)):
                asked += found == name
            case ast.Name(id=found, ctx=ast.Load()):
                loaded += found == name
    return asked == loaded
