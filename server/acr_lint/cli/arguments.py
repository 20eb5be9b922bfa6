"""The options of `acr-lint check`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NamedTuple

from acr_lint.cli.environment import columns
from acr_lint.report.formats import NAMES


class Output(NamedTuple):
    """A format and the file it goes to; None is the standard output."""

    format: str
    file: str | None


class Arguments(argparse.Namespace):
    """What the user asked `check` to do."""

    paths: list[str]
    select: list[str]
    extend_select: list[str]
    ignore: list[str]
    severity: list[tuple[str, str]]
    fail_on: str | None
    fix: bool
    unsafe_fixes: bool
    diff: bool
    add_ignore: str | None
    outputs: list[Output]
    exit_zero: bool
    stdin_filename: str | None
    force_exclude: bool
    baseline: str | None
    update_baseline: bool
    statistics: bool
    watch: bool
    config: str | None
    isolated: bool
    quiet: int
    verbose: int
    color: str


class _Formatter(argparse.HelpFormatter):
    """Formats help at the terminal's width.

    argparse makes one for each option and asks `shutil` for the width, whose import costs as much
    as all the parsing.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=columns() - 2)


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments in `argv`; ends the process with code 2 where they are wrong."""
    arguments = parser().parse_args(argv, namespace=Arguments())
    if not arguments.paths:
        arguments.paths = ["."]
    return arguments


def parser() -> argparse.ArgumentParser:
    """What reads the arguments."""
    new = argparse.ArgumentParser(
        prog="acr-lint check",
        description="Find problems in code that uses azure-containerregistry.",
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    new.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; - is stdin")
    _add_rules(new)
    _add_fixes(new)
    _add_output(new)
    _add_files(new)
    return new


def _add_rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules (codes, names, beginnings of codes, ALL, DEFAULT)")
    for option, text in (
        ("--select", "the rules that are on"),
        ("--extend-select", "rules that are on as well"),
        ("--ignore", "rules that are off"),
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
        help="the least severity that makes the exit code 1 (default: warning)",
    )


def _add_fixes(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fixes")
    group.add_argument("--fix", action="store_true", help="apply the safe fixes")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: the unsafe ones as well"
    )
    group.add_argument("--diff", action="store_true", help="print what --fix would change")
    group.add_argument(
        "--add-ignore",
        nargs="?",
        const="",
        metavar="REASON",
        help="add a comment that ignores it to each line with a finding",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output-format",
        action="append",
        type=_output,
        default=[],
        dest="outputs",
        metavar="FORMAT[:FILE]",
        help=f"may be given several times; one of {', '.join(NAMES)}",
    )
    group.add_argument("--statistics", action="store_true", help="count the findings by rule")
    group.add_argument("--watch", action="store_true", help="check again whenever a file changes")
    group.add_argument(
        "--exit-zero", action="store_true", help="end with 0 even if there are findings"
    )
    group.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="default: auto"
    )
    group.add_argument(
        "-q", "--quiet", action="count", default=0, help="no summary; twice: no findings either"
    )
    group.add_argument(
        "-v", "--verbose", action="count", default=0, help="say what is checked and how"
    )


def _add_files(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("files and settings")
    group.add_argument(
        "--stdin-filename", metavar="PATH", help="the path of the text on the standard input"
    )
    group.add_argument(
        "--force-exclude",
        action="store_true",
        help="leave excluded files out even where they are named",
    )
    group.add_argument("--baseline", metavar="FILE", help="known findings, which don't count")
    group.add_argument(
        "--update-baseline", action="store_true", help="write all findings to the baseline"
    )
    where = group.add_mutually_exclusive_group()
    where.add_argument("--config", metavar="FILE", help="the settings for all files")
    where.add_argument("--isolated", action="store_true", help="read no settings")


def _listed(text: str) -> list[str]:
    """The selectors in a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


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
