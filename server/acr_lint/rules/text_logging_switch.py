"""ACR204, warning: a text as `logging_enable`: every text but "" switches it on, "False" too
Guide: enable-client-logging
Needs: keywords.logging_enable

`logging_enable` is tested for truth, and `"False"`, `"0"` and `"no"` are true. So a variable of the
environment that is passed on as it is switches the log of tokens and bodies on, whatever it says.

## Bad

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
        endpoint,
        DefaultAzureCredential(),
        logging_enable=os.environ.get("TRACE", "False"),
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR204
    )
```

## Fixed

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
        endpoint,
        DefaultAzureCredential(),
        logging_enable=str(os.environ.get("TRACE", "False")).lower() in ("1", "true", "yes"),
    )
```

## Right

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    trace = os.environ.get("TRACE") == "1"
    return ContainerRegistryClient(endpoint, DefaultAzureCredential(), logging_enable=trace)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.rules.flags.texts import as_flag, is_text
from acr_lint.rules.found import Found, spot_of


def check(model: Model) -> Iterator[Found]:
    """Each client whose switch is a text, or a text or None."""
    for fact in model.constructions:
        argument = fact.arguments.keywords.get("logging_enable")
        if argument is not None and is_text(argument):
            yield Found(
                spot_of(argument.place),
                'every text but "" switches logging on, "False" too; compare it, such as with '
                '`== "1"`',
                fixes=as_flag(argument),
            )
