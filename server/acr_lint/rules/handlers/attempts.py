"""Attempts, a `try` or a `suppress`, and what their handlers cover."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from acr_lint.fixes.layout import path_to
from acr_lint.model.build import Model
from acr_lint.model.facts import Attempt, Handler
from acr_lint.model.values import Place
from acr_lint.rules.found import span_of, word_span
from acr_lint.sdk.exceptions import AZURE_ERROR, HTTP_ERROR, built_in
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


def covers(handler: Handler, name: str) -> bool:
    """Whether the handler may catch the class."""
    if not handler.known or not handler.names:
        return True
    return any(built_in().is_subclass(name, each) is not False for each in handler.names)


def operations_in(attempt: Attempt) -> tuple[str, ...]:
    """The operations whose errors reach the handlers."""
    return tuple(sorted({error.site.origin.operation for error in attempt.errors.values()}))


def uncovered(model: Model, names: tuple[str, ...]) -> Iterator[tuple[Attempt, Handler]]:
    """The attempts that handle all that a registry answers, but none of these classes, nor does a
    `try` around them; each with its handler for the answers."""
    for attempt in model.attempts:
        around = {id(node) for node in path_to(attempt.place.island, attempt.place.node)}
        outer = [each for each in model.attempts if id(each.place.node) in around]
        handlers = [handler for each in outer for handler in each.handlers]
        wide = [h for h in attempt.handlers if h.known and {HTTP_ERROR, AZURE_ERROR} & {*h.names}]
        if attempt.errors and wide and not any(covers(h, name) for h in handlers for name in names):
            yield attempt, wide[0]
