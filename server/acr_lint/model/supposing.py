"""Calls of which the result hangs on a flag: what they give where it is on, and where it is off.

`client = connect(args.anonymous)` is run as if it stood in both branches of `if args.anonymous:`,
so that a test of the same flag tells later which client there is. So is `connect(args)`, where
`connect` asks for `args.anonymous`.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from acr_lint.model import choices, deciding, dispatch, expressions, flags, managers, statements
from acr_lint.model.errors import Sink
from acr_lint.model.frame import Frame, Summary
from acr_lint.model.state import Location
from acr_lint.model.telling import truth
from acr_lint.model.values import (
    FALSE,
    NONE,
    TRUE,
    UNBOUND,
    UNKNOWN,
    Atom,
    Client,
    Const,
    External,
    ExternalMethod,
    Instance,
    Made,
    Plain,
    Sequence,
    Value,
    join,
    one,
)
from acr_lint.syntax.nodes import standing
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _T = TypeVar("_T")

_MOST_FLAGS = 3


class _Flag(NamedTuple):
    """A test that a call hangs on: one of its arguments, or an attribute of the object `owner` that
    the call is given, or is a method of."""

    test: ast.expr
    owner: ast.expr | None


class _Found(NamedTuple):
    """The flag that decides on what is given, and what is where it is on and where it is off."""

    flag: _Flag
    if_on: Value
    if_off: Value


def assign(frame: Frame, call: ast.Call, store: Callable[[Value], None]) -> Value:
    """Evaluate a call and store what it gives, for each answer of a flag that decides on it."""
    value = expressions.evaluate(frame, call)
    evaluate = partial(expressions.evaluate, frame, call)
    found = _deciding(frame, call, value, evaluate)
    if found is None:
        store(value)
        return value
    gave: list[Value] = []

    def take(answer: Value) -> None:
        gave.append(_supposing(frame, found.flag, answer, evaluate))
        store(gave[-1])

    _store_either(frame, call, found, take)
    value = join(gave)
    _keep_with_objects(frame, found.flag.test, value)
    return value


def bind(frame: Frame, item: ast.withitem, value: Value, store: Callable[[Value], None]) -> None:
    """Store what a generator gives to a `with`, for each answer of a flag that decides on it."""
    call = item.context_expr

    def enter() -> Value:
        entered = expressions.evaluate(frame, call)
        return join(managers.enter(frame, atom, call, False) for atom in entered)

    found = _deciding(frame, call, value, enter) if isinstance(call, ast.Call) else None
    if found is None or not isinstance(call, ast.Call):
        store(value)
        return

    _store_either(
        frame, call, found, lambda answer: store(found.if_on if answer is TRUE else found.if_off)
    )


def of_property(
    frame: Frame, instance: Instance, node: ast.Attribute, get: Callable[[], Value]
) -> Value:
    """What a property gives where the tests of its object's flags that lead here have been so: of
    a client that it has kept, what it would make now."""
    before = len(frame.summary.asked)
    value = get()
    doubtful = [a for a in value if isinstance(a, Client) and a.credential > NONE]
    if not doubtful or frame.state is None or choices.written(node.value) is None:
        return value
    anew: dict[Location, Value] = {
        place: NONE
        for place in _reads(frame, before)
        if place[0] == instance and any(isinstance(a, Client) for a in frame.read(place) or ())
    }
    anew[instance, node.attr] = UNBOUND
    _, read = _in_trial(frame, partial(_gives, frame, get, anew))
    for name in dict.fromkeys(name for subject, name in read if subject == instance):
        test = _attribute(frame, node.value, name) if isinstance(name, str) else None
        answer = deciding.answer(frame, test, node) if test is not None else None
        if answer is not None:
            so: dict[Location, Value] = {**anew, (instance, name): TRUE if answer else FALSE}
            made, _ = _in_trial(frame, partial(_gives, frame, get, so))
            sure = [a for a in made if isinstance(a, Client) and NONE.isdisjoint(a.credential)]
            alike = {
                each: [a for a in sure if a._replace(credential=each.credential) == each]
                for each in doubtful
            }
            if all(alike.values()):
                return value.difference(doubtful).union(*alike.values())
    return value


def _gives(
    frame: Frame, get: Callable[[], Value], supposed: dict[Location, Value]
) -> tuple[Value, list[Location]]:
    """What a property gives where this is held, and what it reads for that."""
    assert frame.state is not None
    before = len(frame.summary.asked)
    frame.state.cells.update(supposed)
    return get(), list(_reads(frame, before))


def _store_either(
    frame: Frame, call: ast.Call, found: _Found, take: Callable[[Value], None]
) -> None:
    """Take the answer of the flag that is known where the call stands, or either in its branch."""
    test = found.flag.test
    decided = deciding.answer(frame, test, call)
    without = _credentials(frame, found.if_on if decided else found.if_off) >= NONE
    if decided is None or (without and not isinstance(test, ast.Name)):
        statements.branch(frame, test, lambda: take(TRUE), lambda: take(FALSE))
    else:
        take(TRUE if decided else FALSE)


def _deciding(
    frame: Frame, call: ast.Call, value: Value, evaluate: Callable[[], Value]
) -> _Found | None:
    """The flag that decides whether there are credentials in what a call gives."""
    held = _credentials(frame, value)
    if frame.state is None or not held >= NONE or not any(isinstance(a, Made) for a in held):
        return None
    for flag in _candidates(frame, call, evaluate):
        (if_on, on), (if_off, off) = (
            _tried(frame, flag, answer, evaluate) for answer in (TRUE, FALSE)
        )
        if on != off and on | off == held:
            return _Found(flag, if_on, if_off)
    return None


def managers_of(frame: Frame, item: ast.withitem) -> Value:
    """What a `with` enters. Where that is a client, it goes by its name already, so that a flag on
    which it hangs is known to tell of the name."""
    target, node = item.optional_vars, item.context_expr
    if not isinstance(node, ast.Call) or not isinstance(target, ast.Name):
        return expressions.evaluate(frame, node)

    def store(value: Value) -> None:
        if len(value) == 1 and all(isinstance(atom, Client) for atom in value):
            dispatch.assign(frame, target, value)

    return assign(frame, node, store)


def _tried(
    frame: Frame, flag: _Flag, answer: Value, evaluate: Callable[[], Value]
) -> tuple[Value, Value]:
    """What would be given, and the credentials in it; nothing is noted of it."""

    def work() -> tuple[Value, Value]:
        value = _supposing(frame, flag, answer, evaluate)
        return value, _credentials(frame, value)

    return _in_trial(frame, work)


def _in_trial(frame: Frame, work: Callable[[], _T]) -> _T:
    """What the work finds, of which nothing is noted or left behind."""
    assert frame.state is not None
    before, undo = frame.state.copy(), frame.summary.mark()
    sink, observers = frame.sink, frame.observers
    frame.sink, frame.observers = Sink(), []
    found = work()
    frame.state, frame.sink, frame.observers = before, sink, observers
    undo()
    return found


def _supposing(frame: Frame, flag: _Flag, answer: Value, evaluate: Callable[[], Value]) -> Value:
    if flag.owner is None:
        return _where_given(frame, {flag.test: answer}, evaluate)
    owner = _object(frame, flag.owner)
    if owner is None or frame.state is None or not isinstance(flag.test, ast.Attribute):
        return evaluate()
    place = owner, flag.test.attr
    before = frame.state.cells.get(place)
    frame.state.cells[place] = answer
    value = _where_given(frame, {flag.owner: one(owner)}, evaluate)
    if frame.state is not None and frame.state.cells.get(place) == answer:
        del frame.state.cells[place]
        if before is not None:
            frame.state.cells[place] = before
    return value


def _where_given(
    frame: Frame, arguments: dict[ast.expr, Value], evaluate: Callable[[], Value]
) -> Value:
    """What is evaluated where arguments are taken to be this."""
    known = frame.supposed
    frame.supposed = {**known, **arguments}
    value = evaluate()
    frame.supposed = known
    return value


def _keep_with_objects(frame: Frame, flag: ast.expr, value: Value) -> None:
    asked = choices.decision(frame, flag)
    known = frame.state.choices if frame.state is not None else {}
    choice = known.get(asked.key) if asked is not None else None
    for atom in value:
        if isinstance(atom, Instance) and choice is not None and frame.state is not None:
            flags.keep_chosen(frame.state, atom, choice)


def _candidates(frame: Frame, call: ast.Call, evaluate: Callable[[], Value]) -> Iterator[_Flag]:
    """The tests that the call may hang on."""
    for flag in list(_flags(frame, call))[:_MOST_FLAGS]:
        yield _Flag(flag, None)
    yield from islice(_attributes(frame, call, evaluate), _MOST_FLAGS)


def _flags(frame: Frame, call: ast.Call) -> Iterator[ast.expr]:
    """The arguments, also those of calls that are arguments, which are tests that may be so or
    not."""
    for argument in _arguments(call):
        match argument:
            case ast.Name() | ast.Attribute() | ast.UnaryOp(op=ast.Not()):
                asked = choices.decision(frame, argument)
                if asked is not None and _is_flag(expressions.evaluate(frame, argument)):
                    yield argument


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    for argument in (*call.args, *(word.value for word in call.keywords)):
        if isinstance(argument, ast.Call):
            yield from _arguments(argument)
            if isinstance(argument.func, ast.Attribute):
                yield argument.func.value
        else:
            yield argument


def _attributes(frame: Frame, call: ast.Call, evaluate: Callable[[], Value]) -> Iterator[_Flag]:
    """The attributes that what is called has asked of the objects that it is given."""
    objects: dict[ast.expr, Atom] = {}
    receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    for owner in (*receiver, *_arguments(call)):
        if choices.written(owner) is not None and (found := _object(frame, owner)) is not None:
            objects[owner] = found
    asked = _in_trial(frame, lambda: _asked(frame, evaluate, objects)) if objects else []
    for owner, name in asked:
        test = _attribute(frame, owner, name)
        if _is_flag(expressions.evaluate(frame, test)):
            yield _Flag(test, owner)


def _asked(
    frame: Frame, evaluate: Callable[[], Value], objects: dict[ast.expr, Atom]
) -> list[tuple[ast.expr, str]]:
    before = len(frame.summary.asked)
    _where_given(frame, {owner: one(atom) for owner, atom in objects.items()}, evaluate)
    reads = dict.fromkeys(_reads(frame, before))
    return [
        (owner, name)
        for owner, atom in objects.items()
        for subject, name in reads
        if subject == atom and isinstance(name, str)
    ]


def _reads(frame: Frame, before: int) -> Iterator[Location]:
    """What calls have read since this frame had asked for so many."""
    for each in frame.summary.asked[before:]:
        if isinstance(each, Summary):
            yield from each.reads


def _object(frame: Frame, owner: ast.expr) -> Atom | None:
    """The object whose attributes may be supposed: one of which nothing is known is, for that, one
    that has no others."""
    value = expressions.evaluate(frame, owner)
    if value == UNKNOWN:
        return Made("types.SimpleNamespace", frame.place(owner))
    atom = next(iter(value)) if len(value) == 1 else None
    return atom if isinstance(atom, (Instance, Made, External)) else None


def _attribute(frame: Frame, owner: ast.expr, name: str) -> ast.Attribute:
    """The attribute as code that stands where its owner does; the same node for the same one."""
    known = frame.island.known if frame.island is not None else {}
    key = _attribute, owner, name
    if key not in known:
        known[key] = standing(ast.Attribute(owner, name, ast.Load()), owner)
    found: ast.Attribute = known[key]
    return found


def _is_flag(value: Value) -> bool:
    """Whether the value may be true or false, and is no object of the program's."""
    known = {truth(atom) for atom in value}
    return (None in known or len(known) > 1) and all(
        isinstance(a, (Plain, Const, External, ExternalMethod)) for a in value
    )


def _credentials(frame: Frame, value: Value) -> Value:
    """The credentials that the value may be, or may have been made with; also its attributes."""
    found: set[Atom] = set()
    cells = frame.state.cells if frame.state is not None else {}
    instances = {atom for atom in value if isinstance(atom, Instance)}
    inside = [held for place, held in cells.items() if place[0] in instances] if instances else []
    for held in (value, *inside):
        found.update(atom for atom in held if isinstance(atom, Made) or atom is Plain.NONE)
        for atom in held:
            if isinstance(atom, Client):
                found |= atom.credential
            elif isinstance(atom, Sequence):
                found = found.union(*(_credentials(frame, each) for each in atom.items))
    return frozenset(found)
