"""Conditions: which states a test lets through, and what it says of the names that it tests."""

from __future__ import annotations

import _ast as ast
import functools
from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt

from acr_lint.model import (
    choices,
    classes,
    expressions,
    flags,
    kinds,
    narrowing,
    quantified,
    sending,
    special,
)
from acr_lint.model.frame import Frame
from acr_lint.model.state import Choice, State
from acr_lint.model.telling import truth
from acr_lint.model.values import (
    EMPTY,
    Atom,
    Const,
    Container,
    External,
    ExternalMethod,
    Instance,
    Made,
    Member,
    Plain,
    Sequence,
    Value,
    join2,
    literal_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ORDERS: dict[type, Callable[[Any, Any], object]] = {
    ast.Lt: lt,
    ast.LtE: le,
    ast.Gt: gt,
    ast.GtE: ge,
}


def split(frame: Frame, test: ast.expr) -> tuple[State | None, State | None]:
    """Evaluate a test; the states in which it is true and in which it is false."""
    if frame.state is None:
        return None, None
    known = frame.state.choices
    when_true, when_false = _split(frame, test)
    asked, choice = _recall(frame, test, known, when_true, when_false)
    if asked is not None and choice is not None and choice.test is not None and not asked.negated:
        frame.state = when_true
        when_true, _ = split(frame, choice.test)
        frame.state = when_false
        _, when_false = split(frame, choice.test)
    return when_true, when_false


def _recall(
    frame: Frame,
    test: ast.expr,
    known: Mapping[str, Choice],
    when_true: State | None,
    when_false: State | None,
) -> tuple[choices.Decision | None, Choice | None]:
    """Recall what earlier tests tell of the states in which this one is true and false; the test,
    and what was decided by it before."""
    flags.recall(frame, test, when_true, when_false)
    asked = choices.decision(frame, test)
    if asked is None:
        return None, None
    for told in (known, choices.of_module(frame, asked)):
        if told:
            choices.recall_asked(frame, asked, told, when_true, when_false)
    if known:
        choices.recall_parts(frame, when_true, asked, not asked.negated)
        choices.recall_parts(frame, when_false, asked, asked.negated)
        choices.recall_all(frame, when_true, known)
        choices.recall_all(frame, when_false, known)
    return asked, known.get(asked.key)


def _split(frame: Frame, test: ast.expr) -> tuple[State | None, State | None]:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            when_true, when_false = split(frame, operand)
            return when_false, when_true
        case ast.BoolOp(op=operator, values=values):
            return _split_boolean(frame, isinstance(operator, ast.And), values)
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            asked = None
            if isinstance(operator, (ast.In, ast.NotIn)):
                asked = quantified.split(frame, test)
            return asked or _split_comparison(frame, test, left, operator, right)
        case ast.Call(func=ast.Name(id="all" | "any")) if (
            asked := quantified.split(frame, test)
        ) is not None:
            return asked
        case ast.Call(func=ast.Name(id="isinstance"), args=[subject, wanted], keywords=[]):
            return _split_instance(frame, subject, wanted)
        case ast.Call(func=ast.Name(id="callable"), args=[subject], keywords=[]):
            value = expressions.evaluate(frame, subject)
            asks = functools.partial(kinds.is_callable, frame)
            return narrowing.refined(frame, subject, value, asks)
        case ast.Call(
            func=ast.Attribute(ast.Name(id="inspect"), "isclass"), args=[subject], keywords=[]
        ):
            value = expressions.evaluate(frame, subject)
            return narrowing.refined(frame, subject, value, kinds.is_class)
    value = expressions.evaluate(frame, test)
    sending.truth_tested(frame, value, test)
    return narrowing.refined(frame, test, value, lambda atom: truth_of(frame, atom), True)


def choose(frame: Frame, node: ast.IfExp) -> Value:
    """The value of `a if test else b`."""
    asked = choices.decision(frame, node.test)
    when_true, when_false = split(frame, node.test)
    choices.open_(frame, asked, when_true, when_false)
    frame.state = when_true
    first = expressions.evaluate(frame, node.body)
    after_true = frame.state
    frame.state = when_false
    second = expressions.evaluate(frame, node.orelse)
    choice = choices.close(frame, asked, after_true, frame.state, (first, second))
    frame.state = frame.join_into(frame.state, after_true)
    choices.keep(frame.state, asked, choice)
    return join2(first, second)


def short_circuit(frame: Frame, node: ast.BoolOp) -> Value:
    """The value of `a and b` or `a or b`."""
    wanted = isinstance(node.op, ast.Or)
    result = EMPTY
    left: State | None = None
    for index, operand in enumerate(node.values):
        if frame.state is None:
            break
        if index == len(node.values) - 1:
            result = join2(result, expressions.evaluate(frame, operand))
            break
        value = _operand_value(frame, operand)
        stops = frozenset(a for a in value if truth_of(frame, a) in (wanted, None))
        result = join2(result, narrowing.sure(stops) if wanted else stops)
        if frame.state is None:
            break
        stopped = frame.state.copy()
        if not any(truth_of(frame, atom) in (not wanted, None) for atom in value):
            frame.state = None
        else:
            _narrow(frame, operand, value, not wanted)
        going_on: State | None = frame.state
        frame.state = stopped
        if stops:
            _narrow(frame, operand, value, wanted)
            left = frame.join_into(frame.state, left)
        frame.state = going_on
    frame.state = frame.join_into(frame.state, left)
    return result


def truth_of(frame: Frame, atom: Atom) -> bool | None:
    """Whether the truth of the atom is True or False; None where that isn't known."""
    if isinstance(atom, Instance):
        for name in ("__bool__", "__len__"):
            if classes.find(frame, atom.cls, name) is not None:
                return None
        return None if classes.has_unknown_base(frame, atom.cls) else True
    if isinstance(atom, Made):
        return None if atom.maker.startswith(("builtins.", "collections.")) else True
    if isinstance(atom, Container):
        return None
    if isinstance(atom, Member) and not atom.plain:
        return None
    return truth(atom)


def compare(operator: ast.cmpop, left: Value, right: Value) -> bool | None:
    """The result of a comparison where both sides are known; None elsewhere."""
    if isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
        same = _same(left, right)
        if same is None:
            return None
        return same if isinstance(operator, (ast.Is, ast.Eq)) else not same
    if type(operator) in _ORDERS and len(left) == len(right) == 1:
        (first,), (second,) = left, right
        first, second = literal_of(first), literal_of(second)
        if isinstance(first, Const) and isinstance(second, Const):
            if first.kind is second.kind and first.kind in (int, float, str):
                return bool(_ORDERS[type(operator)](first.value, second.value))
        return None
    if isinstance(operator, (ast.In, ast.NotIn)) and len(left) == len(right) == 1:
        (item,), (many,) = left, right
        if isinstance(item, Const) and isinstance(many, Sequence):
            known = [next(iter(v)) for v in many.items if len(v) == 1]
            if len(known) == len(many.items) and all(isinstance(k, Const) for k in known):
                return (item in known) == isinstance(operator, ast.In)
    return None


def _same(left: Value, right: Value) -> bool | None:
    if len(left) != 1 or len(right) != 1:
        if left and right and not (left & right):
            exact = (*left, *right)
            if all(isinstance(a, (Const, Member)) or a is Plain.NONE for a in exact):
                return False if all(isinstance(a, Member) for a in exact) else _differ(left, right)
        return None
    (one_side,), (other_side,) = left, right
    one_side, other_side = literal_of(one_side), literal_of(other_side)
    if isinstance(one_side, Member) and isinstance(other_side, (Member, Const)):
        return one_side == other_side
    if isinstance(other_side, Member) and isinstance(one_side, Const):
        return False
    if isinstance(one_side, Const) and isinstance(other_side, Const):
        return one_side.value == other_side.value
    if one_side is Plain.NONE and other_side is Plain.NONE:
        return True
    if Plain.NONE in (one_side, other_side):
        other = other_side if one_side is Plain.NONE else one_side
        return None if other in (Plain.UNKNOWN, Plain.UNBOUND) else False
    return None


def _differ(left: Value, right: Value) -> bool | None:
    """False where nothing on the left is equal to anything on the right."""
    one_side = {literal_of(atom) for atom in left}
    return False if one_side.isdisjoint(literal_of(atom) for atom in right) else None


def _both(frame: Frame) -> tuple[State | None, State | None]:
    if frame.state is None:
        return None, None
    return frame.state, frame.state.copy()


def _operand_value(frame: Frame, operand: ast.expr) -> Value:
    """The value of an operand of `and` / `or`, asked for its truth."""
    value = expressions.evaluate(frame, operand)
    sending.truth_tested(frame, value, operand)
    return value


def _split_boolean(
    frame: Frame, conjunction: bool, values: list[ast.expr]
) -> tuple[State | None, State | None]:
    first, *others = values
    asked = choices.decision(frame, first)
    when_true, when_false = split(frame, first)
    if not others:
        return when_true, when_false
    choices.open_(frame, asked, when_true, when_false)
    frame.state, left = (when_true, when_false) if conjunction else (when_false, when_true)
    if frame.state is None:
        return (None, left) if conjunction else (left, None)
    true_after, false_after = _split_boolean(frame, conjunction, others)
    rest, decided = (true_after, false_after) if conjunction else (false_after, true_after)
    sides = (decided, left) if conjunction else (left, decided)
    choice = choices.close(frame, asked, *sides)
    decided = frame.join_into(left, decided)
    choices.keep(decided, asked, choice)
    return (rest, decided) if conjunction else (decided, rest)


def _split_comparison(
    frame: Frame, test: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr
) -> tuple[State | None, State | None]:
    identity = isinstance(operator, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq))
    if not identity:
        result = expressions.evaluate(frame, test)
        return narrowing.refined(frame, None, result, truth)
    first = expressions.evaluate(frame, left)
    second = expressions.evaluate(frame, right)
    special.compare(frame, operator, first, second, test)
    if frame.state is None:
        return None, None
    positive = isinstance(operator, (ast.Is, ast.Eq))
    if _is_literal(first) and not _is_literal(second):
        left, first, second = right, second, first
    if len(second) != 1:
        return _both(frame)
    (wanted,) = second
    if not (wanted is Plain.NONE or isinstance(wanted, (Const, Member))):
        return _both(frame)
    when_same, when_other = narrowing.refined(
        frame,
        left,
        first,
        lambda atom: _equal(atom, wanted),
        False if wanted is Plain.NONE else None,
    )
    return (when_same, when_other) if positive else (when_other, when_same)


