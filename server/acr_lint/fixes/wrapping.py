"""Edits that put a statement into a `try`, and a handler behind those that a `try` has."""

from __future__ import annotations

import _ast as ast
from collections.abc import Set

from acr_lint.fixes.imports import Imports
from acr_lint.fixes.layout import (
    ends_line,
    indent_unit,
    indentation,
    line_end,
    lines_of,
    names_of,
    newline,
    path_to,
    shifted,
    starts_line,
)
from acr_lint.fixes.once import once
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.syntax.nodes import children_of, nodes_of
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Span

HTTP_ERROR = ("azure.core.exceptions", "HttpResponseError")
_ERROR_NAMES = ("error", "exc", "http_error", "response_error")
_NAMELESS = frozenset(
    (
        *(ast.Assign, ast.Attribute, ast.AugAssign, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare),
        *(ast.Constant, ast.Continue, ast.Expr, ast.For, ast.If, ast.List, ast.Return, ast.Tuple),
        *(ast.Subscript, ast.Try, ast.With, ast.arguments, ast.keyword, ast.withitem),
    )
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_EAGER = ("all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum", "tuple")


class Around(NamedTuple):
    """The statement around a node that can be put into a block, and the path to the node."""

    statement: ast.stmt
    path: tuple[ast.AST, ...]


def around(syntax: Syntax, island: Island, node: ast.AST) -> Around | None:
    """The innermost statement around a node that has its lines for itself and runs where the node
    does; None where there is none."""
    path = path_to(island, node)
    for index in range(len(path) - 1, -1, -1):
        each = path[index]
        if isinstance(each, (ast.Lambda, *_DEFINITIONS)):
            return None
        if isinstance(each, ast.GeneratorExp) and not _runs_at_once(path, index):
            return None
        if not isinstance(each, ast.stmt):
            continue
        span = syntax.span(island, each)
        if starts_line(syntax.source, span.start) and ends_line(syntax.source, span.end):
            if syntax.source.text.startswith("elif", span.start):
                continue
            if index and isinstance(path[index - 1], ast.ClassDef):
                return None
            return Around(each, path)
    return None


def wrapped(syntax: Syntax, island: Island, node: ast.AST, what: str) -> tuple[Edit, ...] | None:
    """Put the statement around a node into a `try` that logs an HttpResponseError, says `what`
    failed, and raises it again."""
    found = around(syntax, island, node)
    if found is None:
        return None
    known = _wrapped_so_far(syntax)
    if (found.statement, what) not in known:
        known[found.statement, what] = _around_all_of(syntax, island, found, what)
    return known[found.statement, what]


@once
def _wrapped_so_far(syntax: Syntax) -> dict[tuple[ast.stmt, str], tuple[Edit, ...] | None]:
    """The edits for each statement: one with many operations in it gets the same for all."""
    return {}


def _around_all_of(
    syntax: Syntax, island: Island, found: Around, what: str
) -> tuple[Edit, ...] | None:
    """The edits that put a statement into a `try`."""
    source = syntax.source
    lines = lines_of(syntax, island, found.statement)
    imports = Imports(syntax, lines.start)
    unit = indent_unit(syntax)
    if _names_others(found.statement, what):
        what = "request"
    handler = _handler(syntax, island, found.path, imports, what)
    if handler is None:
        return None
    end, indent = newline(source), indentation(source, lines.start)
    body = shifted(syntax, island, found.statement, unit)
    new = [f"{indent}try:", body, *(f"{indent}{unit * depth}{line}" for depth, line in handler)]
    return (Edit(lines, end.join(new)), *imports.edits)


def with_handler(
    syntax: Syntax, island: Island, node: ast.Try, what: str
) -> tuple[Edit, ...] | None:
    """Give a `try` one more handler, which logs an HttpResponseError and raises it again."""
    if not node.handlers or type(node).__name__ == "TryStar":
        return None
    source = syntax.source
    last = node.handlers[-1]
    span = syntax.span(island, last)
    if not ends_line(source, span.end) or not starts_line(source, span.start):
        return None
    imports = Imports(syntax, syntax.span(island, node).start)
    handler = _handler(syntax, island, path_to(island, node), imports, what)
    if handler is None:
        return None
    end, indent, unit = newline(source), indentation(source, span.start), indent_unit(syntax)
    stop = line_end(source, span.end)
    text = "".join(f"{end}{indent}{unit * depth}{line}" for depth, line in handler)
    return (Edit(Span(stop, stop), text), *imports.edits)


def _names_others(statement: ast.stmt, operation: str) -> bool:
    """Whether other operations are called in the statement too."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in OPERATIONS and node.attr != operation
        for node in nodes_of(statement)
    )


def logger(syntax: Syntax, path: tuple[ast.AST, ...]) -> str | None:
    """The module's own logger, where it has one before the path's statement."""
    name, above = _first_logger(syntax)
    return None if path and path[0] in above else name


@once
def _first_logger(syntax: Syntax) -> tuple[str | None, frozenset[ast.AST]]:
    """The name of a file's first logger, and the statements that can't use it."""
    above: set[ast.AST] = set()
    for _, statement in syntax.statements():
        above.add(statement)
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                made = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                if made == "getLogger":
                    return name, frozenset(above)
    return None, frozenset()


def free_name(syntax: Syntax, path: tuple[ast.AST, ...]) -> str | None:
    """A name for the error that the code around uses for nothing else."""
    functions = [node for node in path if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    open_names = {node.name for node in path if isinstance(node, ast.ExceptHandler)}
    used = _used_in_scope(syntax, functions[0]) if functions else _used_in_file(syntax)
    return next(
        (name for name in _ERROR_NAMES if name not in open_names and name not in used), None
    )


@once
def _used_in_file(syntax: Syntax) -> Set[str]:
    return {
        name for _, statement in syntax.statements() for name in _used_outside_handlers(statement)
    }


@once
def _used_so_far(syntax: Syntax) -> dict[ast.AST, Set[str]]:
    """The names in each function of a file that was asked for."""
    return {}


def _used_in_scope(syntax: Syntax, scope: ast.AST) -> Set[str]:
    known = _used_so_far(syntax)
    if scope not in known:
        known[scope] = _used_outside_handlers(scope)
    return known[scope]


def _handler(
    syntax: Syntax, island: Island, path: tuple[ast.AST, ...], imports: Imports, what: str
) -> list[tuple[int, str]] | None:
    """The lines of the handler, each with its depth; None where its names are taken."""
    error = imports.name(*HTTP_ERROR)
    log = logger(syntax, path) or imports.module("logging")
    name = free_name(syntax, path)
    if error is None or log is None or name is None:
        return None
    return [
        (0, f"except {error} as {name}:"),
        (1, f'{log}.error("{what} failed: %s %s", {name}.status_code, {name}.message)'),
        (1, "raise"),
    ]


def _used_outside_handlers(scope: ast.AST) -> set[str]:
    """The names of a tree, each handler's own name left out in its body."""
    found: set[str] = set()
    pending = [scope]
    while pending:
        node = pending.pop()
        if node.__class__ in _NAMELESS:
            pending += children_of(node)
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.ExceptHandler):
            inside = {name for child in node.body for name in _used_outside_handlers(child)}
            found |= inside - {node.name or ""}
        else:
            found.update(names_of(node))
            pending += children_of(node)
    return found


def _runs_at_once(path: tuple[ast.AST, ...], index: int) -> bool:
    """Whether the generator expression at that place of the path is used up where it stands."""
    generator, caller = path[index], path[index - 1]
    assert isinstance(generator, ast.GeneratorExp)
    if index + 2 < len(path) and path[index + 1] is generator.generators[0]:
        inner = path[index + 2]
        if inner is generator.generators[0].iter and inner is not path[-1]:
            return True
    match caller:
        case ast.Call(func=ast.Name(id=name)):
            return name in _EAGER
        case ast.Call(func=ast.Attribute(attr="join")):
            return True
    return False
