"""The registry in which the examples of the rules' pages run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.registry.fake import FakeRegistry
from tests.rules import worlds


@pytest.fixture(scope="module")
def _registry() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry


@pytest.fixture
def registry(_registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> FakeRegistry:
    worlds.filled(_registry)
    _registry.tokens.anonymous_pull = False
    _registry.tokens.audiences = None
    monkeypatch.setenv("REGISTRY", _registry.endpoint)
    monkeypatch.setenv("REGISTRY_TOKEN", "secret")
    monkeypatch.setenv("SECRET", "secret")
    return _registry
