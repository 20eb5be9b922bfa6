"""ACR408, error: `update_` operations with keywords they can't take, or nothing to update
Guide: general-troubleshooting
Needs: updates

The `update_` operations look for repository, tag and properties among their positional arguments
only, though their type stubs offer keywords: `repository="a"` raises IndexError, and `properties=`
TypeError. Without properties or a `can_` argument there is nothing to update: the request is sent,
and changes nothing.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def lock(client: ContainerRegistryClient) -> None:
    client.update_repository_properties(repository="hello-world", can_write=False)
    #                                   ^^^^^^^^^^^^^^^^^^^^^^^^ ACR408
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient


def lock(client: ContainerRegistryClient) -> None:
    client.update_repository_properties("hello-world", can_write=False)
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def lock(client: ContainerRegistryClient) -> None:
    client.update_repository_properties("hello-world")
    #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR408
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient, RepositoryProperties


def lock(client: ContainerRegistryClient) -> None:
    properties = RepositoryProperties(can_write=False)
    client.update_repository_properties("hello-world", properties)
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Call
from acr_lint.rules.found import Found, callee_spot, is_direct, span_of, spot_of
from acr_lint.sdk.operations import OPERATIONS, Operation
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each update whose arguments are named where they can't be, or too few."""
    for call in model.updates:
        operation = OPERATIONS[call.operation]
        by_position = [each.name for each in operation.positional]
        named = [name for name in by_position if name in call.arguments.keywords]
        for name in named:
            place = call.arguments.keywords[name].place
            yield Found(
                spot_of(place),
                f"`{operation.name}` takes `{name}` by position only; leave out `{name}=`",
                fixes=_fixes(call, named, by_position),
            )
        if not named and not call.arguments.forwarded and is_direct(call):
            problem = _missing(call, operation)
            if problem:
                yield Found(callee_spot(call.place, call.operation), problem)


def _missing(call: Call, operation: Operation) -> str:
    """What there is too few of."""
    given = len(call.arguments.positional)
    needed = [each.name for each in operation.positional if each.required]
    if given < len(needed):
        return f"`{operation.name}` needs `{needed[given]}`: IndexError"
    if given > len(operation.positional):
        return f"`{operation.name}` takes {len(operation.positional)} arguments by position"
    if given == len(needed) and not operation.changes & set(call.arguments.keywords):
        return (
            f"`{operation.name}` has nothing to update here; pass properties, or one of "
            + ", ".join(f"`{name}`" for name in sorted(operation.changes - {"properties"}))
        )
    return ""


def _fixes(call: Call, named: list[str], by_position: list[str]) -> tuple[Fix, ...]:
    """Leave the names out, where the arguments stand in their order. The call always failed, so
    its meaning is restored."""
    node = call.place.node
    if not isinstance(node, ast.Call) or any(isinstance(each, ast.Starred) for each in node.args):
        return ()
    first = len(node.args)
    expected = by_position[first : first + len(named)]
    written = node.keywords[: len(named)]
    if [keyword.arg for keyword in written] != expected:
        return ()
    edits = []
    for keyword in written:
        start = span_of(call.place._replace(node=keyword)).start
        value = span_of(call.place._replace(node=keyword.value)).start
        text = call.place.module.syntax.source.text[start:value]
        if text.count("=") != 1 or "#" in text:
            return ()
        edits.append(Edit(Span(start, start + text.index("=") + 1), ""))
    names = " and ".join(f"`{name}=`" for name in named)
    return (Fix(f"Leave out {names}", Safety.SAFE, tuple(edits)),)
