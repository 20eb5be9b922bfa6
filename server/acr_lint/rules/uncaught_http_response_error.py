"""ACR301, warning: an HttpResponseError that reaches the top of the program uncaught
Guide: general-troubleshooting
Needs: escapes

Every request can be refused: 401 without valid credentials, 403 without the right or from the wrong
network, 404, 409, 412, 429, 5xx. The SDK raises each as HttpResponseError or a class below it, and
its message is the only place where the reason stands. Where nothing catches it, the program ends
with a traceback.

Catch it, log its status and message, and decide there: raising again is a decision too. A function
whose callers shall decide says so in its docstring (`:raises HttpResponseError:`, or a `Raises`
section); the setting `respect-documented-raises` decides whether that counts.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def retire(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        client.delete_tag("hello-world", "v1")
        #      ^^^^^^^^^^ ACR301
```

## Fixed

```python
import logging

from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def retire(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            client.delete_tag("hello-world", "v1")
        except HttpResponseError as error:
            logging.error("delete_tag failed: %s %s", error.status_code, error.message)
            raise
```

## Bad

A listing sends nothing when it is called: it sends, and raises, where it is advanced.

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def show(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        names = client.list_repository_names()
        for name in names:
            #       ^^^^^ ACR301
            print(name)
```

## Fixed

```python
import logging

from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def show(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        names = client.list_repository_names()
        try:
            for name in names:
                print(name)
        except HttpResponseError as error:
            logging.error("list_repository_names failed: %s %s", error.status_code, error.message)
            raise
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def retire(endpoint: str) -> bool:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            client.delete_tag("hello-world", "v1")
        except HttpResponseError as error:
            print(f"the registry refuses: {error.message}")
            return False
    return True


def digest(client: ContainerRegistryClient) -> str:
    \"\"\"The digest of the newest image.

    :raises HttpResponseError: if the registry refuses the request
    \"\"\"
    return client.get_tag_properties("hello-world", "latest").digest
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from acr_lint.model.build import Model
from acr_lint.rules.found import Found
from acr_lint.rules.uncaught import telling
from acr_lint.rules.uncaught.errors import Kind, Uncaught, uncaught
from acr_lint.rules.uncaught.mending import documenting, handling


def check(model: Model) -> Iterator[Found]:
    """Each site whose errors meet no handler that could be meant for them."""
    for found in uncaught(model, Kind.OPEN):
        yield telling.told(model, found, _said, chain(handling(found), documenting(found)))


def _said(found: Uncaught) -> str:
    raised = "an ExceptionGroup of HttpResponseErrors" if found.grouped else "HttpResponseError"
    advice = "`except*`" if found.grouped else "`try` / `except HttpResponseError`"
    return (
        f"{telling.subject(found)} can raise {raised}, which {telling.outcome(found)}; "
        f"handle it with {advice}, or document that it is raised"
    )
