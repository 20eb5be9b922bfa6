"""What the analysis knows at a place: an operation, with its client, or a client by itself.

Nothing here knows the protocol; it runs in the worker's thread.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterable

from acr_lint.lsp.projects import Results
from acr_lint.model.build import Model
from acr_lint.model.facts import Call
from acr_lint.model.values import NONE, Client, Place, Plain, Value
from acr_lint.rules.found import callee_span, span_of
from acr_lint.sdk.exceptions import http_errors
from acr_lint.sdk.operations import OPERATIONS, Missing, Operation, Sends
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Span

Link = Callable[[tuple[str, Span]], str]
_WHEN = {
    Sends.CALL: "sends at the call",
    Sends.ADVANCE: "sends nothing yet: a request for each page, as it is advanced",
    Sends.CALL_AND_ADVANCE: "sends at the call, and again as it is advanced",
    Sends.NEVER: "sends nothing",
}


class Known(NamedTuple):
    """What is known at `span`: `lines` of Markdown, in which `{}` stands for the next of
    `places`, and the `section` of the guide that has more."""

    span: Span
    lines: tuple[str, ...]
    places: tuple[tuple[str, Span], ...]
    section: str

    def markdown(self, link: Link) -> str:
        """The whole as Markdown, with links to the places."""
        return "\n\n".join(self.lines).format(*map(link, self.places))


def at_offset(results: Results, path: str, offset: int) -> Known | None:
    """What is known at an offset of a file; None where that is nothing."""
    model = results.model()
    if model is None:
        return None
    for call in model.calls:
        if call.place.module.path == path:
            span = callee_span(call.place)
            if _holds(span, offset):
                return _operation(model, call, span)
            receiver = _receiver(call.place)
            if receiver is not None and _holds(span_of(receiver), offset):
                return _client(call.clients, span_of(receiver))
    for made in model.constructions:
        if made.place.module.path == path:
            span = callee_span(made.place)
            if _holds(span, offset):
                lines = (f"**ContainerRegistryClient** ({made.flavor})", has(made.credential))
                return Known(span, lines, (), "optional-configuration")
    return None


def _operation(model: Model, call: Call, span: Span) -> Known | None:
    operation = OPERATIONS.get(call.operation)
    if operation is None:
        return None
    kind = "write" if operation.writes else "read"
    awaited = any(client.flavor == "aio" for client in call.clients) and operation.awaited
    when = _WHEN[operation.sends]
    if awaited:
        when = when.replace("at the call", "when it is awaited")
    about: list[str] = [f"**{operation.name}**: {kind}; {when}"]
    if operation.sends is not Sends.NEVER:
        about.append(_raises(operation))
    clients, places = _clients(call.clients)
    about += clients
    sites = {sent.place for sent in model.sent if sent.origin.place == call.place} or {call.place}
    for handled in sorted(
        {fact.handler for fact in model.handled if fact.site in sites}, key=span_of
    ):
        about.append("Its errors are caught at {}")
        places.append((handled.module.path, span_of(handled)))
    if any(escape.place in sites for escape in model.escapes):
        about.append("HttpResponseError can end the program here")
    return Known(span, tuple(about), tuple(places), _section(operation, call.clients))


def _client(clients: Iterable[Client], span: Span) -> Known | None:
    lines, places = _clients(clients)
    if not lines:
        return None
    lines = ["**ContainerRegistryClient**", *lines]
    return Known(span, tuple(lines), tuple(places), "optional-configuration")


def _clients(clients: Iterable[Client]) -> tuple[list[str], list[tuple[str, Span]]]:
    """Lines on some clients, and the places that they name."""
    lines: list[str] = []
    places: list[tuple[str, Span]] = []
    for client in sorted(clients, key=lambda one: (one.place.module.path, span_of(one.place))):
        made = "Promised by an annotation at {}" if client.given else "Client made at {}"
        line = f"{made} ({client.flavor}): {has(client.credential)}"
        place = (client.place.module.path, span_of(client.place))
        if place not in places:
            lines.append(line)
            places.append(place)
    return lines, places


def has(credential: Value) -> str:
    """What is known of a credential."""
    if credential == NONE:
        return "no credential"
    if Plain.NONE in credential:
        return "maybe no credential"
    if Plain.UNKNOWN in credential or not credential:
        return "credential not known"
    return "has a credential"


def _raises(operation: Operation) -> str:
    names = sorted(name.rpartition(".")[2] for name in http_errors(operation))
    text = f"Raises HttpResponseError ({', '.join(names)}), or an error of the network"
    match operation.missing:
        case Missing.SWALLOWED:
            return f"{text}; a 404 counts as success"
        case Missing.SWALLOWED_BY_DIGEST:
            return f"{text}; a 404 counts as success where a digest is given"
    return text


def _section(operation: Operation, clients: Iterable[Client]) -> str:
    if any(Plain.NONE in client.credential for client in clients):
        return "anonymous-access-issues"
    return "insufficient-permissions" if operation.writes else "general-troubleshooting"


def _receiver(place: Place) -> Place | None:
    """What a method is called on."""
    match place.node:
        case ast.Call(func=ast.Attribute(value=value)):
            return place._replace(node=value)
    return None


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end


def constructor_at(results: Results, path: str, offset: int) -> frozenset[str] | None:
    """The arguments that a client's constructor is given at an offset inside its parentheses, where
    a keyword may stand; None where that isn't so."""
    model = results.model()
    if model is None:
        return None
    for made in model.constructions:
        call = made.place.node
        if made.place.module.path != path or not isinstance(call, ast.Call):
            continue
        inside = Span(span_of(made.place._replace(node=call.func)).end + 1, span_of(made.place).end)
        if not inside.start <= offset < inside.end or made.subclass:
            continue
        text = made.place.module.syntax.source.text[inside.start : offset]
        if text.rstrip().endswith(("=", ".")) or not _at_argument(text):
            return None
        before = [
            argument
            for argument in made.arguments.positional
            if not _holds(span_of(argument.place), offset)
        ]
        positional = ("endpoint", "credential")[: len(before)]
        return frozenset((*positional, *made.arguments.keywords))
    return None


def _at_argument(text: str) -> bool:
    """Whether an argument starts at the end of the text that follows an opening parenthesis."""
    head = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    return not head.strip() or head.rstrip().endswith(",")
