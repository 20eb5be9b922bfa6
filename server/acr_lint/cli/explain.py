"""The command `explain`: what is known at one line of a file, and why it is or isn't flagged."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence

from acr_lint.cli.environment import current_folder
from acr_lint.cli.exits import MISUSE, NOTHING_CHECKED, NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.cli.stderr import say
from acr_lint.explain import Explanation, lines_of, nothing
from acr_lint.explain import explain as explanation_of
from acr_lint.layout import absolute
from acr_lint.model.build import build
from acr_lint.project.around import Around, around
from acr_lint.project.tree import is_python, regular
from acr_lint.report.echo import safe, safe_start
from acr_lint.report.places import relative
from acr_lint.rules.registry import rule
from acr_lint.sdk.exceptions import installed
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source, Span

_PLACE = re.compile(r"(?P<file>.+?):(?:cell )?(?P<numbers>\d+(?::\d+){0,2})", re.DOTALL)


class Arguments(argparse.Namespace):
    """What the user asked `explain` about."""

    place: str
    config: str | None
    isolated: bool


def explain(argv: Sequence[str]) -> int:
    """Explain the line that `argv` names; the result is the exit code."""
    arguments = parser().parse_args(argv, namespace=Arguments())
    only = absolute(arguments.config) if arguments.config else None
    try:
        asked = _asked(arguments.place)
        found = _around(asked, only, arguments.isolated)
        row = _row(asked, found)
    except _Misuse as error:
        say(str(error))
        return MISUSE
    explanation = _explained(found, row)
    start = found.source.line_span(row).start
    place, _, _ = _Places(found)(found.source.path, Span(start, start)).rpartition(":")
    print_text(f"{safe_start(place)}: {safe(found.source.line(row).strip())}\n\n")
    print_text("".join(f"{safe(line)}\n" for line in lines_of(explanation)))
    say(*(f"{problem.path}: {problem.message}" for problem in found.problems))
    if found.problems:
        return MISUSE
    return NOTHING_WRONG if explanation.known else NOTHING_CHECKED


class _Misuse(Exception):
    """There is no such line; the message says why."""


class _Asked(NamedTuple):
    """A file, as it was written and absolute, and the numbers behind it."""

    written: str
    path: str
    numbers: tuple[int, ...]


class _Places:
    """Shows places as `path:row:column`, the path relative to the current folder."""

    def __init__(self, found: Around) -> None:
        self._notebook = found.notebook
        self._sources = {found.source.path: found.source}
        if found.program is not None:
            for module in found.program.modules:
                self._sources[module.path] = module.syntax.source
        self._folder = current_folder()

    def __call__(self, path: str, span: Span) -> str:
        source: Source = self._sources[path]
        shown = relative(path, self._folder)
        if self._notebook is not None and self._notebook.source.path == path:
            cell, row, column = self._notebook.locate(span.start)
            return f"{shown}:cell {cell}:{row}:{column}"
        row, column = source.position(span.start)
        return f"{shown}:{row}:{column}"


_DESCRIPTION = """\
Tell what is known at one line, and why it is or isn't flagged: its client and
credential, when a request is sent, what that raises, who catches it or how it
escapes, and what silences a finding.\
"""


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser(
        "explain",
        "[OPTIONS] FILE:LINE",
        _DESCRIPTION,
        "exit codes: 0 explained, 2 there is no such line, 4 nothing is known of it",
    )
    new.add_argument(
        "place",
        metavar="FILE:LINE",
        help="a line, from 1; in a notebook FILE:CELL:LINE; a column after it counts for nothing",
    )
    where = new.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", help="the settings for all files")
    where.add_argument("--isolated", action="store_true", help="read no settings")
    return new


def _asked(place: str) -> _Asked:
    """What FILE:LINE names."""
    match = _PLACE.fullmatch(place)
    if match is None:
        known = rule(place.upper()) or rule(place)
        hint = f"; `acr-lint rule {known.code}` shows the page of that rule" if known else ""
        raise _Misuse(f"`{place}` names no line: give FILE:LINE{hint}")
    written = match["file"]
    path = absolute(written)
    numbers = tuple(map(int, match["numbers"].split(":")))
    if os.path.isdir(path):
        raise _Misuse(f"{written}: is a folder: give FILE:LINE")
    why = regular(path)
    if why is None and not is_python(path):
        why = "isn't a Python file or a notebook"
    if why is not None:
        raise _Misuse(f"{written}: {why}")
    if path.endswith(".ipynb") and len(numbers) < 2:
        raise _Misuse(f"{written}: is a notebook: give FILE:CELL:LINE")
    if not path.endswith(".ipynb") and len(numbers) > 2:
        raise _Misuse(f"`{place}` has a number too many: give FILE:LINE or FILE:LINE:COLUMN")
    return _Asked(written, path, numbers)


def _around(asked: _Asked, only: str | None, isolated: bool) -> Around:
    """The file that is asked about, with its project."""
    try:
        return around(asked.path, only, isolated)
    except UnicodeError:
        raise
    except ValueError as error:
        raise _Misuse(f"{asked.written}: {error}") from None


def _row(asked: _Asked, found: Around) -> int:
    """The row, in the text of the file's program, that is asked about."""
    if found.notebook is None:
        return _within(asked.numbers[0], found.source, asked.written)
    number, row = asked.numbers[:2]
    for cell in found.notebook.cells:
        if cell.number == number:
            start = cell.text.line_starts[_within(row, cell.text, f"cell {number}") - 1]
            return found.source.position(cell.start + start).row
    raise _Misuse(f"{asked.written}: cell {number} isn't a cell of code")


def _within(row: int, source: Source, name: str) -> int:
    """The row, where the source has it."""
    count = len(source.line_starts) - (source.text[-1:] in ("", "\n", "\r"))
    if not 1 <= row <= count:
        lines = "1 line" if count == 1 else f"{count} lines"
        raise _Misuse(f"{name} has {lines}: there is no line {row}")
    return row


def _explained(found: Around, row: int) -> Explanation:
    """What there is to say of a row."""
    if found.program is None:
        return nothing(f"no file of {found.project} mentions azure.containerregistry")
    if found.module is None:
        return nothing(
            "this file mentions neither azure.containerregistry nor what other files of "
            f"{found.project} make of it"
        )
    model = build(found.program, installed())
    return explanation_of(model, found.module, row, found.settings, _Places(found))
