"""The fake registry answers as the service does; the rest of the suite stands on that."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys

import pytest
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceNotFoundError,
    ResourceNotModifiedError,
    ServiceResponseError,
)

from tests.registry.certificate import trusting_environment
from tests.registry.content import digest_of
from tests.registry.exchange import DENIED
from tests.registry.fake import SEEDED, SEEDED_TAGS, FakeRegistry


@pytest.fixture
def registry():
    with FakeRegistry() as registry:
        yield registry


def owner(registry: FakeRegistry) -> ContainerRegistryClient:
    return registry.client(registry.credential())


def test_each_request_repeats_the_whole_token_flow(registry):
    client = owner(registry)
    client.get_repository_properties("alpine")
    flow = [
        "GET /acr/v1/alpine -> 401",
        "POST /oauth2/exchange -> 200",
        "POST /oauth2/token -> 200",
        "GET /acr/v1/alpine -> 200 [Bearer]",
    ]
    assert registry.trace() == flow
    client.get_repository_properties("alpine")
    assert registry.trace() == flow * 2


def test_listings_come_by_pages(registry):
    client = owner(registry)
    assert list(client.list_repository_names()) == list(SEEDED)
    assert [tag.name for tag in client.list_tag_properties("alpine")] == list(SEEDED_TAGS)
    pages = [list(page) for page in client.list_repository_names(results_per_page=1).by_page()]
    assert pages == [[name] for name in SEEDED]


def test_anonymous_client_reads_only_where_anonymous_pull_is_on(registry):
    with pytest.raises(ClientAuthenticationError):
        registry.client().get_repository_properties("alpine")
    registry.tokens.anonymous_pull = True
    assert registry.client().get_repository_properties("alpine").tag_count == len(SEEDED_TAGS)
    with pytest.raises(ClientAuthenticationError) as refused:
        registry.client().delete_tag("alpine", "v1")
    assert 'error="insufficient_scope"' in refused.value.response.headers["WWW-Authenticate"]
    assert "v1" in registry.repositories["alpine"].tags


@pytest.mark.parametrize(
    ("status", "kind"), [(403, HttpResponseError), (401, ClientAuthenticationError)]
)
def test_reader_may_not_write(status, kind):
    with FakeRegistry(insufficient_status=status) as registry:
        client = registry.client(registry.credential("aad-reader"))
        assert client.get_tag_properties("alpine", "v1").name == "v1"
        with pytest.raises(HttpResponseError) as refused:
            client.delete_tag("alpine", "v1")
        assert (refused.value.status_code, type(refused.value)) == (status, kind)


def test_principal_without_role_may_nothing(registry):
    with pytest.raises(HttpResponseError) as refused:
        registry.client(registry.credential("aad-nobody")).get_tag_properties("alpine", "v1")
    assert refused.value.status_code == 403
    assert "retrieving permissions failed" in str(refused.value)


def test_wrong_audience_is_refused_at_the_exchange():
    with FakeRegistry(audiences={"https://containerregistry.azure.net/.default"}) as registry:
        assert owner(registry).get_tag_properties("alpine", "v1").name == "v1"
        wrong = registry.client(registry.credential(), audience="https://example.com")
        with pytest.raises(ClientAuthenticationError):
            wrong.get_tag_properties("alpine", "v1")


def test_registry_without_tokens_and_registry_of_another_kind():
    with FakeRegistry(auth="none") as registry:
        registry.client().delete_tag("alpine", "v1")
        assert "v1" not in registry.repositories["alpine"].tags
    with FakeRegistry(auth="basic") as registry, pytest.raises(KeyError, match="service"):
        registry.client().get_repository_properties("alpine")


def test_manifests_and_blobs_come_back_as_they_were_put(registry):
    client = owner(registry)
    digest = client.set_manifest("app", {"schemaVersion": 2}, tag="v1")
    assert client.get_manifest("app", "v1").manifest == {"schemaVersion": 2}
    assert client.get_manifest_properties("app", "v1").digest == digest
    uploaded = client.upload_blob("app", io.BytesIO(b"layer"))
    assert uploaded == (digest_of(b"layer"), 5)
    assert b"".join(client.download_blob("app", uploaded[0])) == b"layer"
    client.delete_blob("app", uploaded[0])
    with pytest.raises(ResourceNotFoundError):
        client.download_blob("app", uploaded[0])


def test_deleted_manifest_takes_its_tags_along(registry):
    owner(registry).delete_manifest("alpine", "v1")
    assert registry.repositories["alpine"].manifests == {}
    assert registry.repositories["alpine"].tags == {}


def test_prepared_answers(registry):
    client = owner(registry)
    registry.on("GET", "/acr/v1/alpine", 403, DENIED, after_auth=True, skip=1, times=1)
    client.get_repository_properties("alpine")
    with pytest.raises(HttpResponseError) as refused:
        client.get_repository_properties("alpine")
    assert refused.value.status_code == 403
    client.get_repository_properties("alpine")

    registry.clear()
    registry.on("*", ".*", drop=True)
    with pytest.raises(ServiceResponseError):
        client.get_repository_properties("alpine")
    assert registry.trace() == ["GET /acr/v1/alpine -> DROPPED"]

    registry.clear()
    registry.on("GET", ".*", 304, "no body may follow", times=1).on("GET", ".*", delay=0.5)
    with pytest.raises(ResourceNotModifiedError):
        client.get_repository_properties("alpine")
    with pytest.raises(ServiceResponseError):
        client.get_repository_properties("alpine", read_timeout=0.05)


def test_firewall_refuses_the_first_request(registry):
    registry.firewall()
    with pytest.raises(HttpResponseError, match="is not allowed access"):
        owner(registry).get_repository_properties("alpine")
    assert registry.trace() == ["GET /acr/v1/alpine -> 403"]


def test_reset_puts_the_content_back(registry):
    owner(registry).delete_repository("alpine")
    assert "alpine" not in registry.repositories
    registry.reset()
    assert sorted(registry.repositories) == sorted(SEEDED)
    assert registry.seen == []


def test_aio_client_does_the_same(registry):
    async def use() -> list[str]:
        async with registry.client(registry.credential(aio=True), aio=True) as client:
            await client.upload_blob("app", io.BytesIO(b"layer"))
            await client.delete_tag("alpine", "v1")
            return [tag.name async for tag in client.list_tag_properties("alpine")]

    assert asyncio.run(use()) == ["latest", "v2"]
    assert list(registry.repositories["app"].blobs.values()) == [b"layer"]


def test_anonymous_aio_client_trusts_through_the_environment(registry):
    registry.tokens.anonymous_pull = True
    script = (
        "import asyncio, sys\n"
        "from azure.containerregistry.aio import ContainerRegistryClient\n"
        "async def main():\n"
        "    async with ContainerRegistryClient(sys.argv[1]) as client:\n"
        "        print((await client.get_tag_properties('alpine', 'v1')).name)\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, registry.endpoint],
        env={**os.environ, **trusting_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("v1\n", "")
