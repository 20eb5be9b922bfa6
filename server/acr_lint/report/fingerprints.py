"""What a finding is known by when the lines around it move.

The *line hash* is the one that GitHub's code scanning calls `primaryLocationLineHash`: of the first
100 characters from the start of a line, blanks left out, and how often that hash occurred before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256

from acr_lint.baseline import symbol_at
from acr_lint.report.places import Placed, relative

_BLOCK = 100
_BASE = 37
_BITS = (1 << 64) - 1
_LEAVING = pow(_BASE, _BLOCK, 1 << 64)
_END_OF_FILE = 65535
_TAB, _LF, _CR, _BLANK = 9, 10, 13, 32


def line_hashes(text: str) -> list[str]:
    """The hash of each line, the first at index 0, as `hex:occurrence`."""
    units, starts = _normalised(text)
    counts: dict[str, int] = {}
    hashes: list[str] = []
    for number in _rolled(units, starts):
        digits = f"{number:x}"
        counts[digits] = counts.get(digits, 0) + 1
        hashes.append(f"{digits}:{counts[digits]}")
    return hashes


def stable(findings: Iterable[Placed], root: str) -> list[str]:
    """A fingerprint for each finding, all different, none naming a line number.

    It is made of the rule, the path below `root`, the names of the definitions around the line, the
    line's text without blanks, and how many findings before it have the same.
    """
    counts: dict[str, int] = {}
    prints: list[str] = []
    for placed in findings:
        source = placed.file.source
        row = source.position(placed.finding.span.start).row
        path = relative(placed.finding.path, root)
        line = "".join(source.line(row).split())
        symbol = symbol_at(source, placed.finding.span.start)
        parts = [placed.finding.code, path, symbol, line]
        key = "\0".join(parts)
        counts[key] = counts.get(key, 0) + 1
        known = f"{key}\0{counts[key]}".encode("utf-8", "surrogatepass")
        prints.append(sha256(known).hexdigest())
    return prints


def _normalised(text: str) -> tuple[list[int], list[int]]:
    """The UTF-16 units that are hashed, and the indices at which lines start."""
    units: list[int] = []
    starts: list[int] = []
    is_start = True
    after_cr = False
    for unit in memoryview(text.encode(_UTF_16, "surrogatepass")).cast("H"):
        if unit in (_BLANK, _TAB) or (after_cr and unit == _LF):
            after_cr = False
            continue
        after_cr = unit == _CR
        if is_start:
            starts.append(len(units))
        is_start = after_cr or unit == _LF
        units.append(_LF if after_cr else unit)
    if is_start:
        starts.append(len(units))
    units.append(_END_OF_FILE)
    return units, starts


_UTF_16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"


def _rolled(units: list[int], starts: list[int]) -> Iterator[int]:
    """The hash of the block that begins at each start; past the end, units are 0."""
    number = 0
    done = 0
    for start in starts:
        for index in range(done, start + _BLOCK):
            entering = units[index] if index < len(units) else 0
            leaving = units[index - _BLOCK] if index >= _BLOCK else 0
            number = (number * _BASE + entering - leaving * _LEAVING) & _BITS
        done = start + _BLOCK
        yield number
