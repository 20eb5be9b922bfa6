"""ACR304, warning: a handler that is never reached
Guide: general-troubleshooting
Needs: attempts

The first handler that fits is the one that runs: behind `except HttpResponseError` a handler for
ClientAuthenticationError or ResourceNotFoundError, which are below it, is dead. So is one for
ResourceNotFoundError around `delete_repository`, `delete_tag` or `delete_blob`, where a 404 counts
as success, and one for ResourceModifiedError, which this SDK never raises: 412 is a plain
HttpResponseError.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.get_tag_properties("hello-world", "v9").digest)
    except HttpResponseError as error:
        print(f"refused: {error.message}")
    except ResourceNotFoundError:
        #  ^^^^^^^^^^^^^^^^^^^^^ ACR304
        print("no such tag")
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.get_tag_properties("hello-world", "v9").digest)
    except ResourceNotFoundError:
        print("no such tag")
    except HttpResponseError as error:
        print(f"refused: {error.message}")
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v9")
    except ResourceNotFoundError:
        #  ^^^^^^^^^^^^^^^^^^^^^ ACR304
        print("no such tag")
    except HttpResponseError as error:
        print(f"refused: {error.message}")
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v9")
    except HttpResponseError as error:
        print(f"refused: {error.message}")
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Attempt, Handler
from acr_lint.model.values import Place
from acr_lint.rules.found import Elsewhere, Found, related
from acr_lint.rules.handlers.attempts import operations_in, spot_of_handler
from acr_lint.sdk.exceptions import AZURE_ERROR, HTTP_ERROR, built_in, may_raise
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.syntax.nodes import nodes_of
from acr_lint.text.source import Edit

_HARMLESS = frozenset(("dict", "int", "len", "list", "print", "repr", "sorted", "str", "tuple"))


def check(model: Model) -> Iterator[Found]:
    """Each handler behind a wider one, or for what is never raised in its `try`."""
    called = {call.place.node for call in model.calls}
    for attempt, handler, wider in model.notes.each(model.attempts, _doubtful):
        if wider is not None:
            yield _found(
                handler,
                f"the handler for {_shown(wider)} above takes all that this one is for",
                (related("this one comes first", wider.place, spot_of_handler(wider.place)),),
                _removed(attempt, handler.place)
                if _is_wider(handler, wider)
                else _moved(attempt, handler.place, wider.place),
            )
        elif _is_alone(attempt, called):
            yield _found(
                handler,
                f"`{operations_in(attempt)[0]}` never raises {_shown(handler)}; this handler is "
                "never reached",
                (),
                _removed(attempt, handler.place),
            )


def _doubtful(attempt: Attempt) -> Iterator[tuple[Attempt, Handler, Handler | None]]:
    """The handlers of an attempt that no operation's errors reach, each with the wider one above
    it, if there is one."""
    for index, handler in enumerate(attempt.handlers if attempt.errors else ()):
        if not handler.known or not handler.names:
            continue
        wider = next((h for h in attempt.handlers[:index] if _is_wider(h, handler)), None)
        if wider is not None and all(_is_below(name, AZURE_ERROR) for name in handler.names):
            yield attempt, handler, wider
        elif all(_is_never(name, attempt) for name in handler.names):
            yield attempt, handler, None


def _found(
    handler: Handler, message: str, places: tuple[Elsewhere, ...], fixes: tuple[Fix, ...]
) -> Found:
    return Found(spot_of_handler(handler.place), message, places, fixes)


def _is_wider(first: Handler, second: Handler) -> bool:
    """Whether a handler takes everything that another one is for."""
    return first.known and all(
        any(_is_below(name, wide) for wide in first.names) for name in second.names
    )


def _is_below(name: str, above: str) -> bool:
    return built_in().is_subclass(name, above) is True


def _is_never(name: str, attempt: Attempt) -> bool:
    """Whether no answer to the operations in the `try` becomes that class."""
    return _is_below(name, HTTP_ERROR) and not any(
        may_raise(OPERATIONS[operation], name) for operation in operations_in(attempt)
    )


def _is_alone(attempt: Attempt, called: set[ast.AST]) -> bool:
    """Whether nothing but operations, and what raises none of these errors, is called in it; what
    runs where it yields is called elsewhere."""
    node = attempt.place.node
    if not isinstance(node, ast.Try):
        return False
    inner = [each for part in node.body for each in nodes_of(part)]
    return not any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in inner) and all(
        each in called or (isinstance(each.func, ast.Name) and each.func.id in _HARMLESS)
        for each in inner
        if isinstance(each, ast.Call)
    )


def _shown(handler: Handler) -> str:
    return " and ".join(f"`{name.rpartition('.')[2]}`" for name in handler.names)


def _moved(attempt: Attempt, handler: Place, before: Place) -> tuple[Fix, ...]:
    """Put it before the wider one. It starts to run, so this isn't safe."""
    edits = _edits(attempt, handler, before)
    return (Fix("Move it before the wider one", Safety.UNSAFE, edits),) if edits else ()


def _removed(attempt: Attempt, handler: Place) -> tuple[Fix, ...]:
    """Remove it; it never ran."""
    edits = _edits(attempt, handler, None)
    return (Fix("Remove the handler", Safety.SAFE, edits),) if edits else ()


def _edits(attempt: Attempt, handler: Place, before: Place | None) -> tuple[Edit, ...] | None:
    syntax, island, node = handler.module.syntax, handler.island, handler.node
    if not isinstance(node, ast.ExceptHandler) or not isinstance(attempt.place.node, ast.Try):
        return None
    from acr_lint.fixes.handlers import moved_before, removed

    if before is None:
        return removed(syntax, island, attempt.place.node, node)
    assert isinstance(before.node, ast.ExceptHandler)
    return moved_before(syntax, island, node, before.node)
