"""Attempts, a `try` or a `suppress`, and what reaches their handlers."""

from __future__ import annotations

import _ast as ast

from acr_lint.model.facts import Attempt
from acr_lint.model.values import Place
from acr_lint.rules.found import span_of, word_span
from acr_lint.text.source import Span


def span_of_handler(place: Place) -> Span:
    """What a handler catches: its class, the bare `except`, or what `suppress` is given first."""
    match place.node:
        case ast.ExceptHandler(type=ast.expr() as kind):
            return span_of(place._replace(node=kind))
        case ast.ExceptHandler():
            return word_span(place, "except")
        case ast.Call(args=[first, *_]):
            return span_of(place._replace(node=first))
    return span_of(place)


def operations_in(attempt: Attempt) -> tuple[str, ...]:
    """The operations whose errors reach the handlers."""
    return tuple(sorted({error.site.origin.operation for error in attempt.errors.values()}))
