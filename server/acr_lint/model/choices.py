"""Choices: what a test that is asked again says of the values that hung on its first answer.

After `if test: ... else: ...` a name may hold what either branch gave it. A *choice* keeps which
branch gave what, until something that the test reads is changed; and which test a name holds the
answer of. Only tests of names, attributes and literals are kept: they say the same again.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Mapping

from acr_lint.model import credentials, formulas
from acr_lint.model.formulas import Formula
from acr_lint.model.frame import Frame
from acr_lint.model.state import MOST_SIDES, TESTS, Choice, Remembered, Side, State
from acr_lint.model.telling import truth
from acr_lint.model.values import (
    EMPTY,
    UNBOUND,
    Atom,
    Client,
    Plain,
    Value,
    join2,
)
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Decision(NamedTuple):
    """A test by its text, without the negation around it; `formula` is what it says by its parts,
    before the negation."""

    key: str
    negated: bool
    reads: frozenset[str]
    formula: Formula


def decision(frame: Frame, test: ast.expr) -> Decision | None:
    """The test as one that says the same again; None for others."""
    known = frame.island.known if frame.island is not None else {}
    key = decision, test
    if key not in known:
        made = _decision(test)
        known[key] = made and made._replace(formula=formulas.without_attributes(made.formula))
    found: Decision | None = known[key]
    return found


def _decision(test: ast.expr) -> Decision | None:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _decision(operand)
            return inner and inner._replace(negated=not inner.negated)
        case ast.Compare(
            left=left,
            ops=[ast.Is() | ast.Eq() | ast.IsNot() | ast.NotEq() as operator],
            comparators=[ast.Constant(bool(answer))],
        ):
            inner, is_same = _decision(left), isinstance(operator, (ast.Is, ast.Eq))
            return inner and inner._replace(negated=inner.negated is (answer is is_same))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            sides = (written(left), written(right))
            if None in sides:
                return None
            match operator:
                case ast.Is() | ast.IsNot():
                    word = "is"
                case ast.Eq() | ast.NotEq():
                    word = "=="
                case _:
                    return None
            negated = isinstance(operator, (ast.IsNot, ast.NotEq))
            text = f"{sides[0]} {word} {sides[1]}"
            return Decision(text, negated, _reads(left) | _reads(right), formulas.of(text))
        case ast.Name() | ast.Attribute():
            named = written(test)
            if named is not None:
                return Decision(named, False, _reads(test), formulas.of(named))
        case ast.BoolOp(op=operator, values=values):
            parts = [_decision(value) for value in values]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                return _combined(known, isinstance(operator, ast.And))
    return None


def _combined(parts: list[Decision], every: bool) -> Decision | None:
    """The test whether `every` one of these says yes, or any of them. However it is written, it is
    the same one; and the same as its negation, which is the one that holds where no part does."""
    said = [part.formula.denied() if part.negated else part.formula for part in parts]
    formula = formulas.combined(said, every)
    if formula is None or not formula.parts:
        return None
    negated = bool(formula.table & 1)
    if negated:
        formula = formula.denied()
    names, table = formula
    key = names[0] if len(names) == 1 else f"({', '.join(names)}: {table:b})"
    return Decision(key, negated, frozenset().union(*(part.reads for part in parts)), formula)


def open_(frame: Frame, asked: Decision | None, *states: State | None) -> None:
    """Watch from here on whether what the test reads is changed."""
    for state in states:
        if asked is not None and state is not None and asked.key not in state.choices:
            choice = Choice(asked.reads, (), None, asked.formula)
            state.choices = {**state.choices, asked.key: choice}


def close(
    frame: Frame,
    asked: Decision | None,
    when_true: State | None,
    when_false: State | None,
    values: tuple[Value, Value] = (EMPTY, EMPTY),
) -> Choice | None:
    """What the branches of a decided test have given to names, where both end; `values` are what
    they are themselves."""
    if asked is None or when_true is None or when_false is None:
        return None
    known = when_true.choices.get(asked.key)
    if known is None or asked.key not in when_false.choices:
        return None
    if asked.negated:
        when_true, when_false = when_false, when_true
        values = values[1], values[0]
    sides: list[Side] = [("", *values)] if values[0] != values[1] else []
    for name in when_true.names.keys() | when_false.names.keys():
        first, second = when_true.names.get(name, UNBOUND), when_false.names.get(name, UNBOUND)
        if first != second:
            sides.append((name, first, second))
    for location in when_true.cells.keys() | when_false.cells.keys():
        one_side = when_true.cells.get(location) or frame.inherited(location)
        other = when_false.cells.get(location) or frame.inherited(location)
        if one_side is not None and other is not None and one_side != other:
            sides.append((location, one_side, other))
    return known._replace(sides=tuple(sides), answer=None) if 0 < len(sides) <= MOST_SIDES else None


def keep(state: State | None, asked: Decision | None, choice: Choice | None) -> None:
    """Let the state that both branches lead to know the choice."""
    if state is None or asked is None:
        return
    if choice is not None:
        state.choices = {**state.choices, asked.key: choice}
    elif (known := state.choices.get(asked.key)) and not known.sides and known.test is None:
        state.choices = {key: each for key, each in state.choices.items() if key != asked.key}


def resume(frame: Frame) -> None:
    """Let a statement of a module's own code know what the tests before it have told."""
    held: Any = frame.read((frame.module, TESTS))
    for atom in held or ():
        if isinstance(atom, Remembered) and frame.state is not None:
            frame.state.choices, frame.state.told = dict(atom.choices), dict(atom.told)


