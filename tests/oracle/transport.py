"""The fake wire: the real SDK, both flavours, with no network below it.

Only the sessions of requests and aiohttp are replaced; pipelines, policies, paging, streaming and
error mapping are the SDK's own. The registry behind the wire asks for no token and answers every
request with success, unless the listener says that this request is refused, and how. A listing has
two pages, a blob two chunks.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import json
import re
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import aiohttp
import azure.containerregistry
import azure.containerregistry._container_registry_client as sync_client
import azure.containerregistry.aio
import azure.containerregistry.aio._async_container_registry_client as aio_client
import azure.identity
import azure.identity.aio
import requests
import urllib3
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport
from multidict import CIMultiDict
from requests.structures import CaseInsensitiveDict

BLOB = b"a blob of two chunks"
CHUNK = 12
BLOB_DIGEST = "sha256:" + hashlib.sha256(BLOB).hexdigest()

Listener = Callable[[], "int | None"]
UNREACHABLE = 0

_SyncTransport: Any = RequestsTransport
_AioTransport: Any = AioHttpTransport
_next_turn = asyncio.sleep


class Answer(NamedTuple):
    """What the registry answers."""

    status: int
    headers: dict[str, str]
    content: bytes


@contextlib.contextmanager
def wire(listener: Listener) -> Iterator[None]:
    """Put every client's requests on the fake wire.

    `listener` is called once for each request, on the stack that sends it. It returns the status
    with which the request is refused, UNREACHABLE where no answer comes, or None.
    """
    with contextlib.ExitStack() as undo:
        _patch(undo, _SyncTransport, "open", _opener(_SyncTransport.open, listener))
        _patch(undo, _AioTransport, "open", _aio_opener(_AioTransport.open, listener))
        for module in (sync_client, aio_client):
            _patch(undo, module, "DEFAULT_CHUNK_SIZE", CHUNK)
        _patch(undo, azure.identity, "DefaultAzureCredential", Credential)
        _patch(undo, azure.identity.aio, "DefaultAzureCredential", AioCredential)
        yield


class Credential:
    """Stands for `azure.identity.DefaultAzureCredential`; the registry never asks for its token."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def get_token(self, *scopes: str, **options: object) -> object:
        """Never called."""
        raise AssertionError("the fake registry asks for no token")

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> Credential:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AioCredential:
    """Stands for `azure.identity.aio.DefaultAzureCredential`."""

    def __init__(self, **options: object) -> None:
        self.options = options

    async def get_token(self, *scopes: str, **options: object) -> object:
        """Never called."""
        raise AssertionError("the fake registry asks for no token")

    async def close(self) -> None:
        """Nothing to close."""

    async def __aenter__(self) -> AioCredential:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()


def _patch(undo: contextlib.ExitStack, owner: Any, name: str, value: object) -> None:
    undo.callback(setattr, owner, name, getattr(owner, name))
    setattr(owner, name, value)


def _opener(original: Callable[[Any], None], listener: Listener) -> Callable[[Any], None]:
    def open_transport(transport: Any) -> None:
        if not transport.session and not transport._has_been_opened:
            transport.session = _Session(listener)
            transport._has_been_opened = True
        else:
            original(transport)

    return open_transport


def _aio_opener(original: Callable[[Any], Any], listener: Listener) -> Callable[[Any], Any]:
    async def open_transport(transport: Any) -> None:
        if not transport.session and not transport._has_been_opened:
            transport.session = _AioSession(listener)
            transport._has_been_opened = True
        else:
            await original(transport)

    return open_transport


