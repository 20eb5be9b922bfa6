"""Edits that give a name another one, wherever a file says it."""

from __future__ import annotations

import _ast as ast

from acr_lint.fixes.imports import bindings
from acr_lint.syntax.nodes import nodes_of
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.source import Edit, Span


def renamed_import(
    syntax: Syntax, island: Island, alias: ast.alias, new: str
) -> tuple[Edit, ...] | None:
    """Import `new` instead of a name that only this import binds, and say it everywhere; None
    where the file uses `new` already, or says the old name in a text."""
    old = alias.name
    known = bindings(syntax)
    if len(known.get(old, ())) != 1 or new in known:
        return None
    start = syntax.span(island, alias).start
    edits = [Edit(Span(start, start + len(old)), new)]
    for other, statement in syntax.statements():
        for node in nodes_of(statement):
            match node:
                case ast.Name(id=name) if name == old:
                    edits.append(Edit(syntax.span(other, node), new))
                case ast.Constant(value=str(text)) if old in text:
                    return None
    return tuple(edits)
