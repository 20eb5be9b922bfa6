"""The memory of the server's process: what its start leaves, and what nothing uses any more."""

from __future__ import annotations

import ctypes
import gc
import linecache
import logging

_ARENA_MAX = -8  # as glibc's malloc.h has it

logger = logging.getLogger(__name__)


def share_one_heap() -> None:
    """Let all threads take memory from one heap, where that can be asked for, and before there is
    one: hardly ever do two of them run at once, and what one frees the others can use."""
    _ask("mallopt", _ARENA_MAX, 1)


def tame_collector() -> None:
    """Let the collector, which the start went without, pass over all that was made there, and
    hardly ever run by itself: the worker runs it between jobs."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(200_000, 50, 50)


def clear_start() -> None:
    """Collect also what the start left, and pass over what stays of that from there on."""
    linecache.clearcache()  # the lines of the code that attrs generated for each class
    gc.unfreeze()
    clear()
    gc.freeze()


def clear() -> None:
    """Collect garbage, and give memory that nothing uses any more back to the system, where that
    can be asked for: it takes half a millisecond."""
    gc.collect()
    _ask("malloc_trim", 0)


def _ask(name: str, *numbers: int) -> None:
    """Call a function of the C library, where there is such a one."""
    try:
        getattr(ctypes.CDLL(None), name)(*numbers)
    except (AttributeError, OSError, TypeError):
        logger.debug("there is no %s here", name)
