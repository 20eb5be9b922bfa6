"""ACR310, info: details that an error may not have: `error.error`, `error.response`, `error.model`
Guide: http-401-errors
Needs: handled used

`error.error` is for a format of answers that a registry never sends: it is always None. `response`
is None where the credential failed before a request was sent, as is `status_code`. `model` comes
only with errors that are HttpResponseError itself: a 401, 404 or 409 has none. What is always there
is `message`, and `status_code`, which may be None.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        print(f"refused: {error.error.code}")
        #                 ^^^^^^^^^^^^^^^^ ACR310
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        print(error.response.status_code)
        #     ^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR310
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        print(error.status_code)
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except HttpResponseError as error:
        code = error.model.errors[0].code if error.model else None
        print(f"refused: {error.status_code} {code} {error.message}")
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Used
from acr_lint.model.values import Caught, Place
from acr_lint.rules.found import Found, related, span_of, spot_of
from acr_lint.rules.handlers.attempts import spot_of_handler
from acr_lint.sdk.models import ERROR_ATTRIBUTES, Emptiness
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each attribute of a detail that the error of an operation may not have."""
    handlers = {fact.handler for fact in model.handled}
    for fact in model.notes.each(model.used, _of_errors):
        caught = [each for each in fact.subject if isinstance(each, Caught)]
        details = {each.path.lstrip(".") for each in caught if each.handler in handlers}
        if len(details) != 1:
            continue
        detail = details.pop()
        emptiness = ERROR_ATTRIBUTES.get(detail, Emptiness.NEVER)
        if emptiness is not Emptiness.NEVER:
            often = "is always None" if emptiness is Emptiness.ALWAYS else "may be None"
            yield Found(
                spot_of(fact.place),
                f"`{detail}` of an error {often} here, and then this raises AttributeError; use "
                "`status_code` and `message`",
                tuple(
                    related("the error is caught here", each.handler, spot_of_handler(each.handler))
                    for each in caught
                ),
                _fixes(fact.place, detail),
            )


def _of_errors(fact: Used) -> tuple[Used, ...]:
    """A use of nothing but what is caught."""
    return (fact,) if all(isinstance(each, Caught) for each in fact.subject) else ()


def _fixes(place: Place, detail: str) -> tuple[Fix, ...]:
    """Ask the error itself, which has the same attribute."""
    match place.node:
        case ast.Attribute(
            value=ast.Attribute(value=error), attr="status_code" | "reason" as name
        ) if detail == "response":
            start = span_of(place._replace(node=error)).end
            edit = Edit(Span(start, span_of(place).end), f".{name}")
            return (Fix(f"Use `{name}` of the error", Safety.SAFE, (edit,)),)
    return ()
