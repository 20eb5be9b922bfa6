"""One thread that does all analysis, on a stack that is deep enough for deep programs.

A job can be superseded: it is then ended in the middle of whatever it does, for its result would be
of a text that is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from acr_lint.lsp.heap import clear, clear_start
from acr_lint.text.record import NamedTuple

_STACK = 64 << 20
_SMALL = 8 << 20
_IDLE = 0.01
_MOST_UNCOLLECTED = 8

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Superseded(BaseException):
    """The job that runs is not wanted any more.

    No Exception, so that nobody who is careful about errors swallows it.
    """


class _Job(NamedTuple):
    """What is to be done, and who waits for it."""

    work: Callable[[], Any]
    future: asyncio.Future[Any]


class Worker:
    """The thread; it lives as long as the process."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: _Job | None = None
        self._uncollected = 0
        self._settled = False
        self._thread = _deep_thread(self._run)

    def submit(self, work: Callable[[], Result]) -> asyncio.Future[Result]:
        """Do some work after all that was submitted before; to be called in the loop."""
        future: asyncio.Future[Result] = self._loop.create_future()
        self._jobs.put(_Job(work, future))
        return future

    def supersede(self, future: asyncio.Future[Any]) -> None:
        """End the job that this is the future of, wherever it is; its future is cancelled."""
        with self._lock:
            if self._running is not None and self._running.future is future:
                _raise_in(self._thread, Superseded)
        future.cancel()

    def _run(self) -> None:
        while True:
            with contextlib.suppress(Superseded):
                self._do(self._next())

    def _next(self) -> _Job:
        """The next job. Garbage is collected as soon as there is none, for then nobody waits; where
        there always is one, after some jobs."""
        if self._uncollected < _MOST_UNCOLLECTED:
            try:
                return self._jobs.get(timeout=_IDLE if self._uncollected else None)
            except queue.Empty:
                pass
        self._uncollected = 0
        self._collect()
        return self._jobs.get()

    def _collect(self) -> None:
        """Collect garbage; the first time also what the start left, which nothing waits for
        then."""
        if self._settled:
            clear()
            return
        self._settled = True
        clear_start()

    def _do(self, job: _Job) -> None:
        """Do one job. Superseded may be raised anywhere in it, and right after it."""
        with self._lock:
            if job.future.cancelled():
                return
            self._running = job
        self._uncollected += 1
        result: Any = None
        error: Exception | None = None
        try:
            result = job.work()
        except Exception as raised:
            error = raised
        finally:
            with self._lock:
                self._running = None
                _raise_in(self._thread, None)
        try:
            self._loop.call_soon_threadsafe(_settle, job.future, result, error)
        except RuntimeError:
            logger.info("a result came after the end")


def _settle(future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    """Tell those who wait how a job ended."""
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


def _deep_thread(work: Callable[[], None]) -> threading.Thread:
    """A started thread with a large stack."""
    before = threading.stack_size()
    for size in (_STACK, _SMALL):
        try:
            threading.stack_size(size)
            thread = threading.Thread(target=work, name="analysis", daemon=True)
            thread.start()
        except (RuntimeError, ValueError) as error:
            logger.warning("no stack of %s bytes: %s", size, error)
        else:
            return thread
        finally:
            threading.stack_size(before)
    thread = threading.Thread(target=work, name="analysis", daemon=True)
    thread.start()
    return thread


def _raise_in(thread: threading.Thread, error: type[BaseException] | None) -> None:
    """Raise an error in another thread, or, for None, take one back that wasn't raised yet."""
    if hasattr(ctypes, "pythonapi") and thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(error) if error else None
        )
