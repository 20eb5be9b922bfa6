"""What a program really does: which errors escape, and which writes have no credential.

A program is run once for each *refusal*, the set of sites whose requests answer 403, and for each
way through its *choices*, the calls of `opaque.flag()`. A *site* is the row of the program's own
innermost frame when a request is sent. An *escape* is an HttpResponseError that ends the program,
one of its threads or a callback; its row is the innermost of the program's own in its traceback,
which is where the error comes into the program: for a request that is sent by a task or thread of
the SDK's own code, where its result is asked for.
"""

from __future__ import annotations

import asyncio
import asyncio.events
import concurrent.futures
import contextlib
import functools
import gc
import io
import logging
import signal
import sys
import threading
import time
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType, TracebackType
from typing import Any, NamedTuple

import azure.containerregistry
import azure.containerregistry.aio
from azure.core.exceptions import HttpResponseError

from tests.oracle.program import FILE_PREFIX, Compiled, Program, Row
from tests.oracle.transport import AioCredential, Credential, wire

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
_READS = (
    "download_blob",
    "get_manifest",
    "get_manifest_properties",
    "get_repository_properties",
    "get_tag_properties",
)
_CLIENTS: tuple[Any, Any] = (
    azure.containerregistry.ContainerRegistryClient,
    azure.containerregistry.aio.ContainerRegistryClient,
)
_MOST_RUNS = 1200
_MOST_RUNS_A_REFUSAL = 80
_MOST_STATEMENTS = 20_000
_SECONDS_A_RUN = 2.0
_MOST_CHOICES = 24
_FLIPPED_CHOICES = 12
_DEEPEST_REFUSAL = 3
_MOST_REPEATS = 12

_CALLBACK_FAILED = ("Exception in callback", "exception calling callback")
_LOOP_BOUNDARY = asyncio.events.Handle._run.__code__
_sleep = time.sleep
_sleep_aio = asyncio.sleep


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


class Truth(NamedTuple):
    """What the program did in all its runs.

    `sent` are the rows at which requests are sent, `executed` those that were reached at all.
    `lost` are errors in tasks and futures that nobody looks at
    in any run. `problems` are other exceptions
    that ended a run in which no request was refused. A truth that isn't `complete` has ways
    through the program that were not tried.
    """

    escapes: frozenset[Escape]
    lost: frozenset[Escape]
    writes: frozenset[Write]
    sent: frozenset[Row]
    executed: frozenset[Row]
    problems: tuple[str, ...]
    complete: bool
    runs: int


Site = tuple[str, Any]
Refusal = dict[Site, "int | None"]


def truth(program: Program) -> Truth:
    """Run the program all ways; raises SyntaxError for a program that can't be compiled."""
    return _Search(Compiled(program)).result()


class Runaway(BaseException):
    """A run that doesn't end by itself."""


class _Call(NamedTuple):
    """A call of an operation; `row` is where the program names it."""

    operation: str
    row: Row | None


class _Run:
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
        self._origins: dict[int, tuple[BaseException, _Call]] = {}
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

    def on_request(self) -> bool:
        """A request is about to be sent; whether it is refused."""
        row, call = _where()
        if row is None and call is not None:
            row = call.row
        site: Site = row if row is not None else ("", call.operation if call else "")
        rows = _stack()
        with self._lock:
            self.stacks.setdefault(site, []).append(rows)
            count = len(self.stacks[site])
            self.first_sent.setdefault(site, len(self.taken))
            if row is not None:
                self.sent.add(row)
        if site not in self.refusal:
            return False
        only = self.refusal[site]
        return only is None or only == count

    def on_call(self, call: _Call, client: Any) -> None:
        """An operation is called."""
        if call.operation in WRITES and call.row is not None:
            self.writes.add(Write(call.row, _where()[0], client._credential is None))

    def on_error(self, error: BaseException, call: _Call) -> None:
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
        rows = _rows(error.__traceback__)
        _, awaited = self._awaited.get(id(error), (None, None))
        if awaited is not None and awaited not in rows:
            return awaited
        return rows[-1] if rows else None


