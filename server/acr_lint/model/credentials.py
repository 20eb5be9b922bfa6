"""Credentials: what tests tell of clients, by what their credentials hung on.

A client is *linked* where a choice tells with which of two credentials it was made: the choice that
its credential hung on, or that between the two of the name that it was made with. Of one that isn't
linked, a test of a credential tells where it is the only one that was made with such a value.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.model import choices
from acr_lint.model.frame import Frame
from acr_lint.model.program import Module
from acr_lint.model.state import CLOSED, MOST_SIDES, Choice, Location, State
from acr_lint.model.values import (
    EMPTY,
    NONE,
    Client,
    FrameId,
    Made,
    Value,
    one,
)

_ITSELF = " itself"


def link(frame: Frame, made: Value, node: ast.Call) -> None:
    """Link the clients that a call gives to what it was given as their credentials."""
    for atom in made:
        if isinstance(atom, Client) and len(atom.credential) > 1 and atom.credential >= NONE:
            if frame.state is not None:
                _link(frame, frame.state, atom, node)


def _link(frame: Frame, state: State, client: Client, node: ast.Call) -> None:
    offers = dict(_offers(frame, state, client, node))
    if not offers:
        return
    before = {key for key, choice in state.choices.items() if _is_linked(choice, client)}
    if before and before.isdisjoint(offers):
        _unlink(state, client)
        return
    if state.told.get(one(client)):
        state.told = {key: left for key, left in state.told.items() if key != one(client)}
    for key, place in offers.items():
        if key not in state.choices:
            side = (place, client.credential - NONE, NONE)
            choice = Choice(frozenset((key.removesuffix(_ITSELF),)), (side,), None)
            state.choices = {**state.choices, key: choice}
        _hang(state, client, place, None if place else key)


def _offers(
    frame: Frame, state: State, client: Client, node: ast.Call
) -> Iterator[tuple[str, str | Location]]:
    """The choices that a client may hang on that is made by this call, and what they choose."""
    for given in (*node.args, *(word.value for word in node.keywords)):
        match given:
            case ast.Name(id=name):
                place = _place(frame, name)
                held = state.names.get(place) if isinstance(place, str) else frame.read(place)
                if held == client.credential:
                    yield f"{name}{_ITSELF}", place
            case ast.IfExp(test=test):
                asked = choices.decision(frame, test)
                if asked is not None and asked.key in state.choices:
                    yield asked.key, ""


def _is_linked(choice: Choice, client: Client) -> bool:
    return any(place == client for place, _, _ in choice.sides)


def _unlink(state: State, client: Client) -> None:
    """Let nothing tell of a client any more that stands for several."""
    state.told = {**state.told, one(client): one(client)}
    state.choices = {
        key: choice._replace(sides=tuple(side for side in choice.sides if side[0] != client))
        for key, choice in state.choices.items()
    }


def _place(frame: Frame, name: str) -> str | Location:
    """Where a name of the running code holds its value."""
    code = frame.code
    if code is None:
        return (frame.module, name)
    return (frame.id, name) if name in code.captured else name


def _hang(state: State, client: Client, place: str | Location, only: str | None = None) -> None:
    """Let a client hang on the choices on which what stands in a place does."""
    changed: dict[str, Choice] = {}
    for key, choice in state.choices.items() if only is None else ((only, state.choices[only]),):
        for where, when_true, when_false in choice.sides:
            if where == place and when_true | when_false == client.credential:
                first = one(client._replace(credential=when_true))
                second = one(client._replace(credential=when_false))
                others = tuple(side for side in choice.sides if side[0] != client)
                if len(others) < MOST_SIDES:
                    changed[key] = choice._replace(sides=(*others, (client, first, second)))
    if changed:
        state.choices = {**state.choices, **changed}


def settle(state: State, client: Client, left: Value) -> None:
    """Note which of its credentials a linked client was made with."""
    known = state.told.get(one(client))
    if known is None or not _credentials(known) <= _credentials(left):
        state.told = {**state.told, one(client): left}
        _spread(state)


def tell(frame: Frame, state: State, value: Value, left: Value) -> None:
    """Note what a test has left of a value that may be a credential or None, unless it may be
    another name's, or that of several clients."""
    decides = left == NONE or not left >= NONE
    if len(value) > 1 and value >= NONE and decides and any(isinstance(a, Made) for a in value):
        alone = (
            not _is_held(frame, state, value)
            and state.told.get(value, left) == left
            and len(set(_made_with(frame, state, value))) < 2
            and not any(client.credential == value for client in _linked(state))
        )
        state.told = {**state.told, value: left if alone else value}
        if alone:
            _take_globals(frame, state, value)
            _spread(state)


def was_told(frame: Frame, place: Location, left: Value) -> bool:
    """Whether a call that never writes there has only told that a place isn't None: then that is
    known from here on."""
    held = frame.read(place)
    if frame.state is None or held is None or not held >= NONE or left >= NONE or not left < held:
        return False
    frame.state.cells[place] = left
    choices.recall_all(frame, frame.state, frame.state.choices)
    tell(frame, frame.state, held, left)
    return True


def told(state: State, value: Value) -> Value:
    """The value with its clients as tests have told them to be."""
    clients = [atom for atom in value if isinstance(atom, Client)]
    changed = {client: _told(state, client) for client in clients}
    if all(now == one(before) for before, now in changed.items()):
        return value
    return value.difference(clients).union(*changed.values())


def _told(state: State, client: Client) -> Value:
    known = state.told.get(one(client))
    if known is not None:
        return known
    left = state.told.get(client.credential)
    return one(client if left is None else client._replace(credential=left))


def _spread(state: State) -> None:
    """Let all that is held be as it was told to be."""
    for name, held in state.names.items():
        state.names[name] = told(state, held)
    for place, held in state.cells.items():
        state.cells[place] = told(state, held)


def _take_globals(frame: Frame, state: State, credential: Value) -> None:
    """Take the module's clients that were made with this credential to those that are told of."""
    for place, held in frame.world.heap.items() if frame.code is not None else ():
        if place[0] is frame.module and place not in state.cells:
            if any(isinstance(atom, Client) and atom.credential == credential for atom in held):
                now = frame.inherited(place)
                if now is not None:
                    state.cells[place] = now


def _credentials(clients: Value) -> Value:
    return EMPTY.union(*(atom.credential for atom in clients if isinstance(atom, Client)))


def _linked(state: State) -> Iterator[Client]:
    for choice in state.choices.values():
        for place, _, _ in choice.sides:
            if isinstance(place, Client):
                yield place


def _made_with(frame: Frame, state: State, credential: Value) -> Iterator[Client]:
    """The clients that were made with just this credential."""
    for cells in (state.cells, frame.world.heap if frame.code is None else {}):
        for subject, name in cells:
            if name == CLOSED and isinstance(subject, Client) and subject.credential == credential:
                yield subject


def _is_held(frame: Frame, state: State, value: Value) -> bool:
    """Whether a name holds just this value."""
    heap = frame.world.heap if frame.code is None else {}
    return value in state.names.values() or any(
        held == value and isinstance(place[0], (Module, FrameId))
        for cells, hidden in ((state.cells, {}), (heap, state.cells))
        for place, held in cells.items()
        if place not in hidden
    )
