"""Which settings are in force: the nearest file of settings above each file.

In one folder `.acr-lint.toml` comes before `acr-lint.toml`, and both before a pyproject.toml with a
table `[tool.acr-lint]`; one without that table is passed over. What is wrong in a file is reported
once and left at its default, so that one wrong key doesn't silence a project.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from acr_lint.layout import CONFIGURATION
from acr_lint.project.search import read
from acr_lint.project.walk import Problem, reason
from acr_lint.settings import DEFAULT, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Overlay: TypeAlias = Callable[[Settings], Settings]

TABLE = "tool.acr-lint"


class Configuration:
    """The settings of all folders, each file read once.

    `only` is a file that is in force everywhere; `isolated` reads none; `overlay` changes settings
    as the command line says.
    """

    __slots__ = (
        "_files",
        "_folders",
        "_isolated",
        "_only",
        "_overlay",
        "_problems",
        "_sources",
        "origins",
    )

    def __init__(
        self,
        only: str | None = None,
        isolated: bool = False,
        overlay: Overlay = lambda settings: settings,
    ) -> None:
        self._folders: dict[tuple[str, str], Settings] = {}
        self._files: dict[str, Settings] = {}
        self._isolated = isolated
        self._only = only
        self._overlay = overlay
        self.origins: dict[str, str | None] = {}
        self._problems: dict[str, list[Problem]] = {}
        self._sources: dict[str, dict[str, tuple[str, ...]]] = {}

    def of_folder(self, folder: str, project: str = "") -> Settings:
        """The settings in force for the files of a folder, an absolute path.

        Where no file gives them, patterns are relative to the folder of the project.
        """
        known = self._folders.get((folder, project))
        if known is None:
            file = self.file_for(folder)
            if file is None:
                known = self._overlay(DEFAULT._replace(base=project))
            elif file in self._files:
                known = self._files[file]
            else:
                known = self._files[file] = self._overlay(self._load(file, (), file))
            self._folders[folder, project] = known
        return known

    def of_file(self, path: str, project: str = "") -> Settings:
        """The settings in force for a file, an absolute path."""
        return self.of_folder(path.rpartition("/")[0], project)

    def holds_somewhere(self, holds: Callable[[Settings], object]) -> bool:
        """Whether something holds for any of the settings that were asked for."""
        return any(holds(settings) for settings in self._folders.values())

    def problems_of(self, paths: Iterable[str]) -> list[Problem]:
        """What is wrong in the files of settings that are in force at or below the paths."""
        found: list[Problem] = []
        for file, problems in self._problems.items():
            folder = file.rpartition("/")[0] + "/"
            if file == self._only or any(
                f"{path}/".startswith(folder) or folder.startswith(f"{path}/") for path in paths
            ):
                found += problems
        return found

    def sources(self, folder: str) -> Mapping[str, tuple[str, ...]]:
        """The files that give each key in force in a folder whose settings were asked for."""
        return self._sources.get(self.file_for(folder) or "", {})

    def file_for(self, folder: str) -> str | None:
        """The file of settings that is in force in a folder."""
        if self._isolated:
            return None
        if self._only is not None:
            return self._only
        passed: list[str] = []
        found: str | None = None
        while True:
            if folder in self.origins:
                found = self.origins[folder]
                break
            passed.append(folder)
            found = _file_in(folder)
            if found is not None:
                break
            parent = folder.rpartition("/")[0]
            if not parent or parent == folder:
                break
            folder = parent
        for one in passed:
            self.origins[one] = found
        return found

    def _load(self, path: str, chain: tuple[str, ...], origin: str) -> Settings:
        """The settings of one file and of those that it extends; problems are kept for `origin`,
        the file that is in force."""
        base = path.rpartition("/")[0]
        problems = self._problems.setdefault(origin, [])
        table = _table(path, problems)
        if table is None:
            return DEFAULT
        parent = DEFAULT
        extended = table.get("extend")
        if isinstance(extended, str):
            target = os.path.abspath(os.path.join(base, os.path.expanduser(extended)))
            target = target.replace("\\", "/")
            if target == path or target in chain:
                _problem(problems, path, f"`extend` leads back to {target}")
            elif not os.path.isfile(target):
                _problem(problems, path, f"`extend` names {target}, which doesn't exist")
            else:
                parent = self._load(target, (*chain, path), origin)
        elif extended is not None:
            _problem(problems, path, "`extend` must be the path of a file")
        from acr_lint.keys import ACCUMULATE, parse

        parsed = parse(table, base, parent)
        for error in parsed.errors:
            _problem(problems, path, error)
        sources = self._sources.setdefault(origin, {})
        for name in parsed.given:
            above = sources.get(name, ()) if name in ACCUMULATE else ()
            sources[name] = (*above, path)
        return parsed.settings


def _table(path: str, problems: list[Problem]) -> Mapping[str, object] | None:
    """The table of settings in a file, None where it can't be read."""
    try:
        content = read(path)
    except OSError as error:
        _problem(problems, path, f"can't be read: {reason(error)}")
        return None
    try:
        document: object = _toml(content.decode("utf-8-sig"))
    except ValueError as error:
        _problem(problems, path, f"isn't TOML: {error}")
        return None
    if path.endswith("/pyproject.toml"):
        for part in TABLE.split("."):
            document = document.get(part, {}) if isinstance(document, dict) else None
    if not isinstance(document, dict):
        _problem(problems, path, f"[{TABLE}] must be a table")
        return None
    return document


def _problem(problems: list[Problem], path: str, message: str) -> None:
    problem = Problem(path, message)
    if problem not in problems:
        problems.append(problem)


def _file_in(folder: str) -> str | None:
    """The file of settings that a folder holds."""
    for name in CONFIGURATION:
        path = f"{folder}/{name}"
        if not os.path.isfile(path):
            continue
        if name != "pyproject.toml":
            return path
        try:
            content = read(path)
        except OSError:
            continue
        if b"acr-lint" in content and _has_table(content):
            return path
    return None


def _has_table(content: bytes) -> bool:
    """Whether a pyproject.toml has a table of ours, or is broken where it might have."""
    try:
        document: object = _toml(content.decode("utf-8-sig"))
    except ValueError:
        return b"[tool.acr-lint" in content
    for part in TABLE.split("."):
        if not isinstance(document, dict) or part not in document:
            return False
        document = document[part]
    return True


def _toml(text: str) -> dict[str, object]:
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)
