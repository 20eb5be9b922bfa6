"""The options of `acr-lint check`, and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from acr_lint.cli.arguments import FORCE_EXCLUDE, Arguments, Output
from acr_lint.cli.parser import Parser, add_color
from acr_lint.report.formats import NAMES

_ADD_IGNORE = "--add-ignore"


def read(argv: Sequence[str]) -> Arguments:
    """The arguments in `argv`; ends the process with code 2 where they are wrong."""
    # A reason is never the next word, which is a path.
    words = [f"{word}=" if word == _ADD_IGNORE else word for word in argv]
    arguments = parser().parse_args(words, namespace=Arguments())
    arguments.paths = arguments.paths or ["."]
    return arguments


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser("check", "[OPTIONS] [PATH ...]", _DESCRIPTION, _EPILOG)
    new.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders; the current folder by default, - is the standard input",
    )
    _add_rules(new)
    _add_fixes(new)
    _add_output(new)
    _add_files(new)
    return new


_DESCRIPTION = """\
Find problems in code that uses azure-containerregistry.

  acr-lint check                            the current folder
  acr-lint check src app.py                 these
  acr-lint check --diff --unsafe-fixes      show what can be mended
  acr-lint check --fix --unsafe-fixes       mend it
  acr-lint check --output-format sarif:out.sarif
                                            write a file beside the text
  acr-lint check - < app.py                 the standard input\
"""
_EPILOG = """\
RULE is a code (ACR301), a name (uncaught-http-response-error), the beginning
of a code (ACR3), ALL, or DEFAULT; `acr-lint rule` lists them. FORMAT is one of
  full, concise, grouped        for reading
  json, json-lines, markdown    for scripts and pages
  sarif, github, azure, gitlab, junit, rdjson, checkstyle
                                for build services and their tools

exit codes:
  0  nothing to report          1  findings at or above --fail-on
  2  misuse, or a file or configuration that can't be read
  3  a mistake in acr-lint      4  nothing was checked
"""


def _add_rules(parser: Parser) -> None:
    group = parser.add_argument_group("rules")
    for option, text in (
        ("--select", "check these rules alone (default: DEFAULT)"),
        ("--extend-select", "check these rules as well"),
        ("--ignore", "leave these rules out"),
    ):
        group.add_argument(
            option, action="extend", type=_listed, default=[], metavar="RULE,...", help=text
        )
    group.add_argument(
        "--severity",
        action="append",
        type=_severity,
        default=[],
        metavar="RULE=LEVEL",
        help="how bad a rule's findings are: error, warning or info",
    )
    group.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        metavar="LEVEL",
        help="the least severity that makes the exit code 1 (default: warning)",
    )
    group.add_argument(
        "--exit-zero", action="store_true", help="end with 0 even if there are findings"
    )


def _add_fixes(parser: Parser) -> None:
    group = parser.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes")
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also fixes that may change what the program does",
    )
    group.add_argument(
        "--diff", action="store_true", help="show what --fix would change, and change nothing"
    )
    group.add_argument(
        _ADD_IGNORE,
        metavar="[REASON]",
        help="add a comment to each line with a finding, which ignores it; --add-ignore=REASON",
    )


def _add_output(parser: Parser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output-format",
        action="append",
        type=_output,
        default=[],
        dest="outputs",
        metavar="FORMAT[:FILE]",
        help="print a format, or write it to a file; may be given several times (default: full)",
    )
    group.add_argument("--statistics", action="store_true", help="count the findings by rule")
    group.add_argument(
        "--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C"
    )
    add_color(group)
    group.add_argument(
        "-q", "--quiet", action="count", default=0, help="no summary; twice: no findings either"
    )
    group.add_argument(
        "-v", "--verbose", action="count", default=0, help="say what is checked, by which settings"
    )


def _add_files(parser: Parser) -> None:
    group = parser.add_argument_group("files and settings")
    group.add_argument(
        "--stdin-filename", metavar="PATH", help="the path of the text on the standard input"
    )
    group.add_argument(
        FORCE_EXCLUDE,
        action="store_true",
        help="leave excluded files out even where they are named",
    )
    group.add_argument(
        "--baseline", metavar="FILE", help="the findings that are known and don't count"
    )
    group.add_argument(
        "--update-baseline", action="store_true", help="write all findings to the baseline"
    )
    group.add_argument(
        "--jobs",
        type=_count,
        default=0,
        metavar="N",
        help="how many processes read very large projects (default: as many as help)",
    )
    group.add_argument(
        "--no-cache", action="store_true", help="neither use nor keep what an earlier run found"
    )
    group.add_argument(
        "--cache-dir",
        metavar="DIR",
        help="where that is kept (default: ACR_LINT_CACHE_DIR, else .acr_lint_cache)",
    )
    where = group.add_mutually_exclusive_group()
    where.add_argument(
        "--config", metavar="FILE", help="the settings for all files, in place of the nearest"
    )
    where.add_argument("--isolated", action="store_true", help="read no settings")


def _listed(text: str) -> list[str]:
    """The selectors in a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _count(text: str) -> int:
    """A number of at least 1."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def _severity(text: str) -> tuple[str, str]:
    """A selector and a level."""
    selector, separator, word = text.partition("=")
    if not separator or word not in ("error", "warning", "info"):
        raise argparse.ArgumentTypeError(f"{text!r} is not RULE=error, RULE=warning or RULE=info")
    return selector, word


def _output(text: str) -> Output:
    """A format and its destination."""
    name, separator, file = text.partition(":")
    if name not in NAMES:
        import difflib

        near = difflib.get_close_matches(name, NAMES, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(NAMES)}"
        raise argparse.ArgumentTypeError(f"there is no format {name!r}; {hint}")
    if separator and not file:
        raise argparse.ArgumentTypeError(f"{text!r} names no file")
    return Output(name, file if separator and file != "-" else None)
