"""What checking once and watching share: what a run is asked for, and what is said of troubles."""

from __future__ import annotations

import sys

from acr_lint import __version__
from acr_lint.cli.arguments import Arguments
from acr_lint.cli.environment import current_folder
from acr_lint.cli.stderr import say
from acr_lint.findings import Severity
from acr_lint.project.run import Options, Run


def options_of(arguments: Arguments) -> Options:
    """What the arguments say beside the paths."""
    return Options(
        select=tuple(arguments.select) or None,
        extend_select=tuple(arguments.extend_select),
        ignore=tuple(arguments.ignore),
        severity=tuple((selector, Severity(word)) for selector, word in arguments.severity),
        fail_on=Severity(arguments.fail_on) if arguments.fail_on else None,
        force_exclude=arguments.force_exclude,
        config=arguments.config,
        isolated=arguments.isolated,
        baseline=arguments.baseline,
        update_baseline=arguments.update_baseline,
        jobs=arguments.jobs,
    )


def report_troubles(found: Run) -> None:
    """Say on the standard error what could not be read, what crashed and what else happened."""
    from acr_lint.report.places import locate, relative

    folder = current_folder()
    lines = list(found.notices)
    for problem in found.problems:
        lines.append(f"{relative(problem.path, folder)}: {problem.message}")
    for file in found.reports:
        for unread in file.report.unread:
            place = locate(file, unread.span)
            cell = "" if place.cell is None else f"cell {place.cell}:"
            where = f"{relative(file.source.path, folder)}:{cell}{place.start.row}"
            lines.append(f"{where}: not checked: {unread.reason}")
    for crash in found.crashes:
        lines.append(f"a mistake in acr-lint: {crash}")
    if found.crashes:
        python = sys.version.split()[0]
        lines.append(
            f"this is a bug in acr-lint {__version__} (Python {python}), not in your code; "
            "please report it with the lines above and, if you can, the file"
        )
    say(*lines)
