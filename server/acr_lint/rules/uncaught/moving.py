"""Fixes that bring what is sent back into the `try` in which it was made."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import path_to
from acr_lint.fixes.moving import Block, moved_in
from acr_lint.model.build import Model
from acr_lint.model.values import Origin, Place
from acr_lint.rules.found import span_of
from acr_lint.rules.uncaught.errors import Uncaught
from acr_lint.sdk.models import PAGER
from acr_lint.sdk.operations import OPERATIONS, Sends
from acr_lint.text.source import Edit, Span

_EAGER = ("all", "any", "list", "max", "min", "set", "sorted", "sum", "tuple", "enumerate", "zip")


def inside_again(model: Model, found: Uncaught) -> Iterator[Fix]:
    """Move the consumer into the `try`, or make a list inside of it."""
    yield from _moved(found)
    yield from _listed(model, found)


def _moved(found: Uncaught) -> tuple[Fix, ...]:
    site = found.site
    for guard in found.guards:
        block = _block(guard)
        if guard.module is site.module and block is not None:
            syntax = site.module.syntax
            edits = moved_in(syntax, guard.island, block, site.island, site.node)
            if edits is not None:
                word = "try" if isinstance(block, ast.Try) else "with"
                return (Fix(f"Move this into the `{word}`", Safety.UNSAFE, edits),)
    return ()


def _block(guard: Place) -> Block | None:
    """The statement whose body is guarded; a `suppress` is what its `with` enters."""
    if isinstance(guard.node, ast.Try):
        return guard.node
    match path_to(guard.island, guard.node)[-3:]:
        case (ast.With() | ast.AsyncWith() as block, ast.withitem(), _):
            return block
    return None


def _listed(model: Model, found: Uncaught) -> tuple[Fix, ...]:
    """Fetch everything where the listing is called."""
    edits: list[Edit] = []
    for origin in {error.site.origin for error in found.errors}:
        lazy = OPERATIONS[origin.operation].sends is Sends.ADVANCE
        same_file = origin.place.module is found.site.module
        if not lazy or not same_file or origin.client.flavor != "sync":
            return ()
        if not any(_stands_in(origin.place, guard) for guard in found.guards):
            return ()
        if not all(_may_be_list(place) for place in _advanced(model, origin)):
            return ()
        start, end = span_of(origin.place)
        more = [Edit(Span(start, start), "list("), Edit(Span(end, end), ")")]
        edits += (edit for edit in more if edit not in edits)
    if not edits:
        return ()
    return (Fix("Make a list of it where it is called", Safety.UNSAFE, tuple(edits)),)


def _stands_in(place: Place, guard: Place) -> bool:
    """Whether a place is in what a guard guards: its errors are caught there."""
    block = _block(guard)
    return block is not None and any(
        node in block.body for node in path_to(place.island, place.node)
    )


def _advanced(model: Model, origin: Origin) -> list[Place]:
    """Every place at which what the call returned is advanced."""
    return [fact.place for fact in model.sent if fact.origin.place == origin.place]


def _may_be_list(place: Place) -> bool:
    """Whether a list could stand where a pager is advanced."""
    text = place.module.syntax.source.text
    if any(f".{name}(" in text for name in PAGER):
        return False
    path = path_to(place.island, place.node)
    match path[-2:]:
        case (ast.For(iter=iterable) | ast.comprehension(iter=iterable), node):
            return iterable is node
        case (ast.Call(func=ast.Name(id=name)), _):
            return name in _EAGER
        case (ast.Starred(), _):
            return True
    return False
