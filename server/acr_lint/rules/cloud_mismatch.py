"""ACR105, warning: endpoint, audience and authority that don't belong together
Guide: http-401-errors

The audience says what the credential's token is for. Azure's clouds have different ones, and a
registry refuses a token that was made for another cloud with 401. The default,
`https://containerregistry.azure.net`, serves all clouds since 1.1.0. What has to be set for a
sovereign cloud is the credential's `authority`. The client appends `/.default` to the audience by
itself, so one that ends in it, or in `/`, asks for something that doesn't exist.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import AzureAuthorityHosts, DefaultAzureCredential


def connect() -> ContainerRegistryClient:
    credential = DefaultAzureCredential(authority=AzureAuthorityHosts.AZURE_CHINA)
    return ContainerRegistryClient(
        "https://example.azurecr.cn",
        credential,
        audience="https://management.azure.com",
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR105
    )
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import AzureAuthorityHosts, DefaultAzureCredential


def connect() -> ContainerRegistryClient:
    credential = DefaultAzureCredential(authority=AzureAuthorityHosts.AZURE_CHINA)
    return ContainerRegistryClient(
        "https://example.azurecr.cn",
        credential,
    )
```

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
        endpoint,
        DefaultAzureCredential(),
        audience="https://containerregistry.azure.net/.default",
    #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR105
    )
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint: str) -> ContainerRegistryClient:
    return ContainerRegistryClient(
        endpoint,
        DefaultAzureCredential(),
        audience="https://containerregistry.azure.net",
    )
```
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import remove_keyword
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument, Construction
from acr_lint.model.values import Const
from acr_lint.rules.found import Found, expression_of, related, span_of
from acr_lint.sdk.clouds import SCOPE_SUFFIX, Cloud, of_audience, of_endpoint
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each client whose audience is wrong in itself, or for its registry."""
    for fact in model.constructions:
        audience = fact.arguments.keywords.get("audience")
        if audience is None:
            continue
        texts = _texts(audience)
        if texts and all(text.endswith(("/", SCOPE_SUFFIX)) for text in texts):
            yield Found(
                audience.place.module.path,
                span_of(audience.place),
                f"the client appends `{SCOPE_SUFFIX}` to the audience by itself; leave away how "
                "this one ends",
                fixes=_shortened(audience),
            )
            continue
        endpoint = _endpoint(fact)
        here, there = _cloud(endpoint, of_endpoint), _cloud(audience, of_audience)
        if endpoint is not None and here is not None and there is not None and here != there:
            yield Found(
                audience.place.module.path,
                span_of(audience.place),
                f"this audience is of {there.name}, and the registry of {here.name} refuses its "
                "tokens; leave `audience` away, the default serves every cloud",
                (related(f"a registry of {here.name}", endpoint.place),),
                _removed(fact, audience),
            )


def _endpoint(fact: Construction) -> Argument | None:
    if fact.arguments.positional:
        return fact.arguments.positional[0]
    return fact.arguments.keywords.get("endpoint")


def _texts(argument: Argument | None) -> list[str]:
    """The literals that an argument can be; none where it can be anything else."""
    found: list[str] = []
    for atom in argument.value if argument is not None else ():
        if not isinstance(atom, Const) or not isinstance(atom.value, str):
            return []
        found.append(atom.value)
    return found


def _cloud(argument: Argument | None, of: Callable[[str], Cloud | None]) -> Cloud | None:
    """The one cloud that all texts of an argument belong to."""
    clouds = {of(text) for text in _texts(argument)}
    return clouds.pop() if len(clouds) == 1 else None


def _shortened(audience: Argument) -> tuple[Fix, ...]:
    place = expression_of(audience)
    if place is None or not isinstance(place.node, ast.Constant):
        return ()
    span, value = span_of(place), place.node.value
    text = place.module.syntax.source.slice(span)
    assert isinstance(value, str)
    tail = value[len(value.removesuffix(SCOPE_SUFFIX).rstrip("/")) :]
    if not text[:-1].endswith(tail) or text[-2:] in ('""', "''"):
        return ()
    edit = Edit(Span(span.end - 1 - len(tail), span.end - 1), "")
    return (Fix(f"Leave away `{tail}`", Safety.UNSAFE, (edit,)),)


def _removed(fact: Construction, audience: Argument) -> tuple[Fix, ...]:
    call, keyword = fact.place.node, audience.place.node
    if not isinstance(call, ast.Call) or not isinstance(keyword, ast.keyword):
        return ()
    if keyword not in call.keywords or keyword.arg is None:
        return ()
    edits = remove_keyword(fact.place.module.syntax, fact.place.island, call, keyword)
    return (Fix("Leave `audience` at its default", Safety.UNSAFE, edits),)
