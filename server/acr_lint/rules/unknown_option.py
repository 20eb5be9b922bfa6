"""ACR205, error: a keyword that the client or the operation doesn't know
Guide: optional-configuration
Needs: keywords

The constructor ignores a keyword that it doesn't know: `logging_enabled=True` logs nothing, and
`max_retries=0` retries ten times. An operation hands it on to the HTTP library, which raises
TypeError; a listing does so where it is first advanced.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(endpoint, DefaultAzureCredential(), max_retries=0)
    #                                                                  ^^^^^^^^^^^^^ ACR205
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(endpoint, DefaultAzureCredential(), retry_total=0)
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def names(endpoint: str) -> list[str]:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        return list(client.list_repository_names(page_size=100))
        #                                        ^^^^^^^^^^^^^ ACR205
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def names(endpoint: str) -> list[str]:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        return list(client.list_repository_names(results_per_page=100))
```

## Right

What is handed on is not looked at:

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str, **options: object) -> ContainerRegistryClient:
    return ContainerRegistryClient(endpoint, DefaultAzureCredential(), **options)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable, Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument, Arguments, Call
from acr_lint.rules.found import Found, placed, spot_of, word_spot
from acr_lint.sdk.operations import OPERATIONS, RENAMED, Kind, Operation
from acr_lint.sdk.options import (
    REFUSED_BY_CONSTRUCTOR,
    REFUSED_BY_OPERATIONS,
    accepts,
    constructor_names,
    operation_names,
    suggestion,
)
from acr_lint.text.source import Edit


def check(model: Model) -> Iterator[Found]:
    """Each keyword that is wrong on a constructor or on an operation."""
    known = constructor_names()
    for fact in model.constructions:
        for name, argument in _own(fact.arguments):
            if name in REFUSED_BY_CONSTRUCTOR:
                yield _found(name, argument, f"the client sets `{name}` itself: TypeError", ())
            elif name not in known:
                what = f"the client ignores `{name}`"
                yield _found(name, argument, what, known - set(fact.arguments.keywords))
    for call in model.calls:
        operation = OPERATIONS.get(call.operation)
        for name, argument in _own(call.arguments):
            if operation is not None and not _takes(operation, name, call):
                names = operation_names(operation) - set(call.arguments.keywords)
                what = f"`{operation.name}` fails with TypeError on `{name}`"
                if name in REFUSED_BY_OPERATIONS:
                    what, names = f"{what}, which only the constructor takes", frozenset()
                yield _found(name, argument, what, names)


def _own(arguments: Arguments) -> Iterator[tuple[str, Argument]]:
    """The keywords that never were names of parameters; those that were are another rule's."""
    for name, argument in arguments.keywords.items():
        renamed = RENAMED.get(name)
        if renamed is None or renamed.kind is not Kind.ARGUMENT:
            yield name, argument


def _takes(operation: Operation, name: str, call: Call) -> bool:
    """Whether the operation may work with the keyword on one of the call's clients."""
    flavors = {client.flavor for client in call.clients}
    return operation.parameter(name) is not None or any(
        accepts(operation, name, flavor) is not False for flavor in flavors
    )


def _found(name: str, argument: Argument, what: str, names: Iterable[str]) -> Found:
    near = suggestion(name, names)
    advice = f"; did you mean `{near}`?" if near else ""
    return Found(
        spot_of(argument.place),
        what + advice,
        fixes=_fixes(name, argument, near),
    )


def _fixes(name: str, argument: Argument, near: str | None) -> tuple[Fix, ...]:
    """Write the name that was meant."""
    keyword = argument.place.node
    if near is None or not isinstance(keyword, ast.keyword) or keyword.arg != name:
        return ()
    edit = Edit(placed(word_spot(argument.place, name)), near)
    return (Fix(f"Write `{near}`", Safety.UNSAFE, (edit,)),)
