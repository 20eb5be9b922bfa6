"""Frameworks whose applications call a program's functions and may handle their errors."""

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
