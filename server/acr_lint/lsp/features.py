"""All that the server offers, put together.

What is only asked for now and then is imported when it is first asked for: a start waits for none
of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from lsprotocol import types

from acr_lint.lsp import diagnostics, following, server
from acr_lint.lsp.names import (
    DEBUG_INFORMATION,
    EXPLAIN,
    FIX_ALL,
    LIST_RULES,
    OPEN_GUIDE,
    QUICK_FIX,
    SHOW_RULE,
)
from acr_lint.lsp.server import Server

_REQUESTS: dict[str, tuple[object, str]] = {
    types.TEXT_DOCUMENT_CODE_ACTION: (
        types.CodeActionOptions(code_action_kinds=[QUICK_FIX, FIX_ALL], resolve_provider=True),
        "actions.at_range",
    ),
    types.CODE_ACTION_RESOLVE: (None, "actions.resolved"),
    types.TEXT_DOCUMENT_HOVER: (None, "hover.at_position"),
    types.TEXT_DOCUMENT_COMPLETION: (
        types.CompletionOptions(trigger_characters=["[", ",", ":", "(", " "]),
        "completion.at_position",
    ),
    types.TEXT_DOCUMENT_CODE_LENS: (None, "beside.lenses"),
    types.TEXT_DOCUMENT_INLAY_HINT: (None, "beside.hints"),
}
_COMMANDS = {
    OPEN_GUIDE: "commands.open_guide",
    SHOW_RULE: "commands.show_rule",
    LIST_RULES: "commands.list_rules",
    EXPLAIN: "commands.explain",
    DEBUG_INFORMATION: "commands.debug_information",
}


def complete_server() -> Server:
    """A server with all its features."""
    complete = Server()
    for part in (server, diagnostics, following):
        part.register(complete)
    for method, (options, handler) in _REQUESTS.items():
        complete.feature(method, options)(_later(handler))
    for name, handler in _COMMANDS.items():
        complete.command(name)(_later(handler))
    return complete


def _later(handler: str) -> Callable[..., Awaitable[Any]]:
    """The handler of that name, whose module is imported when it is first needed."""
    module, _, name = handler.partition(".")

    async def imported(ls: Server, *arguments: Any) -> Any:
        return await getattr(import_module(f"acr_lint.lsp.{module}"), name)(ls, *arguments)

    return imported
