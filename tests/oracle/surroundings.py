"""What surrounds the runs of a program: the wire, the opaque module, and what is watched."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import gc
import io
import logging
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import azure.containerregistry
import azure.containerregistry.aio

from tests.oracle.run import WRITES, Run
from tests.oracle.stacks import Operation, note_makers, patched, run_submitted, stack
from tests.oracle.transport import AioCredential, Credential, wire

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
_sleep_aio = asyncio.sleep


class Surroundings:
    """Put in place once for all runs of a program; `run` is the one that is under way."""

    def __init__(self) -> None:
        self.run: Run | None = None

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Everything is in place, until the end of the `with`."""
        with contextlib.ExitStack() as undo:
            self._patch(undo)
            undo.enter_context(_own_garbage())
            yield

    @property
    def _current(self) -> Run:
        assert self.run is not None
        return self.run

    def _patch(self, undo: contextlib.ExitStack) -> None:
        undo.enter_context(wire(lambda: self._current.on_request()))
        undo.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        for client in _CLIENTS:
            self._watch(undo, client)
        undo.enter_context(_patched_module("opaque", self._opaque()))
        undo.enter_context(patched(threading, "excepthook", self._on_thread_end))
        undo.enter_context(patched(sys, "unraisablehook", lambda _: None))
        undo.enter_context(patched(time, "sleep", lambda _: None))
        undo.enter_context(patched(asyncio, "sleep", _instant))
        undo.enter_context(patched(logging, "lastResort", None))
        undo.enter_context(contextlib.redirect_stdout(_Nowhere()))
        undo.enter_context(contextlib.redirect_stderr(_Nowhere()))
        self._patch_executors(undo)
        note_makers(undo)
        handler = _LogHandler(lambda record: self._current.on_log(record))
        for name in ("asyncio", "concurrent.futures"):
            logger = logging.getLogger(name)
            logger.addHandler(handler)
            undo.callback(logger.removeHandler, handler)
            undo.enter_context(patched(logger, "propagate", False))

    def _patch_executors(self, undo: contextlib.ExitStack) -> None:
        """Watch which executors are made and which futures nobody looks at."""
        executor: Any = concurrent.futures.ThreadPoolExecutor
        future: Any = concurrent.futures.Future
        make, submit, put = executor.__init__, executor.submit, future.set_exception
        get, peek = future.result, future.exception

        def init(this: Any, *arguments: Any, **options: Any) -> None:
            make(this, *arguments, **options)
            self._current.executors.append(this)

        def submitted(this: Any, function: Any, /, *arguments: Any, **options: Any) -> Any:
            return submit(this, run_submitted, stack(), function, arguments, options)

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

        undo.enter_context(patched(executor, "__init__", init))
        undo.enter_context(patched(executor, "submit", submitted))
        undo.enter_context(patched(future, "set_exception", set_exception))
        undo.enter_context(patched(future, "result", result))
        undo.enter_context(patched(future, "exception", exception))

    def _on_thread_end(self, arguments: Any) -> None:
        if arguments.exc_value is not None:
            self._current.on_root(arguments.exc_value)

    def _watch(self, undo: contextlib.ExitStack, client: Any) -> None:
        for name in (*WRITES, *_READS):
            original = getattr(client, name)
            operation = Operation(lambda: self._current, name, original, client is _CLIENTS[1])
            undo.enter_context(patched(client, name, operation))

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


@contextlib.contextmanager
def _patched_module(name: str, module: ModuleType) -> Iterator[None]:
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]


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
