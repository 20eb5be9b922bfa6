"""One exchange with the registry: the request that was seen and the answer that was given."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Body: TypeAlias = "bytes | str | dict[str, Any] | list[Any] | None"

_UNAUTHORIZED_TEXT = (
    "authentication required, visit https://aka.ms/acr/authorization for more information."
)
_FIREWALL_TEXT = (
    "client with IP '127.0.0.1' is not allowed access. "
    "Refer https://aka.ms/acr/firewall to grant access."
)


@dataclass
class Request:
    """A request as the registry saw it, and the status it answered (0: it hung up instead)."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    status: int = 0

    @property
    def authorized(self) -> bool:
        """Whether the request carries a token, valid or not."""
        return "authorization" in self.headers

    def __str__(self) -> str:
        bearer = " [Bearer]" if self.authorized else ""
        return f"{self.method} {self.path} -> {self.status or 'DROPPED'}{bearer}"


@dataclass
class Answer:
    """A status, a body and headers; a dict or list is sent as JSON."""

    status: int
    body: Body = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        """The body as it goes over the wire; HTTP allows none with 204 and 304."""
        if self.status in (204, 304) or self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()


@dataclass
class Canned:
    """An answer prepared for the requests that match, instead of the registry's own."""

    method: str
    pattern: re.Pattern[str]
    answer: Answer
    drop: bool = False
    delay: float = 0.0
    times: int | None = None
    skip: int = 0
    after_auth: bool = False

    def matches(self, request: Request) -> bool:
        """Whether the answer is meant for this request, times and skips aside."""
        return (
            self.method in ("*", request.method)
            and self.pattern.fullmatch(request.path) is not None
            and (request.authorized or not self.after_auth)
        )


def errors(code: str, message: str) -> dict[str, Any]:
    """An error body as the registry writes it."""
    return {"errors": [{"code": code, "message": message}]}


UNAUTHORIZED = errors("UNAUTHORIZED", _UNAUTHORIZED_TEXT)
DENIED = errors("DENIED", "requested access to the resource is denied")
NO_PERMISSION = errors("DENIED", "retrieving permissions failed")
FIREWALL = errors("DENIED", _FIREWALL_TEXT)
