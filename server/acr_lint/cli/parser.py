"""What reads the arguments of a command, and how it says what is wrong with them."""

from __future__ import annotations

import argparse
import sys

from acr_lint.cli.environment import columns
from acr_lint.cli.exits import MISUSE
from acr_lint.cli.stderr import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_UNKNOWN = "unrecognized arguments: "


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes are one line, with the near option where one was misspelt.

    `description` and `epilog` keep their line ends.
    """

    def __init__(
        self, command: str, usage: str, description: str, epilog: str | None = None
    ) -> None:
        super().__init__(
            prog=f"acr-lint {command}",
            usage=f"acr-lint {command} {usage}",
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )

    def add_text_or_json(self) -> None:
        """Add the option that asks for JSON."""
        self.add_argument(
            "--output-format",
            choices=("text", "json"),
            default="text",
            metavar="FORMAT",
            help="text (default) or json",
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end the process."""
        if message.startswith(_UNKNOWN):
            message = self._unknown(message[len(_UNKNOWN) :].split()[0])
        message = message.removeprefix("argument ")
        say(f"{message}; see `{self.prog} --help`")
        self.exit(MISUSE)

    def _unknown(self, word: str) -> str:
        """What to say of a word that is no argument."""
        from acr_lint.settings import near

        if not word.startswith("-"):
            return f"`{word}` is one argument too many"
        option = word.partition("=")[0]
        known = [name for action in self._actions for name in action.option_strings]
        hint = near(option, [name for name in known if name.startswith("--")])
        return f"there is no option `{option}`{hint.removesuffix('?')}"


def add_color(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the option that says when to use colours."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        metavar="WHEN",
        help="auto, always or never (default: auto)",
    )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Formats help at the terminal's width.

    argparse makes one for each option and asks `shutil` for the width, whose import costs as much
    as all the parsing.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(columns(sys.stdout), 100) - 2)