def of_module(frame: Frame, asked: Decision) -> Mapping[str, Choice]:
    """What the module's own code has decided, for a function that asks globals. It never tells that
    there is nothing: the global may hold something else by now."""
    if frame.code is None or frame.state is None or "." in asked.key:
        return {}
    if not asked.reads.isdisjoint(frame.state.names):
        return {}
    if frame.world.heap.get((frame.module, TESTS)) is None:
        return {}
    held: Any = frame.read((frame.module, TESTS))
    known = [atom.choices for atom in held or () if isinstance(atom, Remembered)]
    if len(known) != 1:
        return {}
    return {key: choice._replace(doubted=True) for key, choice in known[0]}


def recall_asked(
    frame: Frame,
    asked: Decision,
    known: Mapping[str, Choice],
    when_true: State | None,
    when_false: State | None,
) -> None:
    """Recall what hung on this test, on names that hold its answer, and on tests of which not both
    can be so."""
    sides = (when_false, when_true) if asked.negated else (when_true, when_false)
    for key, choice in list(known.items()):
        if not choice.sides:
            continue
        test = decision(frame, choice.test) if choice.test is not None else None
        for text, negated in ((key, False), *(((test.key, test.negated),) if test else ())):
            if text == asked.key:
                recall(frame, sides[0], choice, not negated)
                recall(frame, sides[1], choice, negated)
            elif _excludes(asked.key, text):
                recall(frame, sides[0], choice, negated)


def _excludes(text: str, other: str) -> bool:
    """Whether two tests ask whether one thing is equal to different texts."""
    subject, asks, literal = text.partition(" == ")
    same, _, another = other.partition(" == ") if asks else ("", "", "")
    return subject == same and literal != another and {literal[:1], another[:1]} <= {"'", '"'}


def put_down(frame: Frame, end: State) -> None:
    """Keep what the tests of a module's own code have told for the statement that is next."""
    if not end.choices and not end.told and not frame.inherited((frame.module, TESTS)):
        return
    told = Remembered(tuple(sorted(end.choices.items(), key=_key)), frozenset(end.told.items()))
    held: Any = frozenset((told,)) if end.choices or end.told else EMPTY
    if held != (frame.inherited((frame.module, TESTS)) or EMPTY):
        end.cells[(frame.module, TESTS)] = held


def name_answer(frame: Frame, name: str, test: ast.expr) -> None:
    """Note that a name holds the answer of a test."""
    asked = decision(frame, test)
    if asked is not None and name not in asked.reads and frame.state is not None:
        formula = asked.formula.denied() if asked.negated else asked.formula
        choice = Choice(asked.reads | {name}, (), test, formula)
        frame.state.choices = {**frame.state.choices, name: choice}


def pass_on(frame: Frame, asked: ast.Attribute, store: Callable[[], None]) -> None:
    """Let an attribute be stored under its name in another object: what hung on it still does."""
    key = written(asked) or ""
    known = frame.state.choices.get(key) if frame.state is not None else None
    store()
    if known is not None and frame.state is not None:
        frame.state.choices = {**frame.state.choices, key: known}


def given_away(frame: Frame, call: ast.AST) -> None:
    """Doubt what tests have told of attributes of objects that a call of code which isn't analysed
    is given, or is a method of."""
    if isinstance(call, ast.Call):
        given = [*call.args, *(word.value for word in call.keywords)]
        if isinstance(call.func, ast.Attribute):
            given.append(call.func.value)
        frame.doubt(*(text for each in given if (text := written(each)) is not None))


