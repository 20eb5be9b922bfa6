"""A fake of the Azure Container Registry data plane on 127.0.0.1.

The real azure-containerregistry runs against it without a network: the token flow, paging,
manifests and blobs are as the service answers them, and any request can be made to fail, hang or
be dropped.

    with FakeRegistry(anonymous_pull=True) as registry:
        client = registry.client(registry.credential())
        registry.on("DELETE", "/acr/v1/.*", status=403, body=DENIED)
        ...
        assert registry.trace() == ["DELETE /acr/v1/app -> 403"]
"""

from __future__ import annotations

import re
import threading
import time
import urllib.parse
from typing import Any

from tests.registry.certificate import certificate
from tests.registry.content import Content, Repository
from tests.registry.credentials import FakeAsyncCredential, FakeCredential
from tests.registry.exchange import FIREWALL, Answer, Body, Canned, Request, errors
from tests.registry.tokens import Tokens
from tests.registry.wire import Server

SEEDED = ("alpine", "busybox", "library/hello-world")
SEEDED_TAGS = ("latest", "v1", "v2")

_METADATA = re.compile(r"/acr/v1/(.+?)(?:/(_tags|_manifests)(?:/([^/]+))?)?")
_METADATA_ACTIONS = {"GET": "metadata_read", "PATCH": "metadata_write", "DELETE": "delete"}
_DATA = re.compile(r"/v2/(.+?)/(manifests|blobs/uploads|blobs)/(.*)")
_DATA_ACTIONS = {"GET": "pull", "HEAD": "pull", "DELETE": "delete"}


