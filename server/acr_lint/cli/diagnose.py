"""The command `diagnose`: what a log, a traceback or an error body is a symptom of."""

from __future__ import annotations

import argparse
import codecs
import errno
import os
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from acr_lint.cli.environment import columns, wants_color, wants_links
from acr_lint.cli.exits import MISUSE, NOTHING_CHECKED, NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser, add_color
from acr_lint.cli.stderr import say
from acr_lint.diagnosing.diagnosis import Problem
from acr_lint.diagnosing.diagnosis import diagnose as problems_of
from acr_lint.diagnosing.events import Event
from acr_lint.report.echo import in_json, safe
from acr_lint.report.places import counted
from acr_lint.report.terminal import BOLD, CYAN, link, paint
from acr_lint.rules.registry import rule
from acr_lint.sdk.guide import SECTIONS, url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_STDIN = "-"
_LABEL = 8
_LONGEST_SEEN = 300
_MOST_ROWS = 10
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Arguments(argparse.Namespace):
    """What the user asked `diagnose` to read."""

    file: str
    output_format: str
    color: str


def diagnose(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Diagnose the text that `argv` names; the result is the exit code."""
    arguments = parser().parse_args(argv, namespace=Arguments())
    counting = _Counting()
    try:
        problems = problems_of(counting.count(_lines(arguments.file)))
    except OSError as error:
        say(f"{arguments.file}: {error.strerror or error}")
        return MISUSE
    if arguments.output_format == "json":
        print_text(in_json([_described(problem) for problem in problems]))
    elif problems:
        color = wants_color(arguments.color, sys.stdout, environment)
        links = wants_links(color, sys.stdout, environment)
        shown = [_shown(problem, color, links) for problem in problems]
        print_text("\n".join([*shown, _summary(problems, counting.rows)]))
    if problems:
        return NOTHING_WRONG
    say(_unknown(arguments.file, counting.rows))
    return NOTHING_CHECKED


class _Counting:
    """Counts the lines that go through."""

    def __init__(self) -> None:
        self.rows = 0

    def count(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.rows += 1
            yield line


_DESCRIPTION = """\
Tell what errors of azure-containerregistry mean and what to do about them, with
the section of the troubleshooting guide that explains each. The text may be a
log of any length, a traceback, a line of one, or the body of an error; each
problem in it is told once.

  acr-lint diagnose app.log
  python app.py 2>&1 | acr-lint diagnose\
"""


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser(
        "diagnose",
        "[OPTIONS] [FILE]",
        _DESCRIPTION,
        "exit codes: 0 problems were recognised, 2 the file can't be read, 4 none was recognised",
    )
    new.add_argument(
        "file",
        nargs="?",
        default=_STDIN,
        metavar="FILE",
        help="the text; - is the standard input (default)",
    )
    new.add_text_or_json()
    add_color(new)
    return new


def _lines(file: str) -> Iterator[str]:
    """The lines of the file, whatever bytes it holds."""
    if file != _STDIN:
        with open(file, "rb") as stream:
            yield from _decoded(stream)
        return
    if sys.stdin is None:
        raise OSError(errno.EBADF, "the standard input is closed")
    if sys.stdin.isatty():
        say("paste a log, a traceback or an error body, then press Ctrl-D")
    yield from _decoded(sys.stdin.buffer)


def _decoded(stream: BinaryIO) -> Iterator[str]:
    """The lines of a stream: UTF-8, or what its byte order mark says."""
    first = stream.readline()
    encoding = next((name for mark, name in _MARKS if first.startswith(mark)), None)
    if encoding == "utf-16":
        text = (first + stream.read()).decode(encoding, "replace")
        yield from text.splitlines()
        return
    if first:
        yield first.decode(encoding or "utf-8", "replace")
    for line in stream:
        yield line.decode("utf-8", "replace")


def _shown(problem: Problem, color: bool, links: bool) -> str:
    """A problem as text: what it is, where it is seen, what it means and what to do."""
    symptom, event = problem.symptom, problem.events[0]
    lines = [paint(f"line {event.row}: {symptom.title}", BOLD, color)]
    width = max(40, min(columns(sys.stdout), 100))

    def add(label: str, text: str, hang: int = 0) -> None:
        wrapped = textwrap.wrap(
            text,
            width - _LABEL - 2,
            subsequent_indent=" " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines.append(paint(f"  {label:<{_LABEL}}", CYAN, color) + wrapped[0])
        lines.extend(" " * (_LABEL + 2) + line for line in wrapped[1:])

    add("seen", _seen(event))
    if place := _place(event):
        add("where", place)
    if others := problem.events[1:]:
        rows = ", ".join(str(other.row) for other in others[:_MOST_ROWS])
        more = f" and {len(others) - _MOST_ROWS} more" if len(others) > _MOST_ROWS else ""
        add("also", f"line {rows}{more}" if len(others) == 1 else f"lines {rows}{more}")
    add("means", symptom.meaning)
    if len(symptom.steps) == 1:
        add("do", symptom.steps[0])
    else:
        for number, step in enumerate(symptom.steps, 1):
            add("do" if number == 1 else "", f"{number}. {step}", hang=3)
    if symptom.rules:
        names = ", ".join(f"{code} {_name(code)}" for code in symptom.rules)
        add("rules", f"`acr-lint check` finds this in code: {names}")
    title = SECTIONS[symptom.section].title
    address = url(symptom.section)
    guide = link(title, address) if links else f"{title}: {address}"
    lines.append(paint(f"  {'guide':<{_LABEL}}", CYAN, color) + guide)
    return "\n".join(lines) + "\n"


def _summary(problems: Sequence[Problem], rows: int) -> str:
    return f"Recognised {counted(len(problems), 'problem')} in {counted(rows, 'line')}\n"


def _unknown(file: str, rows: int) -> str:
    """What to say where nothing was recognised."""
    name = "the standard input" if file == _STDIN else file
    return (
        f"{name}: no error of azure-containerregistry is recognised in its "
        f"{counted(rows, 'line')}; give the whole traceback, or the log of a client that was made "
        "with `logging_enable`"
    )


def _seen(event: Event) -> str:
    """The line that shows an event, and the message of the registry where it isn't in it."""
    line = safe(event.seen.strip())
    code, message = event.facts.get("code", ""), event.facts.get("message", "")
    if message and message not in line:
        line += f" {safe(code)}: {safe(message)}"
    return line if len(line) <= _LONGEST_SEEN else line[: _LONGEST_SEEN - 1] + "…"


def _place(event: Event) -> str:
    """Which operation was called from which line of the user's."""
    path, row = event.place
    operation = event.facts.get("operation", "")
    at = f"{safe(path)}:{row}" if path else ""
    return f"{operation} at {at}" if operation and at else operation or at


def _name(code: str) -> str:
    found = rule(code)
    assert found is not None
    return found.name


def _described(problem: Problem) -> dict[str, object]:
    """A problem in JSON."""
    symptom = problem.symptom
    return {
        "name": symptom.name,
        "title": symptom.title,
        "meaning": symptom.meaning,
        "steps": list(symptom.steps),
        "rules": [{"code": code, "name": _name(code)} for code in symptom.rules],
        "section": symptom.section,
        "url": url(symptom.section),
        "events": [_event(event) for event in problem.events],
    }


def _event(event: Event) -> dict[str, object]:
    path, row = event.place
    return {
        "row": event.row,
        "seen": _seen(event),
        "operation": event.facts.get("operation"),
        "place": {"filename": path, "row": row} if path else None,
    }
