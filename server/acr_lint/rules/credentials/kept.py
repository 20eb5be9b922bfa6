"""Aio credentials that an object keeps, and forgets when it is closed."""

from __future__ import annotations

import _ast as ast
from collections.abc import Sequence, Set

from acr_lint.fixes.layout import path_to
from acr_lint.model.build import Model
from acr_lint.model.facts import Construction
from acr_lint.model.values import Place
from acr_lint.rules.credentials.given import given_nodes
from acr_lint.syntax.nodes import FUNCTIONS, nodes_of
from acr_lint.text.record import NamedTuple

_CLOSING = ("__aexit__", "aclose", "close")
_REFLECTION = ("attrgetter", "getattr", "vars")


class Closer(NamedTuple):
    """A method that closes the object that it belongs to, and its name."""

    place: Place
    name: str


class _Kept(NamedTuple):
    """A class whose method keeps something in an attribute of its object."""

    owner: ast.ClassDef
    attribute: str


def forgotten_by(model: Model, place: Place, clients: Sequence[Construction]) -> Closer | None:
    """The method that closes the object which keeps the credential made at a place, or the one
    client made with it, and that can't close the credential: nothing but clients ever reads it.
    None where that isn't so, and where there is no such method: the object may live as long as the
    program."""
    nodes = given_nodes(clients)
    if any(client.flavor != "aio" for client in clients):
        return None
    kept = _kept(place)
    if kept is not None:
        if not _only_clients_read(model, place, kept.attribute, nodes):
            return None
    elif id(place.node) in nodes and len(clients) == 1:
        kept = _kept(clients[0].place)
    if kept is None or kept.owner.bases or kept.owner.keywords:
        return None
    for each in kept.owner.body:
        if isinstance(each, ast.AsyncFunctionDef) and each.name in _CLOSING:
            return Closer(place._replace(node=each), each.name)
    return None


def _kept(place: Place) -> _Kept | None:
    """Where a method puts what is made at a place into an attribute of its object, and nowhere
    else."""
    path = path_to(place.island, place.node)
    match path[-2:-1]:
        case (ast.Assign(targets=[target]) | ast.AnnAssign(target=target),):
            pass
        case _:
            return None
    methods = [index for index, each in enumerate(path) if isinstance(each, FUNCTIONS)]
    if not isinstance(target, ast.Attribute) or len(methods) != 1 or not methods[0]:
        return None
    owner, method = path[methods[0] - 1], path[methods[0]]
    match owner, method, target.value:
        case ast.ClassDef(), ast.FunctionDef() | ast.AsyncFunctionDef(), ast.Name(id=name):
            parameters = [*method.args.posonlyargs, *method.args.args]
            if parameters and parameters[0].arg == name and not method.decorator_list:
                return _Kept(owner, target.attr)
    return None


def _only_clients_read(model: Model, place: Place, attribute: str, nodes: Set[int]) -> bool:
    """Whether the program reads an attribute of that name only to give it to clients."""
    for module in model.program.modules:
        here = module is place.module
        for _, statement in module.syntax.statements():
            for node in nodes_of(statement):
                match node:
                    case ast.Attribute(attr=name, ctx=ast.Load()) if name == attribute:
                        if id(node) not in nodes:
                            return False
                    case ast.Constant(value=name) if name == attribute:
                        return False
                    case ast.Name(id=name) if here and name in _REFLECTION:
                        return False
                    case ast.Attribute(attr="__dict__") if here:
                        return False
    return True
