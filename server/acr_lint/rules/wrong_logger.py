"""ACR206, warning: a level set where this SDK logs nothing
Guide: enable-client-logging
Needs: log_levels

The SDK logs below `azure.core.pipeline.policies`. There is no logger `azure.containerregistry`, and
no variable `AZURE_LOG_LEVEL` that it would read: a level set there changes nothing. Set it for
`azure`, which is above all of them.

## Bad

```python
import logging

logging.getLogger("azure.containerregistry").setLevel(logging.DEBUG)
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^ ACR206
```

## Fixed

```python
import logging

logging.getLogger("azure").setLevel(logging.DEBUG)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.values import Place
from acr_lint.rules.found import Found, callee_spot, span_of, spot_of
from acr_lint.sdk.loggers import WRONG_VARIABLES, meant
from acr_lint.syntax.nodes import nodes_of
from acr_lint.text.source import Edit


def check(model: Model) -> Iterator[Found]:
    """Each level that decides nothing of what the SDK logs."""
    for fact in model.log_levels:
        variable = WRONG_VARIABLES.get(fact.name)
        if variable is not None:
            yield Found(
                spot_of(fact.place),
                f"nothing reads `{fact.name}`; set the level of the logger `{variable}`",
            )
        logger = meant(fact.name)
        if logger is not None:
            literal = _literal(fact.place, fact.name)
            yield Found(
                callee_spot(fact.place) if literal is None else spot_of(literal),
                f"this SDK logs nothing to `{fact.name}`; set the level of `{logger}`",
                fixes=() if literal is None else _fixes(literal, logger),
            )


def _literal(place: Place, name: str) -> Place | None:
    """The logger's name, where it is written in the same call."""
    for node in nodes_of(place.node):
        if isinstance(node, ast.Constant) and node.value == name:
            return place._replace(node=node)
    return None


def _fixes(literal: Place, logger: str) -> tuple[Fix, ...]:
    edit = Edit(span_of(literal), f'"{logger}"')
    return (Fix(f"Set the level of `{logger}`", Safety.UNSAFE, (edit,)),)
