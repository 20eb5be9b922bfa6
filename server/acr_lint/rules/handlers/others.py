"""Handlers for the answers of a registry that other errors of the same requests pass by."""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.model.errors import Kind
from acr_lint.model.values import Place
from acr_lint.rules.uncaught.documented import is_documented
from acr_lint.sdk.exceptions import AZURE_ERROR, DIGEST_ERROR, HTTP_ERROR, NETWORK_ERRORS
from acr_lint.sdk.operations import OPERATIONS, Operation, Sends

_WIDE = {HTTP_ERROR, AZURE_ERROR}


def _of_network(operation: Operation) -> frozenset[str]:
    return frozenset() if operation.sends is Sends.NEVER else frozenset(NETWORK_ERRORS)


def _of_digests(operation: Operation) -> frozenset[str]:
    return frozenset((DIGEST_ERROR,)) if operation.checks_digest else frozenset()


NETWORK = Kind(NETWORK_ERRORS[0], _of_network)
DIGESTS = Kind(DIGEST_ERROR, _of_digests)


def passed_by(model: Model, kind: Kind) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The handlers that catch answers of a registry, each with the operations whose errors of the
    other kind pass it, and which nothing else catches: neither its `try`, nor one around it, nor a
    caller's."""
    answered = {fact.handler for fact in model.handled}
    wide = {
        attempt.place: handler.place
        for attempt in model.attempts
        for handler in reversed(attempt.handlers)
        if handler.known and _WIDE & {*handler.names} and handler.place in answered
    }
    found: dict[Place, set[str]] = {}
    for escape in model.raising(kind).escapes if wide else ():
        for error in () if is_documented(escape) else escape.errors:
            operation = error.site.origin.operation
            for passed in error.passed:
                if passed.place in wide and error.classes == kind.raised_by(OPERATIONS[operation]):
                    found.setdefault(wide[passed.place], set()).add(operation)
    for handler in dict.fromkeys(wide.values()):
        if handler in found:
            yield handler, tuple(sorted(found[handler]))
