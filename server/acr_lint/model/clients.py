"""Making clients and calling their operations."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import sending
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Arguments, Call, Construction, Misused, no_arguments
from acr_lint.model.frame import Frame
from acr_lint.model.state import ADVANCED, CLIENT, CLOSED
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    NONE,
    TRUE,
    UNBOUND,
    UNKNOWN,
    Client,
    Instance,
    Lazy,
    Origin,
    Pager,
    SdkMethod,
    Sending,
    Value,
    join2,
    one,
)
from acr_lint.sdk.operations import OPERATIONS, Sends

_ENTERING = ("__enter__", "__aenter__")
_LEFT = {"__exit__": NONE, "__aexit__": one(Lazy("entered", (NONE,), EMPTY))}


def construct(
    frame: Frame,
    flavor: str,
    args: Args,
    node: ast.AST,
    instance: Instance | None = None,
    fact: Callable[[], Arguments] = no_arguments,
) -> Value:
    """Make a client; with an instance, the client that this object of a subclass is."""
    credential = credential_of(args)
    place = frame.place(node)
    frame.note(Construction(place, flavor, fact(), credential, instance is not None))
    client = Client(place, frame.context, flavor, credential, False)
    frame.write((client, CLOSED), FALSE)
    if instance is None:
        return one(client)
    frame.write((instance, CLIENT), one(client))
    return one(instance)


def credential_of(args: Args) -> Value:
    """What the credential is of a client that is made with these arguments."""
    given: Value = EMPTY
    if len(args.positional) > 1:
        given = args.positional[1]
    elif "credential" in args.keywords:
        given = args.keywords["credential"]
    elif args.rest is not None or args.more is not None:
        given = UNKNOWN
    else:
        given = NONE
    return join2(given - UNBOUND, NONE) if given & UNBOUND else given


def call_operation(
    frame: Frame, method: SdkMethod, args: Args, node: ast.AST, fact: Callable[[], Arguments]
) -> Value:
    """Call a client's method: send what is sent at the call, and promise the rest."""
    client = method.client
    frame.note(Call(frame.place(node), method.name, frozenset((client,)), one(client), fact()))
    operation = OPERATIONS.get(method.name)
    if operation is None:
        return _LEFT.get(method.name) or (one(client) if method.name in _ENTERING else UNKNOWN)
    origin = Origin(frame.place(node), client, method.name)
    if operation.sends is Sends.CALL and frame.read((client, CLOSED)) == TRUE:
        frame.note(Misused(frame.place(node), "closed", one(client)))
    if operation.sends is Sends.ADVANCE:
        pager = Pager(origin, False)
        frame.write((pager, ADVANCED), FALSE)
        return one(pager)
    if operation.sends is Sends.NEVER:
        frame.write((client, CLOSED), TRUE)
        return one(Lazy("entered", (NONE,), EMPTY)) if client.flavor == "aio" else NONE
    if client.flavor == "aio":
        return one(Sending(origin))
    sending.send(frame, origin, node, "call")
    return sending.result_of(origin)
