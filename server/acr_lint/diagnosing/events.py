"""The events of a log: failures with the facts that the log tells of each.

An *event* begins at one row and may be told several times: as an answer in the client's own log,
as a message, as a traceback. Lines may have something in front, as what containers and builds put
there, and a whole traceback may be one text in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from acr_lint.diagnosing.answers import WORDS, Answers
from acr_lint.diagnosing.tracebacks import Traceback
from acr_lint.text.record import NamedTuple

Facts = dict[str, str]

LONGEST_LINE = 20_000
"""How many characters of a line are read."""

_NAMES = (
    "ClientAuthenticationError|CredentialUnavailableError|AuthenticationRequiredError"
    "|HttpResponseError|Resource(?:NotFound|Exists|Modified|NotModified)Error"
    "|Service(?:Request|Response)(?:Timeout)?Error|DecodeError|IncompleteReadError"
    "|TooManyRedirectsError|ResponseNotReadError|DeserializationError|DigestValidationError"
)
_BUILTIN_NAMES = (
    "AttributeError|TypeError|ValueError|KeyError|IndexError|ImportError|ModuleNotFoundError"
)
_RAISED = re.compile(
    rf"(?:^|[^\w.])(?:azure\.[\w.]+\.)?(?P<name>{_NAMES})(?::\s+|\(['\"])(?P<text>\S.*)"
    rf"|(?:^|[\s:])(?P<builtin>{_BUILTIN_NAMES}):\s+(?P<message>\S.*)"
)
_LAST_OF_TRACEBACK = re.compile(r"(?P<name>[A-Za-z_][\w.]*)(?::\s?(?P<text>.*))?$")
_SUGGESTION = re.compile(r"\. Did you mean.*\?$")
_INVALID_STATUS = re.compile(r"Operation returned an invalid status '(?P<status>[^']*)'")
_UNAWAITED = re.compile(
    r"(?:(?P<path>[^\s:][^:]*|[A-Za-z]:[^:]*):(?P<row>\d+): RuntimeWarning: )?"
    r"(?P<text>coroutine '[\w.]+' was never awaited)"
)
_UNCLOSED = re.compile(r"(?:^|[\s:])(?P<text>Unclosed client session)\s*$")
_CODE = re.compile(r"""["']code["']\s*:\s*["'](?P<code>[A-Z][A-Z_]+)["']""")
_MESSAGE = re.compile(
    r"""["']message["']\s*:\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)')"""
)
_STATUSES = {
    "Bad Request": "400",
    "Unauthorized": "401",
    "Forbidden": "403",
    "Not Found": "404",
    "Method Not Allowed": "405",
    "Conflict": "409",
    "Precondition Failed": "412",
    "Request Entity Too Large": "413",
    "Too Many Requests": "429",
    "Internal Server Error": "500",
    "Bad Gateway": "502",
    "Service Unavailable": "503",
    "Gateway Timeout": "504",
}
_STATUS_OF = {
    "ClientAuthenticationError": "401",
    "ResourceNotFoundError": "404",
    "ResourceExistsError": "409",
}
_BODY_ROWS = 8
_WORDS = (
    "Error",
    "Traceback",
    "code",
    "message",
    "invalid status",
    "never awaited",
    "Unclosed",
    *WORDS,
)
"""A line outside of tracebacks that holds none of these tells nothing."""


class Event(NamedTuple):
    """A failure, where it is told first: the row from 1, the line as it is, and what is known.

    `place` is the user's own file and row in it from which the SDK was called; "" and 0 where the
    log doesn't say.
    """

    row: int
    seen: str
    facts: Facts
    place: tuple[str, int] = ("", 0)


def events(lines: Iterable[str]) -> tuple[Event, ...]:
    """The failures that the lines of a log tell of, in order; each once where it is told twice in
    a row."""
    reader = _Reader()
    for row, line in enumerate(lines, 1):
        for piece in _pieces(line.rstrip("\r\n")):
            reader.read(row, piece[:LONGEST_LINE])
    reader.end()
    return tuple(_merged(reader.found))


def _pieces(line: str) -> Iterator[str]:
    """The lines in a line: a traceback in JSON has its line ends written as two characters."""
    if "\\n" not in line:
        yield line
        return
    for piece in line.split("\\n"):
        yield piece.replace('\\"', '"').replace("\\t", "\t")


