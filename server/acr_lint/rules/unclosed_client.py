"""ACR405, warning: an aio client, or its credential, that no `async with` closes
Guide: general-troubleshooting
Needs: flavors.aio

An aio client has two HTTP sessions: its own, and one for the exchange of tokens. `async with`
closes both, `await client.close()` only the first: at the end aiohttp warns of an "Unclosed client
session", and a program that makes many clients runs out of connections. A credential of
`azure.identity.aio` has a session too, which the client never closes: an object that keeps one has
to close it where it is closed itself.

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with DefaultAzureCredential() as credential:
        client = ContainerRegistryClient(endpoint, credential)
        #        ^^^^^^^^^^^^^^^^^^^^^^^ ACR405
        tag = await client.get_tag_properties("hello-world", "v1")
        await client.close()
        return tag.digest
```

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        #                                        ^^^^^^^^^^^^^^^^^^^^^^ ACR405
        return (await client.get_tag_properties("hello-world", "v1")).digest
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with DefaultAzureCredential() as credential:
        async with ContainerRegistryClient(endpoint, credential) as client:
            return (await client.get_tag_properties("hello-world", "v1")).digest
```

## Right

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with DefaultAzureCredential() as credential:
        async with ContainerRegistryClient(endpoint, credential) as client:
            return (await client.get_tag_properties("hello-world", "v1")).digest


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(endpoint, DefaultAzureCredential())
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Construction
from acr_lint.model.values import Place
from acr_lint.rules.credentials.closing import closed_with, unclosed_credentials
from acr_lint.rules.found import Found, callee_spot, related, word_spot
from acr_lint.rules.locals.names import is_kept_local


def check(model: Model) -> Iterator[Found]:
    """Each aio client that stays in the function that makes it, and isn't entered there; each aio
    credential that only clients get hold of which are entered."""
    for fact in model.constructions:
        if fact.flavor != "aio" or fact.place in model.entered_at:
            continue
        if is_kept_local(fact.place) and fact.place not in model.handed_out:
            yield Found(
                callee_spot(fact.place),
                "no `async with` closes this client; `close()` alone leaves its token session open",
            )
    for place, clients, forgotten in unclosed_credentials(model):
        given = [related("the client that it is given to", client.place) for client in clients]
        advice = "enter it with `async with`"
        if forgotten is not None:
            method, name = forgotten
            spot = word_spot(method, name)
            given.append(related("this closes the object that keeps it", method, spot))
            advice = f"close it in `{name}`"
        yield Found(
            callee_spot(place),
            "nothing closes this credential and its HTTP session, for a client doesn't close the "
            f"credential that it is given; {advice}",
            tuple(given),
            _fixes(place, clients) if forgotten is None else (),
        )


def _fixes(place: Place, clients: tuple[Construction, ...]) -> Iterator[Fix]:
    edits = closed_with(place, clients[0]) if len(clients) == 1 else None
    if edits is not None:
        yield Fix("Close the credential with `async with`", Safety.SAFE, edits)
