"""The command `version`: which acr-lint this is, and as JSON what it runs in."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

from acr_lint import __version__
from acr_lint.cli.exits import NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.layout import slashed

_LIBRARIES = ("azure-containerregistry", "azure-core")


def version(argv: Sequence[str]) -> int:
    """Print the version as `argv` says; the result is the exit code."""
    if parser().parse_args(argv).output_format == "json":
        print_text(json.dumps(_described(), indent=2) + "\n")
    else:
        print_text(f"acr-lint {__version__}\n")
    return NOTHING_WRONG


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser(
        "version",
        "[--output-format FORMAT]",
        "Print the version; as JSON also what acr-lint runs in: the Python, the SDK that is\n"
        "installed beside it, and the settings of the current folder.",
    )
    new.add_text_or_json()
    return new


def _described() -> dict[str, object]:
    from acr_lint.project.config import Configuration

    folder = slashed(os.getcwd())
    return {
        "version": __version__,
        "python": sys.version.split()[0],
        "executable": sys.executable,
        "platform": sys.platform,
        "libraries": {name: _installed(name) for name in _LIBRARIES},
        "configuration": Configuration().file_for(folder),
    }


def _installed(name: str) -> str | None:
    """The version of a library that is installed beside acr-lint."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return version_of(name)
    except PackageNotFoundError:
        return None
