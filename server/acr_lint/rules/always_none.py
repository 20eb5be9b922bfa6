"""ACR410, warning: an attribute that is always None, or may be and is used as if it never were
Guide: general-troubleshooting
Needs: used

`repository_name` of a tag is always None: the client forgets to hand it on. `tags` of a manifest
is None where it has none, and `architecture` and `operating_system` are None for what isn't an
image of one platform.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    try:
        for manifest in client.list_manifest_properties("hello-world"):
            for tag in manifest.tags:
                #      ^^^^^^^^^^^^^ ACR410
                print(tag)
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    try:
        for manifest in client.list_manifest_properties("hello-world"):
            for tag in manifest.tags or ():
                print(tag)
    except HttpResponseError as error:
        print(error.message)
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def show(client: ContainerRegistryClient) -> None:
    tag = client.get_tag_properties("hello-world", "v1")
    print(f"{tag.repository_name}:{tag.name}")
    #        ^^^^^^^^^^^^^^^^^^^ ACR410
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator
from functools import lru_cache

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import path_to
from acr_lint.model.build import Model
from acr_lint.model.facts import Used
from acr_lint.model.values import Result
from acr_lint.rules.found import Found, span_of, spot_of
from acr_lint.sdk.models import MODELS, Emptiness
from acr_lint.sdk.operations import OPERATIONS, Returns
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each use of what a result never has, or doesn't always have."""
    yield from model.notes.each(model.used, _risky)


def _risky(fact: Used) -> Iterator[Found]:
    """One use of what may be None wherever it comes from."""
    results = [each for each in fact.subject if isinstance(each, Result)]
    if not results or len(results) < len(fact.subject):
        return
    name = getattr(fact.place.node, "attr", "") if fact.how == "attribute" else ""
    if name and _emptiness(results, f".{name}") == {Emptiness.ALWAYS}:
        message = f"`{name}` is always None here: the client forgets to set it"
        yield Found(spot_of(fact.place), message)
    elif _emptiness(results) == {Emptiness.SOMETIMES}:
        detail = results[0].path.rpartition(".")[2]
        yield Found(
            spot_of(fact.place),
            f"`{detail}` may be None, and then this fails; look at it first",
            fixes=_fixes(fact),
        )


def _emptiness(results: list[Result], attribute: str = "") -> set[Emptiness | None]:
    """How often these parts of results, or an attribute of each, are None."""
    return {_is_empty(each.origin.operation, each.path + attribute) for each in results}


@lru_cache(maxsize=1024)
def _is_empty(operation: str, path: str) -> Emptiness | None:
    """How often what a path leads to in an operation's result is None; None for what isn't an
    attribute."""
    sent = OPERATIONS[operation]
    if sent.returns is Returns.PAGER:
        path = path.removeprefix("page")
        if not path.startswith("[]"):
            return None
        path = path[2:]
    known = MODELS.get(sent.model)
    return known.attributes.get(path[1:]) if known is not None and path[:1] == "." else None


def _fixes(fact: Used) -> tuple[Fix, ...]:
    """Run through nothing where there is nothing."""
    place = fact.place
    if fact.how != "iterated" or not isinstance(place.node, ast.Attribute):
        return ()
    start, end = span_of(place)
    match path_to(place.island, place.node)[-2:]:
        case (ast.For(iter=iterable) | ast.comprehension(iter=iterable), node) if iterable is node:
            edits = [Edit(Span(end, end), " or ()")]
        case _:
            edits = [Edit(Span(start, start), "("), Edit(Span(end, end), " or ())")]
    return (Fix("Take none for an empty one", Safety.SAFE, tuple(edits)),)
