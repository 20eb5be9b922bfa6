"""What `acr-lint --help` prints."""

from __future__ import annotations

import os

COMMANDS = (
    "check",
    "rule",
    "explain",
    "diagnose",
    "config",
    "clean",
    "completion",
    "server",
    "version",
)
USAGE = """\
Finds what goes wrong with the Azure Container Registry client library for Python

usage: acr-lint [check] [OPTIONS] [PATHS]
       acr-lint COMMAND [ARGUMENTS]

commands:
  check [PATHS]       find problems in files and folders, the current one by default
  rule [CODE|NAME]    show a rule's page, or list the rules
  explain FILE:LINE   tell what is known at a line, and why it is or isn't flagged
  diagnose [FILE|-]   tell what a log, a traceback or an error body means, and what to do
  config [PATH]       show which settings are in force for a file, and where they are from
  clean [PATH]        remove what earlier checks kept to answer faster
  completion SHELL    print a script that completes words in bash, zsh or fish
  server              run the language server
  version             print the version

`acr-lint COMMAND --help` tells more about a command.

exit codes:
  0  nothing to report          1  findings at or above --fail-on
  2  misuse, or a file or configuration that can't be read
  3  a mistake in acr-lint      4  nothing was checked or recognised
"""


def meant(word: str) -> str:
    """A line that asks whether a command was meant by `word`, a path that doesn't exist; "" where
    none is near."""
    if word.startswith("-") or os.path.lexists(word):
        return ""
    from acr_lint.settings import near

    hint = near(word, COMMANDS)
    return f"`{word}` is no command either{hint}" if hint else ""
