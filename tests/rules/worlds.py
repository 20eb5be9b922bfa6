"""What may be the matter with a registry, or with its users, while an example runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from azure.identity import CredentialUnavailableError

from tests.registry.content import OCI_MANIFEST
from tests.registry.credentials import FakeCredential
from tests.registry.fake import FakeRegistry
from tests.rules.running import REPOSITORY

Prepare = Callable[[FakeRegistry, pytest.MonkeyPatch], None]


def filled(registry: FakeRegistry) -> None:
    """Put the content of the examples into a registry, and nothing else."""
    registry.reset()
    registry.push(REPOSITORY, {"schemaVersion": 2}, tags=("latest", "v1", "v2"))


def as_it_is(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry as it is, with a credential that may do all."""


def with_anonymous_pull(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.tokens.anonymous_pull = True


def refusing(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.firewall()


def busy_once(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a client that retries doesn't see it."""
    registry.on("GET", ".*/_tags/.*", status=503, times=1, after_auth=True)


def untagged(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.repositories[REPOSITORY].tags.clear()


def with_untagged(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service leaves out the tags of a manifest that has none."""
    digest = next(iter(registry.repositories[REPOSITORY].manifests))
    body = {"imageName": REPOSITORY, "manifests": [{"digest": digest}]}
    registry.on("GET", f"/acr/v1/{REPOSITORY}/_manifests", 200, body, after_auth=True)


def dropping(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.on("*", ".*", drop=True)


def tampering(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = {"Docker-Content-Digest": "sha256:0", "Content-Type": OCI_MANIFEST}
    registry.on("GET", ".*/manifests/.*", 200, {"schemaVersion": 2}, headers, after_auth=True)


def without_credential(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CredentialUnavailableError("none is there")

    monkeypatch.setattr(FakeCredential, "get_token", fail)


def for_registries(registry: FakeRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    registry.tokens.audiences = {"https://containerregistry.azure.net/.default"}
