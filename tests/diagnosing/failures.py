"""Every way to fail that is known, by the real SDK against the tests' registry.

Each case does something wrong; `told` gives the traceback and the warnings that a user would see.
"""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Coroutine
from typing import Any

from azure.containerregistry import ContainerRegistryClient
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.core.credentials import AzureKeyCredential
from azure.identity import (
    ChainedTokenCredential,
    ClientSecretCredential,
    DefaultAzureCredential,
    EnvironmentCredential,
)

from tests.registry.exchange import UNAUTHORIZED, Body, errors
from tests.registry.fake import FakeRegistry

Case = Callable[[FakeRegistry], object]

UNHEARD = "https://127.0.0.1:9"
OTHER_MANIFEST = {
    "Content-Type": "application/vnd.oci.image.manifest.v1+json",
    "Docker-Content-Digest": f"sha256:{'0' * 64}",
}


def told(case: Case, **registry: Any) -> str:
    """What a user reads when the case has failed: its traceback, and the warnings at its end."""
    with FakeRegistry(**registry) as served, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        text = ""
        try:
            result = case(served)
            if asyncio.iscoroutine(result):
                asyncio.run(result)
        except Exception as error:
            text = "".join(traceback.format_exception(error))
            error.__traceback__ = None
        gc.collect()
        shown = [
            warnings.formatwarning(each.message, each.category, each.filename, each.lineno)
            for each in warned
            if each.category in (RuntimeWarning, ResourceWarning)
        ]
    return "".join([*shown, text])


def owner(registry: FakeRegistry, **options: Any) -> ContainerRegistryClient:
    client: ContainerRegistryClient = registry.client(registry.credential(), **options)
    return client


def answered(status: int, body: Body, operation: str = "delete_tag") -> Case:
    """An operation whose last request is answered so."""

    def case(registry: FakeRegistry) -> object:
        registry.on("*", "/(acr|v2)/.*", status, body, after_auth=True)
        arguments = ("alpine",) if operation == "get_repository_properties" else ("alpine", "v1")
        return getattr(owner(registry), operation)(*arguments)

    return case


def firewall(registry: FakeRegistry) -> object:
    return owner(registry.firewall()).get_repository_properties("alpine")


def streamed_refusal(registry: FakeRegistry) -> object:
    return owner(registry.firewall()).get_manifest("alpine", "v1")


def nobody(registry: FakeRegistry) -> object:
    return registry.client(registry.credential("aad-nobody")).get_repository_properties("alpine")


def reader(registry: FakeRegistry) -> object:
    return registry.client(registry.credential("aad-reader")).delete_tag("alpine", "v1")


def wrong_audience(registry: FakeRegistry) -> object:
    client = owner(registry, audience="https://management.azure.com")
    return client.get_repository_properties("alpine")


def refused_exchange(registry: FakeRegistry) -> object:
    registry.on("POST", "/oauth2/exchange", 401, errors("UNAUTHORIZED", "token expired"))
    return owner(registry).get_repository_properties("alpine")


def unexplained_exchange(registry: FakeRegistry) -> object:
    registry.on("POST", "/oauth2/exchange", 403, errors("DENIED", "no"))
    return owner(registry).get_repository_properties("alpine")


def operation(name: str, *arguments: Any, **keywords: Any) -> Case:
    """An operation of a client that may do all."""

    def case(registry: FakeRegistry) -> object:
        result = getattr(owner(registry), name)(*arguments, **keywords)
        return list(result) if name.startswith("list_") else result

    return case


def anonymous_write(registry: FakeRegistry) -> object:
    return registry.client().delete_tag("alpine", "v1")


def anonymous_read(registry: FakeRegistry) -> object:
    return registry.client().get_repository_properties("alpine")


def anonymous_listing(registry: FakeRegistry) -> object:
    return list(registry.client().list_tag_properties("alpine"))


def environment_credential(registry: FakeRegistry) -> object:
    return registry.client(EnvironmentCredential()).get_repository_properties("alpine")


