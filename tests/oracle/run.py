"""One run of a program, and what was seen in it."""

from __future__ import annotations

import concurrent.futures
import contextlib
import logging
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any, NamedTuple

from azure.core.exceptions import HttpResponseError

from tests.oracle.program import Compiled, Row
from tests.oracle.stacks import Call, rows_of, stack, where

WRITES = (
    "delete_blob",
    "delete_manifest",
    "delete_repository",
    "delete_tag",
    "set_manifest",
    "update_manifest_properties",
    "update_repository_properties",
    "update_tag_properties",
    "upload_blob",
)
_MOST_STATEMENTS = 20_000
_SECONDS_A_RUN = 2.0
_MOST_CHOICES = 24
_CALLBACK_FAILED = ("Exception in callback", "exception calling callback")
_sleep = time.sleep

Site = tuple[str, Any]


class Refused(NamedTuple):
    """How a site's requests are refused: each of them, or only the one of that `number`."""

    number: int | None = None
    status: int = 403


Refusal = dict[Site, Refused]


class Escape(NamedTuple):
    """An error that reached the top; `kind` is `itself`, `group` or `deliberate`.

    An error is deliberate where a handler of the program had taken it before. `row` is where it
    came into the program, `also` the row that names the operation, where that is another one.
    """

    row: Row | None
    also: Row | None
    kind: str

    @property
    def rows(self) -> frozenset[Row]:
        """The rows at which the escape may be reported."""
        return frozenset(row for row in (self.row, self.also) if row is not None)


class Write(NamedTuple):
    """A call of a write operation, and whether its client had no credential.

    It is named at `row` and called at `called`, which is None for a call by a thread or task.
    """

    row: Row
    called: Row | None
    anonymous: bool


class Runaway(BaseException):
    """A run that doesn't end by itself."""


