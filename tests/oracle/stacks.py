"""Where the program is: the rows of its stacks and tracebacks, across tasks and threads."""

from __future__ import annotations

import asyncio
import asyncio.events
import contextlib
import functools
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any, NamedTuple, Protocol

from azure.core.exceptions import HttpResponseError

from tests.oracle.program import FILE_PREFIX, Row

_LOOP_BOUNDARY = asyncio.events.Handle._run.__code__


class Call(NamedTuple):
    """A call of an operation; `row` is where the program names it."""

    operation: str
    row: Row | None


class Watcher(Protocol):
    """Is told of operations."""

    def on_call(self, call: Call, client: Any) -> None:
        """The operation is called."""

    def on_error(self, error: BaseException, call: Call) -> None:
        """The operation raised."""


def where() -> tuple[Row | None, Call | None]:
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


def stack() -> tuple[Row, ...]:
    """The program's rows on the stack, the innermost first, and below it on those of its makers.

    The maker of a task or thread is the code that started it.
    """
    rows = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(FILE_PREFIX):
            rows.append((code.co_filename.removeprefix(FILE_PREFIX), frame.f_lineno))
        if code is _LOOP_BOUNDARY:
            task = asyncio.current_task()
            return (*rows, *_makers[task]) if task in _makers else tuple(rows)
        if code is run_submitted.__code__:
            return (*rows, *frame.f_locals["maker"])
        frame = frame.f_back
    return (*rows, *_makers.get(threading.current_thread(), ()))


def rows_of(trace: TracebackType | None) -> list[Row]:
    """The program's rows in a traceback, the innermost last."""
    rows = []
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(FILE_PREFIX):
            rows.append((name.removeprefix(FILE_PREFIX), trace.tb_lineno))
        trace = trace.tb_next
    return rows


class Operation:
    """Stands for an operation of the client's class; notes where it is named and called."""

    def __init__(
        self,
        current: Callable[[], Watcher],
        name: str,
        original: Callable[..., Any],
        aio: bool,
    ) -> None:
        self._current = current
        self._name = name
        self._original = original
        self._send = _send_aio if aio else _send

    def __get__(self, client: Any, owner: type) -> Callable[..., Any]:
        if client is None:
            return self._original
        named = Call(self._name, where()[0])

        @functools.wraps(self._original)
        def operation(*arguments: Any, **options: Any) -> Any:
            run = self._current()
            run.on_call(named, client)
            return self._send(run, named, self._original, client, arguments, options)

        return operation


def _send(
    run: Watcher,
    call: Call,
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
    run: Watcher,
    call: Call,
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
_makers: weakref.WeakKeyDictionary[Any, tuple[Row, ...]] = weakref.WeakKeyDictionary()


def run_submitted(
    maker: tuple[Row, ...], function: Callable[..., Any], arguments: Any, options: Any
) -> Any:
    """Run what was submitted to an executor; its frame says on the stack who did so."""
    return function(*arguments, **options)


def note_makers(undo: contextlib.ExitStack) -> None:
    """Note which code starts tasks and threads."""
    loop: Any = asyncio.BaseEventLoop
    thread: Any = threading.Thread
    create, start = loop.create_task, thread.start

    def create_task(this: Any, *arguments: Any, **options: Any) -> Any:
        task = create(this, *arguments, **options)
        _makers[task] = stack()
        return task

    def started(this: Any) -> None:
        _makers[this] = stack()
        start(this)

    undo.enter_context(patched(loop, "create_task", create_task))
    undo.enter_context(patched(thread, "start", started))


@contextlib.contextmanager
def patched(owner: Any, name: str, value: object) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
