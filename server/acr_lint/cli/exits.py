"""What the process ends with."""

from __future__ import annotations

NOTHING_WRONG = 0
FINDINGS = 1
MISUSE = 2
CRASHED = 3
NOTHING_CHECKED = 4
INTERRUPTED = 130
CLOSED_PIPE = 141
