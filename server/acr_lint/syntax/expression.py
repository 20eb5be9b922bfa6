"""Parsing the text of a lone expression, such as an annotation in quotes."""

from __future__ import annotations

import ast


def parse_expression(text: str) -> ast.expr | None:
    """The tree of an expression; None where the text is none. Its positions mean nothing."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
