"""ACR901, warning: an ignore comment that suppresses nothing

A comment that silences a rule where that rule has nothing to say is left over from code that is
gone, or stands on the wrong line. It would silence the next finding of that rule without a word.

## Bad

```python
from azure.core.exceptions import HttpResponseError


def shown(error: HttpResponseError) -> str:
    return error.message  # acr-lint: ignore[ACR301] seen at the top
    #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR901
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
    """Nothing: whether a comment is used is known when all other rules have been asked."""
    yield from ()
