"""ACR308, info, off: handlers around blobs and manifests that miss DigestValidationError
Guide: general-troubleshooting

What doesn't fit its digest raises DigestValidationError, which is a ValueError: neither
HttpResponseError nor AzureError covers it. A blob's digest is known at its end, so what was
written until then is there already: remove it.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.get_manifest("hello-world", "v1").manifest)
    except HttpResponseError as error:
        #  ^^^^^^^^^^^^^^^^^ ACR308
        print(f"refused: {error.message}")
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient, DigestValidationError
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.get_manifest("hello-world", "v1").manifest)
    except HttpResponseError as error:
        print(f"refused: {error.message}")
    except DigestValidationError:
        print("this is not what was asked for")
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.rules.found import Found
from acr_lint.rules.handlers.attempts import operations_in, span_of_handler, uncovered
from acr_lint.sdk.exceptions import DIGEST_ERROR
from acr_lint.sdk.operations import OPERATIONS


def check(model: Model) -> Iterator[Found]:
    """Each handler for the answers of a registry beside which there is none for wrong digests."""
    for attempt, handler in uncovered(model, (DIGEST_ERROR,)):
        checked = [name for name in operations_in(attempt) if OPERATIONS[name].checks_digest]
        if checked:
            yield Found(
                handler.place.module.path,
                span_of_handler(handler.place),
                f"`{checked[0]}` raises DigestValidationError for content of another digest, a "
                "ValueError, which this doesn't catch; catch it as well",
            )