def _is_literal(value: Value) -> bool:
    return len(value) == 1 and all(a is Plain.NONE or isinstance(a, (Const, Member)) for a in value)


def _equal(atom: Atom, wanted: Atom) -> bool | None:
    atom, wanted = literal_of(atom), literal_of(wanted)
    if atom is wanted or atom == wanted:
        return True
    if isinstance(atom, Const) and isinstance(wanted, Const):
        return atom.value == wanted.value
    match atom:
        case Plain.UNKNOWN | Plain.UNBOUND:
            return None
        case Member():
            return False
        case Plain.TEXT:
            return None if isinstance(wanted, Const) and wanted.kind in (str, bytes) else False
        case Plain.NUMBER | Plain.FLAG:
            return None if isinstance(wanted, Const) and wanted.kind is not str else False
        case External() | Instance() | Made():
            return False if wanted is Plain.NONE else None
        case ExternalMethod(Made(), _):
            return None
    return False


def _split_instance(
    frame: Frame, subject: ast.expr, of: ast.expr
) -> tuple[State | None, State | None]:
    value = expressions.evaluate(frame, subject)
    wanted = expressions.evaluate(frame, of)
    flat: list[Atom] = []
    for atom in wanted:
        if isinstance(atom, Sequence):
            flat += (inner for item in atom.items for inner in item)
        else:
            flat.append(atom)
    return narrowing.refined(
        frame, subject, value, lambda atom: kinds.is_instance(frame, atom, flat)
    )


def _narrow(frame: Frame, test: ast.expr, value: Value, wanted: bool) -> None:
    """Assume that the truth of an operand is what it must be to get here."""
    if isinstance(test, (ast.Name, ast.Attribute, ast.NamedExpr)):
        kept = frozenset(a for a in value if truth_of(frame, a) in (wanted, None))
        narrowing.assume(frame, test, value, kept)
        if frame.state is not None:
            sides = (frame.state, None) if wanted else (None, frame.state)
            _recall(frame, test, frame.state.choices, *sides)
        return
    if frame.state is None:
        return
    match test:
        case ast.UnaryOp() | ast.Compare() | ast.BoolOp():
            when_true, when_false = split(frame, test)
            chosen = when_true if wanted else when_false
            if chosen is not None:
                frame.state = chosen
