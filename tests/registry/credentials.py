"""Credentials that never touch the network.

The token they hand out is "NAME|SCOPE", so that the registry can check the audience. Each records
the scopes that it was asked for.
"""

from __future__ import annotations

import time
from typing import Any

from azure.core.credentials import AccessToken


class FakeCredential:
    """A token credential for sync clients; raises `error` instead, where one is given."""

    def __init__(self, token: str = "aad-owner", error: BaseException | None = None) -> None:
        self.token = token
        self.error = error
        self.scopes: list[tuple[str, ...]] = []
        self.closed = False

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        """A token for these scopes, valid for an hour."""
        self.scopes.append(scopes)
        if self.error:
            raise self.error
        return AccessToken("|".join((self.token, *scopes)), int(time.time()) + 3600)

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


class FakeAsyncCredential:
    """A token credential for aio clients; raises `error` instead, where one is given."""

    def __init__(self, token: str = "aad-owner", error: BaseException | None = None) -> None:
        self._inner = FakeCredential(token, error)

    @property
    def scopes(self) -> list[tuple[str, ...]]:
        """The scopes of each call."""
        return self._inner.scopes

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._inner.closed

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        """A token for these scopes, valid for an hour."""
        return self._inner.get_token(*scopes, **options)

    async def close(self) -> None:
        """Remember that it was closed."""
        self._inner.close()

    async def __aenter__(self) -> FakeAsyncCredential:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
