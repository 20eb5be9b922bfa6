"""ACR407, error: a method, argument or import that isn't there, or isn't there any more
Guide: general-troubleshooting

Versions before 1.0.0 had other names, and 1.1.0 renamed two operations that its previews had:
`upload_manifest` is `set_manifest`, `download_manifest` is `get_manifest`. What doesn't exist
raises AttributeError, and an argument too many or too few TypeError, neither of which is an
HttpResponseError; a program that imports what doesn't exist doesn't start.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.download_manifest("hello-world", "v1").manifest)
        #            ^^^^^^^^^^^^^^^^^ ACR407
    except HttpResponseError as error:
        print(error.message)
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError


def show(client: ContainerRegistryClient) -> None:
    try:
        print(client.get_manifest("hello-world", "v1").manifest)
    except HttpResponseError as error:
        print(error.message)
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def created(client: ContainerRegistryClient) -> str:
    return client.get_tag_properties("v1").created_on
    #             ^^^^^^^^^^^^^^^^^^ ACR407
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient


def size(client: ContainerRegistryClient) -> int:
    return client.get_manifest_properties("hello-world", "v1").size
    #                                                          ^^^^ ACR407
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient


def size(client: ContainerRegistryClient) -> int:
    return client.get_manifest_properties("hello-world", "v1").size_in_bytes
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient, TagOrder
#                                                            ^^^^^^^^ ACR407


def newest(client: ContainerRegistryClient) -> str:
    order = TagOrder.LAST_UPDATED_ON_DESCENDING
    return next(client.list_tag_properties("hello-world", order_by=order)).name
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient, ArtifactTagOrder


def newest(client: ContainerRegistryClient) -> str:
    order = ArtifactTagOrder.LAST_UPDATED_ON_DESCENDING
    return next(client.list_tag_properties("hello-world", order_by=order)).name
```

## Right

```python
from azure.containerregistry import ContainerRegistryClient
from azure.mgmt.containerregistry import ContainerRegistryManagementClient


def created(client: ContainerRegistryClient) -> str:
    return client.get_tag_properties("hello-world", "v1").created_on


def registries(manager: ContainerRegistryManagementClient) -> list:
    return list(manager.registries.list())
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Collection, Iterable, Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument, Call, Used
from acr_lint.model.values import Atom, Place, Result, Stream
from acr_lint.rules.found import (
    Found,
    callee_span,
    callee_spot,
    is_direct,
    makers,
    name_spot,
    placed,
    span_of,
    spot_of,
)
from acr_lint.rules.naming.namespaces import unknown_names
from acr_lint.sdk.models import MODELS
from acr_lint.sdk.operations import (
    CONSTRUCTOR,
    OPERATIONS,
    RENAMED,
    Kind,
    Operation,
    Returns,
)
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each name that is gone or was never there, and each argument too many or too few."""
    yield from model.notes.each(model.calls, _called)
    for fact in model.constructions:
        if len(fact.arguments.positional) > len([each for each in CONSTRUCTOR if each.positional]):
            extra = fact.arguments.positional[2]
            yield Found(
                spot_of(extra.place),
                "the client takes endpoint and credential by position: TypeError; name the others",
            )
        for name, argument in fact.arguments.keywords.items():
            yield from _renamed(name, argument)
    yield from model.notes.each(model.used, unknown_names)
    yield from model.notes.each(model.used, _used)


def _called(call: Call) -> Iterator[Found]:
    """What is wrong with the name or the arguments of one call."""
    operation = OPERATIONS.get(call.operation)
    if operation is not None:
        yield from _arguments(call, operation)
    elif not call.operation.startswith("_"):
        yield _method(call)


def _used(used: Used) -> Iterator[Found]:
    """An attribute or item that an object of the SDK lacks."""
    models = {_model_of(atom) for atom in used.subject}
    if len(models) == 1 and (known := MODELS.get(name := models.pop())) is not None:
        if used.how == "attribute":
            yield from _attribute(used, name, known.attributes)
        elif used.how == "item":
            yield _item(used, name)


def _nearest(name: str, names: Iterable[str]) -> str | None:
    """What was meant by a name that isn't there."""
    from acr_lint.sdk.options import nearest

    return nearest(name, names)


