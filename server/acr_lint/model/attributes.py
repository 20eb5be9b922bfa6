"""Attributes and items: what `value.name` and `value[key]` may be, and assigning to them."""

from __future__ import annotations

import _ast as ast
from functools import partial

from acr_lint.model import (
    calls,
    classes,
    enums,
    mirrors,
    modules,
    names,
    outside,
    supposing,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Used
from acr_lint.model.frame import Frame
from acr_lint.model.program import Module
from acr_lint.model.state import CLIENT, SETTER
from acr_lint.model.telling import assured
from acr_lint.model.values import (
    EMPTY,
    TEXT,
    UNBOUND,
    UNKNOWN,
    Atom,
    Bound,
    Caught,
    Class,
    Client,
    Const,
    Container,
    Decorated,
    External,
    ExternalMethod,
    Function,
    Future,
    Instance,
    Lazy,
    Made,
    Manager,
    Member,
    ModuleValue,
    Pager,
    Partial,
    Plain,
    Result,
    SdkMethod,
    Sending,
    Sequence,
    Stream,
    Super,
    Suspended,
    Value,
    const,
    join,
    join2,
    one,
)
from acr_lint.model.world import any_instance
from acr_lint.sdk.models import NAMESPACES
from acr_lint.sdk.operations import OPERATIONS

_VALIDATING = ("model_validate", "model_validate_json", "parse_obj", "parse_raw", "construct")
_MIRROR = "__dict__"
_WITH_SLOTS = (Instance, Member, Class, ModuleValue, Made, External, ExternalMethod, Function)


def load(frame: Frame, value: Value, name: str, node: ast.Attribute) -> Value:
    """What the attribute may be."""
    return join(_of_atom(frame, atom, name, node) for atom in value)


def store(frame: Frame, value: Value, name: str, stored: Value, node: ast.AST) -> None:
    """Assign to the attribute of whatever the value may be, as the program's code does."""
    plain = frozenset(
        atom
        for atom in value
        if not isinstance(atom, Instance)
        or classes.find(frame, atom.cls, "__setattr__") is None
        or not mirrors.set_by_own(frame, atom, name, stored, node)
    )
    put(
        frame,
        frozenset(
            atom
            for atom in plain
            if not isinstance(atom, Instance) or not _set_property(frame, atom, name, stored, node)
        ),
        name,
        stored,
        node,
    )


def put(frame: Frame, value: Value, name: str, stored: Value, node: ast.AST) -> None:
    """Let the attribute of whatever the value may be hold what is stored."""
    targets = [atom for atom in value if isinstance(atom, _WITH_SLOTS)]
    if len(targets) < len(value):
        frame.changes(name)
    else:
        frame.forget_asked((name,))
    for atom in targets:
        subject: object = atom.module if isinstance(atom, ModuleValue) else atom
        if len(targets) == 1:
            frame.write((subject, name), stored)
        else:
            frame.add((subject, name), stored)


def _set_property(
    frame: Frame, instance: Instance, name: str, stored: Value, node: ast.AST
) -> bool:
    """Whether the attribute is a property with a setter, which has then been called."""
    called = False
    for atom in classes.find(frame, instance.cls, name) or ():
        if isinstance(atom, Decorated) and atom.kind == "property":
            for setter in frame.read((atom, SETTER)) or ():
                if isinstance(setter, Function):
                    args = Args((one(instance), stored))
                    calls.call_function(frame, setter, args, node)
                    called = True
    return called


def any_of_class(frame: Frame, atom: object, node: ast.AST) -> Value:
    """What a name may be whose annotation is this class."""
    if isinstance(atom, Class):
        instance = any_instance(atom)
        flavor = classes.client_flavor(frame, atom)
        if flavor is not None and frame.read((instance, CLIENT)) is None:
            client = Client(frame.place(node), frame.context, flavor, UNKNOWN, True)
            frame.write((instance, CLIENT), one(client))
        if classes.is_record(frame, atom):
            classes.fill_any(frame, instance)
        return one(instance)
    return UNKNOWN


def _of_atom(frame: Frame, atom: Atom, name: str, node: ast.Attribute) -> Value:
    match atom:
        case Made() | External() | ExternalMethod() | Function():
            held = outside.slot(frame, atom, name)
            if held is not None:
                return held
            if outside.is_bare(atom):
                return UNKNOWN
            if isinstance(atom, ExternalMethod) and atom.method == _MIRROR:
                return one(ExternalMethod(atom, name))
    match atom:
        case Instance():
            return _of_instance(frame, atom, name, node)
        case Member():
            return enums.attribute(frame, atom, name, node)
        case Class():
            return _of_class(frame, atom, name)
        case Super(cls, receiver):
            return _of_super(frame, cls, receiver, name, node)
        case ModuleValue(module):
            held = names.module_attribute(frame, module, name)
            return held or made_by_module(frame, module, name, node)
        case Client():
            return _of_client(frame, atom, name, node)
        case External(full):
            if full in NAMESPACES:
                frame.note(Used(frame.place(node), "attribute", one(atom)))
            return modules.member_of_namespace(frame, f"{full}.{name}")
        case Result(origin, path):
            frame.note(Used(frame.place(node), "attribute", one(atom)))
            found = Result(origin, f"{path}.{name}")
            return one(assured(found) if frame.read((atom, name)) else found)
        case Const() if name == "value":  # of an enum's member, which no literal has
            return one(atom)
        case Bound(function, _) if name in ("__func__", "__wrapped__"):
            return one(function)
        case Decorated(_, function) if name in ("fget", "__wrapped__", "func"):
            return function
        case Partial(function, _, _) if name == "func":
            return function
        case Function() | Class() if name in ("__name__", "__qualname__", "__module__", "__doc__"):
            return TEXT
        case Stream():
            frame.note(Used(frame.place(node), "attribute", one(atom)))
            return one(ExternalMethod(atom, name))
        case (
            Made()
            | Container()
            | Sequence()
            | Pager()
            | Sending()
            | Suspended()
            | Future()
            | Lazy()
            | Manager()
            | Const()
            | Plain.TEXT
            | Decorated()
        ):
            return one(ExternalMethod(atom, name))
        case Caught(handler, path):
            frame.note(Used(frame.place(node), "attribute", one(atom)))
            seen = Caught(handler, f"{path}.{name}")
            return one(assured(seen) if frame.read((atom, name)) else seen)
        case Plain.NONE | Plain.UNBOUND:
            return EMPTY
    return UNKNOWN


def made_by_module(frame: Frame, module: Module, name: str, node: ast.AST) -> Value:
    """What a module's own `__getattr__` gives for a name that it lacks."""
    getter = frame.read((module, "__getattr__")) or EMPTY
    functions = [atom for atom in getter if isinstance(atom, Function)]
    return (
        join(calls.call_function(frame, a, Args((const(name),)), node) for a in functions)
        or UNKNOWN
    )


def _of_instance(frame: Frame, instance: Instance, name: str, node: ast.Attribute) -> Value:
    if name == "__class__":
        return one(instance.cls)
    if name == _MIRROR:
        return mirrors.of(instance)
    found = classes.find(frame, instance.cls, name)
    if found is not None:
        data = [a for a in found if isinstance(a, Decorated) and a.kind == "property"]
        if data:
            supposed = frame.read((instance, name))
            if supposed is not None:
                return supposed

            get = partial(_gotten, frame, instance, found, node)
            return supposing.of_property(frame, instance, node, get)
    cached = any(isinstance(a, Decorated) and a.kind == "cached_property" for a in found or ())
    if cached and found is not None:
        make = partial(_cached, frame, instance, name, found, node)
        return supposing.of_property(frame, instance, node, make)
    held = classes.instance_attribute(frame, instance, name)
    if held is not None:
        if instance.place is None and found is not None:
            held = join2(held, found)
        return held
    if found is not None:
        return _gotten(frame, instance, found, node)
    promised = classes.promised(frame, instance, name)
    if promised is not None:
        return promised
    client = frame.read((instance, CLIENT))
    if client is not None:
        return join(
            _of_client(frame, inner, name, node) for inner in client if isinstance(inner, Client)
        )
    if name in classes.STACK_METHODS and (stack := classes.stack_of(frame, instance)) is not None:
        return one(ExternalMethod(stack, name))
    if name == "_replace" or (name == "start" and classes.is_thread(frame, instance.cls)):
        return one(ExternalMethod(instance, name))
    getter = classes.find(frame, instance.cls, "__getattr__")
    if getter is not None:
        return join(
            calls.call_function(frame, a, Args((one(instance), const(name))), node)
            for a in getter
            if isinstance(a, Function)
        )
    return UNKNOWN


def _gotten(frame: Frame, instance: Instance, found: Value, node: ast.Attribute) -> Value:
    """What the object gives of what its class has under a name."""
    return join(classes.bound_method(frame, atom, instance, node) for atom in found)


def _cached(
    frame: Frame, instance: Instance, name: str, found: Value, node: ast.Attribute
) -> Value:
    """A cached property: its getter runs until it has given something once."""
    held = frame.read((instance, name))
    if held is not None and not held & UNBOUND:
        return held
    if held is None:
        frame.write((instance, name), UNBOUND)
    value = _gotten(frame, instance, found, node)
    frame.write((instance, name), value)
    return value if held is None else join2(value, held - UNBOUND)


def _of_class(frame: Frame, cls: Class, name: str) -> Value:
    found = classes.find(frame, cls, name)
    if found is None:
        if name == _MIRROR:
            return mirrors.of(cls)
        if name in ("__name__", "__qualname__", "__module__"):
            return TEXT
        if name == "_make":
            return one(cls)
        if name in _VALIDATING and classes.has_unknown_base(frame, cls):
            return one(Partial(one(External("identity")), (one(any_instance(cls)),), ()))
        return UNKNOWN
    seen: Value = EMPTY
    for atom in found:
        match atom:
            case Decorated("staticmethod", function):
                seen = join2(seen, function)
            case Decorated("classmethod", function):
                bound = frozenset(
                    Bound(inner, cls) if isinstance(inner, Function) else inner
                    for inner in function
                )
                seen = join2(seen, bound)
            case _:
                seen = join2(seen, one(atom))
    return seen


def _of_super(frame: Frame, cls: Class, receiver: Atom, name: str, node: ast.Attribute) -> Value:
    start = receiver.cls if isinstance(receiver, Instance) else receiver
    if isinstance(start, Class):
        found = classes.find(frame, start, name, after=cls)
        if found is not None:
            return join(classes.bound_method(frame, a, receiver, node) for a in found)
        if isinstance(receiver, Instance):
            client = frame.read((receiver, CLIENT))
            if client is not None and name != "__init__":
                return join(
                    _of_client(frame, inner, name, node)
                    for inner in client
                    if isinstance(inner, Client)
                )
    return one(ExternalMethod(Super(cls, receiver), name))


def _of_client(frame: Frame, client: Client, name: str, node: ast.Attribute) -> Value:
    if name in OPERATIONS:
        return one(SdkMethod(client, name))
    if name in ("__enter__", "__aenter__", "__exit__", "__aexit__"):
        return one(SdkMethod(client, name))
    if not name.startswith("_") and isinstance(node.ctx, ast.Load):
        return one(SdkMethod(client, name))
    return UNKNOWN