class FakeRegistry:
    """A registry that lives from `start` to `stop`, or for a `with` block.

    `auth`, `anonymous_pull`, `insufficient_status`, `refresh_ttl` (seconds) and `audiences` are
    those of `Tokens`. `seed` puts the repositories `SEEDED` with the tags `SEEDED_TAGS`. Without
    `tls` the SDK needs `enforce_https=False` on every operation.
    """

    def __init__(
        self,
        *,
        auth: str = "acr",
        anonymous_pull: bool = False,
        insufficient_status: int = 403,
        refresh_ttl: float = 10800.0,
        audiences: set[str] | None = None,
        page_size: int = 2,
        tls: bool = True,
        seed: bool = True,
    ) -> None:
        self.tls = tls
        self.seen: list[Request] = []
        self.tokens = Tokens(
            auth=auth,
            anonymous_pull=anonymous_pull,
            insufficient_status=insufficient_status,
            refresh_ttl=refresh_ttl,
            audiences=audiences,
        )
        self.content = Content(page_size)
        self._canned: list[Canned] = []
        self._lock = threading.Lock()
        self._server: Server | None = None
        if seed:
            self.seed()

    def start(self) -> FakeRegistry:
        """Serve on a free port."""
        self._server = Server(self._respond, tls=self.tls)
        self._server.start()
        return self

    def stop(self) -> None:
        """Stop serving; stopping twice does no harm."""
        if self._server:
            self._server.stop()
            self._server = None

    def __enter__(self) -> FakeRegistry:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def host(self) -> str:
        """Address and port."""
        assert self._server, "the registry isn't started"
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def endpoint(self) -> str:
        """The URL that a client is given."""
        return f"{'https' if self.tls else 'http'}://{self.host}"

    @property
    def ca_file(self) -> str:
        """The certificate that a client must trust."""
        return certificate().certificate

    @property
    def repositories(self) -> dict[str, Repository]:
        """What is in the registry, by repository name."""
        return self.content.repositories

    def client(self, credential: Any = None, *, aio: bool = False, **options: Any) -> Any:
        """A client of the real SDK for this registry; it doesn't retry unless asked to."""
        if aio:
            from azure.containerregistry.aio import ContainerRegistryClient as Client
        else:
            from azure.containerregistry import (  # type: ignore[assignment]  # the sync one
                ContainerRegistryClient as Client,
            )
        options = {"retry_total": 0, "connection_verify": self.ca_file, **options}
        return Client(self.endpoint, credential, **options)

    @staticmethod
    def credential(token: str = "aad-owner", *, aio: bool = False) -> Any:
        """`aad-owner` may do all, `aad-reader` only read, `aad-nobody` has no role."""
        return FakeAsyncCredential(token) if aio else FakeCredential(token)

    def on(
        self,
        method: str,
        path: str,
        status: int = 200,
        body: Body = None,
        headers: dict[str, str] | None = None,
        *,
        drop: bool = False,
        delay: float = 0.0,
        times: int | None = None,
        skip: int = 0,
        after_auth: bool = False,
    ) -> FakeRegistry:
        """Answer the requests whose method (or "*") and whole path (a regex) match.

        `drop` closes the connection unanswered, `delay` waits so many seconds first, `times`
        answers only so often, `skip` lets so many matches through first, `after_auth` takes only
        requests that carry a token.
        """
        answer = Answer(status, body, headers or {})
        pattern = re.compile(path)
        self._canned.append(
            Canned(method.upper(), pattern, answer, drop, delay, times, skip, after_auth)
        )
        return self

    def firewall(self) -> FakeRegistry:
        """Refuse every request as the service does when the client's address isn't allowed."""
        return self.on("*", ".*", 403, FIREWALL)

    def clear(self) -> None:
        """Forget the requests seen and the answers prepared; keep the content."""
        self.seen.clear()
        self._canned.clear()

    def reset(self) -> None:
        """Forget everything and put the first content back."""
        self.clear()
        self.repositories.clear()
        self.seed()

    def seed(self) -> None:
        """Put the repositories that tests expect."""
        for name in SEEDED:
            self.push(name, {"schemaVersion": 2, "name": name}, tags=SEEDED_TAGS)

    def push(
        self,
        repository: str,
        manifest: dict[str, Any],
        tags: tuple[str, ...] = (),
        blobs: tuple[bytes, ...] = (),
    ) -> str:
        """Put a manifest with its tags, and blobs; return the manifest's digest."""
        return self.content.push(repository, manifest, tags, blobs)

    def trace(self) -> list[str]:
        """One line for each request seen."""
        return [str(request) for request in self.seen]

    def _respond(self, request: Request) -> Answer | None:
        self.seen.append(request)
        canned = self._canned_for(request)
        if canned is None:
            return self._route(request)
        time.sleep(canned.delay)
        return None if canned.drop else canned.answer

    def _canned_for(self, request: Request) -> Canned | None:
        with self._lock:
            for canned in self._canned:
                if not canned.matches(request):
                    continue
                if canned.skip > 0:
                    canned.skip -= 1
                elif canned.times is None:
                    return canned
                elif canned.times > 0:
                    canned.times -= 1
                    return canned
        return None

    def _route(self, request: Request) -> Answer:
        if request.path.startswith("/oauth2/"):
            return self.tokens.answer(request)
        if request.path == "/acr/v1/_catalog":
            refused = self.tokens.refusal(request, self.host, "", "catalog")
            return refused or self.content.catalog(request)
        if match := _METADATA.fullmatch(request.path):
            name, kind, key = (urllib.parse.unquote(part or "") for part in match.groups())
            action = _METADATA_ACTIONS[request.method]
            refused = self.tokens.refusal(request, self.host, name, action)
            return refused or self.content.metadata(request, self.host, name, kind, key)
        if match := _DATA.fullmatch(request.path):
            name, kind, key = (urllib.parse.unquote(part) for part in match.groups())
            action = _DATA_ACTIONS.get(request.method, "pull,push")
            refused = self.tokens.refusal(request, self.host, name, action)
            return refused or self._data(request, name, kind, key)
        return Answer(404, errors("NOT_FOUND", "no such route"))

    def _data(self, request: Request, name: str, kind: str, key: str) -> Answer:
        match kind:
            case "manifests":
                return self.content.manifest(request, name, key)
            case "blobs":
                return self.content.blob(request, name, key)
            case _:
                return self.content.upload(request, name, key)