def _method(call: Call) -> Found:
    old = RENAMED.get(call.operation)
    known = old is not None and old.kind is Kind.METHOD
    near = old.new_name if old is not None and known else _nearest(call.operation, OPERATIONS)
    message = f"the client has no `{call.operation}`"
    if old is not None and known:
        message = f"`{call.operation}` is gone since {old.version}"
    advice = "" if not near else f"; use `{near}`" if known else f"; did you mean `{near}`?"
    return Found(
        callee_spot(call.place, call.operation),
        message + advice,
        makers(call.clients, "the client is made here"),
        _rename(call.place, callee_span(call.place, call.operation), call.operation, near),
    )


def _attribute(used: Used, model: str, known: Collection[str]) -> Iterator[Found]:
    """An attribute that an object of the class `model` lacks: it has those that are known."""
    node = used.place.node
    if not isinstance(node, ast.Attribute) or node.attr.startswith("_") or node.attr in known:
        return
    name, old = node.attr, RENAMED.get(node.attr)
    if old is not None and old.works:
        return
    near = _nearest(name, known)
    if old is not None and old.kind is Kind.ATTRIBUTE and old.new_name in known:
        near = old.new_name
    spot = name_spot(used.place)
    yield Found(
        spot,
        f"{model} has no `{name}`" + (f"; did you mean `{near}`?" if near else ""),
        fixes=_rename(used.place, placed(spot), name, near),
    )


def _item(used: Used, name: str) -> Found:
    """`result[key]`, where the result is an object of the class `name`, with attributes."""
    content = "; its content is its `manifest`" if "manifest" in MODELS[name].attributes else ""
    return Found(
        spot_of(used.place),
        f"{name} has attributes, not items: TypeError{content}",
    )


def _model_of(atom: Atom) -> str:
    """The class of a result itself; "" for what is taken of one, and for all else."""
    if isinstance(atom, Stream):
        return OPERATIONS[atom.origin.operation].model
    if not isinstance(atom, Result):
        return ""
    operation = OPERATIONS[atom.origin.operation]
    own = ("[]", "page[]") if operation.returns is Returns.PAGER else ("",)
    return operation.model if atom.path in own else ""


def _arguments(call: Call, operation: Operation) -> Iterator[Found]:
    """What is wrong with the number of arguments, and with their names."""
    if operation.changes:
        return
    for name, argument in call.arguments.keywords.items():
        if operation.parameter(name) is None:
            yield from _renamed(name, argument)
    given = len(call.arguments.positional)
    most = len(operation.positional)
    names = call.arguments.keywords
    missing = [
        each.name
        for index, each in enumerate(operation.parameters)
        if each.required and index >= given and each.name not in names
    ]
    old = {name for name in names if name in RENAMED}
    problem = ""
    if given > most:
        takes = " and ".join(f"`{each.name}`" for each in operation.positional) or "nothing"
        problem = f"`{operation.name}` takes {takes} by position, not {given} arguments"
    elif missing and not old and not call.arguments.forwarded and is_direct(call):
        shown = " and ".join(f"`{name}`" for name in missing)
        problem = f"`{operation.name}` needs {shown}"
    if problem:
        yield Found(callee_spot(call.place, call.operation), f"{problem}: TypeError")


def _renamed(name: str, argument: Argument) -> Iterator[Found]:
    """A keyword that an earlier version had."""
    old = RENAMED.get(name)
    if old is not None and old.kind is Kind.ARGUMENT:
        keyword = argument.place.node
        start = span_of(argument.place).start
        span = Span(start, start + len(name))
        written = isinstance(keyword, ast.keyword) and keyword.arg == name
        yield Found(
            spot_of(argument.place),
            f"`{name}` is gone since {old.version}; use `{old.new_name}`",
            fixes=_rename(argument.place, span, name, old.new_name) if written else (),
        )


def _rename(place: Place, span: Span, old: str, new: str | None) -> tuple[Fix, ...]:
    if not new or place.module.syntax.source.slice(span) != old:
        return ()
    return (Fix(f"Write `{new}`", Safety.UNSAFE, (Edit(span, new),)),)
