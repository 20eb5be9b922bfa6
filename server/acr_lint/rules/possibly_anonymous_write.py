"""ACR102, warning: a write on a client whose credential is None on some path
Guide: anonymous-access-issues

A client that is given None as its credential is anonymous, without a word: its reads may go on
working where the registry allows anonymous pull, and the first write fails with 401
(ClientAuthenticationError). So a credential that is looked up has to be looked at.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def retire(endpoint: str, signed_in: bool) -> None:
    credential = DefaultAzureCredential() if signed_in else None
    with ContainerRegistryClient(endpoint, credential) as client:
        client.delete_tag("hello-world", "v1")
        #      ^^^^^^^^^^ ACR102
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def retire(endpoint: str, signed_in: bool) -> None:
    credential = DefaultAzureCredential() if signed_in else None
    if credential is None:
        raise SystemExit("sign in first")
    with ContainerRegistryClient(endpoint, credential) as client:
        client.delete_tag("hello-world", "v1")
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.model.facts import Call
from acr_lint.model.values import NONE, Place, Plain
from acr_lint.rules.credentials.anonymous import anonymous_calls
from acr_lint.rules.found import Found, callee_spot, makers


def check(model: Model) -> Iterator[Found]:
    """Each write that may meet a client without a credential, but need not."""
    for call in anonymous_calls(model, writes=True):
        if not all(client.credential == NONE for client in call.clients):
            yield model.notes.of(_found, call.place, call)


def _found(place: Place, call: Call) -> Found:
    absent = frozenset(c for c in call.clients if Plain.NONE in c.credential)
    return Found(
        callee_spot(place, call.operation),
        f"`{call.operation}` fails where the client's credential is None, which it may be; make "
        "sure of it before the client is made",
        makers(absent, "made here, its credential may be None"),
    )
