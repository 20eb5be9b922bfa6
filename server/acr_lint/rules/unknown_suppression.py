"""ACR902, warning: an ignore comment that names no rule

A comment that names no rule silences nothing: a letter is wrong, the rule has another name, or the
list is missing.

## Bad

```python
from azure.core.exceptions import HttpResponseError


def shown(error: HttpResponseError) -> str:
    return error.message  # acr-lint: ignore[uncaught-http-error] seen at the top
    #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR902
```

## Fixed

```python
from azure.core.exceptions import HttpResponseError


def shown(error: HttpResponseError) -> str:
    return error.message
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.rules.found import Found


def check(model: Model) -> Iterator[Found]:
    """Nothing: comments are looked at when all other rules have been asked."""
    yield from ()
