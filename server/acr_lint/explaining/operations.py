"""What is known of operations: when they are sent, what they raise, and where that ends."""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.explaining.clients import clients
from acr_lint.explaining.topics import Topic, Where, callee, classes, guard, head, listed, short
from acr_lint.model.build import Escape, Model
from acr_lint.model.errors import InFlight
from acr_lint.model.values import Client, Place
from acr_lint.rules.found import callee_span, span_of
from acr_lint.rules.uncaught.documented import is_documented
from acr_lint.sdk.exceptions import DIGEST_ERROR, NETWORK_ERRORS, NOT_FOUND, RAISED, http_errors
from acr_lint.sdk.operations import OPERATIONS, Missing, Operation, Sends
from acr_lint.text.record import NamedTuple


class Sending(NamedTuple):
    """One operation, by its call: on which clients, and at which places it is sent, each with the
    words for how."""

    call: Place
    operation: Operation
    clients: tuple[Client, ...]
    sites: dict[Place, str]


def sendings(model: Model) -> tuple[Sending, ...]:
    """All operations of a program."""
    found: dict[tuple[Place, str], Sending] = {}
    for call in model.calls:
        operation = OPERATIONS.get(call.operation)
        if operation is not None:
            made = tuple(sorted(call.clients, key=_order))
            found[call.place, call.operation] = Sending(call.place, operation, made, {})
    for sent in model.sent:
        key = (sent.origin.place, sent.origin.operation)
        operation = OPERATIONS[sent.origin.operation]
        known = found.setdefault(key, Sending(key[0], operation, (sent.origin.client,), {}))
        known.sites[sent.place] = _HOW.get(sent.how, sent.how)
    return tuple(found.values())


def called(model: Model, sending: Sending, respects: bool, where: Where) -> Iterator[Topic]:
    """An operation where it is called, and what becomes of it where it is sent."""
    rows = [
        *clients(model, sending.clients, where),
        ("sends", _when(model, sending, where)),
        *_raises(sending.operation),
    ]
    for guard_place in _guards(model, sending):
        at = where(guard_place.module.path, head(guard_place))
        rows.append(("made in", f"{guard(guard_place)} at {at}, which would catch it"))
    if sending.call in sending.sites:
        rows += _fate(model, sending, sending.call, respects, where)
    kind = "a write" if sending.operation.writes else "a read"
    if sending.operation.sends is Sends.NEVER:
        kind = "no request"
    yield Topic(f"{callee(sending.call)}: {sending.operation.name}, {kind}", tuple(rows))
    for site in sending.sites:
        if site != sending.call:
            at = where(site.module.path, callee_span(site))
            title = f"{callee(site)} at {at} sends it"
            yield Topic(title, tuple(_fate(model, sending, site, respects, where)))


def sent(model: Model, sending: Sending, site: Place, respects: bool, where: Where) -> Topic:
    """An operation at a place where it is sent, but not called."""
    span = callee_span(sending.call, sending.operation.name)
    rows = [
        ("called", where(sending.call.module.path, span)),
        *clients(model, sending.clients, where),
        ("sends", f"here, when it is {sending.sites[site]}"),
        *_raises(sending.operation),
        *_fate(model, sending, site, respects, where),
    ]
    return Topic(f"{callee(site)} sends {sending.operation.name}", tuple(rows))


_HOW = {"call": "called", "await": "awaited", "advance": "advanced", "task": "run by its task"}


def _when(model: Model, sending: Sending, where: Where) -> str:
    """When the operation sends its requests."""
    if sending.operation.sends is Sends.NEVER:
        return "nothing"
    words = [
        f"here, when it is {how}"
        if site == sending.call
        else f"when it is {how} at {where(site.module.path, callee_span(site))}"
        for site, how in sending.sites.items()
    ]
    if words:
        return listed(words)
    waits = "advanced" if sending.operation.sends is Sends.ADVANCE else "awaited"
    if sending.call in model.handed_out:
        return f"when it is {waits}, which is left to code that isn't analysed"
    return f"never, as far as is known: nothing seen here has it {waits}"


