"""What a rule yields, and the places that it points to."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable

from acr_lint.findings import Fix
from acr_lint.model.facts import Argument, Call
from acr_lint.model.program import Module
from acr_lint.model.values import Client, Place
from acr_lint.syntax.tree import Island
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Span


class Spot(NamedTuple):
    """A part of an island, in offsets of its text: the same wherever the island stands."""

    module: Module
    island: Island
    part: Span

    def span(self, start: int) -> Span:
        """The part in offsets of the file where the island starts at this one."""
        first, last = self.part
        return Span(first + start, last + start)


class Elsewhere(NamedTuple):
    """Another spot that matters to what is found, and why."""

    message: str
    spot: Spot


class Found(NamedTuple):
    """A finding to which the registry adds the code, name, severity and section of its rule, and
    the file and offsets of its spots.

    `fixes` are iterated when somebody asks for them, which may be never: those that cost much are
    generators.
    """

    spot: Spot
    message: str
    related: tuple[Elsewhere, ...] = ()
    fixes: Iterable[Fix] = ()


def spot_of(place: Place) -> Spot:
    """The whole of a place."""
    return Spot(place.module, place.island, place.island.span(place.node))


def callee_spot(place: Place, method: str = "") -> Spot:
    """The name of what is called at a place, where that is the method if one is given; else the
    whole place. It is asked for again and again: each call on the way of an error is told."""
    known = place.island.known
    key = callee_spot, place.node, method
    spot: Spot | None = known.get(key)
    if spot is None or spot.module is not place.module:
        spot = known[key] = _callee_spot(place, method)
    return spot


def _callee_spot(place: Place, method: str) -> Spot:
    module, island, node = place
    if isinstance(node, ast.Call):
        func = node.func
        if isinstance(func, ast.Attribute) and method in ("", func.attr):
            return Spot(module, island, island.name_span(func))
        if isinstance(func, ast.Name):
            return Spot(module, island, island.span(func))
    return spot_of(place)


def word_spot(place: Place, word: str) -> Spot:
    """The first such word of a place that is in no text or comment."""
    return Spot(place.module, place.island, place.island.word_span(place.node, word))


def span_of(place: Place) -> Span:
    """The span of a place."""
    return place.module.syntax.span(place.island, place.node)


def text_of(place: Place) -> str:
    """The text of a place, on one line and not too long for a message."""
    start, end = place.island.span(place.node)
    text = " ".join(place.island.text[start:end].split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def name_spot(place: Place) -> Spot:
    """The name of an attribute; the whole of any other place."""
    if isinstance(place.node, ast.Attribute):
        return Spot(place.module, place.island, place.island.name_span(place.node))
    return spot_of(place)


def callee_span(place: Place, method: str = "") -> Span:
    """The span of `callee_spot`."""
    return placed(callee_spot(place, method))


def placed(spot: Spot) -> Span:
    """A spot in offsets of its file, as it is now."""
    return spot.span(spot.module.syntax.start(spot.island))


def is_direct(call: Call) -> bool:
    """Whether the arguments of a call are all there, as they are written."""
    match call.place.node:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name == call.operation
    return False


def related(message: str, place: Place, spot: Spot | None = None) -> Elsewhere:
    """A place that matters, on the whole of it if no spot is given."""
    return Elsewhere(message, spot or spot_of(place))


def makers(clients: Iterable[Client], message: str) -> tuple[Elsewhere, ...]:
    """Where the clients are made, as far as that is known."""
    places = {client.place for client in clients if not client.given}
    return tuple(related(message, place) for place in sorted(places, key=line_of))


def line_of(place: Place) -> tuple[str, Span]:
    """What places are sorted by: their file, and where they are in it."""
    return place.module.path, span_of(place)


def expression_of(argument: Argument) -> Place | None:
    """The expression that is given as the argument; None where it comes out of `*` or `**`."""
    node = argument.place.node
    if isinstance(node, ast.keyword):
        return None if node.arg is None else argument.place._replace(node=node.value)
    return None if isinstance(node, ast.Starred) else argument.place


_LONGEST = 60
