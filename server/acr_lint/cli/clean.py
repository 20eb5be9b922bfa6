"""The command `clean`: remove what earlier checks kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from acr_lint.cli.environment import CACHE_DIR
from acr_lint.cli.exits import MISUSE, NOTHING_WRONG
from acr_lint.cli.output import print_text
from acr_lint.cli.parser import Parser
from acr_lint.cli.stderr import say
from acr_lint.layout import EXCLUDED, absolute, slashed
from acr_lint.project.cache import FOLDER, Cache
from acr_lint.project.config import Configuration
from acr_lint.project.question import cache_folder
from acr_lint.project.roots import is_shared, project_of
from acr_lint.project.walk import reason
from acr_lint.report.places import counted


def clean(argv: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Remove what was kept of the projects that `argv` names; the result is the exit code."""
    arguments = parser().parse_args(argv)
    named = arguments.cache_dir or environment.get(CACHE_DIR) or None
    removed, code = 0, NOTHING_WRONG
    for path in arguments.paths or ["."]:
        folder = absolute(path)
        if not os.path.isdir(folder):
            say(f"{path}: isn't a folder")
            code = MISUSE
            continue
        for found in dict.fromkeys(_caches(project_of(folder), named)):
            try:
                removed += Cache(found).clear()
            except OSError as error:
                say(f"{found}: {reason(error)}")
                code = MISUSE
    print_text(f"removed {counted(removed, 'answer')}\n")
    return code


def parser() -> Parser:
    """What reads the arguments."""
    new = Parser(
        "clean",
        "[--cache-dir DIR] [PATH ...]",
        "Remove what earlier checks of projects kept to answer faster.",
    )
    new.add_argument("paths", nargs="*", metavar="PATH", help="folders; the current one by default")
    new.add_argument("--cache-dir", metavar="DIR", help="where it is kept")
    return new


def _caches(project: str, named: str | None) -> Iterator[str]:
    """The folders in which something may be kept of a project and the repositories in it, unless
    it is nobody's, which may hold all there is."""
    folder = cache_folder(project, Configuration().of_folder(project, project), named)
    if folder is not None:
        yield folder
    for path, folders, _ in () if is_shared(project) else os.walk(project):
        if FOLDER in folders:
            yield f"{slashed(path)}/{FOLDER}"
        folders[:] = [name for name in folders if name not in EXCLUDED]