def chained_credential(registry: FakeRegistry) -> object:
    credential = ChainedTokenCredential(EnvironmentCredential())
    return registry.client(credential).get_repository_properties("alpine")


def wrong_secret(registry: FakeRegistry) -> object:
    """The registry plays Entra too."""
    tenant = "11111111-1111-1111-1111-111111111111"
    base = f"{registry.endpoint}/{tenant}"
    configuration = {
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "issuer": f"{base}/v2.0",
    }
    refusal = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid secret."}
    registry.on("GET", ".*/openid-configuration", 200, configuration)
    registry.on("POST", f"/{tenant}/token", 401, refusal)
    credential = ClientSecretCredential(
        tenant,
        "app",
        "secret",
        authority=registry.endpoint,
        disable_instance_discovery=True,
        connection_verify=registry.ca_file,
    )
    return registry.client(credential).get_repository_properties("alpine")


def at(endpoint: str | None, **options: Any) -> Case:
    """A read at another endpoint."""

    def case(registry: FakeRegistry) -> object:
        client = ContainerRegistryClient(
            endpoint or registry.endpoint, registry.credential(), retry_total=0, **options
        )
        return client.get_repository_properties("alpine")

    return case


def dropped(registry: FakeRegistry) -> object:
    return owner(registry.on("GET", ".*", drop=True)).get_repository_properties("alpine")


def slow(registry: FakeRegistry) -> object:
    client = owner(registry.on("GET", ".*", delay=0.5), read_timeout=0.1)
    return client.get_repository_properties("alpine")


def redirected(registry: FakeRegistry) -> object:
    registry.on("GET", ".*", 307, "", {"Location": "/acr/v1/alpine"}, after_auth=True)
    return owner(registry).get_repository_properties("alpine")


def page_for_login(registry: FakeRegistry) -> object:
    registry.on("GET", ".*", 200, "<html>", {"Content-Type": "text/html"}, after_auth=True)
    return owner(registry).get_repository_properties("alpine")


def tampered(registry: FakeRegistry) -> object:
    registry.on("GET", "/v2/.*", 200, b'{"schemaVersion": 2}', OTHER_MANIFEST, after_auth=True)
    return owner(registry).get_manifest("alpine", "v1")


def closed(registry: FakeRegistry) -> object:
    with owner(registry) as client:
        tags = client.list_tag_properties("alpine")
    return list(tags)


def with_credential(credential: Any) -> Case:
    """A read with a credential of another kind."""
    return lambda registry: registry.client(credential).get_repository_properties("alpine")


def aio_credential(registry: FakeRegistry) -> object:
    client = registry.client(registry.credential(aio=True))
    return client.get_repository_properties("alpine")


def constructed(*arguments: Any, **keywords: Any) -> Case:
    """A client that can't be made."""
    return lambda registry: ContainerRegistryClient(*arguments, **keywords)


def removed_name(registry: FakeRegistry) -> object:
    from azure.containerregistry import ManifestOrder  # type: ignore[attr-defined]

    return ManifestOrder


def manifest_as_dict(registry: FakeRegistry) -> object:
    return owner(registry).get_manifest("alpine", "v1")["layers"]  # type: ignore[index]


def length_of_pager(registry: FakeRegistry) -> object:
    return len(owner(registry).list_repository_names())  # type: ignore[arg-type]


def index_of_pager(registry: FakeRegistry) -> object:
    return owner(registry).list_repository_names()[0]  # type: ignore[index]


def unread_error(registry: FakeRegistry) -> object:
    try:
        return streamed_refusal(registry)
    except Exception as error:
        return error.response.text()  # type: ignore[attr-defined]