class _Search:
    """All runs of one program."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._run: _Run | None = None
        self._runs: list[_Run] = []
        self._complete = True

    def result(self) -> Truth:
        """Run the program all ways."""
        with contextlib.ExitStack() as undo:
            self._patch(undo)
            undo.enter_context(_own_garbage())
            self._search()
        return self._truth()

    def _search(self) -> None:
        queue: deque[tuple[Refusal, list[tuple[bool, ...]]]] = deque([({}, [()])])
        tried: set[frozenset[tuple[Site, int | None]]] = {frozenset()}
        while queue:
            refusal, starts = queue.popleft()
            if len(self._runs) >= _MOST_RUNS or any(run.endless for run in self._runs[-1:]):
                self._complete = False
                return
            runs = self._explore(refusal, starts)
            for more in self._refusals(refusal, runs):
                key = frozenset(more.items())
                if key not in tried:
                    tried.add(key)
                    site = next(site for site in more if site not in refusal)
                    queue.append((more, _starts(runs, site)))

    def _refusals(self, refusal: Refusal, runs: list[_Run]) -> Iterator[Refusal]:
        """The refusals to try next: one more site, each time or only the n-th time."""
        if len(refusal) >= _DEEPEST_REFUSAL:
            return
        known = {site for run in self._runs[: -len(runs)] for site in run.stacks}
        for site in {site: None for run in runs for site in run.stacks}:
            if site in refusal or (refusal and site in known):
                continue
            yield {**refusal, site: None}
            repeats = {number for run in runs for number in _telling(run.stacks.get(site, []))}
            self._complete = self._complete and len(repeats) <= _MOST_REPEATS
            for number in sorted(repeats)[:_MOST_REPEATS]:
                yield {**refusal, site: number}

    def _explore(self, refusal: Refusal, starts: list[tuple[bool, ...]]) -> list[_Run]:
        """Run the program with this refusal, all ways that begin with one of the starts."""
        runs: list[_Run] = []
        queue = deque(starts)
        while queue:
            if len(runs) >= _MOST_RUNS_A_REFUSAL or (runs and runs[-1].endless):
                self._complete = False
                break
            prefix = queue.popleft()
            self._run = run = _Run(self._compiled, refusal, prefix)
            run.execute()
            runs.append(run)
            self._runs.append(run)
            for index in range(len(prefix), min(len(run.taken), _FLIPPED_CHOICES)):
                queue.append((*run.taken[:index], True))
        return runs

    def _truth(self) -> Truth:
        runs = self._runs
        problems = {problem: None for run in runs for problem in run.problems}
        escapes = frozenset().union(*(run.escapes for run in runs))
        seen = frozenset().union(*(escape.rows for escape in escapes))
        lost = frozenset().union(*(run.lost for run in runs))
        return Truth(
            escapes=escapes,
            lost=frozenset(escape for escape in lost if not escape.rows & seen),
            writes=frozenset().union(*(run.writes for run in runs)),
            sent=frozenset().union(*(run.sent for run in runs)),
            executed=frozenset().union(*(run.executed for run in runs)),
            problems=tuple(problems),
            complete=self._complete,
            runs=len(runs),
        )

    # ---- what the program meets

    @property
    def _current(self) -> _Run:
        assert self._run is not None
        return self._run

    def _patch(self, undo: contextlib.ExitStack) -> None:
        undo.enter_context(wire(lambda: self._current.on_request()))
        undo.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        for client in _CLIENTS:
            self._watch(undo, client)
        undo.enter_context(_patched_module("opaque", self._opaque()))
        undo.enter_context(_patched(threading, "excepthook", self._on_thread_end))
        undo.enter_context(_patched(sys, "unraisablehook", lambda _: None))
        undo.enter_context(_patched(time, "sleep", lambda _: None))
        undo.enter_context(_patched(asyncio, "sleep", _instant))
        undo.enter_context(_patched(logging, "lastResort", None))
        undo.enter_context(contextlib.redirect_stdout(_Nowhere()))
        undo.enter_context(contextlib.redirect_stderr(_Nowhere()))
        self._patch_executors(undo)
        handler = _LogHandler(lambda record: self._current.on_log(record))
        for name in ("asyncio", "concurrent.futures"):
            logger = logging.getLogger(name)
            logger.addHandler(handler)
            undo.callback(logger.removeHandler, handler)
            undo.enter_context(_patched(logger, "propagate", False))

    def _patch_executors(self, undo: contextlib.ExitStack) -> None:
        """Watch which executors are made and which futures nobody looks at."""
        executor: Any = concurrent.futures.ThreadPoolExecutor
        future: Any = concurrent.futures.Future
        make, put = executor.__init__, future.set_exception
        get, peek = future.result, future.exception

        def init(this: Any, *arguments: Any, **options: Any) -> None:
            make(this, *arguments, **options)
            self._current.executors.append(this)

        def set_exception(this: Any, error: BaseException) -> None:
            self._current.futures[id(error)] = error
            put(this, error)

        def result(this: Any, timeout: float | None = None) -> Any:
            try:
                return get(this, timeout)
            except BaseException as error:
                self._current.futures.pop(id(error), None)
                raise

        def exception(this: Any, timeout: float | None = None) -> Any:
            error = peek(this, timeout)
            self._current.futures.pop(id(error), None)
            return error

        undo.enter_context(_patched(executor, "__init__", init))
        undo.enter_context(_patched(future, "set_exception", set_exception))
        undo.enter_context(_patched(future, "result", result))
        undo.enter_context(_patched(future, "exception", exception))

    def _on_thread_end(self, arguments: Any) -> None:
        if arguments.exc_value is not None:
            self._current.on_root(arguments.exc_value)

    def _watch(self, undo: contextlib.ExitStack, client: Any) -> None:
        send = _send if client is _CLIENTS[0] else _send_aio
        for name in (*WRITES, *_READS):
            operation = _Operation(lambda: self._current, name, getattr(client, name), send)
            undo.enter_context(_patched(client, name, operation))

    def _opaque(self) -> ModuleType:
        """The module that the analysis can't see."""
        opaque = ModuleType("opaque")
        module: Any = opaque

        def flag(_: int = 0) -> bool:
            return self._current.choose()

        def with_client(function: Callable[..., Any]) -> None:
            """As a framework does: what the function raises ends here."""
            try:
                function(_CLIENTS[0]("https://example.azurecr.io", Credential()))
            except Exception as error:
                self._current.on_root(error)

        async def with_aio_client(function: Callable[..., Any]) -> None:
            try:
                async with _CLIENTS[1]("https://example.azurecr.io", AioCredential()) as client:
                    await function(client)
            except Exception as error:
                self._current.on_root(error)

        module.flag = flag
        module.consume = list
        module.use = lambda *arguments, **options: None
        module.with_client = with_client
        module.with_aio_client = with_aio_client
        return opaque


