"""ACR105, warning: endpoint, audience and authority that don't belong together
Guide: http-401-errors
Needs: addresses

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
from azure.identity import AzureAuthorityHosts, ClientSecretCredential


def connect(tenant: str, application: str, secret: str) -> ContainerRegistryClient:
    credential = ClientSecretCredential(
        tenant, application, secret, authority=AzureAuthorityHosts.AZURE_PUBLIC_CLOUD
    )
    return ContainerRegistryClient("https://example.azurecr.us", credential)
    #                                                            ^^^^^^^^^^ ACR105
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

import _ast as ast
from collections.abc import Callable, Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import remove_keyword
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument, Construction
from acr_lint.model.values import Atom, Const, Made, Place
from acr_lint.rules.credentials.given import atoms_of, credential_of
from acr_lint.rules.found import Found, expression_of, related, span_of, spot_of, text_of
from acr_lint.sdk.clouds import SCOPE_SUFFIX, Cloud, of_audience, of_authority, of_endpoint
from acr_lint.sdk.credentials import AUTHORITY, takes_authority
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each client whose audience or credential is wrong in itself, or for its registry."""
    for fact in model.constructions:
        endpoint = _endpoint(fact)
        here = _cloud(endpoint, of_endpoint)
        audience = fact.arguments.keywords.get("audience")
        texts = _texts(audience)
        if audience is not None and texts and all(_is_scope(text) for text in texts):
            yield Found(
                spot_of(audience.place),
                f"the client appends `{SCOPE_SUFFIX}` to the audience by itself; take the end off "
                "this one",
                fixes=_shortened(audience),
            )
        elif audience is not None and endpoint is not None and here is not None:
            there = _cloud(audience, of_audience)
            if there is not None and there != here:
                yield Found(
                    spot_of(audience.place),
                    f"this audience is of {there.name}, and the registry of {here.name} refuses "
                    "its tokens; leave `audience` out, the default serves every cloud",
                    (related(f"a registry of {here.name}", endpoint.place),),
                    _removed(fact, audience),
                )
        if endpoint is not None and here is not None:
            yield from _authority(fact, endpoint, here)


def _authority(fact: Construction, endpoint: Argument, here: Cloud) -> Iterator[Found]:
    """A credential that asks the authority of another cloud than the registry's."""
    given = credential_of(fact)
    atoms = atoms_of(given)
    places = [_authority_of(atom) for atom in atoms]
    clouds = {of_authority(_named(place)) for place in places if place is not None}
    if given is None or None in places or len(clouds) != 1:
        return
    there = clouds.pop()
    if there is not None and there != here:
        yield Found(
            spot_of(given.place),
            f"this credential gets its tokens from {there.name}, and the registry of {here.name} "
            f"refuses them; give it `authority=AzureAuthorityHosts.{here.constant}`",
            (
                related(f"a registry of {here.name}", endpoint.place),
                *(related("its authority", place) for place in places if place is not None),
            ),
        )


def _authority_of(atom: Atom) -> Place | None:
    """Where a credential is told its authority."""
    if isinstance(atom, Made) and atom.place is not None and takes_authority(atom.maker):
        for keyword in getattr(atom.place.node, "keywords", ()):
            if keyword.arg == AUTHORITY:
                return atom.place._replace(node=keyword.value)
    return None


def _named(place: Place | None) -> str:
    """An authority as it is written: a text, or a constant by its full name."""
    match place.node if place is not None else None:
        case ast.Constant(value=str(text)):
            return text
        case ast.Attribute() if place is not None:
            return f"azure.identity.{'.'.join(text_of(place).split('.')[-2:])}"
    return ""


def _is_scope(audience: str) -> bool:
    return audience.endswith(("/", SCOPE_SUFFIX))


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
    return (Fix(f"Take `{tail}` off", Safety.UNSAFE, (edit,)),)


def _removed(fact: Construction, audience: Argument) -> tuple[Fix, ...]:
    call, keyword = fact.place.node, audience.place.node
    if not isinstance(call, ast.Call) or not isinstance(keyword, ast.keyword):
        return ()
    if keyword not in call.keywords or keyword.arg is None:
        return ()
    edits = remove_keyword(fact.place.module.syntax, fact.place.island, call, keyword)
    return (Fix("Leave `audience` at its default", Safety.UNSAFE, edits),)
