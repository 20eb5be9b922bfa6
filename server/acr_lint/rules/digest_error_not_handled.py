"""ACR308, info, off: handlers around blobs and manifests that miss DigestValidationError
Guide: general-troubleshooting
Needs: attempts

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
from acr_lint.rules.handlers.attempts import spot_of_handler
from acr_lint.rules.handlers.others import DIGESTS, passed_by


def check(model: Model) -> Iterator[Found]:
    """Each handler for the answers of a registry that errors of digests pass, up to the top."""
    for handler, operations in passed_by(model, DIGESTS):
        yield Found(
            spot_of_handler(handler),
            f"`{operations[0]}` raises DigestValidationError for content of another digest, a "
            "ValueError, which neither this nor a caller catches; catch it as well",
        )
