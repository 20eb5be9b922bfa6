"""Parsing the text of a lone expression, such as an annotation in quotes."""

from __future__ import annotations

import _ast as ast


def parse_expression(text: str) -> ast.expr | None:
    """The tree of an expression; None where the text is none. Its positions mean nothing."""
    try:
        tree = compile(text.strip(), "", "eval", ast.PyCF_ONLY_AST)
        assert isinstance(tree, ast.Expression)
        return tree.body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
