"""The command `check`: what `argv` asks for, done once; the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from acr_lint import __version__
from acr_lint.cli.arguments import Arguments, parse
from acr_lint.cli.environment import CACHE_DIR, current_folder
from acr_lint.cli.exits import CRASHED, FINDINGS, MISUSE, NOTHING_CHECKED, NOTHING_WRONG
from acr_lint.cli.progress import progress
from acr_lint.cli.runs import options_of, report_troubles
from acr_lint.cli.stderr import print_lines, say
from acr_lint.layout import absolute
from acr_lint.project.run import Run, run

STDIN = "-"


def check(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Check, fix or watch as `argv` says; the result is the exit code."""
    arguments = parse(argv)
    if arguments.stdin_filename is not None and arguments.paths == ["."]:
        arguments.paths = [STDIN]
    mistake = _mistake(arguments)
    if mistake:
        return _misuse(mistake)
    try:
        if arguments.watch:
            from acr_lint.cli.watch import watch

            return watch(arguments, environment)
        return _once(arguments, environment)
    except UnicodeError:
        raise
    except ValueError as error:
        return _misuse(str(error))


def _once(arguments: Arguments, environment: Mapping[str, str]) -> int:
    """One check, with what is asked for to be fixed or written."""
    options = options_of(arguments)._replace(
        cached=not arguments.no_cache,
        cache_dir=arguments.cache_dir or environment.get(CACHE_DIR) or None,
        fixes=arguments.quiet < 2
        or _changes(arguments)
        or any(output.file is not None for output in arguments.outputs),
    )
    stdin = None
    if arguments.paths == [STDIN]:
        from acr_lint.cli.stdin import read_stdin

        try:
            stdin = read_stdin(arguments.stdin_filename or "stdin.py")
        except ValueError as error:
            return _misuse(str(error))
    paths = [] if stdin else arguments.paths
    with progress(quiet=bool(arguments.quiet)) as tell:
        found = run(paths, options, stdin and stdin.file, tell)
    changes = 0
    if _changes(arguments):
        from acr_lint.cli.fixing import fix, told
        from acr_lint.cli.output import Unwritable

        try:
            found, changed = fix(found, arguments, options, stdin, environment)
        except Unwritable as error:
            return _misuse(str(error))
        changes = len(changed)
        if not arguments.quiet:
            say(told(changed, found, arguments))
    report_troubles(found)
    if arguments.verbose:
        _say_how(found, paths, arguments)
    if arguments.diff:
        return _exit_code(found, arguments, failed=bool(changes))
    if stdin is not None and arguments.fix:
        arguments.quiet = 2
    if _is_nothing(found, arguments):
        arguments.quiet = max(1, arguments.quiet)  # said below
    unwritten = _report(found, arguments, environment)
    return max(unwritten, _exit_code(found, arguments, failed=found.failed))


def _changes(arguments: Arguments) -> bool:
    """Whether files are to be changed, or the change is to be shown."""
    return arguments.fix or arguments.diff or arguments.add_ignore is not None


def _say_how(found: Run, paths: Sequence[str], arguments: Arguments) -> None:
    """Say on the standard error which version checked what with which settings."""
    from acr_lint.project.config import Configuration

    lines = [f"acr-lint {__version__}, Python {sys.version.split()[0]}"]
    configuration = Configuration(arguments.config, arguments.isolated)
    for path in paths:
        place = absolute(path)
        folder = place if os.path.isdir(place) else place.rpartition("/")[0]
        lines.append(f"{path}: settings from {configuration.file_for(folder) or 'nowhere'}")
    lines += found.remarks
    lines.append(f"checked {found.checked} files; the program has {len(found.sources)}:")
    lines += (f"  {_shown(path)}" for path in found.sources)
    print_lines(lines)


def _report(found: Run, arguments: Arguments, environment: Mapping[str, str]) -> int:
    """Write the reports; the result is an exit code."""
    from acr_lint.cli.output import Unwritable, write_reports

    try:
        write_reports(found, arguments, environment)
    except Unwritable as error:
        return _misuse(str(error))
    return NOTHING_WRONG


def _exit_code(found: Run, arguments: Arguments, failed: bool) -> int:
    """The exit code of a check."""
    if found.crashes:
        return CRASHED
    if found.problems:
        return MISUSE
    if failed:
        return NOTHING_WRONG if arguments.exit_zero else FINDINGS
    if _is_nothing(found, arguments):
        where = ", ".join(arguments.paths)
        say(f"nothing was checked: there is no Python file in {where}, or all are excluded")
        return NOTHING_CHECKED
    return NOTHING_WRONG


def _is_nothing(found: Run, arguments: Arguments) -> bool:
    """Whether there was nothing to check, and that isn't what excluding is for."""
    return not (found.checked or found.problems or arguments.force_exclude)


def _mistake(arguments: Arguments) -> str | None:
    """Why the arguments don't go together; None where they do."""
    if "" in arguments.paths:
        return "a path is empty: give none for the current folder"
    changing = arguments.fix or arguments.diff
    if arguments.unsafe_fixes and not changing:
        return "--unsafe-fixes goes with --fix or --diff"
    if arguments.fix and arguments.diff:
        return "--fix changes files and --diff shows changes: give one of them"
    if arguments.add_ignore is not None and changing:
        return "--add-ignore goes without --fix and --diff"
    if arguments.update_baseline and changing:
        return "--update-baseline goes without --fix and --diff"
    if arguments.watch and (changing or STDIN in arguments.paths):
        return "--watch goes without --fix, --diff and the standard input"
    for option, given in (
        ("--add-ignore", arguments.add_ignore is not None),
        ("--update-baseline", arguments.update_baseline),
        ("--statistics", arguments.statistics),
    ):
        if arguments.watch and given:
            return f"--watch goes without {option}"
    printed = [output.format for output in arguments.outputs if output.file is None]
    if arguments.statistics and any(name not in ("full", "json") for name in printed):
        return "--statistics goes with the formats full and json"
    if arguments.stdin_filename is not None and arguments.paths != [STDIN]:
        return "--stdin-filename goes with - and no other path"
    if STDIN in arguments.paths and len(arguments.paths) > 1:
        return "- goes without other paths"
    return None


def _shown(path: str) -> str:
    """The path relative to the current folder where it is below it."""
    from acr_lint.report.places import relative

    return relative(path, current_folder())


def _misuse(message: str) -> int:
    """Say what is wrong; the result is the exit code for it."""
    say(message)
    return MISUSE
