"""ACR104, error: a credential of a kind that the client can't use: text, a key, or a class
Guide: http-401-errors
Needs: misfits

The client takes a token credential, an object with `get_token`, such as those of `azure.identity`.
It checks nothing when it is made: a text, a key, a shared access signature, a pair of user and
password, or a credential's class instead of an object fails at the first request, with
AttributeError or TypeError instead of an HttpResponseError.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential) as client:
        #                                  ^^^^^^^^^^^^^^^^^^^^^^ ACR104
        return client.get_tag_properties("hello-world", "v1").digest
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        return client.get_tag_properties("hello-world", "v1").digest
```

## Bad

```python
import os

from azure.containerregistry import ContainerRegistryClient


def digest(endpoint: str) -> str:
    with ContainerRegistryClient(endpoint, os.environ["REGISTRY_TOKEN"]) as client:
        #                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR104
        return client.get_tag_properties("hello-world", "v1").digest
```

## Right

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import ClientSecretCredential


def digest(endpoint: str, tenant: str, application: str) -> str:
    credential = ClientSecretCredential(tenant, application, os.environ["SECRET"])
    with ContainerRegistryClient(endpoint, credential) as client:
        return client.get_tag_properties("hello-world", "v1").digest
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument
from acr_lint.model.values import Atom, Const, Container, External, Made, Plain, Sequence
from acr_lint.rules.credentials.given import atoms_of, credential_of
from acr_lint.rules.found import Found, expression_of, span_of, spot_of
from acr_lint.sdk.credentials import UNSUPPORTED, flavor
from acr_lint.text.source import Edit, Span


def check(model: Model) -> Iterator[Found]:
    """Each client all of whose credentials are nothing that it can use."""
    for fact in model.constructions:
        given = credential_of(fact)
        kinds = [_kind(atom) for atom in atoms_of(given)]
        if given is None or not kinds or None in kinds:
            continue
        yield Found(
            spot_of(given.place),
            f"{kinds[0]} is no credential, and the first request fails; pass one with "
            "`get_token`, such as `DefaultAzureCredential()`",
            fixes=_fixes(given),
        )


def _kind(atom: Atom) -> str | None:
    """What the value is, where a client can't use it; None where it can, or isn't known."""
    match atom:
        case Const(kind, _):
            return _named(UNSUPPORTED.get(kind.__name__))
        case Plain.TEXT:
            return _named(UNSUPPORTED["str"])
        case Plain.NUMBER | Plain.FLAG | Sequence() | Container():
            return "this value"
        case Made(maker, _):
            return _named(UNSUPPORTED.get(maker))
        case External(name) if flavor(name) is not None:
            return f"the class `{name.rpartition('.')[2]}`"
    return None


def _named(kind: str | None) -> str | None:
    if kind is None:
        return None
    return "this value" if kind == "value" else f"a {kind}"


def _fixes(given: Argument) -> tuple[Fix, ...]:
    """Make an object of the class."""
    place = expression_of(given)
    if place is None or not isinstance(place.node, (ast.Name, ast.Attribute)):
        return ()
    if not all(isinstance(atom, External) for atom in given.value):
        return ()
    end = span_of(place).end
    edit = Edit(Span(end, end), "()")
    return (Fix("Make an object of the class", Safety.UNSAFE, (edit,)),)
