"""Evaluating expressions: what each may be, and what evaluating it sends."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    attributes,
    awaiting,
    binding,
    comprehensions,
    conditions,
    containers,
    credentials,
    dispatch,
    names,
    sending,
    special,
    subscripts,
)
from acr_lint.model.facts import Defined
from acr_lint.model.frame import Frame
from acr_lint.model.state import STEP
from acr_lint.model.values import (
    EMPTY,
    FLAG,
    NONE,
    NUMBER,
    TEXT,
    TRUE,
    UNKNOWN,
    Const,
    Container,
    Function,
    Plain,
    Result,
    Sequence,
    Value,
    const,
    join,
    join2,
    one,
)
from acr_lint.syntax.nodes import children_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_TEXTS = 8  # that an f-string may be


def evaluate(frame: Frame, node: ast.expr) -> Value:
    """What the expression may be; EMPTY where it is never reached."""
    if frame.state is None:
        return EMPTY
    handler = _HANDLERS.get(type(node))
    return handler(frame, node) if handler is not None else _children(frame, node)


# ---- each kind of expression


def _constant(frame: Frame, node: ast.Constant) -> Value:
    return const(node.value)


def _name(frame: Frame, node: ast.Name) -> Value:
    return _as_told(frame, names.load(frame, node.id))


def _attribute(frame: Frame, node: ast.Attribute) -> Value:
    return _as_told(frame, attributes.load(frame, evaluate(frame, node.value), node.attr, node))


def _as_told(frame: Frame, value: Value) -> Value:
    """The value as tests have told it to be."""
    if frame.state is None or not frame.state.told:
        return value
    return credentials.told(frame.state, value)


def _call(frame: Frame, node: ast.Call) -> Value:
    return dispatch.call_expression(frame, node)


def _tuple(frame: Frame, node: ast.Tuple) -> Value:
    if not any(isinstance(item, ast.Starred) for item in node.elts):
        items = tuple(evaluate(frame, item) for item in node.elts)
        return one(Sequence(items)) if frame.state is not None else EMPTY
    return _list(frame, node)


def _list(frame: Frame, node: ast.List | ast.Set | ast.Tuple) -> Value:
    kind = "set" if isinstance(node, ast.Set) else "list"
    container = containers.new(frame, kind, node)
    exact = True
    for index, item in enumerate(node.elts):
        if isinstance(item, ast.Starred):
            exact = False
            value = sending.advance(frame, evaluate(frame, item.value), item.value)
        else:
            value = evaluate(frame, item)
        if exact:
            containers.store(frame, container, const(index), value)
        else:
            containers.append(frame, container, value)
    return one(container)


def _dict(frame: Frame, node: ast.Dict) -> Value:
    container = containers.new(frame, "dict", node)
    for key, item in zip(node.keys, node.values):
        if key is None:
            for atom in evaluate(frame, item):
                containers.merge(frame, container, atom)
        else:
            key_value = evaluate(frame, key)
            containers.store(frame, container, key_value, evaluate(frame, item))
    return one(container)


def _boolean(frame: Frame, node: ast.BoolOp) -> Value:
    return conditions.short_circuit(frame, node)


def _not(frame: Frame, node: ast.UnaryOp) -> Value:
    value = evaluate(frame, node.operand)
    if isinstance(node.op, ast.Not):
        sending.truth_tested(frame, value, node.operand)
        truths = {conditions.truth_of(frame, atom) for atom in value}
        if truths == {True}:
            return const(False)
        return const(True) if truths == {False} else FLAG
    return _negative(value) if isinstance(node.op, ast.USub) else NUMBER


def _negative(value: Value) -> Value:
    if len(value) == 1:
        (atom,) = value
        if isinstance(atom, Const) and isinstance(atom.value, (int, float)):
            return const(-atom.value)
    return NUMBER


def _operation(frame: Frame, node: ast.BinOp) -> Value:
    left = evaluate(frame, node.left)
    right = evaluate(frame, node.right)
    given = special.operate(frame, node.op, left, right, node)
    if given:
        return given
    if isinstance(node.op, ast.BitOr) and any(isinstance(atom, Container) for atom in left):
        container = containers.new(frame, "dict", node)
        for atom in (*left, *right):
            containers.merge(frame, container, atom)
        return one(container)
    if isinstance(node.op, ast.Add):
        return _sum(frame, node, left, right)
    texts = left | right
    if Plain.TEXT in texts or any(isinstance(atom, Const) and atom.kind is str for atom in texts):
        return TEXT
    return UNKNOWN if Plain.UNKNOWN in texts else NUMBER


def _sum(frame: Frame, node: ast.BinOp, left: Value, right: Value) -> Value:
    if len(left) == len(right) == 1:
        (one_side,), (other_side,) = left, right
        match one_side, other_side:
            case Const(kind=a, value=x), Const(kind=b, value=y) if a is b and a in (str, int):
                return const(x + y)  # type: ignore[operator]  # both are str or both are int
            case Sequence(first), Sequence(second):
                return one(Sequence(first + second))
    if any(isinstance(atom, Container) for atom in (*left, *right)):
        container = containers.new(frame, "list", node)
        for value, part in ((left, node.left), (right, node.right)):
            containers.append(frame, container, sending.advance(frame, value, part))
        return one(container)
    texts = left | right
    if Plain.TEXT in texts or any(isinstance(atom, Const) and atom.kind is str for atom in texts):
        return TEXT
    return UNKNOWN


def _comparison(frame: Frame, node: ast.Compare) -> Value:
    left = evaluate(frame, node.left)
    for operator, comparator in zip(node.ops, node.comparators):
        right = evaluate(frame, comparator)
        if isinstance(operator, (ast.In, ast.NotIn)):
            sending.membership(frame, right, comparator)
        special.compare(frame, operator, left, right, node)
        if len(node.ops) == 1:
            known = conditions.compare(operator, left, right)
            if known is not None:
                return const(known)
        left = right
    return FLAG


def _conditional(frame: Frame, node: ast.IfExp) -> Value:
    return conditions.choose(frame, node)


def _subscript(frame: Frame, node: ast.Subscript) -> Value:
    value = evaluate(frame, node.value)
    if isinstance(node.slice, ast.Slice):
        for part in (node.slice.lower, node.slice.upper, node.slice.step):
            if part is not None:
                evaluate(frame, part)
        sending.sliced(frame, value, node)
        return join(_sliced(frame, atom) for atom in value)
    return subscripts.load(frame, value, evaluate(frame, node.slice), node)


def _sliced(frame: Frame, atom: object) -> Value:
    match atom:
        case Container():
            return one(atom)
        case Sequence(items):
            return one(Sequence((join(items),))) if items else one(atom)
        case Result(origin, path):
            return one(Result(origin, path))
        case Plain.TEXT | Const():
            return TEXT
    return UNKNOWN


def _formatted(frame: Frame, node: ast.JoinedStr) -> Value:
    texts: set[str] = {""}
    for part in node.values:
        value = evaluate(frame, part.value if isinstance(part, ast.FormattedValue) else part)
        special.ask_first(frame, value, ("__format__", "__str__", "__repr__"), part)
        known = {str(a.value) for a in value if isinstance(a, Const) and a.kind is str}
        parts = known if len(known) == len(value) else set()
        texts = {before + text for before in texts for text in parts}
        texts = texts if len(texts) <= _MOST_TEXTS else set()
    return join(const(text) for text in texts) or TEXT


def _named(frame: Frame, node: ast.NamedExpr) -> Value:
    value = evaluate(frame, node.value)
    names.store(frame, node.target.id, value)
    return value


def _await(frame: Frame, node: ast.Await) -> Value:
    given = awaiting.await_(frame, evaluate(frame, node.value), node.value)
    frame.doubt("")
    return given


def _yield(frame: Frame, node: ast.Yield) -> Value:
    value = evaluate(frame, node.value) if node.value is not None else NONE
    frame.doubt("")
    if frame.yield_hook is not None:
        return frame.yield_hook(frame, value, node)
    frame.yields = join2(frame.yields, value)
    _pause(frame, True)
    return UNKNOWN


def _pause(frame: Frame, surely: bool) -> None:
    """A generator yields here: it runs no further now, or what it raises from here on is new."""
    if frame.state is None or STEP not in frame.state.names:
        return
    step = frame.state.names[STEP]
    going_on = None if surely else frame.state.copy()
    if step == TRUE:
        frame.waiting = frame.join_into(frame.state, frame.waiting)
        frame.state = going_on
    else:
        frame.bind(STEP, NONE if surely else join2(step, NONE))


def _yield_from(frame: Frame, node: ast.YieldFrom) -> Value:
    value = evaluate(frame, node.value)
    frame.doubt("")
    yields, result = sending.delegate(frame, value, node.value)
    frame.yields = join2(frame.yields, yields)
    if yields:
        _pause(frame, False)
    return result


def _lambda(frame: Frame, node: ast.Lambda) -> Value:
    return define(frame, node)


def define(frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Value:
    """The function that a `def` or lambda makes here; its defaults are evaluated now."""
    assert frame.island is not None
    owner = frame.classes[-1].code if frame.classes else None
    code = frame.world.function_code(frame.module, frame.island, node, frame.code, owner)
    function = Function(code, frame.id)
    for parameter, default in binding.defaults_of(code):
        if not isinstance(default, ast.Constant):
            frame.write((function, ("default", parameter.arg)), evaluate(frame, default))
    frame.note(Defined(function))
    return one(function)


def _starred(frame: Frame, node: ast.Starred) -> Value:
    return sending.advance(frame, evaluate(frame, node.value), node.value)


def _collection(frame: Frame, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Value:
    return comprehensions.collect(frame, node)


def _generator(frame: Frame, node: ast.GeneratorExp) -> Value:
    return comprehensions.generator(frame, node)


def _children(frame: Frame, node: ast.expr) -> Value:
    for child in children_of(node):
        if isinstance(child, ast.expr):
            evaluate(frame, child)
    return UNKNOWN


_HANDLERS: dict[type, Callable[[Frame, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _list,
    ast.Dict: _dict,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _not,
    ast.BinOp: _operation,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.Subscript: _subscript,
    ast.JoinedStr: _formatted,
    ast.NamedExpr: _named,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.Lambda: _lambda,
    ast.ListComp: _collection,
    ast.SetComp: _collection,
    ast.DictComp: _collection,
    ast.GeneratorExp: _generator,
    ast.Starred: _starred,
}
