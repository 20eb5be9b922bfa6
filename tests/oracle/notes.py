"""A program as one text, with what is known of it in comments at its lines' ends.

Files are parted by lines `# file: PATH`; the first is the entry point and may go without. The
comments are `escapes`, `escapes in a group`, `escapes on purpose`, `lost`, `anonymous: always` and
`anonymous: sometimes`, several of them parted by commas.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections import defaultdict

from tests.oracle.program import Program, Row
from tests.oracle.runner import Truth

HEADER = "# ruff: noqa\n# fmt: off\n"
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
_KINDS = {
    "itself": "escapes",
    "group": "escapes in a group",
    "deliberate": "escapes on purpose",
}
_NOTES = {*_KINDS.values(), "lost", "anonymous: always", "anonymous: sometimes"}

Notes = dict[Row, frozenset[str]]


def parse(text: str) -> Program:
    """The program that the text holds."""
    parts = _FILE.split(text.removeprefix(HEADER))
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    if parts[0].strip():
        files = {"main.py": parts[0], **files}
    return Program(files, next(iter(files)))


def render(program: Program, notes: Notes) -> str:
    """The text of a program, annotated."""
    parts = [HEADER]
    paths = [program.entry, *(path for path in program.files if path != program.entry)]
    for path in paths:
        if len(paths) > 1 or path != "main.py":
            parts.append(f"# file: {path}\n")
        for row, line in enumerate(program.files[path].splitlines(), 1):
            known = notes.get((path, row))
            parts.append(f"{line}  # {', '.join(sorted(known))}\n" if known else f"{line}\n")
    return "".join(parts)


def noted(program: Program) -> Notes:
    """What the comments of the program say."""
    found: dict[Row, frozenset[str]] = {}
    for path, source in program.files.items():
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                words = {word.strip() for word in token.string.lstrip("# ").split(",")}
                if words <= _NOTES:
                    found[path, token.start[0]] = frozenset(words)
    return found


def known(truth: Truth) -> Notes:
    """What the truth says, in the words of the comments."""
    found: dict[Row, set[str]] = defaultdict(set)
    for escape in truth.escapes:
        if (row := escape.row or escape.also) is not None:
            found[row].add(_KINDS[escape.kind])
    for escape in truth.lost:
        if (row := escape.row or escape.also) is not None:
            found[row].add("lost")
    for row, seen in anonymity(truth).items():
        if True in seen:
            found[row].add("anonymous: sometimes" if False in seen else "anonymous: always")
    return {row: frozenset(words) for row, words in found.items()}


def anonymity(truth: Truth) -> dict[Row, set[bool]]:
    """For each write's row, whether its client had no credential: yes, no, or both."""
    found: dict[Row, set[bool]] = defaultdict(set)
    for write in truth.writes:
        found[write.row].add(write.anonymous)
    return found
