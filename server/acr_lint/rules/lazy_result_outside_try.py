"""ACR302, warning: a result that is made inside a `try` but sends its requests outside of it
Guide: general-troubleshooting
Needs: escapes

The `list_` operations send nothing when they are called: the first request, and each error, comes
where the pager is advanced. A blob stream fetches its first 4 MiB at the call and the rest while it
is read. A coroutine of the aio client sends when it is awaited. So a `try` around the call alone
catches nothing: the `for`, or the `await`, belongs inside.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def show(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            tags = client.list_tag_properties("hello-world")
        except HttpResponseError as error:
            print(f"can't list the tags: {error.message}")
            return
        for tag in tags:
            #      ^^^^ ACR302
            print(tag.name)
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def show(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        try:
            tags = client.list_tag_properties("hello-world")
            for tag in tags:
                print(tag.name)
        except HttpResponseError as error:
            print(f"can't list the tags: {error.message}")
            return
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def tags_of(client: ContainerRegistryClient, repository: str):
    try:
        return client.list_tag_properties(repository)
    except HttpResponseError:
        return []


def show(client: ContainerRegistryClient) -> None:
    for tag in tags_of(client, "hello-world"):
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR302
        print(tag.name)
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def tags_of(client: ContainerRegistryClient, repository: str):
    try:
        return list(client.list_tag_properties(repository))
    except HttpResponseError:
        return []


def show(client: ContainerRegistryClient) -> None:
    for tag in tags_of(client, "hello-world"):
        print(tag.name)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.rules.found import Found
from acr_lint.rules.uncaught import telling
from acr_lint.rules.uncaught.errors import Kind, Uncaught, uncaught


def check(model: Model) -> Iterator[Found]:
    """Each site whose errors would be caught where its result was made."""
    for found in uncaught(model, Kind.LAZY):
        from acr_lint.rules.uncaught.moving import inside_again

        yield telling.told(model, found, _said, inside_again(model, found))


def _said(found: Uncaught) -> str:
    return (
        f"{telling.operations(found)} sends its requests here, outside of the `try` in which it "
        f"was called: HttpResponseError {telling.outcome(found)}; move this into the `try`"
    )
