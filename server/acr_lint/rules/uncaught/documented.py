"""Errors that a docstring says are raised: whoever wrote that lets them pass on purpose."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterator

from acr_lint.fixes.docstrings import raised_in
from acr_lint.model.build import Escape, Model
from acr_lint.model.scopes import FunctionCode
from acr_lint.sdk.exceptions import CORE, built_in


def without_documented(model: Model, respects: Callable[[str], bool]) -> Model:
    """The model without the errors that are documented by the root that they reach, in the files
    for whose paths `respects` says that this counts."""
    kept = [
        escape
        for escape in model.escapes
        if not (respects(escape.place.module.path) and is_documented(escape))
    ]
    if len(kept) == len(model.escapes):
        return model
    return model.with_escapes(kept)


def is_documented(escape: Escape) -> bool:
    """Whether the docstring of the root covers all that escapes there."""
    if escape.root is None:
        return False
    names = {name for text in _docstrings(escape.root) for name in raised_in(text)}
    return bool(names) and all(
        any(_covers(name, raised) for name in names)
        for error in escape.errors
        for raised in error.classes
    )


def _docstrings(code: FunctionCode) -> Iterator[str]:
    """A function's docstring; for `__init__` also that of its class."""
    nodes: list[ast.AST] = [code.node]
    if code.owner is not None and code.name == "__init__":
        nodes.append(code.owner.node)
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            match node.body[0]:
                case ast.Expr(ast.Constant(str(text))):
                    yield _unindented(text)


def _unindented(docstring: str) -> str:
    """A docstring without the indentation of the code around it, as `inspect.cleandoc` has it,
    whose import would cost more than a whole check."""
    first, *lines = docstring.expandtabs().splitlines() or [""]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join([first.lstrip(), *(line[margin:] for line in lines)])


def _covers(name: str, raised: str) -> bool:
    """Whether a class, as a docstring writes it, is `raised` or above it."""
    last = name.rpartition(".")[2]
    return any(
        built_in().is_subclass(raised, known) is True for known in (name, f"{CORE}.{last}", last)
    )
