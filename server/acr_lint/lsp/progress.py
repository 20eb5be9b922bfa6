"""Progress that the client shows while the server works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lsprotocol import types

from acr_lint.lsp.server import Server


@contextmanager
def working(
    server: Server, token: types.ProgressToken | None, title: str
) -> Iterator[Callable[[str], None]]:
    """Show that the server works, from start to end, where the client gave a token for that.

    What is given says what it works on.
    """

    def say(value: object) -> None:
        if token is not None:
            server.progress(types.ProgressParams(token, server.plain(value)))

    say(types.WorkDoneProgressBegin(title))
    try:
        yield lambda message: say(types.WorkDoneProgressReport(message=message))
    finally:
        say(types.WorkDoneProgressEnd())
