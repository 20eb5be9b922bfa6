"""ACR201, info: a client made without `logging_enable`
Guide: enable-client-logging

Why a registry refused a request stands in the body of its answer, and bodies are only logged by
clients that were made with `logging_enable`. Without it, DEBUG on the `azure` logger shows no more
than method, URL and status. The keyword works on the constructor alone.

Tie it to the level of the logger, and set that level before the client is made. What is logged
then holds access tokens: switch it on while something is being looked for, and keep the log secret.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
    #      ^^^^^^^^^^^^^^^^^^^^^^^ ACR201
        endpoint,
        DefaultAzureCredential(),
    )
```

## Fixed

```python
import logging

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
        endpoint,
        DefaultAzureCredential(),
        logging_enable=logging.getLogger("azure").isEnabledFor(logging.DEBUG),
    )
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str, trace: bool) -> ContainerRegistryClient:
    return ContainerRegistryClient(endpoint, DefaultAzureCredential(), logging_enable=trace)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import add_argument
from acr_lint.fixes.imports import Imports
from acr_lint.model.build import Model
from acr_lint.model.facts import Construction
from acr_lint.rules.found import Found, callee_spot, span_of


def check(model: Model) -> Iterator[Found]:
    """Each client whose maker doesn't say whether it logs."""
    for fact in model.constructions:
        positional, keywords, forwarded = fact.arguments
        # A call without arguments makes no client: they were bound before, and aren't seen here.
        if (positional or keywords) and "logging_enable" not in keywords and not forwarded:
            yield Found(
                callee_spot(fact.place),
                "this client can't log why a registry refuses it; pass `logging_enable`, tied to "
                "the level of the `azure` logger",
                fixes=_fixes(fact),
            )


def _fixes(fact: Construction) -> Iterator[Fix]:
    """Unsafe, for a program that logs at DEBUG starts to write tokens."""
    syntax, island, call = fact.place.module.syntax, fact.place.island, fact.place.node
    if fact.subclass or not isinstance(call, ast.Call):
        return
    imports = Imports(syntax, span_of(fact.place).start)
    logging = imports.module("logging")
    if logging is None:
        return
    switch = f'{logging}.getLogger("azure").isEnabledFor({logging}.DEBUG)'
    edit = add_argument(syntax, island, call, f"logging_enable={switch}")
    if edit is not None:
        title = "Pass `logging_enable`, tied to the level of the `azure` logger"
        yield Fix(title, Safety.UNSAFE, (edit, *imports.edits))
