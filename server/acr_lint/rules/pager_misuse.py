"""ACR403, warning: a pager that is never advanced, or used as if it were a list
Guide: general-troubleshooting
Needs: misused

What a `list_` operation returns has sent nothing yet and knows nothing: as a statement the call
does nothing at all, its truth is always true, printing it shows an object, and it has neither a
length nor items by number (TypeError). Run through it, or make a list of it first.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    tags = client.list_tag_properties("hello-world")
    try:
        if not tags:
            #  ^^^^ ACR403
            print("no tags")
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    tags = client.list_tag_properties("hello-world")
    try:
        if not list(tags):
            print("no tags")
    except HttpResponseError as error:
        print(error.message)
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def refresh(client: ContainerRegistryClient) -> None:
    client.list_repository_names()
    #      ^^^^^^^^^^^^^^^^^^^^^ ACR403
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient


def show(client: ContainerRegistryClient) -> None:
    names = list(client.list_repository_names())
    print(len(names), names[:3], "..." if names else "")
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Misused
from acr_lint.model.values import Pager
from acr_lint.rules.found import Found, callee_spot, related, span_of, spot_of
from acr_lint.text.source import Edit, Span

_WRONG = {
    "dropped": "sends nothing unless what it returns is run through",
    "truth": "returns a pager, which is always true; make a list of it first",
    "shown": "returns a pager, which doesn't show what it lists; make a list of it first",
    "advanced twice": "returns a pager that has been run through before, and gives nothing again; "
    "make a list of it first",
    "sliced": "returns a pager, without length or numbered items; make a list of it first",
}


def check(model: Model) -> Iterator[Found]:
    """Each pager that is dropped, or taken for a list."""
    for fact in model.misused:
        pagers = [atom for atom in fact.subject if isinstance(atom, Pager)]
        if fact.how not in _WRONG or len(pagers) < len(fact.subject) or not pagers:
            continue
        origin = pagers[0].origin
        elsewhere = {pager.origin.place for pager in pagers} - {fact.place}
        yield Found(
            callee_spot(fact.place) if origin.place == fact.place else spot_of(fact.place),
            f"`{origin.operation}` {_WRONG[fact.how]}",
            tuple(related("the pager is made here", place) for place in elsewhere),
            _fixes(fact, pagers),
        )


def _fixes(fact: Misused, pagers: list[Pager]) -> tuple[Fix, ...]:
    """Make a list of it here; that sends its requests, so it isn't safe."""
    if fact.how in ("dropped", "advanced twice") or any(
        pager.origin.client.flavor == "aio" for pager in pagers
    ):
        return ()
    if not isinstance(fact.place.node, (ast.Name, ast.Attribute, ast.Call)):
        return ()
    start, end = span_of(fact.place)
    edits = (Edit(Span(start, start), "list("), Edit(Span(end, end), ")"))
    return (Fix("Make a list of it", Safety.UNSAFE, edits),)
