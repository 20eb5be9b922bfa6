"""ACR303, warning: handlers that catch some of what the registry answers, and miss the rest
Guide: http-403-errors
Needs: escapes

Each class below HttpResponseError stands for one status: ClientAuthenticationError for 401 only,
ResourceNotFoundError for 404, ResourceExistsError for 409. All other answers, the 403 of a missing
role or a firewall among them, are HttpResponseError itself. So a handler for some of them needs one
for HttpResponseError behind it.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import DefaultAzureCredential


def exists(endpoint: str) -> bool:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            client.get_tag_properties("hello-world", "v1")
            #      ^^^^^^^^^^^^^^^^^^ ACR303
        except ResourceNotFoundError:
            return False
    return True
```

## Fixed

```python
import logging

from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential


def exists(endpoint: str) -> bool:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            client.get_tag_properties("hello-world", "v1")
        except ResourceNotFoundError:
            return False
        except HttpResponseError as error:
            logging.error("get_tag_properties failed: %s %s", error.status_code, error.message)
            raise
    return True
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.rules.found import Found
from acr_lint.rules.uncaught import telling
from acr_lint.rules.uncaught.errors import Kind, Uncaught, uncaught
from acr_lint.rules.uncaught.mending import handling


def check(model: Model) -> Iterator[Found]:
    """Each site some of whose errors are caught, and others not."""
    for found in uncaught(model, Kind.NARROW):
        yield telling.told(model, found, _said, handling(found))


def _said(found: Uncaught) -> str:
    return (
        f"{telling.subject(found)} can raise more than {telling.handled(found)}: nothing catches "
        f"{telling.missing(found)}; catch HttpResponseError as well"
    )
