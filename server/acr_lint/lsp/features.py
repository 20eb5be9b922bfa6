"""All that the server offers, put together."""

from __future__ import annotations

from acr_lint.lsp import (
    actions,
    beside,
    commands,
    completion,
    diagnostics,
    following,
    hover,
    server,
)
from acr_lint.lsp.server import Server


def complete_server() -> Server:
    """A server with all its features."""
    complete = Server()
    for part in (server, diagnostics, actions, commands, following, hover, completion, beside):
        part.register(complete)
    return complete
