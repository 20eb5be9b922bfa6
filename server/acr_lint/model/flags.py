"""Flags of objects: attributes on which hangs what else their `__init__` has given them.

After `self.client = connect(None if anonymous else credential)` and `self.anonymous = anonymous` a
test of `self.anonymous`, in whatever method, tells of `self.client`. It never tells that there is
no credential: the flag may have been changed since.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable, Iterator

from acr_lint.model import choices, expressions
from acr_lint.model.frame import Frame
from acr_lint.model.scopes import FunctionCode
from acr_lint.model.state import FLAGS, Choice, Remembered, Side, State
from acr_lint.model.values import EMPTY, FALSE, TRUE, Instance, Value, join2

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ANSWERS = (ast.Name, ast.Attribute, ast.UnaryOp)
_INITIALIZERS = ("__init__", "__post_init__", "__attrs_post_init__")


def keep(frame: Frame, end: State | None) -> None:
    """Keep with an object what its initializer, which ends here, has learned of its flags."""
    code, receiver = frame.code, frame.receiver
    if end is None or code is None or code.name not in _INITIALIZERS or not end.choices:
        return
    if not isinstance(receiver, Instance):
        return
    kept: dict[str, tuple[Side, ...]] = {}
    for flag, key, negated in _flags(frame, code, end.choices):
        choice = end.choices.get(key)
        mine = _of(receiver, choice.sides if choice is not None else (), negated)
        if mine:
            kept[flag] = mine
    _hold(end, receiver, kept)


def keep_chosen(end: State, instance: Instance, choice: Choice) -> None:
    """Keep with an object, which hangs on a choice, that its attributes tell which it was."""
    kept: dict[str, tuple[Side, ...]] = {}
    for place, first, second in choice.sides:
        if place and place[0] == instance and isinstance(place[1], str):
            if (first, second) in ((TRUE, FALSE), (FALSE, TRUE)):
                kept[place[1]] = _of(instance, choice.sides, first == FALSE)
    _hold(end, instance, kept)


def recall(frame: Frame, test: ast.expr, when_true: State | None, when_false: State | None) -> None:
    """Let a test of an object's flag tell in which of two states it has a credential."""
    if not isinstance(test, ast.Attribute) or (when_true or when_false) is None:
        return
    before, frame.state = frame.state, when_true or when_false
    owner = expressions.evaluate(frame, test.value)
    held: Any = frozenset()
    if len(owner) == 1:
        (atom,) = owner
        held = frame.read((atom, FLAGS)) if isinstance(atom, Instance) else held
    frame.state = before
    known = [choice for each in held or () for flag, choice in each.choices if flag == test.attr]
    if not known or len(known) < len(held):
        return
    named: dict[str, tuple[Value, Value]] = {}
    sides: list[Side] = []
    for place, first, second in (side for choice in known for side in choice.sides):
        if place == "":
            sides.append((place, first, second))
        else:
            others = named.get(place[1], (EMPTY, EMPTY))
            named[place[1]] = join2(others[0], first), join2(others[1], second)
    sides += (((atom, name), *values) for name, values in named.items())
    choice = Choice(frozenset((test.attr,)), tuple(sides), None, doubted=True)
    choices.recall(frame, when_true, choice, True)
    choices.recall(frame, when_false, choice, False)


def _of(instance: Instance, sides: Iterable[Side], negated: bool) -> tuple[Side, ...]:
    """The sides that are the object's attributes, or values without a place; which object it is
    is left open, for what is known of one may be known of any of its class."""
    return tuple(
        (place and (None, place[1]), *((second, first) if negated else (first, second)))
        for place, first, second in sides
        if place == "" or (place[0] == instance and isinstance(place[1], str))
    )


def _hold(end: State, instance: Instance, kept: dict[str, tuple[Side, ...]]) -> None:
    if kept:
        told = tuple((flag, Choice(frozenset((flag,)), kept[flag], None)) for flag in sorted(kept))
        held: Any = frozenset((Remembered(told, frozenset()),))
        end.cells[(instance, FLAGS)] = held


def _flags(
    frame: Frame, code: FunctionCode, known: Iterable[str]
) -> Iterator[tuple[str, str, bool]]:
    """The attributes of which an initializer knows the answer: the key of that, its negation."""
    receiver = code.parameters[0].arg
    for key in known:
        owner, _, flag = key.partition(".")
        if owner == receiver and flag.isidentifier():
            yield flag, key, False
    for statement in getattr(code.node, "body", ()):
        match statement:
            case (
                ast.Assign(targets=[ast.Attribute(value=ast.Name(id=name), attr=flag)])
                | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=name), attr=flag))
            ) if name == receiver and isinstance(statement.value, _ANSWERS):
                asked = choices.decision(frame, statement.value)
                if asked is not None:
                    yield flag, asked.key, asked.negated
