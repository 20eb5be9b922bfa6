"""What the registry holds: repositories with their manifests, tags and blobs.

Two interfaces lead to it: /acr/v1 (names and properties, by pages) and /v2 (manifests and blobs).
A manifest that is deleted takes its tags along.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.registry.exchange import Answer, Request, errors

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"

_FLAGS = {"deleteEnabled": True, "writeEnabled": True, "readEnabled": True, "listEnabled": True}
_TIMES = {"createdTime": "2024-01-01T00:00:00Z", "lastUpdateTime": "2024-01-02T00:00:00Z"}


@dataclass
class Repository:
    """Manifests by digest (bytes and media type), digests by tag, blobs by digest."""

    manifests: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)


class Content:
    """The repositories of one registry; `page_size` is how many names a page holds unasked."""

    def __init__(self, page_size: int) -> None:
        self.page_size = page_size
        self.repositories: dict[str, Repository] = {}
        self._uploads: dict[str, bytes] = {}
        self._numbers = itertools.count(1)

    def push(
        self,
        repository: str,
        manifest: dict[str, Any],
        tags: tuple[str, ...] = (),
        blobs: tuple[bytes, ...] = (),
    ) -> str:
        """Put a manifest with its tags, and blobs; return the manifest's digest."""
        raw = json.dumps(manifest).encode()
        kept = self._make(repository)
        kept.manifests[digest_of(raw)] = (raw, OCI_MANIFEST)
        kept.tags.update({tag: digest_of(raw) for tag in tags})
        kept.blobs.update({digest_of(blob): blob for blob in blobs})
        return digest_of(raw)

    def catalog(self, request: Request) -> Answer:
        """A page of the repositories' names."""
        return self._page(request, sorted(self.repositories), "repositories", lambda name: name, {})

    def metadata(self, request: Request, host: str, name: str, kind: str, key: str) -> Answer:
        """Properties of a repository (`kind` is ""), of its tags or of its manifests."""
        repository = self.repositories.get(name)
        if repository is None:
            return Answer(404, errors("NAME_UNKNOWN", "repository name not known"))
        base = {"registry": host, "imageName": name}
        if not kind:
            if request.method == "DELETE":
                del self.repositories[name]
                return Answer(202, {"manifestsDeleted": [], "tagsDeleted": []})
            return Answer(200, {**base, **_repository_properties(repository)})
        if kind == "_tags":
            return self._entries(request, repository, base, "tag", key)
        return self._entries(request, repository, base, "manifest", key)

    def manifest(self, request: Request, name: str, reference: str) -> Answer:
        """Read, put or delete a manifest by tag or digest."""
        if request.method == "PUT":
            return self._put_manifest(request, name, reference)
        repository = self.repositories.get(name, Repository())
        digest = repository.tags.get(reference, reference)
        if digest not in repository.manifests:
            return Answer(404, errors("MANIFEST_UNKNOWN", "not found"))
        if request.method == "DELETE":
            del repository.manifests[digest]
            repository.tags = {tag: at for tag, at in repository.tags.items() if at != digest}
            return Answer(202)
        raw, media_type = repository.manifests[digest]
        return Answer(200, raw, {"Content-Type": media_type, "Docker-Content-Digest": digest})

    def blob(self, request: Request, name: str, digest: str) -> Answer:
        """Delete a blob or read a range of its bytes."""
        repository = self.repositories.get(name, Repository())
        if digest not in repository.blobs:
            return Answer(404, errors("BLOB_UNKNOWN", "not found"))
        if request.method == "DELETE":
            del repository.blobs[digest]
            return Answer(202, None, {"Docker-Content-Digest": digest})
        raw = repository.blobs[digest]
        wanted = re.match(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))
        first, last = (int(wanted[1]), int(wanted[2])) if wanted else (0, len(raw))
        piece = raw[first : last + 1]
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {first}-{first + len(piece) - 1}/{len(raw)}",
        }
        return Answer(206, piece, headers)

    def upload(self, request: Request, name: str, upload: str) -> Answer:
        """Begin, continue or end the upload of a blob."""
        if request.method == "POST":
            upload = f"upload-{next(self._numbers)}"
            self._uploads[upload] = b""
        elif upload not in self._uploads:
            return Answer(404, errors("BLOB_UPLOAD_UNKNOWN", "unknown upload"))
        self._uploads[upload] += request.body
        if request.method == "PUT":
            raw = self._uploads.pop(upload)
            digest = digest_of(raw)
            self._make(name).blobs[digest] = raw
            location = f"/v2/{name}/blobs/{digest}"
            return Answer(201, None, {"Docker-Content-Digest": digest, "Location": location})
        location = f"/v2/{name}/blobs/uploads/{upload}"
        headers = {"Location": location, "Docker-Upload-UUID": upload, "Range": "0-0"}
        return Answer(202, None, headers)

    def _make(self, name: str) -> Repository:
        return self.repositories.setdefault(name, Repository())

    def _put_manifest(self, request: Request, name: str, reference: str) -> Answer:
        digest = digest_of(request.body)
        repository = self._make(name)
        media_type = request.headers.get("content-type", OCI_MANIFEST)
        repository.manifests[digest] = (request.body, media_type)
        if not reference.startswith("sha256:"):
            repository.tags[reference] = digest
        location = f"/v2/{name}/manifests/{digest}"
        return Answer(201, None, {"Docker-Content-Digest": digest, "Location": location})

    def _entries(
        self, request: Request, repository: Repository, base: dict[str, Any], what: str, key: str
    ) -> Answer:
        """One tag or manifest, or without a key a page of them."""
        table: dict[str, Any] = repository.tags if what == "tag" else repository.manifests

        def show(each: str) -> dict[str, Any]:
            shown = _tag_properties if what == "tag" else _manifest_properties
            return shown(repository, each)

        if not key:
            return self._page(request, sorted(table), f"{what}s", show, base)
        if key not in table:
            code = f"{what.upper()}_UNKNOWN"
            return Answer(404, errors(code, "the specified item does not exist"))
        if request.method == "DELETE":
            del table[key]
            return Answer(202)
        return Answer(200, {**base, what: show(key)})

    def _page(
        self,
        request: Request,
        keys: list[str],
        label: str,
        show: Callable[[str], Any],
        base: dict[str, Any],
    ) -> Answer:
        keys = [key for key in keys if key > request.query.get("last", "")]
        size = int(request.query.get("n", self.page_size))
        page = keys[:size]
        headers = {}
        if len(keys) > size:
            query = urllib.parse.urlencode({"last": page[-1], "n": size})
            headers["Link"] = f'<{request.path}?{query}>; rel="next"'
        return Answer(200, {**base, label: [show(key) for key in page]}, headers)


def digest_of(raw: bytes) -> str:
    """The name under which a registry keeps these bytes."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def _repository_properties(repository: Repository) -> dict[str, Any]:
    counts = {"manifestCount": len(repository.manifests), "tagCount": len(repository.tags)}
    return {**counts, **_TIMES, "changeableAttributes": _FLAGS}


def _tag_properties(repository: Repository, tag: str) -> dict[str, Any]:
    digest = repository.tags[tag]
    return {"name": tag, "digest": digest, **_TIMES, "changeableAttributes": _FLAGS}


def _manifest_properties(repository: Repository, digest: str) -> dict[str, Any]:
    return {
        "digest": digest,
        "imageSize": len(repository.manifests[digest][0]),
        **_TIMES,
        "architecture": "amd64",
        "os": "linux",
        "tags": [tag for tag, at in repository.tags.items() if at == digest],
        "changeableAttributes": _FLAGS,
    }
