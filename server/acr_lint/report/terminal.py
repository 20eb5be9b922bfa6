"""Colour and hyperlinks, as terminals take them."""

from __future__ import annotations

BOLD = "\x1b[1m"
RED = "\x1b[31m"
GREEN = "\x1b[32m"
YELLOW = "\x1b[33m"
BLUE = "\x1b[34m"
CYAN = "\x1b[36m"
_RESET = "\x1b[0m"


def paint(text: str, color: str, enabled: bool) -> str:
    """`text` in a colour, or as it is where colours aren't wanted."""
    return f"{color}{text}{_RESET}" if enabled and text else text


def link(text: str, address: str | None) -> str:
    """`text` as a hyperlink (OSC 8) to `address`, or as it is where there is none."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text
