"""Frameworks that call a program's functions and may handle their errors: web applications, command
lines, and what tries again."""

from __future__ import annotations

FAMILIES = ("flask.", "quart.", "fastapi.", "starlette.", "sanic.", "litestar.")
"""How the names of what they offer begin."""

PARTS = ("Blueprint",)
"""Their classes that handle only the errors of what is registered with the same object."""

REGISTERING = (
    "errorhandler",
    "app_errorhandler",
    "register_error_handler",
    "exception_handler",
    "add_exception_handler",
    "exception",
)
"""The methods of applications that take a handler for errors."""

REGISTERING_OPTION = "exception_handlers"
"""The option of an application that takes handlers for errors."""

GROUP_MAKERS = ("click.group", "rich_click.group", "cloup.group")
"""What makes a group of commands of a function."""

COMMAND_APPS = ("typer.Typer", "typer.main.Typer", "cyclopts.App")
"""The classes of groups of commands."""

COMMAND_RUNNERS = (
    "typer.run",
    "typer.main.run",
    "fire.Fire",
    "fire.core.Fire",
    "absl.app.run",
)
"""What calls the function that it is given for its user."""

COMMAND_CONTEXTS = (
    "click.Context",
    "typer.Context",
    "typer.models.Context",
    "click.core.Context",
)
"""What commands are told about their call."""

RETRYING = ("tenacity.retry", "tenacity.asyncio.retry")
"""The decorators that try again, with nothing said about when."""
