"""The answers of the registry in the log that the client writes by itself.

azure-core logs each request and each answer, at INFO without bodies and, where it is switched on,
at DEBUG with them. An answer 401 that asks for a token is no failure: the SDK gets the token and
asks again. Where requests of several threads or tasks are mixed, it isn't known which one an answer
is for, and nothing is said of the request.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

WORDS = (
    "Request URL",
    "Request method",
    "Response ",
    "Authorization",
    "WWW-Authenticate",
    "grant_type",
    "_token",
)
"""Each line of the client's log that tells something holds one of these."""

_REQUEST = re.compile(r"Request URL: '(?P<url>[^']*)'")
_METHOD = re.compile(r"Request method: '(?P<method>\w+)'")
_AUTHORIZATION = re.compile(r"'Authorization': '(?P<value>[^']*)'")
_PASSWORD = re.compile(r"grant_type.*\bpassword\b")
_STATUS = re.compile(r"Response status: '?(?P<status>\d{3})'?")
_CHALLENGE = re.compile(r"'WWW-Authenticate': '(?P<value>.*)'")
_ERROR = re.compile(r'\berror="(?P<error>\w+)"')
_HEADERS = re.compile(r"^\s*Response headers:\s*$")
_TOKENS = re.compile(r"""["'](?P<kind>access_token|refresh_token)["']\s*:\s*["'][^"'*]""")
_TRANSIENT = ("408", "429", "500", "502", "503", "504")


class Answer:
    """An answer with the request that it is for."""

    __slots__ = ("asks", "facts", "has_headers", "row", "seen")

    def __init__(self, row: int, seen: str, facts: dict[str, str]) -> None:
        self.row = row
        self.seen = seen
        self.facts = facts
        self.has_headers = False
        self.asks = False

    @property
    def failed(self) -> bool:
        """Whether it is an answer that the SDK raises an error for."""
        if "secret" in self.facts:
            return True
        status = self.facts.get("status", "")
        if status < "400":
            return False
        if status == "401":
            return "challenge" in self.facts or (self.has_headers and not self.asks)
        return not (status == "404" and self.facts.get("method") == "DELETE")

    def is_retry_of(self, failed: dict[str, str]) -> bool:
        """Whether it is the good end of what failed before for a reason that passes."""
        return failed.get("status") in _TRANSIENT and all(
            failed.get(name) == self.facts.get(name) for name in ("method", "path")
        )


class Answers:
    """Reads the client's log; what is told to its end is handed out by `taken`."""

    def __init__(self) -> None:
        self.count = 0
        self._request: dict[str, str] = {}
        self._unanswered: set[str] = set()
        self._client = ""
        self._open: Answer | None = None
        self._ended: list[Answer] = []
        self._told_secret = False

    def read(self, row: int, line: str) -> bool:
        """Take a line, where it is of the client's log."""
        if match := _REQUEST.search(line):
            self.end()
            self._begin(match["url"])
        elif match := _STATUS.search(line):
            self.end()
            self._answer(row, line, match["status"])
        elif not self._request and self._open is None:
            return False
        elif match := _METHOD.search(line):
            self._request["method"] = match["method"]
        elif match := _AUTHORIZATION.search(line):
            if match["value"].startswith("Bearer "):
                self._secret(row, "'Authorization': 'Bearer …'")
        elif _PASSWORD.search(line):
            self._client = "anonymous"
        elif match := _TOKENS.search(line):
            self._secret(row, f"'{match['kind']}': …")
        else:
            return self._open is not None and self._header(line, self._open)
        return True

    def add(self, facts: dict[str, str]) -> bool:
        """Add facts from a body to the answer that it belongs to, where there is one."""
        if self._open is None or self._open.facts["status"] < "400":
            return False
        self._open.facts.update(facts)
        return True

    def end(self) -> None:
        """The answer that was being read is told to its end."""
        if self._open is not None:
            if self._open.asks and not self._open.failed:
                self._client = ""
            self._ended.append(self._open)
            self._open = None

    def forget(self) -> None:
        """No answer comes to the requests so far: they ended in an error."""
        self.end()
        self._unanswered.clear()

    def taken(self) -> list[Answer]:
        """The answers that ended since it was asked last."""
        ended, self._ended = self._ended, []
        return ended

    def _begin(self, url: str) -> None:
        try:
            path = urlsplit(url).path
        except ValueError:
            path = url
        sent = {"/oauth2/exchange": "exchange", "/oauth2/token": "token"}.get(path, "operation")
        self._request = {"path": path, "sent": sent}
        self._unanswered.add(path)
        if sent == "exchange":
            self._client = "credential"

    def _answer(self, row: int, line: str, status: str) -> None:
        facts = {"status": status}
        seen = line.strip()
        if len(self._unanswered) <= 1:
            facts.update(self._request)
            if self._client:
                facts["client"] = self._client
            what = " ".join(facts[name] for name in ("method", "path") if name in facts)
            seen += f" ({what})" if what else ""
            self._unanswered.clear()
        self._open = Answer(row, seen, facts)
        self.count += 1

    def _header(self, line: str, answer: Answer) -> bool:
        """Note what a header of an answer says."""
        if _HEADERS.match(line):
            answer.has_headers = True
            return True
        match = _CHALLENGE.search(line)
        if match is None:
            return False
        answer.asks = True
        if error := _ERROR.search(match["value"]):
            answer.facts["challenge"] = error["error"]
        return True

    def _secret(self, row: int, shown: str) -> None:
        """Note once that a log holds tokens, without showing them."""
        if not self._told_secret:
            self._ended.append(Answer(row, shown, {"secret": "token"}))
        self._told_secret = True
