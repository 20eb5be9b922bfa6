"""The command line: which command is meant, and what the process ends with."""

from __future__ import annotations

import sys

from acr_lint import __version__
from acr_lint.cli.exits import INTERRUPTED, MISUSE, NOTHING_WRONG


def run(argv: list[str]) -> int:
    """Run the command that `argv` gives; the result is the exit code.

    A mistake of ours ends in a message that says how to report it, never in a traceback.
    """
    if sys.stdout is None or sys.stderr is None:
        from acr_lint.cli.streams import open_closed

        open_closed()
    try:
        try:
            return _command(argv)
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        from acr_lint.cli.streams import closed_pipe

        return closed_pipe()
    except Exception as error:
        from acr_lint.cli.crash import report_crash
        from acr_lint.cli.streams import blamed

        code = blamed(error) if isinstance(error, OSError) else None
        return report_crash(error, argv) if code is None else code


def _command(argv: list[str]) -> int:
    """Run a command; each is imported only when it is asked for."""
    first = argv[0] if argv else ""
    rest = argv[1:]
    match first:
        case "version" | "--version" | "-V" if not rest:
            print(f"acr-lint {__version__}")
            return NOTHING_WRONG
        case "version":
            from acr_lint.cli.version import version

            return version(rest)
        case "rule":
            from acr_lint.cli.rule import rule

            return rule(rest)
        case "explain":
            from acr_lint.cli.explain import explain

            return explain(rest)
        case "diagnose":
            from acr_lint.cli.diagnose import diagnose

            return diagnose(rest)
        case "config":
            from acr_lint.cli.config import config

            return config(rest)
        case "clean":
            from acr_lint.cli.clean import clean

            return clean(rest)
        case "completion":
            from acr_lint.cli.completion import completion

            return completion(rest)
        case "help" if rest:
            return _command([rest[0], "--help"])
        case "help" | "--help" | "-h":
            from acr_lint.cli.usage import USAGE

            print(USAGE, end="")
            return NOTHING_WRONG
        case "check":
            return _check(rest)
    code = _check(argv)
    if code == MISUSE:
        from acr_lint.cli.stderr import say
        from acr_lint.cli.usage import meant

        say(meant(first))
    return code


def _check(argv: list[str]) -> int:
    """Check, by the short way where there is one."""
    from acr_lint.cli.quick import quick

    code = quick(argv)
    if code is not None:
        return code
    from acr_lint.room import with_room

    return with_room(_fully)(argv)


def _fully(argv: list[str]) -> int:
    """Check, by the way that knows all."""
    from acr_lint.cli.check import check

    return check(argv)
