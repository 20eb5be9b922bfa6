"""One registry for all tests of the catalogue; each test finds it as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.registry.fake import FakeRegistry


@pytest.fixture(scope="session")
def _registry() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry


@pytest.fixture
def registry(_registry: FakeRegistry) -> FakeRegistry:
    """A registry as it is after its start, with token flow and without anonymous pull."""
    _registry.tokens.auth = "acr"
    _registry.tokens.anonymous_pull = False
    _registry.reset()
    return _registry


@pytest.fixture
def without_tokens(registry: FakeRegistry) -> None:
    """No token flow, for tests about something else: it quarters the requests."""
    registry.tokens.auth = "none"
