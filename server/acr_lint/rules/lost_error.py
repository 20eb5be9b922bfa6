"""ACR309, warning: a task whose result nobody looks at, and with it the error of its operation
Guide: general-troubleshooting

A task keeps what its coroutine raises until somebody awaits it. Where nobody does, a 401 or 403 is
at best a line on stderr when the task is thrown away ("Task exception was never retrieved"), and
the task itself may be thrown away before it has run. Keep the task and await it, or use a
TaskGroup.

## Bad

```python
import asyncio

from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def retire(client: ContainerRegistryClient) -> None:
    try:
        asyncio.create_task(client.delete_tag("hello-world", "v1"))
        #       ^^^^^^^^^^^ ACR309
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
import asyncio

from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def retire(client: ContainerRegistryClient) -> None:
    try:
        await asyncio.create_task(client.delete_tag("hello-world", "v1"))
    except HttpResponseError as error:
        print(error.message)
```

## Right

```python
import asyncio

from azure.containerregistry.aio import ContainerRegistryClient


async def retire(client: ContainerRegistryClient) -> None:
    tasks = [
        asyncio.create_task(client.delete_tag("hello-world", tag)) for tag in ("v1", "v2")
    ]
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            print(f"failed: {result}")
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.layout import may_await, path_to
from acr_lint.model.build import Model
from acr_lint.model.values import Future, Place, Sending
from acr_lint.rules.found import Found, callee_span, related, span_of
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each task of an operation that is made by a statement of its own."""
    for fact in model.misused:
        if fact.how != "task dropped":
            continue
        origins = [
            part.origin
            for future in fact.subject
            if isinstance(future, Future)
            for value in future.parts
            for part in value
            if isinstance(part, Sending)
        ]
        if origins:
            yield Found(
                fact.place.module.path,
                callee_span(fact.place),
                f"nobody looks at this task, so what `{origins[0].operation}` raises is lost; "
                "await it",
                tuple(
                    related("its operation", origin.place, callee_span(origin.place))
                    for origin in origins
                ),
                _fixes(fact.place),
            )


def _fixes(place: Place) -> tuple[Fix, ...]:
    if not may_await(path_to(place.island, place.node)):
        return ()
    start = span_of(place).start
    return (Fix("Await it", Safety.UNSAFE, (Edit(Span(start, start), "await "),)),)
