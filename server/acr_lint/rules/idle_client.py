"""ACR108, info, off: a client with a credential that is kept for the life of the process
Guide: http-401-errors

A client that sends nothing for about three hours is broken for good: it goes on using a refresh
token that has run out, and every request after that is refused with 401 until a new client is made
(azure-containerregistry 1.2.0 and earlier). Scripts end before that; a server whose client is made
once, when its module is imported, does not. Make the client where it is used.

## Bad

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential

client = ContainerRegistryClient(os.environ["REGISTRY"], DefaultAzureCredential())
#        ^^^^^^^^^^^^^^^^^^^^^^^ ACR108


def digest(tag: str) -> str:
    return client.get_tag_properties("hello-world", tag).digest
```

## Right

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential

credential = DefaultAzureCredential()


def digest(tag: str) -> str:
    with ContainerRegistryClient(os.environ["REGISTRY"], credential) as client:
        return client.get_tag_properties("hello-world", tag).digest
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.fixes.layout import path_to
from acr_lint.model.build import Model
from acr_lint.model.values import NONE, Place
from acr_lint.rules.found import Found, callee_spot, related


def check(model: Model) -> Iterator[Found]:
    """Each client with a credential that module code makes and functions use."""
    used: dict[Place, Place] = {}
    for sent in model.sent:
        client = sent.origin.client
        if client.context == 0 and not client.given and client.credential != NONE:
            used.setdefault(client.place, sent.place)
    for fact in model.constructions:
        place = used.get(fact.place)
        if place is not None and _is_in_function(place) and not _is_in_function(fact.place):
            yield Found(
                callee_spot(fact.place),
                "this client lives as long as the process, and once it has sent nothing for three "
                "hours every request is refused; make it where it is used",
                (related("used here", place, callee_spot(place)),),
            )


def _is_in_function(place: Place) -> bool:
    path = path_to(place.island, place.node)
    return any(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in path)
