"""Values that nobody looks at, wherever their expression puts them."""

from __future__ import annotations

import ast
from collections.abc import Set

from acr_lint.fixes.layout import path_to
from acr_lint.model.values import Place
from acr_lint.syntax.nodes import nodes_of

_ADDING = ("add", "append", "appendleft")
_FRESH = ("deque", "dict", "list", "set")
Functions = ast.FunctionDef | ast.AsyncFunctionDef


def is_ignored(place: Place, awaited: bool, waits: Set[ast.AST]) -> bool:
    """Whether nobody looks at what an expression makes, or at what awaiting it gives: it is a
    statement of its own, or ends in a local name, if need be in a list, which nothing reads but
    the calls `waits` whose own results nobody looks at."""
    path = path_to(place.island, place.node)
    if awaited:
        path = path[:-1]
        if not isinstance(path[-1], ast.Await):
            return False
    return _ends_unread(path, waits)


def _ends_unread(path: tuple[ast.AST, ...], waits: Set[ast.AST]) -> bool:
    if len(path) < 2:
        return False
    node = path[-1]
    match path[-2]:
        case ast.Expr():
            return not isinstance(node, ast.GeneratorExp)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _is_unread(path, name, waits)
        case ast.ListComp(elt=element) | ast.SetComp(elt=element) if element is node:
            return _ends_unread(path[:-1], waits)
        case ast.DictComp(key=key, value=value) if node in (key, value):
            return _ends_unread(path[:-1], waits)
        case ast.List() | ast.Set() | ast.Tuple():
            return _ends_unread(path[:-1], waits)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[only]):
            adds = method in _ADDING and only is node and isinstance(path[-3], ast.Expr)
            return adds and _is_unread(path, name, waits, made_here=True)
    return False


def _is_unread(
    path: tuple[ast.AST, ...], name: str, waits: Set[ast.AST], made_here: bool = False
) -> bool:
    """Whether the function around uses the name for nothing but adding to what it stands for,
    asking whether that is empty, and waiting for it; it has made that itself where this is asked
    for."""
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    around = [node for node in path if isinstance(node, scopes)]
    if not around or not isinstance(around[-1], Functions):
        return False
    adding: set[int] = set()
    loads: list[int] = []
    fresh = stores = 0
    for node in nodes_of(around[-1]):
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names) if name in names:
                return False
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name() as held, attr=attr))):
                if attr in _ADDING:
                    adding.add(id(held))
            case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(ast.Call() as call)):
                if call in waits:
                    adding.update(id(each) for each in call.args)
            case ast.If(test=ast.Name() as asked) | ast.While(test=ast.Name() as asked):
                adding.add(id(asked))
            case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                fresh += _is_fresh(value)
            case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value):
                fresh += found == name and _is_fresh(value)
            case ast.Name(id=found, ctx=ast.Load()) if found == name:
                loads.append(id(node))
            case ast.Name(id=found) if found == name:
                stores += 1
            case ast.Name(id="locals"):
                return False
    return adding.issuperset(loads) and (not made_here or (fresh == stores and fresh > 0))


def _is_fresh(value: ast.expr) -> bool:
    """Whether an expression makes a new list, set or dict."""
    match value:
        case ast.List() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _FRESH
    return False
