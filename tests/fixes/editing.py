"""Applying one edit builder to a text."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator

from acr_lint.syntax.tree import Island, Syntax, parse
from acr_lint.text.source import Edit, Source, apply_edits


def text_of(text: str) -> str:
    """A text as a test writes it, without the indentation of the test."""
    return textwrap.dedent(text).lstrip("\n")


def syntax_of(text: str) -> Syntax:
    """The syntax of a text."""
    return parse(Source("a.py", text))


def nodes(syntax: Syntax) -> Iterator[tuple[Island, ast.AST]]:
    """All nodes with their islands."""
    for island, statement in syntax.statements():
        for node in ast.walk(statement):
            yield island, node


def call_of(syntax: Syntax, name: str) -> tuple[Island, ast.Call]:
    """The first call of that function or method."""
    for island, node in nodes(syntax):
        if isinstance(node, ast.Call):
            func = node.func
            called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            if called == name:
                return island, node
    raise AssertionError(f"no call of {name}")


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """The text after the edits; it is still Python."""
    after = apply_edits(text, edits)
    ast.parse(after.removeprefix("\ufeff"))
    return after
