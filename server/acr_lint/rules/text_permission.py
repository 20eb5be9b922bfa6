"""ACR409, error: a text as permission: every text but "" grants it, "false" too
Guide: insufficient-permissions
Needs: keywords

The `can_` arguments of the `update_` operations are tested for truth and sent as true or false:
`can_write="false"` unlocks what was meant to be locked.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def lock(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        client.update_tag_properties("hello-world", "v1", can_write="false")
        #                                                 ^^^^^^^^^^^^^^^^^ ACR409
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def lock(endpoint: str) -> None:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        client.update_tag_properties("hello-world", "v1", can_write=False)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument
from acr_lint.rules.flags.texts import as_flag, is_text
from acr_lint.rules.found import Found, expression_of, span_of, spot_of
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.text.source import Edit

_WORDS = {"false": "False", "no": "False", "0": "False", "true": "True", "yes": "True", "1": "True"}


def check(model: Model) -> Iterator[Found]:
    """Each permission that is set by a text."""
    for call in model.calls:
        operation = OPERATIONS.get(call.operation)
        for name, argument in call.arguments.keywords.items():
            if operation is None or name not in operation.changes or not is_text(argument):
                continue
            yield Found(
                spot_of(argument.place),
                f'every text but "" sets `{name}`, "false" too; pass True or False',
                fixes=_fixes(argument),
            )


def _fixes(argument: Argument) -> tuple[Fix, ...]:
    """Write the flag that the literal says."""
    place = expression_of(argument)
    if place is None or not isinstance(place.node, ast.Constant):
        return as_flag(argument)
    word = _WORDS.get(str(place.node.value).strip().lower())
    if word is None:
        return ()
    return (Fix(f"Write `{word}`", Safety.UNSAFE, (Edit(span_of(place), word),)),)