def without_aiohttp(registry: FakeRegistry) -> object:
    program = (
        "import sys; sys.modules['aiohttp'] = None\n"
        "from azure.containerregistry.aio import ContainerRegistryClient\n"
        "ContainerRegistryClient('a')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    raise _Printed(done.stderr)


class _Printed(Exception):
    """What another process printed."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def aio(name: str, *arguments: Any, credential: str = "aad-owner", **keywords: Any) -> Case:
    """An operation of the aio client; "" is no credential."""

    async def case(registry: FakeRegistry) -> None:
        given = registry.credential(credential, aio=True) if credential else None
        async with registry.client(given, aio=True) as client:
            await getattr(client, name)(*arguments, **keywords)

    return case


def aio_with(credential: Any) -> Case:
    """An operation of the aio client with a credential of another kind."""

    async def case(registry: FakeRegistry) -> None:
        given = credential(registry) if callable(credential) else credential
        async with registry.client(given, aio=True) as client:
            await client.delete_tag("alpine", "v1")

    return case


async def aio_refused(registry: FakeRegistry) -> None:
    async with AioClient(UNHEARD, registry.credential(aio=True), retry_total=0) as client:
        await client.get_repository_properties("alpine")


async def aio_closed(registry: FakeRegistry) -> None:
    client = registry.client(registry.credential(aio=True), aio=True)
    async with client:
        pass
    await client.delete_tag("alpine", "v1")


async def forgotten_await(registry: FakeRegistry) -> None:
    async with registry.client(registry.credential(aio=True), aio=True) as client:
        client.delete_tag("alpine", "v1")


async def forgotten_close(registry: FakeRegistry) -> None:
    registry.client(registry.credential(aio=True), aio=True).close()


async def awaited_pager(registry: FakeRegistry) -> None:
    async with registry.client(registry.credential(aio=True), aio=True) as client:
        await client.list_repository_names()


async def plain_for(registry: FakeRegistry) -> None:
    async with registry.client(registry.credential(aio=True), aio=True) as client:
        for _ in client.list_repository_names():
            pass


async def plain_with(registry: FakeRegistry) -> None:
    with registry.client(registry.credential(aio=True), aio=True):
        pass


async def async_with(registry: FakeRegistry) -> None:
    async with owner(registry):  # type: ignore[attr-defined]
        pass


def grouped(registry: FakeRegistry) -> Coroutine[Any, Any, None]:
    """Two refusals in an exception group, on Pythons that have them."""

    async def case() -> None:
        client = registry.client(registry.credential("aad-reader", aio=True), aio=True)
        async with client, asyncio.TaskGroup() as tasks:
            tasks.create_task(client.delete_tag("alpine", "v1"))
            tasks.create_task(client.delete_tag("alpine", "v2"))

    return case()


CASES: dict[str, tuple[str, Case, dict[str, Any]]] = {
    "firewall": ("firewall", firewall, {}),
    "firewall, streamed": ("forbidden", streamed_refusal, {}),
    "no role": ("no-role", nobody, {}),
    "exchange 403": ("no-role", unexplained_exchange, {}),
    "audience": ("wrong-audience", wrong_audience, {"audiences": {"https://a.b/.default"}}),
    "exchange 401": ("wrong-audience", refused_exchange, {}),
    "expired": ("stale-client", operation("delete_tag", "alpine", "v1"), {"refresh_ttl": 0}),
    "anonymous write": ("anonymous-write", anonymous_write, {}),
    "anonymous read": ("anonymous-access", anonymous_read, {}),
    "anonymous listing": ("anonymous-access", anonymous_listing, {}),
    "anonymous write, pull on": ("refused-write", anonymous_write, {"anonymous_pull": True}),
    "reader, 401": ("refused-write", reader, {"insufficient_status": 401}),
    "reader": ("denied", reader, {}),
    "environment": ("no-credential", environment_credential, {}),
    "chain": ("no-credential", chained_credential, {}),
    "secret": ("refused-credential", wrong_secret, {}),
    "401": ("unauthorized", answered(401, UNAUTHORIZED, "get_repository_properties"), {}),
    "404": ("not-found", operation("get_repository_properties", "nowhere"), {}),
    "409": ("refused", answered(409, errors("CONFLICT", "in use")), {}),
    "412": ("refused", answered(412, errors("UNSUPPORTED", "locked")), {}),
    "429": ("too-many-requests", answered(429, errors("TOOMANYREQUESTS", "slowly")), {}),
    "503": ("server-error", answered(503, errors("UNAVAILABLE", "later")), {}),
    "503, no JSON": ("no-json", answered(503, "busy", "get_repository_properties"), {}),
    "http": ("plain-http", at("http://127.0.0.1:9"), {}),
    "refused": ("unreachable", at(UNHEARD), {}),
    "unknown host": ("unknown-host", at("https://nowhere.invalid"), {}),
    "certificate": ("untrusted-certificate", at(None), {}),
    "dropped": ("no-answer", dropped, {}),
    "slow": ("no-answer", slow, {}),
    "basic": ("no-acr", operation("delete_tag", "alpine", "v1"), {"auth": "basic"}),
    "page": ("no-json", page_for_login, {}),
    "redirects": ("redirects", redirected, {}),
    "unread body": ("forbidden", unread_error, {}),
    "tampered": ("tampered-content", tampered, {}),
    "closed": ("used-after-close", closed, {}),
    "class": ("credential-class", with_credential(DefaultAzureCredential), {}),
    "text": ("unsupported-credential", with_credential("key"), {}),
    "key": ("unsupported-credential", with_credential(AzureKeyCredential("key")), {}),
    "aio credential": ("aio-credential", aio_credential, {}),
    "typo": ("unknown-option", operation("delete_tag", "a", "b", max_retries=3), {}),
    "typo, pager": ("unknown-option", operation("list_repository_names", max_retries=3), {}),
    "properties": (
        "properties-by-keyword",
        operation("update_tag_properties", "alpine", "v1", properties=None),
        {},
    ),
    "own option": ("own-option", constructed("a", None, credential_scopes=["b"]), {}),
    "three": ("third-argument", constructed("a", None, "b"), {}),
    "endpoint": ("no-endpoint", constructed(None), {}),
    "no audience": ("no-audience", constructed("a", object(), audience=None), {}),
    "version": ("api-version", constructed("a", api_version="2019-08-15"), {}),
    "update": (
        "update-arguments",
        operation("update_tag_properties", repository="a", tag="b", can_write=False),
        {},
    ),
    "removed operation": ("unknown-operation", operation("upload_manifest", "a", {}), {}),
    "removed name": ("unknown-name", removed_name, {}),
    "subscript": ("subscripted-result", manifest_as_dict, {}),
    "length": ("pager-misuse", length_of_pager, {}),
    "index": ("pager-misuse", index_of_pager, {}),
    "no aiohttp": ("no-aiohttp", without_aiohttp, {}),
    "aio, anonymous, certificate": (
        "untrusted-certificate",
        aio("delete_tag", "alpine", "v1", credential=""),
        {},
    ),
    "aio, reader": ("denied", aio("delete_tag", "alpine", "v1", credential="aad-reader"), {}),
    "aio, typo": ("unknown-option", aio("delete_tag", "alpine", "v1", enable_logging=True), {}),
    "aio, text": ("unsupported-credential", aio_with("key"), {}),
    "aio, sync": ("sync-credential", aio_with(lambda registry: registry.credential()), {}),
    "aio, refused": ("unreachable", aio_refused, {}),
    "aio, closed": ("used-after-close", aio_closed, {}),
    "aio, not awaited": ("not-awaited", forgotten_await, {}),
    "aio, close not awaited": ("not-awaited", forgotten_close, {}),
    "aio, awaited pager": ("wrong-iteration", awaited_pager, {}),
    "aio, for": ("wrong-iteration", plain_for, {}),
}
"""By what is wrong: the symptom, the case, and the registry that it meets."""

if sys.version_info >= (3, 11):
    CASES["group"] = ("denied", grouped, {})
    CASES["with"] = ("wrong-context-manager", plain_with, {})
    CASES["async with"] = ("wrong-context-manager", async_with, {})
