"""What a rule yields, and the places that it points to."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple

from acr_lint.findings import Fix, Related
from acr_lint.model.values import Client, Place
from acr_lint.text.source import Span


class Found(NamedTuple):
    """A finding to which the registry adds the code, name, severity and section of its rule."""

    path: str
    span: Span
    message: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()


def span_of(place: Place) -> Span:
    """The span of a place."""
    return place.module.syntax.span(place.island, place.node)


def text_of(place: Place) -> str:
    """The text of a place, on one line and not too long for a message."""
    text = " ".join(place.module.syntax.source.slice(span_of(place)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def callee_span(place: Place) -> Span:
    """What is called at a place: the last name of it; the whole place where nothing is called."""
    node = place.node
    if not isinstance(node, ast.Call):
        return span_of(place)
    func = place._replace(node=node.func)
    span = span_of(func)
    match node.func:
        case ast.Attribute(attr=name) if text_of(func).endswith(name):
            return Span(span.end - len(name), span.end)
        case ast.Name():
            return span
    return span_of(place)


def related(message: str, place: Place, span: Span | None = None) -> Related:
    """A place that matters, on the whole of it if no span is given."""
    return Related(message, place.module.path, span or span_of(place))


def makers(clients: Iterable[Client], message: str) -> tuple[Related, ...]:
    """Where the clients are made, as far as that is known."""
    found = {related(message, client.place) for client in clients if not client.given}
    return tuple(sorted(found, key=lambda place: (place.path, place.span)))


_LONGEST = 60
