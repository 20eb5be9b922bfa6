"""Of which class a value is an object, and whether it can be called."""

from __future__ import annotations

from acr_lint.model import classes
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    Atom,
    Bound,
    Class,
    Client,
    Const,
    Container,
    External,
    ExternalMethod,
    Function,
    Instance,
    Made,
    Pager,
    Partial,
    Plain,
    SdkMethod,
    Sequence,
    Stream,
    Suspended,
)
from acr_lint.sdk.operations import CLIENT_NAMES

_UNRELATED = ("str", "int", "float", "bool", "bytes", "tuple", "list", "dict", "set", "frozenset")


def is_instance(frame: Frame, atom: Atom, wanted: list[Atom]) -> bool | None:
    """Whether the atom is an object of one of the classes; None where that isn't known."""
    results = {_is_one(frame, atom, kind) for kind in wanted}
    if True in results:
        return True
    return None if None in results or not wanted else False


def _is_one(frame: Frame, atom: Atom, kind: Atom) -> bool | None:
    if kind is Plain.UNKNOWN or atom in (Plain.UNKNOWN, Plain.UNBOUND):
        return None
    if isinstance(atom, ExternalMethod):
        return None
    if isinstance(atom, Instance):
        if isinstance(kind, Class):
            if kind in classes.ancestors(frame, atom.cls):
                return True
            return None if atom.place is None else False
        return None if classes.has_unknown_base(frame, atom.cls) else False
    if isinstance(kind, Class):
        return None if isinstance(atom, (Made, External)) else False
    if not isinstance(kind, External):
        return None
    if isinstance(atom, Client) and kind.name != "builtins.type":
        return CLIENT_NAMES.get(kind.name) == atom.flavor or (
            None if kind.name not in CLIENT_NAMES else False
        )
    if isinstance(atom, Made):
        below = frame.world.hierarchy.is_subclass(atom.maker, kind.name)
        if below is None and kind.name.removeprefix("builtins.") in _UNRELATED:
            return False
        return True if atom.maker == kind.name else below
    if kind.name == "builtins.type":
        return is_class(atom)
    match atom:
        case Plain.NONE:
            return kind.name == "types.NoneType"
        case Plain.TEXT:
            return _is_builtin("str", kind.name)
        case Const(kind=literal):
            if literal is bool and kind.name == "builtins.int":
                return True
            return kind.name == f"builtins.{literal.__name__}"
        case Container(kind=container):
            return _is_builtin(container, kind.name)
        case Sequence():
            return _is_builtin("tuple", kind.name)
        case Function() | Suspended() | Pager() | Stream():
            return None
    return None


def _is_builtin(own: str, wanted: str) -> bool | None:
    """Whether an object whose class is the builtin `own` is one of `wanted`."""
    name = wanted.removeprefix("builtins.")
    if name == own:
        return True
    return False if name in _UNRELATED and wanted.startswith("builtins.") else None


def is_class(atom: Atom) -> bool | None:
    """Whether the atom is a class; None where that isn't known."""
    match atom:
        case Class():
            return True
        case Plain.UNKNOWN | Plain.UNBOUND | External() | ExternalMethod() | Made():
            return None
    return False


def is_callable(frame: Frame, atom: Atom) -> bool | None:
    """Whether the atom can be called; None where that isn't known."""
    match atom:
        case Function() | Bound() | Class() | Partial() | SdkMethod():
            return True
        case Plain.NONE | Plain.TEXT | Plain.NUMBER | Plain.FLAG | Const() | Container():
            return False
        case Sequence() | Client() | Pager() | Stream():
            return False
        case Instance():
            if classes.find(frame, atom.cls, "__call__") is not None:
                return True
            return None if classes.has_unknown_base(frame, atom.cls) else False
    return None
