"""What `value[key]` may be."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    calls,
    classes,
    containers,
    dispatch,
    enums,
    mirrors,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Used
from acr_lint.model.frame import Frame
from acr_lint.model.state import FACTORY
from acr_lint.model.values import (
    EMPTY,
    NONE,
    TEXT,
    UNBOUND,
    UNKNOWN,
    Atom,
    Class,
    Const,
    Container,
    External,
    ExternalMethod,
    Function,
    Instance,
    ModuleValue,
    Plain,
    Result,
    Sequence,
    Value,
    join,
    join2,
    one,
)


def load(frame: Frame, value: Value, key: Value, node: ast.Subscript) -> Value:
    """What `value[key]` may be."""
    return join(_item_of(frame, atom, key, node) for atom in value)


def _item_of(frame: Frame, atom: Atom, key: Value, node: ast.Subscript) -> Value:
    match atom:
        case Container():
            return _container_item(frame, atom, key, node)
        case ExternalMethod(_, "__dict__"):
            return mirrors.load(frame, atom, key, node)
        case External("sys.modules") if isinstance(node.slice, ast.Name):
            return one(ModuleValue(frame.module)) if node.slice.id == "__name__" else UNKNOWN
        case Sequence(items):
            index = _index(key)
            if index is not None and -len(items) <= index < len(items):
                return items[index]
            return join(items)
        case Result(origin, path):
            frame.note(Used(frame.place(node), "item", one(atom)))
            return one(Result(origin, f"{path}[]"))
        case External(full):
            if full == "os.environ":
                return TEXT
            return _alias(full, key) or one(atom)
        case Class():
            known = classes.members_of(frame, atom)
            return one(atom) if known is None else enums.of_name(known, key)
        case Plain.TEXT:
            return TEXT
        case Const(kind=kind) if kind is str:
            return TEXT
        case Instance():
            getter = classes.find(frame, atom.cls, "__getitem__")
            if getter is None:  # a dict of the program's own asks this for a key that it lacks
                getter = classes.find(frame, atom.cls, "__missing__")
            if getter is not None:
                return join(
                    calls.call_function(frame, a, Args((one(atom), key)), node)
                    for a in getter
                    if isinstance(a, Function)
                )
            return _record_item(frame, atom, key)
        case Plain.NONE | Plain.UNBOUND:
            return EMPTY
    return UNKNOWN


def _alias(full: str, key: Value) -> Value:
    """What a name for `Annotated[X, ...]`, `Optional[X]` or `Union[X, Y]` stands for."""
    parts = [atom.items for atom in key if isinstance(atom, Sequence)]
    match full.rpartition("."):
        case ("typing" | "typing_extensions", _, "Annotated") if parts and parts[0]:
            return parts[0][0]
        case ("typing", _, "Optional"):
            return join2(key, NONE)
        case ("typing", _, "Union") if parts:
            return join(parts[0])
    return EMPTY


def _container_item(frame: Frame, container: Container, key: Value, node: ast.AST) -> Value:
    factory = frame.read((container, FACTORY))
    if factory is None:
        return containers.load(frame, container, key)
    held = containers.get(frame, container, key, UNBOUND)
    if not held & (UNBOUND | UNKNOWN):
        return held
    made = dispatch.call(frame, factory, Args(), node)
    held = join2(held - UNBOUND - UNKNOWN, made)
    containers.store(frame, container, key, held)
    return held


def _record_item(frame: Frame, instance: Instance, key: Value) -> Value:
    if not classes.is_record(frame, instance.cls):
        return UNKNOWN
    fields = [
        statement.target.id
        for _, _, statement in classes.fields_of(frame, instance.cls)
        if isinstance(statement.target, ast.Name)
    ]
    index = _index(key)
    if index is not None and -len(fields) <= index < len(fields):
        fields = [fields[index]]
    return join(frame.read((instance, name)) or UNKNOWN for name in fields) - UNBOUND


def record_items(frame: Frame, instance: Instance) -> tuple[Value, ...] | None:
    """The fields' values of a record in their order; None for other instances."""
    if not classes.is_record(frame, instance.cls):
        return None
    return tuple(
        frame.read((instance, statement.target.id)) or NONE
        for _, _, statement in classes.fields_of(frame, instance.cls)
        if isinstance(statement.target, ast.Name)
    )


def _index(key: Value) -> int | None:
    if len(key) != 1:
        return None
    (atom,) = key
    if isinstance(atom, Const) and isinstance(atom.value, int):
        return atom.value
    return None