def _raises(operation: Operation) -> Iterator[tuple[str, str]]:
    """What the operation raises."""
    raised = http_errors(operation)
    if not raised:
        return
    said = listed(f"{short(name)} ({RAISED[name]})" for name in RAISED if name in raised)
    match operation.missing:
        case Missing.SWALLOWED:
            said += "; a 404 counts as success"
        case Missing.SWALLOWED_BY_DIGEST if NOT_FOUND in raised:
            said += "; given a digest, a 404 counts as success"
    yield "raises", said
    others = [*NETWORK_ERRORS, *([DIGEST_ERROR] if operation.checks_digest else ())]
    yield "also", f"{listed(map(short, others))}, which are no HttpResponseError"


def _fate(
    model: Model, sending: Sending, site: Place, respects: bool, where: Where
) -> Iterator[tuple[str, str]]:
    """What becomes of the errors that are sent at a site: who catches them, and how they escape."""
    raised = http_errors(sending.operation)
    silent = {each.place for fact in model.attempts for each in fact.handlers if each.silent}
    gone: set[str] = set()
    for fact in model.handled:
        if fact.site == site:
            gone |= fact.classes
            what = classes(fact.classes, raised)
            at = where(fact.handler.module.path, head(fact.handler))
            how = ", which raises again: decided on purpose" if fact.reraised else ""
            if fact.handler in silent:
                how = ", which drops it without a word"
            yield "caught", f"{what} by {guard(fact.handler)} at {at}{how}"
    for escape in model.escapes:
        errors = [
            error
            for error in escape.errors
            if escape.place == site and error.site.origin.place == sending.call
        ]
        for error in errors:
            gone |= error.classes
            yield from _escapes(escape, error, raised, respects, where)
    rest = raised - gone
    if rest == raised and sending.sites[site] == _HOW["task"]:
        yield "ends", "in the task, which keeps it until its result is asked for"
    elif rest == raised:
        yield "ends", "unseen: code that isn't analysed, a task or a registered handler has it"
    elif rest:
        yield "ends", f"{classes(rest, raised)}: unseen, before the top of the program"


def _escapes(
    escape: Escape, error: InFlight, raised: frozenset[str], respects: bool, where: Where
) -> Iterator[tuple[str, str]]:
    """One error's way to the root that it reaches."""
    comes = "in an ExceptionGroup " if error.grouped else ""
    root = escape.root
    if root is None:
        ends = "ends the program"
    else:
        at = where(root.module.path, head(root.place))
        ends = f"leaves `{root.qualname}` at {at}, which nothing here calls"
    yield "escapes", f"{classes(error.classes, raised)} {comes}{ends}"
    for passed in sorted(error.passed, key=lambda each: span_of(each.place)):
        names = listed(map(short, passed.names)) or "other things"
        at = where(passed.place.module.path, head(passed.place))
        yield "past", f"{guard(passed.place)} at {at}, which catches {names} only"
    for call in error.calls:
        yield "through", f"{callee(call)} at {where(call.module.path, callee_span(call))}"
    if is_documented(escape):
        counts = "so it isn't flagged" if respects else "which the settings let count for nothing"
        yield "documented", f"its docstring says that it is raised, {counts}"


def _guards(model: Model, sending: Sending) -> list[Place]:
    """The `try` statements in which it is called, but not sent."""
    found = {
        place: None
        for origin, places in model.made_inside.items()
        if origin.place == sending.call and origin.operation == sending.operation.name
        for place in places
    }
    return sorted(found, key=span_of) if sending.call not in sending.sites else []


def _order(client: Client) -> tuple[str, tuple[int, int], int]:
    return client.place.module.path, span_of(client.place), client.context