class _Reader:
    """Reads line after line; what it finds is in `found`."""

    def __init__(self) -> None:
        self.found: list[Event] = []
        self._answers = Answers()
        self._traceback: Traceback | None = None
        self._code = ""
        self._body_row = 0

    def read(self, row: int, line: str) -> None:
        """Take one more line."""
        if self._traceback is None and not any(word in line for word in _WORDS):
            return
        if started := Traceback.started(line):
            self._end_answer()
            self._traceback = started
            return
        if self._traceback is not None:
            rest = self._traceback.read(line)
            if rest is None:
                return
            traceback, self._traceback = self._traceback, None
            if self._raised_last(row, rest, traceback):
                return
        if self._answers.read(row, line):
            self._take_answers()
            return
        if self._warned(row, line) or self._raised(row, line):
            return
        self._body(row, line)

    def end(self) -> None:
        """There are no more lines."""
        self._end_answer()

    def _end_answer(self) -> None:
        self._answers.forget()
        self._take_answers()

    def _take_answers(self) -> None:
        """Take over the answers that are told to their end."""
        for answer in self._answers.taken():
            if answer.failed:
                self.found.append(Event(answer.row, answer.seen, answer.facts))
            elif self.found and answer.is_retry_of(self.found[-1].facts):
                self.found.pop()

    def _raised_last(self, row: int, line: str, traceback: Traceback) -> bool:
        """Note the exception at the end of a traceback."""
        match = _LAST_OF_TRACEBACK.match(line)
        if match is None:
            return False
        name = match["name"].rpartition(".")[2]
        self._add(row, line, name, match["text"] or "", traceback)
        return True

    def _raised(self, row: int, line: str) -> bool:
        """Note an exception, or an HTTP error's message, in a line of its own."""
        match = _RAISED.search(line)
        if match is not None:
            self._end_answer()
            name = match["name"] or match["builtin"]
            self._add(row, line, name, match["text"] or match["message"], None)
            return True
        if invalid := _INVALID_STATUS.search(line):
            self._end_answer()
            self._add(row, line, "", invalid.group(), None)
            return True
        return False

    def _add(self, row: int, line: str, name: str, text: str, traceback: Traceback | None) -> None:
        facts = {"exception": name, "text": _SUGGESTION.sub("", text.strip())}
        if invalid := _INVALID_STATUS.search(text):
            status = _STATUSES.get(invalid["status"], "")
            facts.update(status=status)
        if traceback is not None:
            facts.update(traceback.facts(answered="status" in facts))
            if facts.get("through") == "sdk" and name in _STATUS_OF:
                facts.setdefault("status", _STATUS_OF[name])
        self.found.append(
            Event(row, line, _known(facts), traceback.place if traceback else ("", 0))
        )
        self._body_row = row
        self._body(row, line)

    def _warned(self, row: int, line: str) -> bool:
        """Note a warning of Python or aiohttp."""
        match = _UNAWAITED.search(line)
        if match is not None:
            self._end_answer()
            place = (match["path"], int(match["row"])) if match["path"] else ("", 0)
            if not Traceback.is_of_user(place[0]):
                place = ("", 0)
            facts = {"exception": "RuntimeWarning", "text": match["text"]}
            self.found.append(Event(row, line, facts, place))
            return True
        match = _UNCLOSED.search(line)
        if match is None:
            return False
        self._end_answer()
        self.found.append(Event(row, line, {"text": match["text"]}))
        return True

    def _body(self, row: int, line: str) -> None:
        """Add an error body to what it belongs to: an answer, an exception, or itself."""
        if code := _CODE.search(line):
            self._code = code["code"]
            facts = {"code": self._code}
            if not self._answers.add(facts):
                if not (self.found and 0 <= row - self._body_row <= _BODY_ROWS):
                    self.found.append(Event(row, line, {}))
                self.found[-1].facts.update(facts)
                self._body_row = row
        message = _MESSAGE.search(line)
        if message is not None and self._code:
            facts = {"message": message["double"] or message["single"] or ""}
            if not self._answers.add(facts):
                self.found[-1].facts.update(facts)
            self._code = ""


def _known(facts: Facts) -> Facts:
    """The facts that say something."""
    return {name: value for name, value in facts.items() if value}


def _merged(found: Iterable[Event]) -> Iterator[Event]:
    """The events, one for those that follow each other and may be the same."""
    last: Event | None = None
    for event in found:
        if last is None:
            last = event
        elif _same(last.facts, event.facts):
            raised = event if "exception" in event.facts else last
            place = last.place if last.place[0] else event.place
            last = Event(last.row, raised.seen, {**last.facts, **event.facts}, place)
        else:
            yield last
            last = event
    if last is not None:
        yield last


_TELLING = ("status", "code", "text")
_SOURCES = ("path", "through")


def _same(one: Facts, other: Facts) -> bool:
    """Whether two events may be one failure, told in two ways.

    They share what tells failures apart, and differ in nothing; a second traceback is a second
    failure, and so is a second message.
    """
    shared = one.keys() & other.keys()
    if "through" in shared or not any(name in one or name in other for name in _SOURCES):
        return False
    return any(name in shared for name in _TELLING) and all(
        one[name] == other[name] for name in shared
    )
