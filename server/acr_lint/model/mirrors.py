"""Attributes under names that are themselves values: `__dict__`, `vars` and `__setattr__`.

A *mirror* shows the attributes of an object, or a module's globals, as a dict; what is stored in
it is stored in the object. It is the object's method `__dict__` to the interpreter.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import attributes, calls, classes, operators, partly_named
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.state import ANY_NAME
from acr_lint.model.values import (
    EMPTY,
    NONE,
    UNKNOWN,
    Atom,
    Class,
    Const,
    ExternalMethod,
    Function,
    Instance,
    Lazy,
    ModuleValue,
    Sequence,
    Value,
    const,
    join,
    join2,
    one,
)

_Put = Callable[[Frame, Value, str, Value, ast.AST], None]
MIRROR = "__dict__"
_MIRRORED = (Instance, Class, ModuleValue)
_CHANGING = frozenset(("__setitem__", "clear", "pop", "popitem", "setdefault", "update"))


def of(atom: Atom) -> Value:
    """The mirror of an object; UNKNOWN of one that isn't the program's."""
    return one(ExternalMethod(atom, MIRROR)) if isinstance(atom, _MIRRORED) else UNKNOWN


def vars_(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`vars(object)`."""
    return join(of(atom) for atom in args.argument(0, "object")) or UNKNOWN


def globals_(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`globals()`."""
    return of(ModuleValue(frame.module))


def load(frame: Frame, mirror: ExternalMethod, key: Value, node: ast.AST) -> Value:
    """What stands in a mirror under a key."""
    found = operators.attribute(frame, one(mirror.receiver), key, node)
    if found == UNKNOWN and isinstance(node, ast.Subscript):
        return join2(found, partly_named.functions(frame, one(mirror.receiver), node.slice))
    return found


def store(frame: Frame, mirror: ExternalMethod, key: Value, stored: Value, node: ast.AST) -> None:
    """Store a value in the object under a name."""
    set_named(frame, one(mirror.receiver), key, stored, attributes.put, node)


def set_named(
    frame: Frame, subject: Value, key: Value, stored: Value, put: _Put, node: ast.AST
) -> None:
    """Give objects an attribute whose name is itself a value.

    Several names are those that a loop goes through: each gets what is stored. After that, or a
    name that isn't known, no attribute is known not to be set.
    """
    names = [a.value for a in key if isinstance(a, Const) and isinstance(a.value, str)]
    if len(names) < len(key):
        names = []
    if len(names) != 1:
        stored = stored if len(stored) == 1 else UNKNOWN
        names = [name for name in names if not name.startswith("__")]
        for atom in subject:
            if isinstance(atom, (Instance, Class)):
                frame.write((atom, ANY_NAME), UNKNOWN)
            elif not names:
                frame.changes("")
    for name in names:
        put(frame, subject, name, stored, node)


def call(frame: Frame, mirror: ExternalMethod, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method of a mirror."""
    first, *rest = args.positional or (EMPTY,)
    match method:
        case "get" | "__getitem__" | "pop":
            found = load(frame, mirror, first, node)
            return join((found, *rest)) if rest else join2(found, NONE)
        case "setdefault" if rest:
            held = load(frame, mirror, first, node)
            if held == UNKNOWN:
                store(frame, mirror, first, rest[0], node)
            return join2(held - UNKNOWN, rest[0])
        case "update":
            for name, value in args.keywords.items():
                store(frame, mirror, const(name), value, node)
            for atom in first:
                entries = calls.known_entries(frame, one(atom))
                if entries is None:
                    store(frame, mirror, UNKNOWN, UNKNOWN, node)
                for name, value in (entries or {}).items():
                    store(frame, mirror, const(name), value, node)
            return NONE
        case "items" | "values" | "keys":
            return _shown(frame, mirror, method)
        case "copy":
            return one(mirror)
    return UNKNOWN


def shown(node: ast.expr) -> ast.expr | None:
    """The object of which the expression gives the mirror, as it is written; None of others."""
    match node:
        case ast.Attribute(value=subject, attr="__dict__"):
            return subject
        case ast.Call(func=ast.Name(id="vars"), args=[subject], keywords=[]):
            return subject
    return None


def of_unknown(frame: Frame, method: ast.Attribute) -> None:
    """A method is called, perhaps one that changes the mirror of an object that isn't known."""
    if method.attr in _CHANGING and shown(method.value) is not None:
        frame.changes("")


def set_attribute(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`object.__setattr__(instance, name, value)`."""
    if len(args.positional) == 3:
        subject, name, stored = args.positional
        for atom in subject:
            if isinstance(atom, _MIRRORED):
                store(frame, ExternalMethod(atom, MIRROR), name, stored, node)
    return NONE


def set_by_own(frame: Frame, instance: Instance, name: str, stored: Value, node: ast.AST) -> bool:
    """Whether the class of the instance has a `__setattr__`, which has then been called."""
    found = classes.find(frame, instance.cls, "__setattr__")
    functions = [atom for atom in found or () if isinstance(atom, Function)]
    for function in functions:
        args = Args((one(instance), const(name), stored))
        calls.call_function(frame, function, args, node)
    return bool(functions)


def _shown(frame: Frame, mirror: ExternalMethod, method: str) -> Value:
    """All that a class defines itself, as `items()`, `values()` or `keys()` gives it."""
    if not isinstance(mirror.receiver, Class):
        return UNKNOWN
    pairs: list[tuple[Value, Value]] = []
    for statement in mirror.receiver.code.node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            held = frame.read((mirror.receiver, statement.name))
            if held:
                pairs.append((const(statement.name), held))
    if method == "items":
        items = [one(Sequence(pair)) for pair in pairs]
    else:
        items = [pair[method == "values"] for pair in pairs]
    return one(Lazy("items", (join(items),), EMPTY))
