"""ACR306, info: an error that is caught whole and dropped without a word
Guide: troubleshooting-authentication-errors
Needs: handled

Where a handler for everything does nothing, a missing role, a wrong tenant and a firewall look like
success: the 401 or 403 that would have told is gone. Log it at least, or catch only what can be
ignored, such as ResourceNotFoundError.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except Exception:
        #  ^^^^^^^^^ ACR306
        pass
```

## Fixed

```python
import logging

from azure.containerregistry import ContainerRegistryClient


def retire(client: ContainerRegistryClient) -> None:
    try:
        client.delete_tag("hello-world", "v1")
    except Exception as error:
        logging.warning("delete_tag failed: %s", error)
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.get_tag_properties("hello-world", "v1").digest)
    except ResourceNotFoundError:
        pass
    except HttpResponseError as error:
        print(f"can't read the tag: {error.message}")
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.imports import Imports
from acr_lint.fixes.layout import indentation, newline, path_to, starts_line
from acr_lint.fixes.wrapping import free_name, logger
from acr_lint.model.build import Model
from acr_lint.model.facts import Handled
from acr_lint.model.values import Place
from acr_lint.rules.found import Found, callee_spot, related, span_of
from acr_lint.rules.handlers.attempts import spot_of_handler
from acr_lint.sdk.exceptions import HTTP_ERROR, UNAUTHENTICATED
from acr_lint.text.source import Edit, Span

_MOST = 5


def check(model: Model) -> Iterator[Found]:
    """Each handler that catches every answer of a registry and does nothing."""
    operations = {sent.place: sent.origin.operation for sent in model.sent}
    silent = {
        handler.place
        for attempt in model.attempts
        for handler in attempt.handlers
        if handler.silent
    }
    caught: dict[Place, list[Handled]] = {}
    for fact in model.handled:
        if fact.handler in silent and {HTTP_ERROR, UNAUTHENTICATED} <= fact.classes:
            caught.setdefault(fact.handler, []).append(fact)
    for place, facts in caught.items():
        yield Found(
            spot_of_handler(place),
            "401 and 403 vanish here without a word; log the error, or catch only what may be "
            "ignored",
            tuple(
                related("its errors are dropped", fact.site, callee_spot(fact.site))
                for fact in facts[:_MOST]
            ),
            _fixes(place, operations.get(facts[0].site, "the request")),
        )


def _fixes(handler: Place, what: str) -> tuple[Fix, ...]:
    """Log the error, in place of `pass` or before what is done instead."""
    node = handler.node
    if not isinstance(node, ast.ExceptHandler) or node.type is None or node.name:
        return ()
    syntax = handler.module.syntax
    start, end = span_of(handler._replace(node=node.body[0]))
    path = path_to(handler.island, node)
    imports = Imports(syntax, span_of(handler).start)
    log = logger(syntax, path) or imports.module("logging")
    name = free_name(syntax, path)
    kind = span_of(handler._replace(node=node.type))
    if log is None or name is None or not starts_line(syntax.source, start):
        return ()
    if syntax.source.text[kind.end : kind.end + 1] != ":":
        return ()
    line = f'{log}.warning("{what} failed: %s", {name})'
    only = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
    if not only:
        line += newline(syntax.source) + indentation(syntax.source, start)
    edits = (
        Edit(Span(kind.end, kind.end), f" as {name}"),
        Edit(Span(start, end if only else start), line),
        *imports.edits,
    )
    return (Fix("Log the error", Safety.UNSAFE, edits),)
