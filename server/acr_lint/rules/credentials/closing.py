"""Aio credentials that nothing closes, and the `async with` to put them into."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator, Sequence, Set

from acr_lint.fixes.arguments import LONGEST_LINE, replace
from acr_lint.fixes.layout import (
    indent_unit,
    indentation,
    indenting,
    names_in,
    newline,
    path_to,
    suite_of,
)
from acr_lint.model.build import Model
from acr_lint.model.facts import Construction
from acr_lint.model.values import Made, Place
from acr_lint.rules.credentials.given import given_nodes
from acr_lint.rules.credentials.kept import Closer, forgotten_by
from acr_lint.rules.found import span_of
from acr_lint.rules.locals.names import LocalName, local_name
from acr_lint.sdk.credentials import flavor, holds_session
from acr_lint.syntax.nodes import nodes_of
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Span

_NAMES = ("credential", "aio_credential", "azure_credential")


class Unclosed(NamedTuple):
    """Where a credential is made that only clients get hold of, with those clients; `forgotten` is
    the method that closes the object which keeps it, where one does."""

    place: Place
    clients: tuple[Construction, ...]
    forgotten: Closer | None


def unclosed_credentials(model: Model) -> Iterator[Unclosed]:
    """Each credential that nothing closes.

    A client never closes its credential. One of a client that isn't entered is left out, unless an
    object keeps it that is closed: that may live as long as the program, or is unclosed itself.
    """
    entered = model.entered_at
    given: dict[Place, list[Construction]] = {}
    for fact in model.constructions:
        for atom in fact.credential:
            if isinstance(atom, Made) and atom.place is not None:
                if flavor(atom.maker) == "aio" and has_session(atom.maker, atom.place):
                    given.setdefault(atom.place, []).append(fact)
    for place, clients in given.items():
        if place in entered:
            continue
        if is_left_open(entered, place, clients):
            yield Unclosed(place, tuple(clients), None)
        elif (closer := forgotten_by(model, place, clients)) is not None:
            yield Unclosed(place, tuple(clients), closer)


def is_left_open(entered: Set[Place], place: Place, clients: Sequence[Construction]) -> bool:
    """Whether only clients get hold of what is made at a place, aio ones that are entered."""
    if any(client.flavor != "aio" or client.place not in entered for client in clients):
        return False
    nodes = given_nodes(clients)
    bound = local_name(place)
    return id(place.node) in nodes or (
        bound is not None and all(id(load) in nodes for load in bound.loads)
    )


def has_session(maker: str, place: Place) -> bool:
    """Whether the credential, in its aio form, opens an HTTP session of its own."""
    call = place.node
    if not holds_session(maker) or not isinstance(call, ast.Call):
        return False
    return all(each.arg not in (None, "transport") for each in call.keywords)


def closed_with(place: Place, client: Construction) -> tuple[Edit, ...] | None:
    """The edits that close a credential with the `async with` in which its one client is made;
    None where that can't be done."""
    if place.island is not client.place.island:
        return None
    bound = local_name(place)
    if bound is not None:
        return entering(client, bound.name) if _is_beside(place, client, bound) else None
    name = free_name(place)
    if name is None:
        return None
    syntax = place.module.syntax
    edits = entering(client, f"{syntax.source.slice(span_of(place))} as {name}")
    return edits and (replace(syntax, place.island, place.node, name), *edits)


def free_name(place: Place) -> str | None:
    """A name for a credential that nothing around the place uses."""
    used = {name for statement in place.island.statements for name in names_in(statement)}
    return next((each for each in _NAMES if each not in used), None)


def entering(client: Construction, entered: str) -> tuple[Edit, ...] | None:
    """Enter something before a client that is made in an `async with`: on the same line, or around
    the whole statement where that would make the line too long; None for another client."""
    place = client.place
    match path_to(place.island, place.node)[-3:]:
        case (ast.AsyncWith() as block, ast.withitem(), _):
            syntax, source = place.module.syntax, place.module.syntax.source
        case _:
            return None
    at = span_of(place).start
    if len(source.line(source.position(at).row)) + len(entered) + 2 <= LONGEST_LINE:
        return (Edit(Span(at, at), f"{entered}, "),)
    start, unit = span_of(place._replace(node=block)).start, indent_unit(syntax)
    line = f"async with {entered}:{newline(source)}{indentation(source, start)}{unit}"
    return (Edit(Span(start, start), line), *indenting(syntax, place.island, block, unit))


def _is_beside(place: Place, client: Construction, bound: LocalName) -> bool:
    """Whether the name is bound once, in the suite in which the client's `async with` stands."""
    path = path_to(client.place.island, client.place.node)
    stores = [
        node
        for node in nodes_of(bound.function)
        if isinstance(node, ast.Name) and node.id == bound.name and node not in bound.loads
    ]
    if len(path) < 3 or not isinstance(path[-3], ast.AsyncWith) or len(stores) != 1:
        return False
    statement = path_to(place.island, place.node)[-2]
    suite = suite_of(place.module.syntax, place.island, path[-3])
    return any(each is statement for _, each in suite)
