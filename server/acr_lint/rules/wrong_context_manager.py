"""ACR406, error: `with` on an aio client, or `async with` on a sync one
Guide: general-troubleshooting
Needs: misused

The client of `azure.containerregistry` is entered with `with`, that of
`azure.containerregistry.aio` with `async with`. The other way raises TypeError.

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with DefaultAzureCredential() as credential:
        with ContainerRegistryClient(endpoint, credential) as client:
        #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR406
            try:
                tag = await client.get_tag_properties("hello-world", "v1")
            except HttpResponseError as error:
                return error.message
            return tag.digest
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with DefaultAzureCredential() as credential:
        async with ContainerRegistryClient(endpoint, credential) as client:
            try:
                tag = await client.get_tag_properties("hello-world", "v1")
            except HttpResponseError as error:
                return error.message
            return tag.digest
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import path_to
from acr_lint.model.build import Model
from acr_lint.model.values import Client, Place
from acr_lint.rules.found import Found, makers, span_of, spot_of
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each client that is entered in the way of the other flavour."""
    for fact in model.misused:
        clients = [atom for atom in fact.subject if isinstance(atom, Client)]
        if fact.how != "wrong context manager" or not clients:
            continue
        asynchronous = clients[0].flavor == "aio"
        kind, word = ("an aio", "async with") if asynchronous else ("a sync", "with")
        elsewhere = [client for client in clients if client.place != fact.place]
        yield Found(
            spot_of(fact.place),
            f"{kind} client is entered with `{word}`; this raises TypeError",
            makers(elsewhere, "the client is made here"),
            _fixes(fact.place, asynchronous),
        )


def _fixes(place: Place, asynchronous: bool) -> tuple[Fix, ...]:
    """Write the other statement, where it enters nothing else. The program always failed there, so
    its meaning is restored."""
    path = path_to(place.island, place.node)
    text = place.module.syntax.source.text
    for index in range(len(path) - 1, -1, -1):
        match path[index]:
            case ast.With(items=[_]) if asynchronous:
                functions = [
                    node
                    for node in path
                    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
                ]
                if functions and isinstance(functions[-1], ast.AsyncFunctionDef):
                    start = span_of(place._replace(node=path[index])).start
                    edit = Edit(Span(start, start), "async ")
                    return (Fix("Use `async with`", Safety.SAFE, (edit,)),)
                return ()
            case ast.AsyncWith(items=[_]) if not asynchronous:
                start = span_of(place._replace(node=path[index])).start
                edit = Edit(Span(start, text.index("with", start)), "")
                return (Fix("Use `with`", Safety.SAFE, (edit,)),)
    return ()
