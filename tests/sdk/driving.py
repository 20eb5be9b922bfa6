"""Calling any operation of the real SDK, sync or aio, and watching what it does."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from acr_lint.sdk.operations import Operation, Returns
from tests.registry.content import digest_of
from tests.registry.fake import FakeRegistry

FLAVORS = ("sync", "aio")
MANIFEST = {"schemaVersion": 2, "name": "alpine"}
LARGE_BLOB = b"x" * (4 * 1024 * 1024 + 1)
"""One byte more than the SDK downloads at once."""

_VALUES: dict[str, Callable[[], Any]] = {
    "repository": lambda: "alpine",
    "tag": lambda: "v1",
    "tag_or_digest": lambda: "v1",
    "digest": lambda: digest_of(LARGE_BLOB),
    "manifest": lambda: dict(MANIFEST),
    "data": lambda: io.BytesIO(b"layer"),
}


class Seen(NamedTuple):
    """What happened: requests sent by the call (in aio before its await), by the await and by
    advancing the result, the result, and the error with the step that raised it."""

    at_call: int
    at_await: int
    at_advance: int
    result: Any
    error: BaseException | None
    raised_at: str


def arguments(operation: Operation, **instead: Any) -> tuple[Any, ...]:
    """Arguments by position with which the operation succeeds; `instead` replaces some."""
    given = []
    for parameter in operation.positional:
        if parameter.required:
            given.append(instead.get(parameter.name, _VALUES[parameter.name]()))
    return tuple(given)


def options(operation: Operation) -> dict[str, Any]:
    """Keywords without which the operation would have nothing to do."""
    return {"can_write": True} if operation.changes else {}


def fill(registry: FakeRegistry) -> None:
    """Put the blob that the arguments name."""
    registry.push("alpine", MANIFEST, tags=("v1",), blobs=(LARGE_BLOB,))


def watch(
    registry: FakeRegistry,
    flavor: str,
    operation: Operation,
    *given: Any,
    client: Any = None,
    **keywords: Any,
) -> Seen:
    """Do the operation with all that follows from it."""
    if flavor == "aio":
        return asyncio.run(_watch_aio(registry, operation, given, client, keywords))
    return _watch_sync(registry, operation, given, client, keywords)


def _watch_sync(
    registry: FakeRegistry, operation: Operation, given: Iterable[Any], client: Any, keywords: Any
) -> Seen:
    counts = [0, 0, 0]
    result = error = None
    raised_at = "call"
    sent = len(registry.seen)
    with client or registry.client(registry.credential()) as client:
        try:
            result = getattr(client, operation.name)(*given, **keywords)
            counts[0], sent = len(registry.seen) - sent, len(registry.seen)
            raised_at = "advance"
            if operation.returns in (Returns.PAGER, Returns.STREAM):
                result = list(result)
            counts[2] = len(registry.seen) - sent
        except Exception as raised:
            error = raised
    return Seen(counts[0], counts[1], counts[2], result, error, raised_at if error else "")


async def _watch_aio(
    registry: FakeRegistry, operation: Operation, given: Iterable[Any], client: Any, keywords: Any
) -> Seen:
    counts = [0, 0, 0]
    result = error = None
    raised_at = "call"
    sent = len(registry.seen)
    async with client or registry.client(registry.credential(aio=True), aio=True) as client:
        try:
            result = getattr(client, operation.name)(*given, **keywords)
            counts[0], sent = len(registry.seen) - sent, len(registry.seen)
            if operation.awaited:
                raised_at = "await"
                result = await result
                counts[1], sent = len(registry.seen) - sent, len(registry.seen)
            raised_at = "advance"
            if operation.returns in (Returns.PAGER, Returns.STREAM):
                result = [each async for each in result]
            counts[2] = len(registry.seen) - sent
        except Exception as raised:
            error = raised
    return Seen(counts[0], counts[1], counts[2], result, error, raised_at if error else "")
