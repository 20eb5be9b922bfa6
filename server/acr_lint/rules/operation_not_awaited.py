"""ACR401, error: an operation of the aio client that is never awaited, so that nothing is sent
Guide: general-troubleshooting
Needs: flavors.aio

In the aio client every operation but the `list_` ones is a coroutine: it sends nothing until it is
awaited. One that is called as a statement does nothing at all, and what Python says about it
("coroutine was never awaited") comes late and on stderr. Type checkers don't see it: the methods
promise an Awaitable, not a Coroutine.

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity.aio import DefaultAzureCredential


async def retire(endpoint: str) -> None:
    async with DefaultAzureCredential() as credential:
        async with ContainerRegistryClient(endpoint, credential) as client:
            try:
                client.delete_tag("hello-world", "v1")
                #      ^^^^^^^^^^ ACR401
            except HttpResponseError as error:
                print(error.message)
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity.aio import DefaultAzureCredential


async def retire(endpoint: str) -> None:
    async with DefaultAzureCredential() as credential:
        async with ContainerRegistryClient(endpoint, credential) as client:
            try:
                await client.delete_tag("hello-world", "v1")
            except HttpResponseError as error:
                print(error.message)
```

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def show(client: ContainerRegistryClient) -> None:
    try:
        tag = client.get_tag_properties("hello-world", "v1")
        #            ^^^^^^^^^^^^^^^^^^ ACR401
        print(tag.digest)
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def show(client: ContainerRegistryClient) -> None:
    try:
        tag = await client.get_tag_properties("hello-world", "v1")
        print(tag.digest)
    except HttpResponseError as error:
        print(error.message)
```

## Right

What is handed on is awaited elsewhere:

```python
import asyncio

from azure.containerregistry.aio import ContainerRegistryClient


async def retire(client: ContainerRegistryClient) -> None:
    await asyncio.gather(*(client.delete_tag("hello-world", tag) for tag in ("v1", "v2")))


def retiring(client: ContainerRegistryClient):
    return client.delete_tag("hello-world", "v3")
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import may_await, path_to
from acr_lint.model.build import Model
from acr_lint.model.values import Place, Sending
from acr_lint.rules.found import Found, callee_spot, is_direct, span_of
from acr_lint.rules.locals.names import is_kept_local
from acr_lint.sdk.operations import OPERATIONS, Sends
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each coroutine of an operation that is dropped, or used as if it were the result."""
    for place, operation in {**_dropped(model), **_kept(model)}.items():
        yield Found(
            callee_spot(place, operation),
            f"`{operation}` is never awaited here, so nothing is sent; put `await` before it",
            fixes=_fixes(place),
        )


def _dropped(model: Model) -> dict[Place, str]:
    """The calls whose coroutines are thrown away, or run through like a list."""
    return {
        atom.origin.place: atom.origin.operation
        for fact in model.misused
        if fact.how in ("dropped", "wrong iteration")
        for atom in fact.subject
        if isinstance(atom, Sending)
    }


def _kept(model: Model) -> dict[Place, str]:
    """The calls whose coroutines stay where they are made, and are asked for what results have."""
    sent = {fact.origin.place for fact in model.sent}
    found = {}
    for call in model.calls:
        operation = OPERATIONS.get(call.operation)
        if operation is None or not operation.awaited or operation.sends is Sends.NEVER:
            continue
        if call.place in sent or any(client.flavor != "aio" for client in call.clients):
            continue
        if is_direct(call) and is_kept_local(call.place) and call.place not in model.handed_out:
            found[call.place] = call.operation
    return found


def _fixes(place: Place) -> tuple[Fix, ...]:
    """Await it. The program starts to do what it never did, so this isn't safe."""
    path = path_to(place.island, place.node)
    if not may_await(path):
        return ()
    start, end = span_of(place)
    edits = [Edit(Span(start, start), "await ")]
    if isinstance(path[-2], (ast.Attribute, ast.Subscript, ast.Call)) and _is_head(path):
        edits = [Edit(Span(start, start), "(await "), Edit(Span(end, end), ")")]
    return (Fix("Await it", Safety.UNSAFE, tuple(edits)),)


def _is_head(path: tuple[ast.AST, ...]) -> bool:
    """Whether the call is what an attribute, an item or a call is taken of."""
    match path[-2]:
        case ast.Attribute(value=head) | ast.Subscript(value=head) | ast.Call(func=head):
            return head is path[-1]
    return False
