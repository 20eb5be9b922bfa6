"""The command `config`: which settings are in force for a file, and where they are from."""

from __future__ import annotations

import argparse
import json
import os
import textwrap
from collections.abc import Sequence

from acr_lint.cli.environment import current_folder
from acr_lint.cli.exits import MISUSE, NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.cli.stderr import say
from acr_lint.findings import Severity
from acr_lint.keys import KEYS, Key, schema
from acr_lint.layout import absolute
from acr_lint.project.config import Configuration
from acr_lint.project.roots import project_of
from acr_lint.report.places import relative
from acr_lint.settings import Paths, PerFile, Settings, selected

_WIDTH = 100


class Arguments(argparse.Namespace):
    """What the user asked `config` to show."""

    path: str
    config: str | None
    schema: bool
    output_format: str


def config(argv: Sequence[str]) -> int:
    """Show the settings in force at a path; the result is the exit code."""
    arguments = parser().parse_args(argv, namespace=Arguments())
    if arguments.schema:
        print_text(json.dumps(schema(), indent=2) + "\n")
        return NOTHING_WRONG
    path = absolute(arguments.path)
    only = absolute(arguments.config) if arguments.config else None
    configuration = Configuration(only=only)
    folder = path if os.path.isdir(path) else path.rpartition("/")[0]
    settings = configuration.of_folder(folder, project_of(folder))
    if arguments.output_format == "json":
        described = _described(settings, path, configuration, folder)
        print_text(json.dumps(described, indent=2) + "\n")
    else:
        print_text(_shown(settings, path, configuration, folder))
    problems = configuration.problems_of([path])
    say(*(f"{problem.path}: {problem.message}" for problem in problems))
    return MISUSE if problems else NOTHING_WRONG


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser(
        "config",
        "[--config FILE] [--output-format FORMAT] [--schema] [PATH]",
        "Show which settings are in force for a file or folder, and where each is from.",
    )
    new.add_argument(
        "path", nargs="?", default=".", metavar="PATH", help="the current folder by default"
    )
    new.add_argument("--config", metavar="FILE", help="the settings for all files")
    new.add_argument(
        "--schema", action="store_true", help="print the JSON schema of an acr-lint.toml"
    )
    new.add_text_or_json()
    return new


def _described(
    settings: Settings, path: str, configuration: Configuration, folder: str
) -> dict[str, object]:
    """The settings in JSON: of each its value and the files that give it, and the rules that are
    on."""
    sources = configuration.sources(folder)
    return {
        "path": path,
        "configuration": configuration.file_for(folder),
        "settings": {
            key.name: {
                "value": _plain(getattr(settings, key.field), key),
                "from": list(sources.get(key.name, ())),
            }
            for key in KEYS
        },
        "rules": sorted(selected(settings, path)),
    }


def _shown(settings: Settings, path: str, configuration: Configuration, folder: str) -> str:
    """The settings as TOML, the files that they are from, and the rules that are on."""
    file = configuration.file_for(folder)
    lines = [f"# settings for {path}", f"# from {file or 'nowhere: these are the defaults'}"]
    tables: list[str] = []
    for key in KEYS:
        value = _plain(getattr(settings, key.field), key)
        origin = _origin(configuration.sources(folder).get(key.name, ()))
        if value is None:
            lines.append(f"# {key.name} is not set")
        elif isinstance(value, dict) and value:
            tables += ["", f"[{key.name}]{origin}"]
            tables += (f"{json.dumps(name)} = {_array(item)}" for name, item in value.items())
        else:
            lines.append(f"{key.name} = {_array(value)}{origin}")
    on = textwrap.wrap(" ".join(sorted(selected(settings, path))), _WIDTH - 4)
    return "\n".join([*lines, *tables, "", "# rules that are on:", *(f"#   {r}" for r in on), ""])


def _origin(files: Sequence[str]) -> str:
    """A comment that names the files which give a key."""
    return (
        f"  # from {', '.join(relative(file, current_folder()) for file in files)}" if files else ""
    )


def _plain(value: object, key: Key) -> object:
    """A setting's value in the types that TOML has; None where it isn't set."""
    if key.kind.schema.get("type") == "string" and isinstance(value, Paths):
        return value.patterns[0] if value.patterns else None
    match value:
        case Severity():
            return value.value
        case Paths():
            return list(value.patterns)
        case tuple() if key.kind.schema.get("type") == "object":
            return dict(_entry(each) for each in value)
        case tuple():
            patterns = [each.patterns if isinstance(each, Paths) else (each,) for each in value]
            return [pattern for each in patterns for pattern in each]
    return value


def _entry(each: object) -> tuple[str, object]:
    """An entry of a table: of rules by files, or of severities by rules."""
    if isinstance(each, PerFile):
        return each.pattern, list(each.selectors)
    assert isinstance(each, tuple)
    return each[0], each[1].value


def _array(value: object) -> str:
    """A value as TOML writes it, a long list in several lines."""
    written = json.dumps(value)
    if not isinstance(value, list) or len(written) <= _WIDTH:
        return written
    items = textwrap.wrap(written[1:-1], _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return "\n".join(["[", *(f"  {row}" for row in items), "]"])
