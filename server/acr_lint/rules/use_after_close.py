"""ACR404, error: a client, or what it returned, is used after it was closed
Guide: general-troubleshooting
Needs: misused

The end of `with` closes the client, as `close()` does. An operation after that raises ValueError
("HTTP transport has already been closed"), and so does a pager that was made before and is run
through after it. A blob stream works if the blob is smaller than 4 MiB, and fails if it is larger.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def show(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        list(client.list_repository_names())
        tags = client.list_tag_properties("hello-world")
    for tag in tags:
        #      ^^^^ ACR404
        print(tag.name)
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def show(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        tags = list(client.list_tag_properties("hello-world"))
    for tag in tags:
        print(tag.name)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.model.values import Atom, Client, Pager, Sending, Stream
from acr_lint.rules.found import Found, callee_spot, makers, related


def check(model: Model) -> Iterator[Found]:
    """Each use of what is surely closed."""
    for fact in model.misused:
        if fact.how != "closed":
            continue
        clients = {client for atom in fact.subject if (client := _client(atom)) is not None}
        pending = [atom.origin for atom in fact.subject if isinstance(atom, Pager | Stream)]
        what = "the client is used here after it was closed"
        if pending:
            operation = pending[0].operation
            what = f"what `{operation}` returned is used here after the client was closed"
        yield Found(
            callee_spot(fact.place),
            f"{what}: ValueError; move this into the `with`, or before `close()`",
            (
                *makers(clients, "the client is made here"),
                *(
                    related("called here", origin.place, callee_spot(origin.place))
                    for origin in pending
                ),
            ),
        )


def _client(atom: Atom) -> Client | None:
    match atom:
        case Client():
            return atom
        case Pager(origin, _) | Stream(origin, _) | Sending(origin):
            return origin.client
    return None
