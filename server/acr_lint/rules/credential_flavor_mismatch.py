"""ACR103, error: an aio credential in a sync client, or the reverse
Guide: http-401-errors
Needs: misfits

A client checks nothing when it is made. At the first request it asks the credential for a token:
the sync client gets a coroutine from an aio credential and raises AttributeError, the aio client
can't await what a sync credential returns and raises TypeError. Neither is an HttpResponseError.
`azure.identity` is for `azure.containerregistry`, `azure.identity.aio` for
`azure.containerregistry.aio`.

## Bad

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with ContainerRegistryClient(endpoint, DefaultAzureCredential()) as client:
        #                                        ^^^^^^^^^^^^^^^^^^^^^^^^ ACR103
        return (await client.get_tag_properties("hello-world", "v1")).digest
```

## Fixed

```python
from azure.containerregistry.aio import ContainerRegistryClient
from azure.identity.aio import DefaultAzureCredential


async def digest(endpoint: str) -> str:
    async with DefaultAzureCredential() as credential:
        async with ContainerRegistryClient(endpoint, credential) as client:
            return (await client.get_tag_properties("hello-world", "v1")).digest
```
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.model.build import Model
from acr_lint.model.facts import Construction
from acr_lint.model.values import Made, Place
from acr_lint.rules.credentials.given import atoms_of, credential_of
from acr_lint.rules.found import Found, related, span_of, spot_of
from acr_lint.sdk.credentials import CREDENTIALS, flavor
from acr_lint.text.source import Edit


def check(model: Model) -> Iterator[Found]:
    """Each client all of whose credentials are for clients of the other flavour."""
    for fact in model.constructions:
        given = credential_of(fact)
        atoms = atoms_of(given)
        wrong = [atom for atom in atoms if isinstance(atom, Made) and _is_wrong(atom, fact)]
        if given is None or not atoms or len(wrong) < len(atoms):
            continue
        has, needs = ("an aio", "a sync") if fact.flavor == "sync" else ("a sync", "an aio")
        name = wrong[0].maker.rpartition(".")[2]
        elsewhere = {atom.place for atom in wrong if atom.place is not None}
        yield Found(
            spot_of(given.place),
            f"{has} `{name}` in {needs} client fails at the first request; "
            f"{_advice(wrong[0].maker, fact.flavor)}",
            tuple(
                related("the credential is made here", place)
                for place in elsewhere
                if span_of(place) != span_of(given.place)
            ),
            () if _is_shared(model, wrong, fact) else _fixes(model, wrong, fact),
        )


def _is_wrong(atom: Made, fact: Construction) -> bool:
    return flavor(atom.maker) not in (None, fact.flavor)


def _other(maker: str, wanted: str) -> str | None:
    """The credential of the same name for clients of the other flavour."""
    module, _, name = maker.rpartition(".")
    home = f"{module}.aio" if wanted == "aio" else module.removesuffix(".aio")
    return f"{home}.{name}" if CREDENTIALS.get(f"{home}.{name}") == wanted else None


def _advice(maker: str, wanted: str) -> str:
    other = _other(maker, wanted)
    home = "azure.identity.aio" if wanted == "aio" else "azure.identity"
    return f"use `{other}`" if other else f"take a credential from `{home}`"


def _is_shared(model: Model, wrong: list[Made], fact: Construction) -> bool:
    """Whether one of the credentials is right for another client."""
    return any(
        other.flavor != fact.flavor and not other.credential.isdisjoint(wrong)
        for other in model.constructions
    )


def _fixes(model: Model, wrong: list[Made], fact: Construction) -> Iterator[Fix]:
    """Import the credential from the other module, where nothing else uses it."""
    place: Place | None = wrong[0].place
    other = _other(wrong[0].maker, fact.flavor)
    if len(wrong) > 1 or place is None or other is None:
        return
    if place.module is not fact.place.module or not isinstance(place.node, ast.Call):
        return
    from acr_lint.fixes.imports import redirected
    from acr_lint.rules.credentials.closing import closed_with, has_session, is_left_open

    old, _, name = wrong[0].maker.rpartition(".")
    new = other.rpartition(".")[0]
    edit = redirected(place.module.syntax, old, name, new)
    closing: tuple[Edit, ...] | None = ()
    if has_session(other, place) and is_left_open(model.entered_at, place, [fact]):
        closing = closed_with(place, fact)
    if edit is not None and closing is not None:
        yield Fix(f"Import `{name}` from `{new}`", Safety.SAFE, (edit, *closing))
