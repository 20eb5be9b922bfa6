"""Which keywords a class takes when it is made, from its source."""

from __future__ import annotations

import ast
import inspect
import textwrap


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


_MAKING = ("__init__", "_configure", "_build_pipeline")


def _picked(node: ast.AST) -> str | None:
    """The keyword in `kwargs.get("keyword", ...)` or `kwargs.pop("keyword", ...)`."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name("kwargs"), attr="get" | "pop"),
            args=[ast.Constant(str(name)), *_],
        ):
            return name
    return None
