"""ACR305, warning: handlers that name only exceptions which this SDK never raises there
Guide: general-troubleshooting
Needs: escapes

The SDK raises the classes of azure.core.exceptions. Those of the HTTP library below it, such as
requests.HTTPError, or of the operating system, such as ConnectionError, never come out of it: a
refused request is HttpResponseError, and one that got no answer ServiceRequestError or
ServiceResponseError. A handler for anything else catches nothing.

## Bad

```python
import requests
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            return client.get_tag_properties("hello-world", "v1").digest
            #             ^^^^^^^^^^^^^^^^^^ ACR305
        except requests.HTTPError as error:
            return f"failed: {error}"
```

## Fixed

```python
import logging

import requests
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            return client.get_tag_properties("hello-world", "v1").digest
        except requests.HTTPError as error:
            return f"failed: {error}"
        except HttpResponseError as error:
            logging.error("get_tag_properties failed: %s %s", error.status_code, error.message)
            raise
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
    """Each site whose errors meet only handlers that are meant for others."""
    for found in uncaught(model, Kind.FOREIGN):
        yield telling.told(model, found, _said, handling(found))


def _said(found: Uncaught) -> str:
    return (
        f"{telling.subject(found)} never raises {telling.handled(found)}: its HttpResponseError "
        f"{telling.outcome(found)}; catch that class"
    )
