"""ACR203, warning: `logging_enable` on an operation, where it logs only the 401 challenge
Guide: enable-client-logging
Needs: keywords.logging_enable

An operation sends its request twice: the registry answers the first one with a 401 that says which
token it wants, and the second one carries that token. The keyword is used up by the first. So
`logging_enable=True` on an operation never shows the answer that matters, and `False` doesn't
keep a client that was made with `logging_enable=True` from logging tokens. Only the constructor's
keyword works.

## Bad

```python
import logging

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential

credential = DefaultAzureCredential()
TRACE = logging.getLogger("azure").isEnabledFor(logging.DEBUG)


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, credential, logging_enable=TRACE) as client:
        return client.get_tag_properties("hello-world", "v1", logging_enable=True).digest
        #                                                     ^^^^^^^^^^^^^^^^^^^ ACR203
```

## Fixed

```python
import logging

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential

credential = DefaultAzureCredential()
TRACE = logging.getLogger("azure").isEnabledFor(logging.DEBUG)


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, credential, logging_enable=TRACE) as client:
        return client.get_tag_properties("hello-world", "v1").digest
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import remove_keyword
from acr_lint.model.build import Model
from acr_lint.model.facts import Call
from acr_lint.model.values import Place
from acr_lint.rules.found import Found, makers, spot_of
from acr_lint.sdk.operations import OPERATIONS, Sends


def check(model: Model) -> Iterator[Found]:
    """Each operation that is told to log."""
    for call in model.calls:
        argument = call.arguments.keywords.get("logging_enable")
        operation = OPERATIONS.get(call.operation)
        if argument is None or operation is None or operation.sends is Sends.NEVER:
            continue
        yield Found(
            spot_of(argument.place),
            f"`{call.operation}` logs only the registry's 401 challenge because of this, never "
            "the answer; pass `logging_enable` to the client's constructor instead",
            makers(call.clients, "the client is made here"),
            _fixes(call, argument.place),
        )


def _fixes(call: Call, argument: Place) -> tuple[Fix, ...]:
    node, keyword = call.place.node, argument.node
    if not isinstance(node, ast.Call) or keyword not in node.keywords:
        return ()
    assert isinstance(keyword, ast.keyword)
    edits = remove_keyword(call.place.module.syntax, call.place.island, node, keyword)
    return (Fix("Remove `logging_enable` from this call", Safety.UNSAFE, edits),)
