"""ACR307, info, off: refused requests are handled, and those that get no answer are not
Guide: network-access-issues
Needs: attempts

HttpResponseError is what becomes of an answer. Where there is none, because the name can't be
resolved, the connection is refused or dropped, or time runs out, the SDK raises
ServiceRequestError or ServiceResponseError, which are no HttpResponseErrors: they are its siblings
below AzureError. Switch this rule on for programs that have to live through a bad network.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        #  ^^^^^^^^^^^^^^^^^ ACR307
        print(f"refused: {error.message}")
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import AzureError, HttpResponseError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        print(f"refused: {error.message}")
    except AzureError as error:
        print(f"no answer: {error}")
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.rules.found import Found
from acr_lint.rules.handlers.attempts import spot_of_handler
from acr_lint.rules.handlers.others import NETWORK, passed_by


def check(model: Model) -> Iterator[Found]:
    """Each handler for the answers of a registry that errors of the network pass, up to the top."""
    for handler, _ in passed_by(model, NETWORK):
        yield Found(
            spot_of_handler(handler),
            "a request that gets no answer raises ServiceRequestError or ServiceResponseError, "
            "which neither this nor a caller catches; catch AzureError as well",
        )
