"""The command `config`: which settings are in force for a file, and where they are from."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence

from acr_lint.cli.exits import MISUSE, NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.findings import Severity
from acr_lint.layout import slashed
from acr_lint.project.config import Configuration
from acr_lint.project.roots import project_of
from acr_lint.settings import KEYS, Paths, PerFile, Settings, schema, selected


class Arguments(argparse.Namespace):
    """What the user asked `config` to show."""

    path: str
    config: str | None
    schema: bool


def config(argv: Sequence[str]) -> int:
    """Show the settings in force at a path; the result is the exit code."""
    parser = Parser(
        "config",
        "[--config FILE] [--schema] [PATH]",
        "Show which settings are in force for a file or folder, and where each is from.",
    )
    parser.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="the current folder by default"
    )
    parser.add_argument("--config", metavar="FILE", help="the settings for all files")
    parser.add_argument(
        "--schema", action="store_true", help="print the JSON schema of an acr-lint.toml"
    )
    arguments = parser.parse_args(argv, namespace=Arguments())
    if arguments.schema:
        print_text(json.dumps(schema(), indent=2) + "\n")
        return NOTHING_WRONG
    path = slashed(os.path.abspath(arguments.path))
    only = slashed(os.path.abspath(arguments.config)) if arguments.config else None
    configuration = Configuration(only=only)
    folder = path if os.path.isdir(path) else path.rpartition("/")[0]
    settings = configuration.of_folder(folder, project_of(folder))
    source = configuration.file_for(folder)
    print_text(_shown(settings, path, source))
    problems = configuration.problems_of([path])
    for problem in problems:
        print(f"acr-lint: {problem.path}: {problem.message}", file=sys.stderr)
    return MISUSE if problems else NOTHING_WRONG


def _shown(settings: Settings, path: str, source: str | None) -> str:
    """The settings as TOML, the file they are from, and the rules that are on."""
    lines = [f"# settings for {path}", f"# from {source or 'nowhere: these are the defaults'}"]
    for key in KEYS:
        value = getattr(settings, key.field)
        if key.name == "baseline":
            value = value.patterns[0] if value.patterns else None
        elif not value and key.kind.schema.get("type") == "object":
            value = {}
        lines.append(
            f"# {key.name} is not set" if value is None else f"{key.name} = {_value(value)}"
        )
    on = " ".join(sorted(selected(settings, path)))
    lines.append(f"# rules that are on: {on}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A setting's value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Severity():
            return json.dumps(value.value)
        case Paths():
            return _value(value.patterns)
        case dict():
            return "{}"
        case tuple() if value and isinstance(value[0], PerFile):
            return (
                f"{{ {', '.join(f'{_value(e.pattern)} = {_value(e.selectors)}' for e in value)} }}"
            )
        case tuple() if value and isinstance(value[0], Paths):
            return _value(tuple(pattern for paths in value for pattern in paths.patterns))
        case tuple() if value and isinstance(value[0], tuple):
            return f"{{ {', '.join(f'{_value(key)} = {_value(item)}' for key, item in value)} }}"
        case tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
    return json.dumps(value)
