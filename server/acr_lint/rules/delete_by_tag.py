"""ACR411, info, off: `delete_manifest` with a tag: it deletes the image with all of its tags
Guide: general-troubleshooting

`delete_manifest` looks a tag up and deletes the manifest that it stands for, and with it all other
tags of the same image. Where the tag isn't there it raises ResourceNotFoundError, though a digest
that isn't there counts as deleted. `delete_tag` deletes the tag alone.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def retire(client: ContainerRegistryClient) -> None:
    client.delete_manifest("hello-world", "v1")
    #                                     ^^^^ ACR411
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient


def retire(client: ContainerRegistryClient) -> None:
    client.delete_tag("hello-world", "v1")
```
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.model.build import Model
from acr_lint.model.facts import Argument
from acr_lint.model.values import Const, Result
from acr_lint.rules.found import Found, spot_of
from acr_lint.sdk.operations import OPERATIONS, Missing, is_digest


def check(model: Model) -> Iterator[Found]:
    """Each deletion of a manifest by what can only be a tag."""
    for call in model.calls:
        operation = OPERATIONS.get(call.operation)
        if operation is None or operation.missing is not Missing.SWALLOWED_BY_DIGEST:
            continue
        for index, parameter in enumerate(operation.positional):
            argument = call.arguments.keywords.get(parameter.name)
            if index < len(call.arguments.positional):
                argument = call.arguments.positional[index]
            if argument is not None and index and _is_tag(argument):
                yield Found(
                    spot_of(argument.place),
                    f"given a tag, `{operation.name}` deletes the image with all of its tags, and "
                    "raises where the tag isn't there; `delete_tag` deletes the tag alone",
                )


def _is_tag(argument: Argument) -> bool:
    """Whether an argument can only be a tag."""
    tags = [
        (isinstance(atom, Const) and isinstance(atom.value, str) and not is_digest(atom.value))
        or (
            isinstance(atom, Result)
            and OPERATIONS[atom.origin.operation].model == "ArtifactTagProperties"
            and atom.path.endswith(".name")
        )
        for atom in argument.value
    ]
    return bool(tags) and all(tags)
