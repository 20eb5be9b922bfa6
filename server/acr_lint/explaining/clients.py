"""What is known of clients: where they are made, their credential and their options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from acr_lint.explaining.topics import Topic, Where, callee, listed, short
from acr_lint.model.build import Model
from acr_lint.model.facts import Construction
from acr_lint.model.values import (
    Atom,
    Class,
    Client,
    Const,
    External,
    Instance,
    Made,
    Place,
    Plain,
    Value,
)
from acr_lint.rules.credentials.given import credential_of
from acr_lint.rules.found import callee_span, text_of
from acr_lint.sdk.operations import OPERATIONS


def constructed(model: Model, fact: Construction, where: Where) -> Topic:
    """A client where it is made."""
    rows = [("credential", credential(fact.credential, fact))]
    if fact.arguments.positional:
        rows.append(("endpoint", f"`{text_of(fact.arguments.positional[0].place)}`"))
    options = [name for name in fact.arguments.keywords if name not in ("credential", "endpoint")]
    if "endpoint" in fact.arguments.keywords:
        rows.append(("endpoint", f"`{text_of(fact.arguments.keywords['endpoint'].place)}`"))
    written = [f"`{text_of(fact.arguments.keywords[name].place)}`" for name in options]
    if fact.arguments.forwarded:
        written.append("what a `*` or `**` passes on, whose content isn't known")
    rows.append(("options", listed(written) or "none"))
    rows += _uses(model, fact.place, where)
    if fact.place in model.handed_out:
        rows.append(("handed out", "code that isn't analysed can get hold of it"))
    return Topic(f"{callee(fact.place)} makes {_article(fact.flavor)} client", tuple(rows))


def clients(model: Model, found: Iterable[Client], where: Where) -> Iterator[tuple[str, str]]:
    """The rows on the clients that an operation is called on, each with its credential."""
    made = {fact.place: fact for fact in model.constructions}
    rows: dict[tuple[str, str], None] = {}
    for client in found:
        at = where(client.place.module.path, callee_span(client.place))
        if client.given:
            rows["client", f"{_article(client.flavor)} one that is given at {at}"] = None
            rows["credential", "unknown: whoever calls this makes the client"] = None
            continue
        rows["client", f"{_article(client.flavor)} one, made at {at}"] = None
        rows["credential", credential(client.credential, made.get(client.place))] = None
    yield from rows


def credential(value: Value, fact: Construction | None) -> str:
    """Whether a credential is None, and why."""
    others = [atom for atom in value if atom not in (Plain.NONE, Plain.UNBOUND)]
    kinds = listed(sorted(map(_kind, others)), "or")
    if Plain.NONE in value:
        said = f"sometimes None, else {kinds}" if others else "always None"
    elif not others or any(isinstance(a, External) or a is Plain.UNKNOWN for a in others):
        said = "unknown"
    else:
        said = f"never None: {kinds}"
    return f"{said}{_reason(fact)}"


def _reason(fact: Construction | None) -> str:
    """What a client is given as its credential."""
    if fact is None:
        return ""
    argument = credential_of(fact)
    if argument is not None:
        return f" (given as `{text_of(argument.place)}`)"
    if fact.arguments.forwarded:
        return " (it may be in what a `*` or `**` passes on)"
    return " (none is given)"


def _kind(atom: Atom) -> str:
    """What a credential is; never its text."""
    match atom:
        case Made(maker, _):
            return short(maker)
        case Instance(cls, _, _):
            return cls.code.name
        case Class(code, _):
            return f"the class {code.name}"
        case External(name):
            return f"`{name}`, which isn't analysed"
        case Plain.TEXT:
            return "a str"
        case Const(kind, _):
            return f"a {kind.__name__}"
    return "something unknown"


def _uses(model: Model, made: Place, where: Where) -> Iterator[tuple[str, str]]:
    """The operations that are called on the client that is made at a place."""
    for call in model.calls:
        if call.operation in OPERATIONS and any(each.place == made for each in call.clients):
            span = callee_span(call.place, call.operation)
            yield "used", f"{call.operation} at {where(call.place.module.path, span)}"
    for entered in model.entered:
        if entered.made == made:
            span = callee_span(entered.place)
            yield "closed", f"by the `with` at {where(entered.place.module.path, span)}"


def _article(flavor: str) -> str:
    return "an aio" if flavor == "aio" else "a sync"
