"""Edits that move and remove the handlers of a `try`."""

from __future__ import annotations

import _ast as ast

from acr_lint.fixes.layout import ends_line, line_start, lines_of, starts_line
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.source import Edit, Span


def moved_before(
    syntax: Syntax, island: Island, handler: ast.ExceptHandler, other: ast.ExceptHandler
) -> tuple[Edit, ...] | None:
    """Put a handler before another one that stands above it; None where that can't be done."""
    lines = _whole_lines(syntax, island, handler)
    there = _whole_lines(syntax, island, other)
    if lines is None or there is None:
        return None
    text = syntax.source.slice(lines)
    if not text.endswith(("\n", "\r")):
        return None
    return (Edit(Span(there.start, there.start), text), Edit(lines, ""))


def removed(
    syntax: Syntax, island: Island, node: ast.Try, handler: ast.ExceptHandler
) -> tuple[Edit, ...] | None:
    """Take a handler away from a `try` that has others; None where that can't be done."""
    lines = _whole_lines(syntax, island, handler)
    if lines is None or len(node.handlers) < 2:
        return None
    return (Edit(lines, ""),)


def _whole_lines(syntax: Syntax, island: Island, handler: ast.ExceptHandler) -> Span | None:
    """The lines of a handler with their line ends, where it has them for itself."""
    source = syntax.source
    span = syntax.span(island, handler)
    if not starts_line(source, span.start) or not ends_line(source, span.end):
        return None
    row = source.position(lines_of(syntax, island, handler).end).row
    end = source.line_starts[row] if row < len(source.line_starts) else len(source.text)
    return Span(line_start(source, span.start), end)
