"""Tests that have been decided on every way that leads to a call, by the statements around it and
before it in the function that runs."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.model import choices
from acr_lint.model.choices import Decision
from acr_lint.model.frame import Frame
from acr_lint.syntax.nodes import nodes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Said: TypeAlias = "tuple[Decision, bool]"  # a test, and what it says before any negation around it
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def answer(frame: Frame, test: ast.expr, call: ast.expr) -> bool | None:
    """What a test says wherever this call runs; None where that isn't known."""
    asked, code = choices.decision(frame, test), frame.code
    if asked is None or code is None or isinstance(code.node, ast.Lambda):
        return None
    for known, said in _leading(frame, code.node.body, call, []):
        if known.key == asked.key:
            return said is not asked.negated
    return None


def _leading(frame: Frame, body: list[ast.stmt], call: ast.expr, known: list[Said]) -> list[Said]:
    """What is known at a call by what leads to it through this block."""
    for statement in body:
        if not _contains(statement, call):
            known = _unchanged(known, statement)
            match statement:
                case ast.If(test=test) if (remains := frame.remaining.get(test)) is not None:
                    known = [*known, *_said(frame, test, remains)]
                case ast.Assert(test=test):
                    known = [*known, *_said(frame, test, True)]
            continue
        if isinstance(statement, ast.If):
            for block, so in ((statement.body, True), (statement.orelse, False)):
                if any(_contains(each, call) for each in block):
                    said = [*known, *_said(frame, statement.test, so)]
                    return _leading(frame, block, call, said)
            return known
        known = _unchanged(known, statement)
        for name in _BLOCKS:
            known = _leading(frame, getattr(statement, name, []), call, known)
        return known
    return known


def _contains(node: ast.AST, call: ast.expr) -> bool:
    return any(each is call for each in nodes_of(node))


def _said(frame: Frame, test: ast.expr, so: bool) -> Iterator[Said]:
    """The tests of which this answer to one says the answers."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _said(frame, operand, not so)
        case ast.BoolOp(op=operator, values=values) if isinstance(operator, ast.And) is so:
            for value in values:
                yield from _said(frame, value, so)
        case _:
            asked = choices.decision(frame, test)
            if asked is not None:
                yield asked, so is not asked.negated


def _unchanged(known: list[Said], statement: ast.stmt) -> list[Said]:
    """What is still known after a statement may have run."""
    if not known:
        return known
    changed = {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in nodes_of(statement)
        if isinstance(node, (ast.Name, ast.Attribute)) and not isinstance(node.ctx, ast.Load)
    }
    return [(asked, said) for asked, said in known if asked.reads.isdisjoint(changed)]
