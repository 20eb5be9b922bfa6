"""The credential that a client is given."""

from __future__ import annotations

from collections.abc import Iterable

from acr_lint.model.facts import Argument, Construction
from acr_lint.model.values import Atom, Plain
from acr_lint.rules.found import expression_of


def credential_of(fact: Construction) -> Argument | None:
    """The argument that is the client's credential; None where it isn't given, or not seen."""
    if len(fact.arguments.positional) > 1:
        return fact.arguments.positional[1]
    return fact.arguments.keywords.get("credential")


def given_nodes(clients: Iterable[Construction]) -> frozenset[int]:
    """The `id` of each expression that is a credential of these clients."""
    arguments = (credential_of(client) for client in clients)
    places = (expression_of(argument) for argument in arguments if argument is not None)
    return frozenset(id(each.node) for each in places if each is not None)


def atoms_of(argument: Argument | None) -> tuple[Atom, ...]:
    """All that an argument can be besides None; nothing where not all of it is known."""
    if argument is None or Plain.UNKNOWN in argument.value:
        return ()
    return tuple(atom for atom in argument.value if atom not in (Plain.NONE, Plain.UNBOUND))