class _Session:
    """What the SDK needs of `requests.Session`."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def request(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        data: Any = None,
        stream: bool = False,
        **options: object,
    ) -> requests.Response:
        unknown = options.keys() - _KNOWN
        if unknown:
            raise TypeError(f"Session.request() got an unexpected keyword argument {unknown}")
        status = self._listener()
        if status == UNREACHABLE:
            raise requests.ConnectionError("the registry can't be reached")
        answer = _refused(status) if status else _answer(method, url, headers, data)
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.url = url
        response.reason = str(answer.status)
        response.raw = urllib3.HTTPResponse(
            body=io.BytesIO(answer.content),
            headers=answer.headers,
            status=answer.status,
            preload_content=False,
        )
        if not stream:
            response.content  # noqa: B018  # as requests does: reads the body
        return response

    def close(self) -> None:
        pass


class _AioSession:
    """What the SDK needs of `aiohttp.ClientSession`."""

    auto_decompress = False

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    async def request(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        data: Any = None,
        **options: object,
    ) -> _AioResponse:
        unknown = options.keys() - _KNOWN
        if unknown:
            raise TypeError(f"ClientSession._request() got an unexpected keyword {unknown}")
        status = self._listener()
        answer = _refused(status) if status else _answer(method, url, headers, data)
        await _next_turn(0)  # a real request lets the other tasks run
        if status == UNREACHABLE:
            raise aiohttp.ClientConnectionError("the registry can't be reached")
        return _AioResponse(answer)

    async def close(self) -> None:
        pass

    async def __aenter__(self) -> _AioSession:
        return self


class _AioResponse:
    """What the SDK needs of `aiohttp.ClientResponse`."""

    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.reason = str(answer.status)
        self.headers = CIMultiDict(answer.headers)
        self.content = _AioContent(answer.content)
        self.method = "GET"
        self._body = answer.content

    async def read(self) -> bytes:
        return self._body

    def close(self) -> None:
        pass


class _AioContent:
    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    async def read(self, size: int) -> bytes:
        return self._rest.read(size)


_KNOWN = {
    "allow_redirects",
    "cert",
    "files",
    "proxies",
    "proxy",
    "skip_auto_headers",
    "ssl",
    "timeout",
    "verify",
}
_TIMES = {"createdTime": "2024-01-01T00:00:00Z", "lastUpdateTime": "2024-01-02T00:00:00Z"}
_FLAGS = {
    "changeableAttributes": {
        "deleteEnabled": True,
        "writeEnabled": True,
        "readEnabled": True,
        "listEnabled": True,
    }
}
_MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"


def _json(status: int, body: object, **headers: str) -> Answer:
    content = json.dumps(body).encode()
    length = {"Content-Type": "application/json", "Content-Length": str(len(content))}
    return Answer(status, {**length, **headers}, content)


def _refused(status: int) -> Answer:
    return _json(status, {"errors": [{"code": "REFUSED", "message": "access is denied"}]})


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _read(data: Any) -> bytes:
    if data is None:
        return b""
    if hasattr(data, "read"):
        content = data.read()
        data.seek(0)
        return bytes(content)
    return data if isinstance(data, bytes) else str(data).encode()


def _answer(method: str, url: str, headers: dict[str, str], data: Any) -> Answer:
    parts = urllib.parse.urlsplit(url)
    query = {key: values[0] for key, values in urllib.parse.parse_qs(parts.query).items()}
    path = parts.path
    if path == "/acr/v1/_catalog":
        return _page(path, query, "repositories", [["app"], ["tools"]])
    if "/blobs/uploads/" in path:
        return _upload(method, path, query)
    if path.startswith("/v2/"):
        return _manifest_or_blob(method, path, headers, _read(data))
    return _metadata(method, path, query)


def _page(path: str, query: dict[str, str], label: str, pages: list[list[Any]]) -> Answer:
    base = {"registry": "example.azurecr.io", "imageName": "app"}
    if "last" in query:
        return _json(200, {**base, label: pages[1]})
    return _json(200, {**base, label: pages[0]}, Link=f'<{path}?last=app>; rel="next"')


def _metadata(method: str, path: str, query: dict[str, str]) -> Answer:
    if method == "DELETE":
        return _json(202, {})
    match = re.fullmatch(r"/acr/v1/(?P<name>.+?)(?:/(?P<kind>_tags|_manifests)(?:/.+)?)?", path)
    kind = match["kind"] if match else None
    tags = [{"name": name, "digest": BLOB_DIGEST, **_TIMES, **_FLAGS} for name in ("v1", "v2")]
    manifests = [
        {"digest": BLOB_DIGEST, "imageSize": 1, **_TIMES, **_FLAGS, "tags": ["v1"]} for _ in tags
    ]
    base = {"registry": "example.azurecr.io", "imageName": "app"}
    if kind is None:
        return _json(200, {**base, **_TIMES, **_FLAGS, "manifestCount": 1, "tagCount": 2})
    label, items = ("tag", tags) if kind == "_tags" else ("manifest", manifests)
    if path.endswith(kind):
        return _page(path, query, label + "s", [[item] for item in items])
    return _json(200, {**base, label: items[0]})


def _manifest_or_blob(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    if method == "DELETE":
        return _json(202, {})
    if method == "PUT":
        return _json(201, {}, **{"Docker-Content-Digest": _digest(body)})
    if "/manifests/" in path:
        content = b'{"schemaVersion": 2}'
        return Answer(
            200,
            {
                "Content-Type": _MANIFEST_TYPE,
                "Content-Length": str(len(content)),
                "Docker-Content-Digest": _digest(content),
            },
            content,
        )
    wanted = re.match(r"bytes=(\d+)-(\d+)", headers.get("Range", ""))
    first, last = (int(end) for end in wanted.groups()) if wanted else (0, len(BLOB))
    piece = BLOB[first : last + 1]
    return Answer(
        206,
        {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(len(piece)),
            "Content-Range": f"bytes {first}-{first + len(piece) - 1}/{len(BLOB)}",
        },
        piece,
    )


def _upload(method: str, path: str, query: dict[str, str]) -> Answer:
    location = {"Location": "/v2/app/blobs/uploads/1", "Range": "0-0", "Docker-Upload-UUID": "1"}
    if method == "PUT":
        return _json(201, {}, **location, **{"Docker-Content-Digest": query["digest"]})
    return _json(202, {}, **location)