class Run:
    """One run of a program, and what was seen in it."""

    def __init__(self, compiled: Compiled, refusal: Refusal, prefix: tuple[bool, ...]) -> None:
        self.compiled = compiled
        self.refusal = refusal
        self.prefix = prefix
        self.taken: list[bool] = []
        self.stacks: dict[Site, list[tuple[Row, ...]]] = {}
        self.first_sent: dict[Site, int] = {}
        self.sent: set[Row] = set()
        self.executed: set[Row] = set()
        self.writes: set[Write] = set()
        self.escapes: set[Escape] = set()
        self.lost: set[Escape] = set()
        self.problems: list[str] = []
        self.endless = False
        self._statements = 0
        self._caught: dict[int, BaseException] = {}
        self._awaited: dict[int, tuple[BaseException, Row]] = {}
        self._origins: dict[int, tuple[BaseException, Call]] = {}
        self.futures: dict[int, BaseException] = {}
        self.executors: list[concurrent.futures.Executor] = []
        self._lock = threading.Lock()

    # ---- what the program and the SDK call

    def on_statement(self, row: Row) -> None:
        """The program is about to execute the statement at `row`."""
        self.executed.add(row)
        self._statements += 1
        if self._statements > _MOST_STATEMENTS:
            raise Runaway

    def on_caught(self) -> None:
        """A handler of the program has taken the current error."""
        error = sys.exc_info()[1]
        if error is not None:
            for part in _with_parts(error):
                self._caught[id(part)] = part

    async def awaited(self, awaitable: Any, row: Row) -> Any:
        """The program awaits at `row`."""
        try:
            return await awaitable
        except BaseException as error:
            self._awaited.setdefault(id(error), (error, row))
            raise

    def on_request(self) -> int | None:
        """A request is about to be sent; the status with which it is refused, if it is."""
        row, call = where()
        if row is None and call is not None:
            row = call.row
        site: Site = row if row is not None else ("", call.operation if call else "")
        rows = stack()
        with self._lock:
            self.stacks.setdefault(site, []).append(rows)
            count = len(self.stacks[site])
            self.first_sent.setdefault(site, len(self.taken))
            if row is not None:
                self.sent.add(row)
        refused = self.refusal.get(site)
        if refused is not None and refused.number in (None, count):
            return refused.status
        return None

    def on_call(self, call: Call, client: Any) -> None:
        """An operation is called."""
        if call.operation in WRITES and call.row is not None:
            self.writes.add(Write(call.row, where()[0], client._credential is None))

    def on_error(self, error: BaseException, call: Call) -> None:
        """An operation raised."""
        self._origins.setdefault(id(error), (error, call))

    def choose(self) -> bool:
        """The next choice."""
        with self._lock:
            index = len(self.taken)
            if index < len(self.prefix):
                value = self.prefix[index]
            else:
                value = index >= _MOST_CHOICES and index % 2 == 1
            self.taken.append(value)
        return value

    def sent_from(self) -> Iterator[tuple[Site, tuple[Row, ...]]]:
        """The sites that sent, each with the stacks from which it did."""
        return ((site, rows) for site, stacks in self.stacks.items() for rows in stacks)

    # ---- the run

    def execute(self) -> None:
        """Run the program to its end."""
        threads = set(threading.enumerate())
        probes = (self.on_statement, self.on_caught, self.awaited)
        with self.compiled.loaded(*probes) as start:
            try:
                with _time_limit():
                    start()
                    self._settle(threads)
            except SystemExit:
                pass
            except BaseException as error:  # whatever ends the program is its result
                self.on_root(error)
            self._settle(threads)
        for lost in self.futures.values():
            self.lost.update(self._escapes(lost))
        for errors in (
            self._caught,
            self._awaited,
            self._origins,
            self.futures,
            self.executors,
        ):
            errors.clear()  # they hold the frames of the program, and those its tasks

    def _settle(self, before: set[threading.Thread]) -> None:
        """Wait for what the program left running."""
        for executor in self.executors:
            executor.shutdown(wait=True)
        end = time.monotonic() + _SECONDS_A_RUN
        while time.monotonic() < end and (left := set(threading.enumerate()) - before):
            for thread in left:
                if thread.ident is None:  # its start is under way
                    _sleep(0.001)
                else:
                    thread.join(timeout=_SECONDS_A_RUN)

    # ---- what becomes of errors

    def on_log(self, record: logging.LogRecord) -> None:
        """asyncio or concurrent.futures reports an error that nobody got."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        if record.getMessage().startswith(_CALLBACK_FAILED):
            self.on_root(error)
        else:
            self.lost.update(self._escapes(error))

    def on_root(self, error: BaseException) -> None:
        """The error has ended the program, a thread or a callback."""
        self.escapes.update(self._escapes(error))
        if isinstance(error, Runaway):
            self.endless = True
            self.problems.append("a run does not end")
        elif not self.refusal and not isinstance(error, SystemExit):
            self.problems.append("".join(traceback.format_exception(error)[-4:]))

    def _escapes(self, error: BaseException, outer: Row | None = None) -> Iterator[Escape]:
        row = self._place(error) or outer
        parts = getattr(error, "exceptions", None)
        if parts is not None:
            for part in parts:
                for escape in self._escapes(part, row):
                    kind = "group" if escape.kind == "itself" else escape.kind
                    yield escape._replace(kind=kind)
        elif isinstance(error, HttpResponseError):
            kind = "deliberate" if id(error) in self._caught else "itself"
            _, call = self._origins.get(id(error), (None, None))
            also = call.row if call and call.row != row else None
            yield Escape(row, also, kind)

    def _place(self, error: BaseException) -> Row | None:
        """The program's innermost row through which the error came."""
        rows = rows_of(error.__traceback__)
        _, awaited = self._awaited.get(id(error), (None, None))
        if awaited is not None and awaited not in rows:
            return awaited
        return rows[-1] if rows else None


def _with_parts(error: BaseException) -> Iterator[BaseException]:
    yield error
    for part in getattr(error, "exceptions", ()):
        yield from _with_parts(part)


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    """End a run that waits for ever; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_alarm(*_: object) -> None:
        raise Runaway

    before = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, _SECONDS_A_RUN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
