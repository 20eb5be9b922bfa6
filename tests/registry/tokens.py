"""Who may do what: the token flow of the registry.

an operation without token   401 with a challenge: realm, service, scope
POST /oauth2/exchange        an Entra token becomes a refresh token, shaped like a JWT
POST /oauth2/token           a refresh token becomes an access token; none, an anonymous one
an operation whose token lacks the action
    anonymous                401 with error="insufficient_scope"
    authenticated            `insufficient_status`
"""

from __future__ import annotations

import base64
import itertools
import json
import time
import urllib.parse
from typing import Any

from tests.registry.exchange import DENIED, NO_PERMISSION, UNAUTHORIZED, Answer, Request, errors

READ_ACTIONS = frozenset({"pull", "metadata_read", "catalog"})
ALL_ACTIONS = READ_ACTIONS | {"push", "metadata_write", "delete"}


class Tokens:
    """Hands out tokens and checks them.

    `auth` is "acr" (the flow above), "none" (everything is allowed) or "basic" (a registry of
    another kind). `principals` says what each Entra token may do; None is a principal without any
    role. `audiences` are the scopes that are taken at the exchange, None takes all.
    """

    def __init__(
        self,
        *,
        auth: str,
        anonymous_pull: bool,
        insufficient_status: int,
        refresh_ttl: float,
        audiences: set[str] | None,
    ) -> None:
        self.auth = auth
        self.anonymous_pull = anonymous_pull
        self.insufficient_status = insufficient_status
        self.refresh_ttl = refresh_ttl
        self.audiences = audiences
        self.principals: dict[str, frozenset[str] | None] = {
            "aad-owner": ALL_ACTIONS,
            "aad-reader": READ_ACTIONS,
            "aad-nobody": None,
        }
        self._refresh: dict[str, tuple[str, float]] = {}
        self._access: dict[str, tuple[str, frozenset[str]]] = {}
        self._numbers = itertools.count(1)

    def refusal(self, request: Request, host: str, repository: str, action: str) -> Answer | None:
        """Why the request must not do `action`; None when it may."""
        if self.auth == "none":
            return None
        if self.auth == "basic":
            return Answer(401, UNAUTHORIZED, {"WWW-Authenticate": f'Basic realm="{host}"'})
        token = request.headers.get("authorization", "").partition(" ")[2]
        if token not in self._access:
            return _challenge(host, repository, action)
        who, actions = self._access[token]
        if all(each in actions for each in action.split(",")):
            return None
        if who == "anonymous" or self.insufficient_status == 401:
            return _challenge(host, repository, action, ',error="insufficient_scope"')
        return Answer(self.insufficient_status, DENIED)

    def answer(self, request: Request) -> Answer:
        """The answer to a POST below /oauth2."""
        form = dict(urllib.parse.parse_qsl(request.body.decode()))
        return self._exchange(form) if request.path == "/oauth2/exchange" else self._token(form)

    def _exchange(self, form: dict[str, str]) -> Answer:
        who, _, scope = form.get("access_token", "").partition("|")
        wrong_audience = bool(self.audiences and scope and scope not in self.audiences)
        if who not in self.principals or wrong_audience:
            return Answer(401, errors("UNAUTHORIZED", "retrieving permissions failed"))
        if self.principals[who] is None:
            return Answer(403, NO_PERMISSION)
        expires = time.time() + self.refresh_ttl
        token = _jwt({"exp": int(expires), "sub": who}, f"refresh-{next(self._numbers)}")
        self._refresh[token] = (who, expires)
        return Answer(200, {"refresh_token": token})

    def _token(self, form: dict[str, str]) -> Answer:
        actions: frozenset[str]
        if form.get("refresh_token"):
            who, expires = self._refresh.get(form["refresh_token"], ("", 0.0))
            if not who or expires < time.time():
                return Answer(401, UNAUTHORIZED)
            actions = self.principals[who] or frozenset()
        elif form.get("grant_type") == "password" and self.anonymous_pull:
            who, actions = "anonymous", READ_ACTIONS
        else:
            return Answer(401, UNAUTHORIZED)
        token = f"access-{next(self._numbers)}"
        self._access[token] = (who, actions)
        return Answer(200, {"access_token": token})


def _challenge(host: str, repository: str, action: str, extra: str = "") -> Answer:
    catalog = action == "catalog"
    scope = "registry:catalog:*" if catalog else f"repository:{repository}:{action}"
    bearer = f'Bearer realm="https://{host}/oauth2/token",service="{host}",scope="{scope}"{extra}'
    return Answer(401, UNAUTHORIZED, {"WWW-Authenticate": bearer})


def _jwt(claims: dict[str, Any], signature: str) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part(claims)}.{signature}"
