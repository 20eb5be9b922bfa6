"""Frameworks that call the program's functions and may handle their errors."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import containers, dispatch, tries
from acr_lint.model.arguments import ANY_ARGUMENTS, Args
from acr_lint.model.facts import Registered, Routed
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    EMPTY,
    Bound,
    Container,
    External,
    ExternalMethod,
    Function,
    Made,
    Partial,
    Value,
    one,
)
from acr_lint.sdk.exceptions import DIGEST_ERROR, NETWORK_ERRORS, http_errors
from acr_lint.sdk.frameworks import FAMILIES, PARTS, REGISTERING, REGISTERING_OPTION
from acr_lint.sdk.operations import OPERATIONS

THREADS = Made("threading.Thread", None)  # stands for all threads where they are given functions


def is_app(atom: object) -> bool:
    """Whether the atom is an application, or a part of one, of a known framework."""
    return isinstance(atom, Made) and atom.maker.startswith(FAMILIES)


def serves(registered: Made, routed: Made) -> bool:
    """Whether a handler that one app has takes the errors of what another one calls."""
    if registered == routed:
        return True
    part = registered.maker.rpartition(".")[2] in PARTS
    return not part and registered.maker.partition(".")[0] == routed.maker.partition(".")[0]


def make(frame: Frame, maker: str, args: Args, node: ast.AST) -> Value:
    """An application; `exception_handlers=` registers handlers at once."""
    app = Made(maker, frame.place(node))
    for atom in args.keywords.get(REGISTERING_OPTION, EMPTY):
        if isinstance(atom, Container):
            _register(frame, app, containers.keys_of(frame, atom), node)
    return one(app)


def call(frame: Frame, app: Made, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method of an application: it registers a handler, or is given functions to call."""
    if method in REGISTERING and args.positional:
        types = args.positional[0]
        if not any(isinstance(atom, (Function, Bound)) for atom in types):
            _register(frame, app, types, node)
    for value in args.every():
        _route(frame, app, value)
        for atom in value:
            if isinstance(atom, (Function, Bound)):
                dispatch.detach(frame, one(atom), ANY_ARGUMENTS, node, app)
    return one(Partial(one(ExternalMethod(app, method)), (), ()))


def decorate(frame: Frame, decorator: Partial | ExternalMethod, value: Value) -> Value | None:
    """Give a function to the application whose method decorates it; None for other decorators."""
    inner = decorator.function if isinstance(decorator, Partial) else one(decorator)
    for atom in inner:
        if isinstance(atom, ExternalMethod) and isinstance(atom.receiver, Made):
            if is_app(atom.receiver):
                _route(frame, atom.receiver, value)
                return value
    return None


def hooked(frame: Frame, name: str, node: ast.AST) -> None:
    """Something outside the program is assigned to, a hook perhaps that takes every error."""
    if name == "sys.excepthook":
        frame.note(Registered(frame.place(node), None, all_classes()))
    if name == "threading.excepthook":
        frame.note(Registered(frame.place(node), THREADS, all_classes()))


def _route(frame: Frame, app: Made, value: Value) -> None:
    for atom in value:
        function = atom.function if isinstance(atom, Bound) else atom
        if isinstance(function, Function):
            frame.note(Routed(function.code, app))


def _register(frame: Frame, app: Made, types: Value, node: ast.AST) -> None:
    known = frozenset(atom for atom in types if isinstance(atom, External))
    catcher = tries.Catcher(frame, known, False)
    frame.note(Registered(frame.place(node), app, catcher.caught_of(all_classes())))


def all_classes() -> frozenset[str]:
    """All classes that a request may end in."""
    found = frozenset((*NETWORK_ERRORS, DIGEST_ERROR))
    for operation in OPERATIONS.values():
        found |= http_errors(operation)
    return found
