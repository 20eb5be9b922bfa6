"""ACR106, warning: an endpoint that can't work: http://, a scheme in capitals, or None
Guide: network-access-issues
Needs: addresses

The client sends tokens over https only: an `http://` endpoint fails at the first request with
ServiceRequestError, after five seconds of retries. A scheme in capitals isn't recognised and gets a
second one put before it. And `os.environ.get` gives None where the variable isn't set, which fails
with AttributeError: 'NoneType' object has no attribute 'startswith'. A host name alone is fine.

## Bad

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect() -> ContainerRegistryClient:
    return ContainerRegistryClient("http://example.azurecr.io", DefaultAzureCredential())
    #                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR106
```

## Fixed

```python
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect() -> ContainerRegistryClient:
    return ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential())
```

## Bad

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect() -> ContainerRegistryClient:
    return ContainerRegistryClient(os.environ.get("REGISTRY"), DefaultAzureCredential())
    #                              ^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR106
```

## Fixed

```python
import os

from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect() -> ContainerRegistryClient:
    return ContainerRegistryClient(os.environ["REGISTRY"], DefaultAzureCredential())
```
"""

from __future__ import annotations

import _ast as ast
import re
from collections.abc import Iterator

from acr_lint.findings import Fix, Safety
from acr_lint.fixes.arguments import as_item
from acr_lint.model.build import Model
from acr_lint.model.facts import Argument
from acr_lint.model.values import Const, Plain
from acr_lint.rules.found import Found, expression_of, span_of, spot_of, text_of
from acr_lint.text.source import Edit, Span

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*://"


def check(model: Model) -> Iterator[Found]:
    """Each client whose endpoint is one that its constructor, or its first request, refuses."""
    for fact in model.constructions:
        positional, keywords = fact.arguments.positional, fact.arguments.keywords
        endpoint = positional[0] if positional else keywords.get("endpoint")
        problem = _problem(endpoint) if endpoint is not None else None
        if endpoint is not None and problem is not None:
            yield Found(
                spot_of(endpoint.place),
                problem,
                fixes=(*_secured(endpoint), *_demanded(endpoint)),
            )


def _problem(endpoint: Argument) -> str | None:
    if Plain.NONE in endpoint.value:
        return (
            "the endpoint may be None, with which no client can be made; fail with a message of "
            'your own, or read it with `os.environ["..."]`'
        )
    schemes = {_scheme(atom.value) if isinstance(atom, Const) else "" for atom in endpoint.value}
    if schemes & {"https://", ""}:
        return None
    if "http://" in schemes:
        return "tokens are sent over https only: the first request fails; use `https://`"
    return f"`{min(schemes)}` is not recognised as a scheme; write `https://`" if schemes else None


def _scheme(value: object) -> str:
    found = re.match(_SCHEME, value) if isinstance(value, str) else None
    return found.group() if found else ""


def _secured(endpoint: Argument) -> tuple[Fix, ...]:
    """Write `https://` in the literal."""
    place = expression_of(endpoint)
    if place is None or not isinstance(place.node, ast.Constant):
        return ()
    scheme = _scheme(place.node.value)
    span = span_of(place)
    at = place.module.syntax.source.text.find(scheme, span.start, span.end) if scheme else -1
    if at < 0 or scheme.lower() not in ("http://", "https://"):
        return ()
    edit = Edit(Span(at, at + len(scheme)), "https://")
    return (Fix("Write `https://`", Safety.UNSAFE, (edit,)),)


def _demanded(endpoint: Argument) -> tuple[Fix, ...]:
    """Read the variable in the way that fails where it isn't set, and names it."""
    place = expression_of(endpoint)
    if place is None:
        return ()
    match place.node:
        case (
            ast.Call(
                func=ast.Attribute(value=source, attr="get" | "getenv" as method),
                args=[ast.Constant(value=str(name))],
                keywords=[],
            ) as call
        ):
            environ = text_of(place._replace(node=source))
            if method == "getenv":
                environ += ".environ"
            if environ.rpartition(".")[2] == "environ":
                edits = as_item(place.module.syntax, place.island, call, environ)
                if edits is not None:
                    return (Fix(f"Demand that `{name}` is set", Safety.SAFE, edits),)
    return ()
