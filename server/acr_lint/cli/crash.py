"""What the user sees of a mistake of ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from acr_lint import __version__
from acr_lint.cli.exits import CRASHED


def report_crash(error: Exception, argv: Sequence[str]) -> int:
    """Say on the standard error what happened and how to report it; the result is the exit code.

    The traceback goes to a file, for the report.
    """
    written = _write_traceback(error, argv)
    details = f" with the details in {written}" if written else ""
    print(
        f"acr-lint {__version__} made a mistake: {type(error).__name__}: {error}\n"
        f"This is a bug in acr-lint, not in your code. Please report it{details}",
        file=sys.stderr,
    )
    return CRASHED


def _write_traceback(error: Exception, argv: Sequence[str]) -> str | None:
    """The path of a new file that holds what a report needs; None where none can be written."""
    import tempfile
    import traceback

    details = [
        f"acr-lint {__version__}, Python {sys.version}, {sys.platform}\n",
        f"arguments: {list(argv)}\n\n",
        *traceback.format_exception(error),
    ]
    try:
        descriptor, path = tempfile.mkstemp(prefix="acr-lint-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(details)
    except OSError:
        return None
    return path
