"""Enums of the program: their members, and how code gets hold of one."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import calls, classes
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    UNKNOWN,
    Class,
    Const,
    Function,
    Member,
    Sequence,
    Value,
    const,
    join,
    one,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    _KeyOf = Callable[[Member], Value]

_PLAIN = frozenset(("enum.Enum", "enum.Flag", "builtins.object"))


def make_members(frame: Frame, cls: Class, node: ast.ClassDef) -> None:
    """Let an enum's names stand for its members, once its body has run."""
    plain = _PLAIN.issuperset(classes.external_bases(frame, cls))
    for name in _names(node):
        value = frame.read((cls, name))
        if value is None or any(isinstance(atom, (Function, Member)) for atom in value):
            continue
        member = Member(cls, name, value, plain)
        frame.write((cls, name), one(member))
        for function in classes.find(frame, cls, "__init__") or ():
            if isinstance(function, Function):
                given = [atom.items for atom in value if isinstance(atom, Sequence)]
                args = Args((one(member), *(given[0] if given else (value,))))
                calls.call_function(frame, function, args, node)


def members(frame: Frame, cls: Class) -> list[Member] | None:
    """The members of an enum; None for other classes."""
    found = [
        atom
        for current in classes.ancestors(frame, cls)
        for name in _names(current.code.node)
        for atom in frame.read((current, name)) or ()
        if isinstance(atom, Member)
    ]
    return found or None


def of_value(known: list[Member], value: Value) -> Value:
    """What `Enum(value)` gives."""
    return _of_key(known, value, lambda member: member.value)


def of_name(known: list[Member], name: Value) -> Value:
    """What `Enum[name]` gives."""
    return _of_key(known, name, lambda member: const(member.name))


def attribute(frame: Frame, member: Member, name: str, node: ast.expr) -> Value:
    """What an attribute of a member is."""
    held = frame.read((member, name))
    if held is not None:
        return held
    if name in ("value", "_value_"):
        return member.value
    if name in ("name", "_name_"):
        return const(member.name)
    found = classes.find(frame, member.cls, name)
    if found is None:
        return UNKNOWN
    return join(classes.bound_method(frame, atom, member, node) for atom in found)


def _of_key(known: list[Member], key: Value, key_of: _KeyOf) -> Value:
    found: list[Value] = []
    for atom in key:
        fitting = [m for m in known if key_of(m) == one(atom)]
        if isinstance(atom, Const) and fitting:
            found.append(one(fitting[0]))
        elif isinstance(atom, Member):
            found.append(one(atom))
        else:
            found += (one(member) for member in known)
    return join(found)


def _names(node: ast.ClassDef) -> list[str]:
    names: list[str] = []
    for statement in node.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)])
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr())
            ):
                names.append(name)
    return [name for name in names if not name.startswith("_")]
