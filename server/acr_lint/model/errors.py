"""Errors in flight: the HttpResponseErrors that may be on their way through the code, or errors of
another kind, where a model of those is asked for.

An error in flight belongs to a *site*, the expression at which a request is sent. It is a set of
leaf classes, one for each answer that the registry may give; handlers take classes away.
"""

from __future__ import annotations

from collections.abc import Callable

from acr_lint.model.values import Origin, Place
from acr_lint.sdk.exceptions import HTTP_ERROR, http_errors
from acr_lint.sdk.operations import Operation
from acr_lint.syntax.nodes import FUNCTIONS
from acr_lint.text.record import NamedTuple


class Site(NamedTuple):
    """Where the request of an operation is sent."""

    place: Place
    origin: Origin


class Passed(NamedTuple):
    """A `try` (or suppress) on the way whose handlers did not catch everything.

    `names` are the qualified names of the classes that its handlers name.
    """

    place: Place
    names: tuple[str, ...]


class InFlight(NamedTuple):
    """An error of `site` on its way; `route` is the calls that it has left, innermost first."""

    site: Site
    classes: frozenset[str]
    grouped: bool
    passed: frozenset[Passed]
    route: tuple[Place, ...]

    @property
    def key(self) -> tuple[Site, bool]:
        """Errors of the same key are joined."""
        return (self.site, self.grouped)

    @property
    def calls(self) -> list[Place]:
        """The calls of its route, without the functions that something else calls on its way."""
        return [place for place in self.route if not isinstance(place.node, FUNCTIONS)]


LONGEST_ROUTE = 6
"""So many calls of a way are remembered, the innermost: enough to tell of five, and of more."""


class Kind(NamedTuple):
    """A kind of errors that are followed on their way: `name` is the class that stands for all of
    them, `raised_by` tells the leaf classes that an operation may raise."""

    name: str
    raised_by: Callable[[Operation], frozenset[str]]


ANSWERS = Kind(HTTP_ERROR, http_errors)


class Sink:
    """Collects the errors that are raised in a stretch of code."""

    __slots__ = ("errors",)

    def __init__(self) -> None:
        self.errors: dict[tuple[Site, bool], InFlight] = {}

    def add(self, error: InFlight) -> None:
        """Join one more error; of two ways the same one is kept, whichever comes first."""
        key = error.site, error.grouped
        known = self.errors.get(key)
        if known is not None:
            route = known.route
            if error.route != route:
                route = min(route, error.route, key=_order)
            error = known._replace(
                classes=known.classes | error.classes,
                passed=known.passed | error.passed,
                route=route,
            )
        self.errors[key] = error


def _order(route: tuple[Place, ...]) -> tuple[object, ...]:
    """What routes are ordered by: the short ones first, then by their texts, wherever they are."""
    places = [
        (place.module.path, place.island.text, place.island.span(place.node)) for place in route
    ]
    return len(route), places


def through(error: InFlight, call: Place) -> InFlight:
    """The error after it has left the function that was called at `call`."""
    if len(error.route) >= LONGEST_ROUTE or call in error.route:
        return error
    site, classes, grouped, passed, route = error
    return InFlight(site, classes, grouped, passed, (*route, call))
