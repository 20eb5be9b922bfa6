"""Attempts, a `try` or a `suppress`, and what reaches their handlers."""

from __future__ import annotations

import _ast as ast

from acr_lint.model.facts import Attempt
from acr_lint.model.values import Place
from acr_lint.rules.found import Spot, spot_of, word_spot


def spot_of_handler(place: Place) -> Spot:
    """What a handler catches: its class, the bare `except`, or what `suppress` is given first."""
    match place.node:
        case ast.ExceptHandler(type=ast.expr() as kind):
            return spot_of(place._replace(node=kind))
        case ast.ExceptHandler():
            return word_spot(place, "except")
        case ast.Call(args=[first, *_]):
            return spot_of(place._replace(node=first))
    return spot_of(place)


def operations_in(attempt: Attempt) -> tuple[str, ...]:
    """The operations whose errors reach the handlers."""
    return tuple(sorted({error.site.origin.operation for error in attempt.errors.values()}))
