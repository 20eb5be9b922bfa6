"""What the user asked `acr-lint check` to do."""

from __future__ import annotations

from collections.abc import Sequence

from acr_lint.text.record import NamedTuple

FORCE_EXCLUDE = "--force-exclude"


class Output(NamedTuple):
    """A format and the file it goes to; None is the standard output."""

    format: str
    file: str | None


class Arguments:
    """What is to be done, and how; as it is here where nothing else was asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = ["."]
        self.select: list[str] = []
        self.extend_select: list[str] = []
        self.ignore: list[str] = []
        self.severity: list[tuple[str, str]] = []
        self.fail_on: str | None = None
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False
        self.add_ignore: str | None = None
        self.outputs: list[Output] = []
        self.exit_zero = False
        self.stdin_filename: str | None = None
        self.force_exclude = False
        self.baseline: str | None = None
        self.update_baseline = False
        self.statistics = False
        self.watch = False
        self.config: str | None = None
        self.isolated = False
        self.jobs = 0
        self.no_cache = False
        self.cache_dir: str | None = None
        self.quiet = 0
        self.verbose = 0
        self.color = "auto"


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments in `argv`; ends the process with code 2 where they are wrong."""
    if any(word[:1] == "-" and word != FORCE_EXCLUDE for word in argv):
        from acr_lint.cli.options import read

        return read(argv)
    arguments = Arguments()  # as a hook asks: argparse would take as long as the check
    arguments.force_exclude = FORCE_EXCLUDE in argv
    arguments.paths = [word for word in argv if word != FORCE_EXCLUDE] or arguments.paths
    return arguments
