"""Edits that move what follows a block into it."""

from __future__ import annotations

import _ast as ast

from acr_lint.fixes.layout import (
    ends_line,
    indentation,
    line_end,
    line_start,
    lines_of,
    newline,
    shifted,
    starts_line,
    suite_of,
)
from acr_lint.syntax.nodes import nodes_of
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.source import Edit, Span

Block = ast.Try | ast.With | ast.AsyncWith
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def moved_in(
    syntax: Syntax, home: Island, block: Block, island: Island, node: ast.AST
) -> tuple[Edit, ...] | None:
    """Move the statement around a node to the end of the block's body, where it follows the block
    or is in its `else`; None where that would change more than who catches its errors."""
    if isinstance(block, ast.Try) and island is home and _is_within(block.orelse, node):
        return _else_moved_in(syntax, home, block)
    siblings = suite_of(syntax, home, block)
    index = next((i for i, (_, each) in enumerate(siblings) if each is block), None)
    if index is None or index + 1 >= len(siblings):
        return None
    other, statement = siblings[index + 1]
    if other is not island or not any(each is node for each in nodes_of(statement)):
        return None
    if isinstance(block, ast.Try) and (block.orelse or not _is_skipped(block, statement, siblings)):
        return None
    return _statement_moved_in(syntax, home, block, other, statement)


def _statement_moved_in(
    syntax: Syntax, home: Island, block: Block, island: Island, statement: ast.stmt
) -> tuple[Edit, ...] | None:
    source = syntax.source
    own = syntax.span(island, statement)
    last = syntax.span(home, block.body[-1])
    if not (starts_line(source, own.start) and ends_line(source, own.end)):
        return None
    first = syntax.span(home, block.body[0]).start
    if not (starts_line(source, first) and ends_line(source, last.end)):
        return None
    outer, inner = indentation(source, own.start), indentation(source, first)
    if not inner.startswith(outer):
        return None
    above = line_end(source, syntax.span(home, block).end)
    lines = lines_of(syntax, island, statement)
    unit, end = inner.removeprefix(outer), newline(source)
    between = source.written[above : line_start(source, own.start)]
    comments = [f"{unit}{line}" for line in between.splitlines() if line.strip()]
    text = end.join([*comments, shifted(syntax, island, statement, unit)])
    stop = line_end(source, last.end)
    if stop == above:
        return (Edit(Span(above, lines.end), end + text),)
    return (Edit(Span(stop, stop), end + text), Edit(Span(above, lines.end), ""))


def _else_moved_in(syntax: Syntax, island: Island, block: ast.Try) -> tuple[Edit, ...] | None:
    source = syntax.source
    first = syntax.span(island, block.orelse[0]).start
    stop = line_end(source, syntax.span(island, block.orelse[-1]).end)
    body_end = line_end(source, syntax.span(island, block.body[-1]).end)
    above = line_end(source, syntax.span(island, block.handlers[-1]).end)
    between = source.text[above : line_start(source, first)].splitlines()
    words = [line.strip() for line in between if line.strip()]
    if not starts_line(source, first) or words.count("else:") != 1 or words[-1:] != ["else:"]:
        return None
    if not starts_line(source, syntax.span(island, block.body[0]).start) or len(words) > 1:
        return None
    text = source.written[line_start(source, first) : stop]
    return (
        Edit(Span(body_end, body_end), newline(source) + text),
        Edit(Span(above, stop), ""),
    )


def _is_skipped(
    block: ast.Try, statement: ast.stmt, siblings: list[tuple[Island, ast.stmt]]
) -> bool:
    """Whether nothing is missed where the statement doesn't run after an error in the block."""
    if all(isinstance(handler.body[-1], _LEAVES) for handler in block.handlers):
        return True
    last = siblings[-1][1] is statement
    return last and isinstance(statement, (ast.For, ast.AsyncFor, ast.Expr))


def _is_within(suite: list[ast.stmt], node: ast.AST) -> bool:
    return any(each is node for statement in suite for each in nodes_of(statement))