def recall(frame: Frame, state: State | None, choice: Choice, answer: bool) -> None:
    """Let the places that hung on a test hold what they did where this was its answer. One that is
    doubted never tells that there is nothing."""
    if state is None:
        return
    for place, when_true, when_false in choice.sides:
        left, both = when_true if answer else when_false, join2(when_true, when_false)
        if choice.doubted and any(_is_without(atom) for atom in left):
            continue
        if isinstance(place, Client):
            credentials.settle(state, place, left)
            continue
        if isinstance(place, str):
            held = state.names.get(place, both)
            if place and (kept := _among(held, left)):
                state.names[place] = kept
        else:
            held = state.cells.get(place) or frame.inherited(place) or EMPTY
            if kept := _among(held, left):
                state.cells[place] = kept
        if held == both:
            credentials.tell(frame, state, both, left)


def _is_without(atom: Atom) -> bool:
    """Whether it is, or may have been made with, nothing."""
    return atom is Plain.NONE or (isinstance(atom, Client) and Plain.NONE in atom.credential)


def _among(held: Value, left: Value) -> Value:
    """What of a value is left by a test; of clients that are the same but for their credentials, of
    which other tests may have told, the one of which more is known."""
    found = held & left
    if len(found) == len(left):
        return found
    return found | frozenset(
        min(atom, each, key=_of_credentials)
        for each in left - found
        for atom in held
        if isinstance(each, Client) and isinstance(atom, Client)
        if atom._replace(credential=each.credential) == each
        if atom.credential <= each.credential or each.credential < atom.credential
    )


def _of_credentials(client: Client) -> int:
    return len(client.credential)


def recall_parts(frame: Frame, state: State | None, asked: Decision, answer: bool) -> None:
    """Recall the choices that this answer to a test decides, with what is known of others, because
    they have parts in common; and note it for those that it alone doesn't."""
    if state is None:
        return
    parts = asked.formula.known_parts()
    near = [
        (choice, choice.formula)
        for choice in state.choices.values()
        if choice.formula is not None
        and choice.formula != asked.formula
        and not parts.isdisjoint(choice.formula.parts)
    ]
    if not near:
        return
    known = state.choices.get(asked.key) or Choice(asked.reads, (), None, asked.formula)
    state.choices = {**state.choices, asked.key: known._replace(answer=answer)}
    facts = [
        (each.formula, each.answer)
        for each in state.choices.values()
        if each.formula is not None and each.answer is not None
    ]
    for choice, formula in near:
        said = {part: so for part in formula.parts if (so := _truth_of(state, part)) is not None}
        decided = formula.answer(said, facts)
        if decided is not None:
            recall(frame, state, choice, decided)


def _truth_of(state: State, name: str) -> bool | None:
    """Whether what a name holds is true; None where that isn't known."""
    found = {truth(atom) for atom in state.names.get(name, EMPTY)}
    return found.pop() if len(found) == 1 else None


def recall_all(frame: Frame, state: State | None, known: Mapping[str, Choice]) -> None:
    """Recall the choices of which what a place holds tells now what was chosen."""
    for choice in known.values() if state is not None else ():
        for place, when_true, when_false in choice.sides:
            if isinstance(place, Client) or state is None:
                continue
            held = state.names.get(place) if isinstance(place, str) else state.cells.get(place)
            if held and held != when_true | when_false:
                if held <= when_true and not _may_be(held, when_false):
                    recall(frame, state, choice, True)
                elif held <= when_false and not _may_be(held, when_true):
                    recall(frame, state, choice, False)


def _may_be(held: Value, other: Value) -> bool:
    """Whether two values have something in common, be it a client with one of its credentials."""
    return not held.isdisjoint(other) or any(
        isinstance(atom, Client)
        and isinstance(each, Client)
        and atom._replace(credential=each.credential) == each
        and not atom.credential.isdisjoint(each.credential)
        for atom in held
        for each in other
    )


def _key(item: tuple[str, Choice]) -> str:
    return item[0]


def written(node: ast.expr) -> str | None:
    """How a name, an attribute of one or a literal is written; None of anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=value):
            return repr(value)
        case ast.Attribute(value=owner, attr=name):
            text = written(owner)
            return None if text is None else f"{text}.{name}"
    return None


def _reads(node: ast.expr) -> frozenset[str]:
    match node:
        case ast.Name(id=name):
            return frozenset((name,))
        case ast.Attribute(value=owner, attr=name):
            return _reads(owner) | {name}
    return frozenset()
