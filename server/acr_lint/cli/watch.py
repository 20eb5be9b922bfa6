"""The option `--watch`: check again whenever a file changes, and say what is new and what gone."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from acr_lint import __version__
from acr_lint.cli.arguments import Arguments
from acr_lint.cli.environment import current_folder, wants_color, wants_links
from acr_lint.cli.output import print_text, write_files
from acr_lint.cli.runs import options_of, report_troubles
from acr_lint.cli.stderr import say
from acr_lint.layout import EXCLUDED, absolute
from acr_lint.project.roots import project_of
from acr_lint.project.run import Run, run
from acr_lint.report.concise import line
from acr_lint.report.formats import show
from acr_lint.report.places import Placed, active, counted
from acr_lint.report.terminal import GREEN, RED, paint
from acr_lint.report.view import View
from acr_lint.text.record import NamedTuple

_SECONDS = 0.5
_WATCHED = (".py", ".pyi", ".pyw", ".ipynb", ".toml", ".gitignore")

Stamps = dict[str, tuple[int, int]]


class Change(NamedTuple):
    """What differs between two runs."""

    new: tuple[Placed, ...]
    gone: tuple[Placed, ...]


def watch(
    arguments: Arguments,
    environment: Mapping[str, str],
    wait: Callable[[], object] = lambda: time.sleep(_SECONDS),
) -> int:
    """Check, then again after each change, until interrupted; `wait` passes the time between looks.

    Ends only by an exception, such as the KeyboardInterrupt of Ctrl-C.
    """
    import sys

    color = wants_color(arguments.color, sys.stdout, environment)
    links = wants_links(color, sys.stdout, environment)
    view = View(current_folder(), __version__, color, links)
    stamps = _stamps(arguments.paths)
    last = _run(arguments, environment)
    format = next((each.format for each in arguments.outputs if each.file is None), "full")
    print_text(show(format, last, view))
    while True:
        wait()
        newer = _stamps(arguments.paths)
        if newer == stamps:
            continue
        stamps = newer
        found = _run(arguments, environment)
        print_text(_told(compared(last, found), found, view))
        last = found


def compared(before: Run, after: Run) -> Change:
    """The findings that only one of two runs has, wherever in their file they moved."""
    old, new = _keyed(active(before)), _keyed(active(after))
    return Change(
        tuple(placed for key, placed in new.items() if key not in old),
        tuple(placed for key, placed in old.items() if key not in new),
    )


def _run(arguments: Arguments, environment: Mapping[str, str]) -> Run:
    """One check, with the reports that have files of their own."""
    found = run(arguments.paths, options_of(arguments))
    report_troubles(found)
    say(*write_files(found, arguments, environment))
    return found


def _told(change: Change, found: Run, view: View) -> str:
    """What changed, a line each, and how many findings there are now."""
    lines = [
        *(f"{paint('- gone', GREEN, view.color)} {line(placed, view)}" for placed in change.gone),
        *(f"{paint('+ new', RED, view.color)} {line(placed, view)}" for placed in change.new),
    ]
    total = counted(sum(1 for _ in active(found)), "finding")
    now = time.strftime("%H:%M:%S")
    heading = f"{now} {total}: {len(change.new)} new, {len(change.gone)} gone"
    return "\n".join(["", *lines, heading, ""])


def _keyed(findings: Iterable[Placed]) -> dict[tuple[str, ...], Placed]:
    """The findings by what they are known by: file, rule, message, the text of the line, and how
    many before have the same."""
    counts: dict[tuple[str, ...], int] = {}
    found: dict[tuple[str, ...], Placed] = {}
    for placed in findings:
        source = placed.file.source
        text = source.line(source.position(placed.finding.span.start).row).strip()
        key = (placed.finding.path, placed.finding.code, placed.finding.message, text)
        counts[key] = counts.get(key, 0) + 1
        numbered = (*key, str(counts[key]))
        found[numbered] = placed
    return found


def _stamps(paths: list[str]) -> Stamps:
    """Time and size of each file that may matter to the findings below the paths."""
    places = [absolute(path) for path in paths]
    folders = {path if os.path.isdir(path) else os.path.dirname(path) for path in places}
    projects = {project_of(folder) for folder in folders}
    return {path: stamp for project in sorted(projects) for path, stamp in _below(project)}


def _below(folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The watched files below a folder."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in EXCLUDED]
        for name in names:
            if name.endswith(_WATCHED):
                file = os.path.join(path, name)
                try:
                    status = os.stat(file)
                except OSError:
                    continue
                yield file, (status.st_mtime_ns, status.st_size)
