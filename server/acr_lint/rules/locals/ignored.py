"""Values that nobody looks at, wherever their expression puts them."""

from __future__ import annotations

import _ast as ast
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
        case ast.For() as loop if loop.iter is node and (function := _function(path)) is not None:
            return bool(_passed_over(loop.target, loop.iter, _read_in(function)))
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
    asking how much that is, waiting for it, and loops that look at none of it; it has made that
    itself where this is asked for."""
    function = _function(path)
    if function is None:
        return False
    adding: set[int] = set()
    loads: list[int] = []
    fresh = stores = 0
    read = _read_in(function)
    for node in nodes_of(function):
        match node:
            case ast.For(target=target, iter=iterable):
                adding.update(map(id, _passed_over(target, iterable, read)))
            case ast.comprehension(target=target, iter=iterable):
                adding.update(map(id, _passed_over(target, iterable, read)))
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name() as counted]):
                adding.add(id(counted))
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


def _function(path: tuple[ast.AST, ...]) -> Functions | None:
    """The function whose names those at the end of the path are."""
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    around = [node for node in path if isinstance(node, scopes)]
    return around[-1] if around and isinstance(around[-1], Functions) else None


def _read_in(function: Functions) -> frozenset[str]:
    """The names that a function reads."""
    return frozenset(
        node.id
        for node in nodes_of(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def _passed_over(target: ast.expr, iterable: ast.expr, read: Set[str]) -> list[ast.expr]:
    """What a loop goes through without a look at any of it: nobody reads its own name for that."""
    match iterable, target:
        case ast.Call(func=ast.Name(id="zip"), args=args), ast.Tuple(elts=targets):
            pairs = list(zip(targets, args)) if len(targets) == len(args) else []
        case ast.Call(func=ast.Name(id="enumerate"), args=[counted, *_]), ast.Tuple(elts=[_, each]):
            pairs = [(each, counted)]
        case ast.Call(func=func, args=[waited]), _ if _is_waiter(func):
            pairs = [(target, waited)]
        case _:
            pairs = [(target, iterable)]
    return [
        passed
        for each, passed in pairs
        if isinstance(each, ast.Name)
        and each.id not in read
        and not isinstance(passed, ast.Starred)
    ]


def _is_waiter(func: ast.expr) -> bool:
    """Whether a function gives tasks or futures back as they come to their end."""
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return name == "as_completed"


def _is_fresh(value: ast.expr) -> bool:
    """Whether an expression makes a new list, set or dict."""
    match value:
        case ast.List() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _FRESH
    return False