class _Operation:
    """Stands for an operation of the client's class; notes where it is named and called."""

    def __init__(
        self,
        current: Callable[[], _Run],
        name: str,
        original: Callable[..., Any],
        send: Callable[..., Any],
    ) -> None:
        self._current = current
        self._name = name
        self._original = original
        self._send = send

    def __get__(self, client: Any, owner: type) -> Callable[..., Any]:
        if client is None:
            return self._original
        named = _Call(self._name, _where()[0])

        @functools.wraps(self._original)
        def operation(*arguments: Any, **options: Any) -> Any:
            run = self._current()
            run.on_call(named, client)
            return self._send(run, named, self._original, client, arguments, options)

        return operation


def _send(
    run: _Run,
    call: _Call,
    original: Callable[..., Any],
    client: Any,
    arguments: Any,
    options: Any,
) -> Any:
    """Call a sync operation; its frame says on the stack which call it is."""
    try:
        return original(client, *arguments, **options)
    except HttpResponseError as error:
        run.on_error(error, call)
        raise


async def _send_aio(
    run: _Run,
    call: _Call,
    original: Callable[..., Any],
    client: Any,
    arguments: Any,
    options: Any,
) -> Any:
    """Call and await an aio operation; its frame says on the stack which call it is."""
    try:
        return await original(client, *arguments, **options)
    except HttpResponseError as error:
        run.on_error(error, call)
        raise


_SENDERS = (_send.__code__, _send_aio.__code__)


def _where() -> tuple[Row | None, _Call | None]:
    """The program's innermost row on this task's or thread's stack, and the operation's call."""
    call = None
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(FILE_PREFIX):
            return (code.co_filename.removeprefix(FILE_PREFIX), frame.f_lineno), call
        if code in _SENDERS:
            call = frame.f_locals["call"]
        elif code is _LOOP_BOUNDARY:
            break
        frame = frame.f_back
    return None, call


def _stack() -> tuple[Row, ...]:
    """The program's rows on this task's or thread's stack, the innermost first."""
    rows = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code is not _LOOP_BOUNDARY:
        name = frame.f_code.co_filename
        if name.startswith(FILE_PREFIX):
            rows.append((name.removeprefix(FILE_PREFIX), frame.f_lineno))
        frame = frame.f_back
    return tuple(rows)


def _telling(stacks: list[tuple[Row, ...]]) -> Iterator[int]:
    """Which requests of a site, from 1, to refuse alone: the first two of each stack.

    The first of all is left out: what refuses each request refuses it too.
    """
    seen: Counter[tuple[Row, ...]] = Counter()
    for number, rows in enumerate(stacks, 1):
        seen[rows] += 1
        if number > 1 and seen[rows] <= 2:
            yield number


def _rows(trace: TracebackType | None) -> list[Row]:
    """The program's rows in a traceback, the innermost last."""
    rows = []
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(FILE_PREFIX):
            rows.append((name.removeprefix(FILE_PREFIX), trace.tb_lineno))
        trace = trace.tb_next
    return rows


def _with_parts(error: BaseException) -> Iterator[BaseException]:
    yield error
    for part in getattr(error, "exceptions", ()):
        yield from _with_parts(part)


def _starts(runs: list[_Run], site: Site) -> list[tuple[bool, ...]]:
    """The ways through the program up to the first request of the site."""
    found = (tuple(run.taken[: run.first_sent[site]]) for run in runs if site in run.first_sent)
    return list(dict.fromkeys(found))


@contextlib.contextmanager
def _patched(owner: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


@contextlib.contextmanager
def _patched_module(name: str, module: ModuleType) -> Iterator[None]:
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]


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


async def _instant(_: float, result: object = None) -> object:
    await _sleep_aio(0)
    return result


@contextlib.contextmanager
def _own_garbage() -> Iterator[None]:
    """Collect the garbage of the runs, and no other, before their patches are undone."""
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)


class _LogHandler(logging.Handler):
    def __init__(self, on_log: Callable[[logging.LogRecord], None]) -> None:
        super().__init__()
        self._on_log = on_log

    def emit(self, record: logging.LogRecord) -> None:
        self._on_log(record)
