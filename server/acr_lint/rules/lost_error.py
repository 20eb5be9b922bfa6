"""ACR309, warning: a task, future or `gather` whose result nobody looks at: its error is lost
Guide: general-troubleshooting
Needs: waiting

A task keeps what its coroutine raises until somebody awaits it. Where nobody does, a 401 or 403 is
at best a line on stderr when the task is thrown away ("Task exception was never retrieved"), and
the task itself may be thrown away before it has run. Keep the task and await it, or use a
TaskGroup. The future of an executor keeps its error without any word, and
`gather(..., return_exceptions=True)` puts errors among its results, where somebody has to look for
them.

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

## Bad

```python
from concurrent.futures import ThreadPoolExecutor

from azure.containerregistry import ContainerRegistryClient


def retire(client: ContainerRegistryClient) -> None:
    with ThreadPoolExecutor() as pool:
        for tag in ("v1", "v2"):
            pool.submit(client.delete_tag, "hello-world", tag)
            #    ^^^^^^ ACR309
```

## Bad

```python
import asyncio

from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def retire(client: ContainerRegistryClient) -> None:
    todo = [client.delete_tag("hello-world", tag) for tag in ("v1", "v2")]
    try:
        await asyncio.gather(*todo, return_exceptions=True)
        #             ^^^^^^ ACR309
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
import asyncio

from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


async def retire(client: ContainerRegistryClient) -> None:
    todo = [client.delete_tag("hello-world", tag) for tag in ("v1", "v2")]
    try:
        await asyncio.gather(*todo)
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

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import remove_keyword
from acr_lint.fixes.layout import may_await, path_to
from acr_lint.model.build import Model
from acr_lint.model.facts import Waiting
from acr_lint.model.running import LOOP
from acr_lint.model.values import Future, Place
from acr_lint.rules.found import Found, callee_spot, related, span_of
from acr_lint.rules.locals.ignored import is_ignored
from acr_lint.text.source import Edit, Span

_SAID = {
    "task": "nobody looks at this task, so what {} raises is lost; await it",
    "future": "nobody looks at this future, so what {} raises is lost; ask for its `result()`",
    "results": "nobody looks at these results, so what {} raises is lost; look for errors in them",
}


def check(model: Model) -> Iterator[Found]:
    """Each task, future and list of results in which an operation's error waits for nobody."""
    told = any(fact.app is not None and fact.app.maker == LOOP for fact in model.registered)
    waiting = {fact.place: fact for fact in model.waiting if not (told and fact.how == "task")}
    lost: dict[Place, Waiting] = {}
    for misused in model.misused:
        for future in misused.subject if misused.how == "running dropped" else ():
            if isinstance(future, Future) and future.place in waiting:
                lost.setdefault(misused.place, waiting[future.place])
    waits = {fact.place.node for fact in model.misused if fact.how == "only waits"}
    for place, fact in waiting.items():
        if is_ignored(place, _is_gather(fact), waits):
            lost.setdefault(place, fact)
    for place, fact in lost.items():
        operations = dict.fromkeys(error.site.origin.operation for error in fact.errors.values())
        yield Found(
            callee_spot(place),
            _SAID[fact.how].format(" and ".join(f"`{name}`" for name in operations)),
            tuple(
                related("its operation", error.site.place, callee_spot(error.site.place))
                for error in fact.errors.values()
            ),
            _fixes(place, fact),
        )


def _fixes(place: Place, fact: Waiting) -> Iterator[Fix]:
    """Await a task where it stands alone; let the first error of a `gather` be raised."""
    path = path_to(place.island, place.node)
    alone = isinstance(path[-2], ast.Expr)
    if fact.how == "task" and alone and may_await(path):
        start = span_of(place).start
        yield Fix("Await it", Safety.UNSAFE, (Edit(Span(start, start), "await "),))
    call = place.node
    if isinstance(call, ast.Call):
        for keyword in call.keywords:
            if keyword.arg == "return_exceptions" and isinstance(keyword.value, ast.Constant):
                edits = remove_keyword(place.module.syntax, place.island, call, keyword)
                yield Fix("Let the first error be raised", Safety.UNSAFE, edits)


def _is_gather(fact: Waiting) -> bool:
    """Whether the results are those that awaiting gives."""
    return fact.how == "results" and any(
        isinstance(node, ast.Await) and node.value is fact.place.node
        for node in path_to(fact.place.island, fact.place.node)
    )
