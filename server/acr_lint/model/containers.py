"""Lists, dicts and sets on the heap.

The heap holds of a container: under a literal key or index the value stored there, under `KEYS`
the literal keys themselves, and under `ELEMENT` whatever was stored under a key that isn't known.
"""

from __future__ import annotations

import _ast as ast

from acr_lint.model.frame import Frame
from acr_lint.model.state import ELEMENT, KEYS, OTHER_KEYS
from acr_lint.model.values import (
    EMPTY,
    TEXT,
    UNBOUND,
    UNKNOWN,
    Atom,
    Const,
    Container,
    Member,
    Sequence,
    Value,
    join,
    join2,
    literal_of,
    one,
)

_MOST_KEYS = 64


def new(frame: Frame, kind: str, node: ast.AST) -> Container:
    """An empty container that `node` makes; the same one in each round of a loop."""
    container = Container(kind, frame.place(node), frame.context)
    frame.write((container, KEYS), EMPTY)
    frame.write((container, ELEMENT), EMPTY)
    return container


def store(frame: Frame, container: Container, key: Value, value: Value) -> None:
    """Store a value under a key."""
    literal = _literal(key)
    if literal is None:
        store_some(frame, container, key, value)
        return
    keys = frame.read((container, KEYS)) or EMPTY
    if len(keys) >= _MOST_KEYS:
        frame.add((container, ELEMENT), value)
        return
    frame.write((container, KEYS), keys | one(literal))
    frame.write((container, _slot(literal)), value)


def store_some(frame: Frame, container: Container, key: Value, value: Value) -> None:
    """Store values under keys of which any number may be there."""
    frame.add((container, ELEMENT), value)
    if container.kind == "dict":
        frame.add((container, OTHER_KEYS), key)


def delete(frame: Frame, container: Container, key: Value) -> None:
    """Take out what is stored under a key."""
    literal = _literal(key)
    if literal is not None and literal in (frame.read((container, KEYS)) or ()):
        if container.kind == "dict":
            frame.write((container, _slot(literal)), UNBOUND)


def append(frame: Frame, container: Container, value: Value) -> None:
    """Store one more element."""
    frame.add((container, ELEMENT), value)


def load(frame: Frame, container: Container, key: Value) -> Value:
    """What `container[key]` may be; EMPTY where nothing was ever stored that it could be."""
    if len(key) > 1 and all(isinstance(atom, (Const, Member)) for atom in key):
        return join(load(frame, container, one(atom)) for atom in key)
    literal = _literal(key)
    rest = frame.read((container, ELEMENT))
    if literal is not None:
        held = frame.read((container, _slot(literal)))
        if held is not None:
            held = held - UNBOUND
            return held if not rest or container.kind == "dict" else join2(held, rest)
        if container.kind != "dict":
            items = exact_items(frame, container)
            if items is not None and isinstance(literal.value, int):
                known = -len(items) <= literal.value < len(items)
                return items[literal.value] - UNBOUND if known else EMPTY
            return values_of(frame, container)
        return rest if rest is not None else UNKNOWN
    return values_of(frame, container)


def get(frame: Frame, container: Container, key: Value, default: Value) -> Value:
    """What `container.get(key, default)` may be."""
    if len(key) > 1 and all(isinstance(atom, (Const, Member)) for atom in key):
        return join(get(frame, container, one(atom), default) for atom in key)
    literal = _literal(key)
    keys = frame.read((container, KEYS))
    rest = frame.read((container, ELEMENT))
    if literal is not None and keys is not None and literal in keys and not rest:
        held = frame.read((container, _slot(literal))) or default
        return join2(held - UNBOUND, default) if held & UNBOUND else held
    if literal is not None and keys is not None and literal not in keys and not rest:
        return default if rest is not None else join2(UNKNOWN, default)
    return join2(load(frame, container, key), default)


def values_of(frame: Frame, container: Container) -> Value:
    """What the container's values, or elements, may be."""
    keys = frame.read((container, KEYS))
    rest = frame.read((container, ELEMENT))
    found = [rest] if rest is not None else []
    if keys is None and rest is None:
        return UNKNOWN
    for key in keys or ():
        if isinstance(key, (Const, Member)):
            found.append(frame.read((container, _slot(key))) or EMPTY)
    return join(found) - UNBOUND


def keys_of(frame: Frame, container: Container) -> Value:
    """What the container's keys may be."""
    keys = frame.read((container, KEYS)) or EMPTY
    others = frame.read((container, OTHER_KEYS))
    if others:
        return join2(keys, others)
    return keys if keys else (TEXT if frame.read((container, ELEMENT)) else EMPTY)


def elements_of(frame: Frame, container: Container) -> Value:
    """What iterating over the container gives."""
    return keys_of(frame, container) if container.kind == "dict" else values_of(frame, container)


def items_of(frame: Frame, container: Container) -> Value:
    """What iterating over `container.items()` gives."""
    pairs = EMPTY
    for key in frame.read((container, KEYS)) or ():
        if isinstance(key, (Const, Member)):
            held = (frame.read((container, _slot(key))) or EMPTY) - UNBOUND
            if held:
                pairs = join2(pairs, one(Sequence((one(key), held))))
    rest = frame.read((container, ELEMENT))
    if rest:
        other = frame.read((container, OTHER_KEYS)) or TEXT
        pairs = join2(pairs, one(Sequence((other, rest))))
    return pairs if pairs else (EMPTY if rest is not None else one(Sequence((UNKNOWN, UNKNOWN))))


def exact_pairs(frame: Frame, container: Container) -> tuple[Value, ...] | None:
    """The keys and values of a dict to which nothing was added under a key that isn't known."""
    keys = frame.read((container, KEYS))
    if not keys or frame.read((container, ELEMENT)):
        return None
    found: list[Value] = []
    for key in sorted(keys, key=_order):
        held = frame.read((container, _slot(key))) if isinstance(key, (Const, Member)) else None
        if held is None or held & UNBOUND:
            return None
        found.append(one(Sequence((one(key), held))))
    return tuple(found)


def _order(key: Atom) -> str:
    return key.name if isinstance(key, Member) else repr(key)


def merge(frame: Frame, container: Container, other: Atom) -> None:
    """Store all that another container holds."""
    if not isinstance(other, Container):
        frame.add((container, ELEMENT), UNKNOWN)
        return
    for key in frame.read((other, KEYS)) or ():
        if isinstance(key, (Const, Member)):
            held = frame.read((other, _slot(key))) or EMPTY
            if container.kind == "dict":
                store(frame, container, one(key), held)
            else:
                append(frame, container, held)
    rest = frame.read((other, ELEMENT))
    if rest:
        append(frame, container, rest)


def _literal(key: Value) -> Const | Member | None:
    if len(key) != 1:
        return None
    (atom,) = key
    atom = literal_of(atom)
    return atom if isinstance(atom, (Const, Member)) else None


def _slot(key: Const | Member) -> object:
    """The name under which the heap keeps what stands at a key."""
    return key.value if isinstance(key, Const) else key


def exact_items(frame: Frame, container: Container) -> tuple[Value, ...] | None:
    """The items of a list literal that nothing was added to; None for any other."""
    keys = frame.read((container, KEYS))
    if keys is None or frame.read((container, ELEMENT)):
        return None
    indices = {key.value for key in keys if isinstance(key, Const)}
    if indices != set(range(len(keys))):
        return None
    return tuple(frame.read((container, index)) or EMPTY for index in range(len(keys)))
