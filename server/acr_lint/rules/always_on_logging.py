"""ACR202, warning: `logging_enable=True` as a literal: tokens are logged whenever DEBUG is on
Guide: enable-client-logging
Needs: keywords.logging_enable

A client with `logging_enable` writes each request and answer unredacted as soon as its logger is
at DEBUG, which `logging.basicConfig(level=logging.DEBUG)` is enough for: the credential's token,
the registry's tokens and the bodies. A literal True leaves nobody a switch but the log level of the
whole program. Make it a decision of its own: a setting, or the level of the `azure` logger at the
time when the client is made.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
        endpoint,
        DefaultAzureCredential(),
        logging_enable=True,
    #   ^^^^^^^^^^^^^^^^^^^ ACR202
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
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    trace = os.environ.get("TRACE_REGISTRY") == "1"
    return ContainerRegistryClient(endpoint, DefaultAzureCredential(), logging_enable=trace)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import replace
from acr_lint.fixes.imports import Imports
from acr_lint.model.build import Model
from acr_lint.model.values import Place
from acr_lint.rules.found import Found, span_of, spot_of


def check(model: Model) -> Iterator[Found]:
    """Each client whose maker says `logging_enable=True` in so many words."""
    for fact in model.constructions:
        argument = fact.arguments.keywords.get("logging_enable")
        if argument is None:
            continue
        match argument.place.node:
            case ast.keyword(arg=str(), value=ast.Constant(value=True) as literal):
                yield Found(
                    spot_of(argument.place),
                    "tokens are logged as soon as the `azure` logger, or one above it, is at "
                    "DEBUG; tie `logging_enable` to a setting or to the level of that logger",
                    fixes=_fixes(argument.place, literal),
                )


def _fixes(place: Place, literal: ast.Constant) -> tuple[Fix, ...]:
    imports = Imports(place.module.syntax, span_of(place).start)
    logging = imports.module("logging")
    if logging is None:
        return ()
    switch = f'{logging}.getLogger("azure").isEnabledFor({logging}.DEBUG)'
    edit = replace(place.module.syntax, place.island, literal, switch)
    title = "Tie it to the level of the `azure` logger"
    return (Fix(title, Safety.UNSAFE, (edit, *imports.edits)),)
