"""ACR101, error: a write on a client that has no credential on any path
Guide: anonymous-access-issues

A client that is made without a credential is anonymous: it can only read, and only where the
registry allows anonymous pull. A registry answers every write of it with 401, which the SDK raises
as ClientAuthenticationError, whatever rights the caller has.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def retire(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint) as client:
        client.delete_tag("hello-world", "v1")
        #      ^^^^^^^^^^ ACR101
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def retire(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        client.delete_tag("hello-world", "v1")
```

## Right

A read may work without a credential:

```python
from azure.containerregistry import ContainerRegistryClient


def size(endpoint: str) -> int:
    with ContainerRegistryClient(endpoint) as client:
        return client.get_manifest_properties("hello-world", "v1").size_in_bytes
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.model.values import NONE
from acr_lint.rules.credentials.anonymous import anonymous_calls, credential_fixes
from acr_lint.rules.found import Found, callee_spot, makers


def check(model: Model) -> Iterator[Found]:
    """Each write all of whose clients have no credential at all."""
    for call in anonymous_calls(model, writes=True):
        if all(client.credential == NONE for client in call.clients):
            yield Found(
                callee_spot(call.place, call.operation),
                f"`{call.operation}` always fails here: the client has no credential, and a "
                "registry refuses writes without one; pass one to `ContainerRegistryClient`",
                makers(call.clients, "the client is made here, without a credential"),
                credential_fixes(model, call),
            )
