"""The standard streams where they can't be used: closed, full, or read by nobody any more."""

from __future__ import annotations

import errno
import os
import sys

from acr_lint.cli.exits import CLOSED_PIPE, MISUSE
from acr_lint.cli.stderr import say

_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


def open_closed() -> None:
    """Give the outputs that were closed when the process began a place to go to."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(_nowhere(), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(_nowhere(), "w", encoding="utf-8")


def closed_pipe() -> int:
    """The reader of our output went away: end quietly, as `head` expects."""
    _drop_output()
    return CLOSED_PIPE


def blamed(error: OSError) -> int | None:
    """Say what is wrong around the process where that is why it failed; the result is the exit
    code, None where the mistake may be ours."""
    try:
        os.getcwd()
    except OSError:
        say("the current folder doesn't exist any more")
        return MISUSE
    if error.errno not in _UNWRITABLE or error.filename is not None:
        return None
    _drop_output()
    say(f"can't write the standard output: {os.strerror(error.errno).lower()}")
    return MISUSE


def _drop_output() -> None:
    """Let what is still to be written go nowhere, or the end of the process would fail at it."""
    os.dup2(_nowhere(), sys.stdout.fileno())


def _nowhere() -> int:
    """A descriptor that takes all that is written to it."""
    return os.open(os.devnull, os.O_WRONLY)
