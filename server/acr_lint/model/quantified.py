"""Tests of several values at once, as `all((a, b))` and `any(x is None for x in (a, b))` are.

The items of a literal are asked one after the other, as in a chain of `and` or `or`.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import conditions, expressions, narrowing
from acr_lint.model.frame import Frame
from acr_lint.model.state import State
from acr_lint.model.values import Atom, External, Plain, one
from acr_lint.text.record import NamedTuple

_Asked = Callable[[Atom], "bool | None"]


class _Question(NamedTuple):
    """What is asked of each item; `assures` is the answer that tells that it isn't None."""

    holds: _Asked
    assures: bool


def split(frame: Frame, test: ast.expr) -> tuple[State | None, State | None] | None:
    """The states in which the test is true and in which it is false; None for other tests."""
    match test:
        case ast.Call(func=ast.Name(id="all" | "any" as name), args=[given], keywords=[]):
            if expressions.evaluate(frame, test.func) != one(External(f"builtins.{name}")):
                return None
            items, question = _items_asked(frame, given)
            if question is None or _is_open(items):
                return None
            return _split_each(frame, items, question, name == "all")
        case ast.Compare(
            left=ast.Constant(value=None),
            ops=[ast.In() | ast.NotIn() as operator],
            comparators=[ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items)],
        ) if not _is_open(items):
            found, missing = _split_each(frame, items, _Question(_is_none, False), False)
            return (found, missing) if isinstance(operator, ast.In) else (missing, found)
    return None


def _items_asked(frame: Frame, given: ast.expr) -> tuple[list[ast.expr], _Question | None]:
    """The items of which something is asked, and what that is; None where that isn't known."""
    match given:
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return items, _Question(lambda atom: conditions.truth_of(frame, atom), True)
        case (
            ast.GeneratorExp(elt=element, generators=[each])
            | ast.ListComp(elt=element, generators=[each])
        ) if isinstance(each.target, ast.Name) and not each.ifs:
            if isinstance(each.iter, (ast.Tuple, ast.List, ast.Set)):
                return each.iter.elts, _question(frame, element, each.target.id)
    return [], None


def _is_open(items: list[ast.expr]) -> bool:
    """Whether the number of the items isn't known."""
    return any(isinstance(item, ast.Starred) for item in items)


def _question(frame: Frame, element: ast.expr, item: str) -> _Question | None:
    match element:
        case ast.Name(id=name) if name == item:
            return _Question(lambda atom: conditions.truth_of(frame, atom), True)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _question(frame, operand, item)
            return inner and _Question(lambda atom: _opposite(inner.holds(atom)), not inner.assures)
        case ast.Compare(
            left=ast.Name(id=name), ops=[operator], comparators=[ast.Constant(value=None)]
        ) if name == item:
            if isinstance(operator, (ast.Is, ast.Eq)):
                return _Question(_is_none, False)
            if isinstance(operator, (ast.IsNot, ast.NotEq)):
                return _Question(lambda atom: _opposite(_is_none(atom)), True)
    return None


def _split_each(
    frame: Frame, items: list[ast.expr], question: _Question, conjunction: bool
) -> tuple[State | None, State | None]:
    values = [expressions.evaluate(frame, item) for item in items]
    decided: State | None = None
    for item, value in zip(items, values):
        when_true, when_false = narrowing.refined(
            frame, item, value, question.holds, question.assures
        )
        going_on, left = (when_true, when_false) if conjunction else (when_false, when_true)
        decided = frame.join_into(left, decided)
        frame.state = going_on
        if going_on is None:
            break
    return (frame.state, decided) if conjunction else (decided, frame.state)


def _is_none(atom: Atom) -> bool | None:
    if atom in (Plain.UNKNOWN, Plain.UNBOUND):
        return None
    return atom is Plain.NONE


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
