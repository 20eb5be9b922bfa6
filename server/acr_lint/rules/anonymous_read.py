"""ACR107, info, off: a read that works only where the registry allows anonymous pull
Guide: anonymous-access-issues

A client without a credential can read where the registry's administrator allows anonymous pull, and
nowhere else: on all other registries its reads fail with 401 (ClientAuthenticationError). Switch
this rule on for code that has to work with any registry.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint) as client:
        return client.get_tag_properties("hello-world", "v1").digest
        #             ^^^^^^^^^^^^^^^^^^ ACR107
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        return client.get_tag_properties("hello-world", "v1").digest
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.model.values import NONE
from acr_lint.rules.credentials.anonymous import anonymous_calls, credential_fixes
from acr_lint.rules.found import Found, callee_spot, makers


def check(model: Model) -> Iterator[Found]:
    """Each read all of whose clients have no credential."""
    for call in anonymous_calls(model, writes=False):
        if all(client.credential == NONE for client in call.clients):
            yield Found(
                callee_spot(call.place, call.operation),
                f"`{call.operation}` works only where the registry allows anonymous pull: the "
                "client has no credential",
                makers(call.clients, "the client is made here, without a credential"),
                credential_fixes(model, call),
            )
