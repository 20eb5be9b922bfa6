"""ACR402, error: `await` of a pager, or a plain `for` over one of the aio client
Guide: general-troubleshooting
Needs: misused

The `list_` operations of the aio client return an async iterator, not a coroutine: it can't be
awaited, and it can't be run through by `for`, `list()` or `sorted()`; `async for` does. The sync
client's pager is for `for`. Both mistakes raise TypeError.

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def show(client: ContainerRegistryClient) -> None:
    try:
        for name in client.list_repository_names():
            #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR402
            print(name)
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def show(client: ContainerRegistryClient) -> None:
    try:
        async for name in client.list_repository_names():
            print(name)
    except HttpResponseError as error:
        print(error.message)
```

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def show(client: ContainerRegistryClient) -> None:
    try:
        async for name in await client.list_repository_names():
            #                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR402
            print(name)
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def show(client: ContainerRegistryClient) -> None:
    try:
        async for name in client.list_repository_names():
            print(name)
    except HttpResponseError as error:
        print(error.message)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import may_await, path_to
from acr_lint.model.build import Model
from acr_lint.model.facts import Misused
from acr_lint.model.values import Pager, Place, Stream
from acr_lint.rules.found import Found, span_of, spot_of
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each pager or stream that is awaited, or run through in the way of the other flavour."""
    for fact in model.misused:
        subjects = [atom for atom in fact.subject if isinstance(atom, (Pager, Stream))]
        if fact.how not in ("awaited", "wrong iteration") or not subjects:
            continue
        operation, flavor = subjects[0].origin.operation, subjects[0].origin.client.flavor
        yield Found(
            spot_of(fact.place),
            f"what `{operation}` returns {_advice(fact, flavor)}",
            fixes=_fixes(fact.place, flavor, fact.how == "awaited"),
        )


def _advice(fact: Misused, flavor: str) -> str:
    if fact.how == "awaited":
        loop = "async for" if flavor == "aio" else "for"
        return f"can't be awaited: it is run through with `{loop}`"
    if flavor == "aio":
        return "can only be run through with `async for`"
    return "can't be run through with `async for`; use `for`"


def _fixes(place: Place, flavor: str, awaited: bool) -> tuple[Fix, ...]:
    """Take `await` away, or put `async` where it belongs. The program always failed there, so its
    meaning is restored."""
    path = path_to(place.island, place.node)
    if len(path) < 2:
        return ()
    start = span_of(place).start
    outer = span_of(place._replace(node=path[-2])).start
    text = place.module.syntax.source.text
    if awaited:
        if not isinstance(path[-2], ast.Await) or text[outer:start].strip() != "await":
            return ()
        return (Fix("Remove `await`", Safety.SAFE, (Edit(Span(outer, start), ""),)),)
    match path[-2]:
        case ast.For(iter=iterable) if (
            flavor == "aio" and may_await(path) and iterable is place.node
        ):
            return (Fix("Use `async for`", Safety.SAFE, (Edit(Span(outer, outer), "async "),)),)
        case ast.AsyncFor(iter=node) if flavor == "sync" and node is place.node:
            at = text.index("for", outer)
            return (Fix("Use `for`", Safety.SAFE, (Edit(Span(outer, at), ""),)),)
    return ()
