"""The lines of a text, as Python counts them."""

from __future__ import annotations

import re
from itertools import accumulate

LINE_END = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    """The offset at which each line starts."""
    if "\r" in text:
        return [0, *(match.end() for match in LINE_END.finditer(text))]
    return list(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))
