"""Which keywords a class takes when it is made, from its source."""

from __future__ import annotations

import ast
import inspect
import textwrap
from types import ModuleType


def keywords_read_by(cls: type) -> set[str]:
    """The keywords that a class and its bases take or pick out of `**kwargs` as they are made."""
    found: set[str] = set()
    for each in cls.__mro__:
        if not each.__module__.startswith("azure."):
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(each)))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name in _MAKING:
                arguments = (*node.args.args, *node.args.kwonlyargs)
                found |= {argument.arg for argument in arguments}
                found |= {name for call in ast.walk(node) if (name := _picked(call))}
    return found - {"self"}


def keywords_taken_by(module: ModuleType) -> set[str]:
    """The keywords that a module's functions take out of the options of a request or a call."""
    return {
        name
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name not in _MAKING
        for call in ast.walk(node)
        if (name := _picked(call, ("pop",), _OPTIONS))
    }


_MAKING = ("__init__", "_configure", "_build_pipeline")
_OPTIONS = ("kwargs", "options", "options_dict", "request.context.options", "ctxt")


def _picked(
    node: ast.AST,
    ways: tuple[str, ...] = ("get", "pop"),
    holders: tuple[str, ...] = ("kwargs",),
) -> str | None:
    """The keyword in `kwargs.get("keyword", ...)` or `kwargs.pop("keyword", ...)`."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=holder, attr=way),
            args=[ast.Constant(str(name)), *_],
        ) if way in ways and ast.unparse(holder) in holders:
            return name
    return None
