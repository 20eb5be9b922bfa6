"""Uncaught errors: one for each site, with the kind that says which rule it is for.

A site has exactly one kind. *Lazy*: what is sent there was made inside a `try` that would have
caught its errors. *Narrow*: handlers on the way catch some of them. *Foreign*: the handlers on the
way name only classes that the SDK never raises there. *Open*: none of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.fixes.once import once
from acr_lint.model.build import Escape, Model
from acr_lint.model.errors import InFlight, Passed
from acr_lint.model.values import Place
from acr_lint.rules.found import line_of
from acr_lint.sdk.exceptions import built_in, http_errors, may_raise
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.text.choice import Enum
from acr_lint.text.record import NamedTuple


class Kind(Enum):
    """Why an error is not caught."""

    OPEN = "open"
    LAZY = "lazy"
    NARROW = "narrow"
    FOREIGN = "foreign"


class Uncaught(NamedTuple):
    """What is sent at `site` and reaches the roots of `escapes`.

    `passed` are the `try` statements on the way; `guards` those in which it was made, which would
    have caught it.
    """

    site: Place
    kind: Kind
    errors: tuple[InFlight, ...]
    escapes: tuple[Escape, ...]
    passed: tuple[Passed, ...]
    guards: tuple[Place, ...]

    @property
    def classes(self) -> frozenset[str]:
        """The classes that nothing catches."""
        return frozenset().union(*(error.classes for error in self.errors))

    @property
    def caught(self) -> frozenset[str]:
        """The classes that something on the way catches."""
        return frozenset().union(*map(_raised, self.errors)) - self.classes

    @property
    def grouped(self) -> bool:
        """Whether they come in an ExceptionGroup."""
        return any(error.grouped for error in self.errors)

    @property
    def elsewhere(self) -> bool:
        """Whether the site only says what is to be sent, by a thread or as a callback."""
        return any(escape.started_by == self.site for escape in self.escapes)

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that are sent there."""
        return tuple(sorted({error.site.origin.operation for error in self.errors}))


_NOWHERE: frozenset[Place] = frozenset()


def uncaught(model: Model, kind: Kind) -> Iterator[Uncaught]:
    """The uncaught errors of one kind, site by site."""
    for found in _all(model):
        if found.kind is kind:
            yield found


@once
def _all(model: Model) -> tuple[Uncaught, ...]:
    return tuple(_site_by_site(model))


def _site_by_site(model: Model) -> Iterator[Uncaught]:
    by_site: dict[Place, list[Escape]] = {}
    for escape in model.escapes:
        by_site.setdefault(escape.place, []).append(escape)
    for site, escapes in by_site.items():
        errors = [error for escape in escapes for error in escape.errors]
        made = [model.made_inside.get(error.site.origin, _NOWHERE) for error in errors]
        yield model.notes.of(_joined, site, escapes, made)


def _joined(site: Place, escapes: list[Escape], made: list[frozenset[Place]]) -> Uncaught:
    """What escapes at a site; `made` says of each error within which `try` it was promised."""
    errors = tuple(error for escape in escapes for error in escape.errors)
    passed = _ordered(passed for error in errors for passed in error.passed)
    guards = tuple(
        dict.fromkeys(
            guard
            for error, places in zip(errors, made, strict=True)
            for guard in sorted(places, key=line_of)
            if guard not in {each.place for each in error.passed}
        )
    )
    found = Uncaught(site, Kind.OPEN, errors, tuple(escapes), passed, guards)
    return found._replace(kind=_kind(found))


def _kind(found: Uncaught) -> Kind:
    if found.guards:
        return Kind.LAZY
    if found.caught:
        return Kind.NARROW
    names = {name for passed in found.passed for name in passed.names}
    if names and all(_is_foreign(name, found) for name in names):
        return Kind.FOREIGN
    return Kind.OPEN


def _is_foreign(name: str, found: Uncaught) -> bool:
    """Whether a handler for that class catches nothing that the SDK ever raises there."""
    return built_in().canonical(name) is not None and not any(
        may_raise(OPERATIONS[operation], name) for operation in found.operations
    )


def _raised(error: InFlight) -> frozenset[str]:
    """All that could be raised before any handler."""
    return http_errors(OPERATIONS[error.site.origin.operation])


def _ordered(passed: Iterator[Passed]) -> tuple[Passed, ...]:
    return tuple(sorted(set(passed), key=lambda each: (line_of(each.place), each.names)))
