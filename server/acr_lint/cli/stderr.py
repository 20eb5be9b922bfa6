"""What the user is told beside the report, on the standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable


def say(*messages: str) -> None:
    """Print messages, each line behind the tool's name; text of others in them does no harm."""
    if messages:
        print_lines(f"acr-lint: {line}" for text in messages for line in text.splitlines())


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are but for what would be a command to a terminal or a build."""
    from acr_lint.report.echo import safe

    print("".join(f"{safe(line)}\n" for line in lines), end="", file=sys.stderr)
