"""Which files a folder holds: a walk that leaves out what git ignores and the settings exclude.

Ignore rules are matched on each folder, but on a file only when somebody asks: of the files of a
project few are ever looked at. A user's own ignore file isn't read, for a file's findings don't
depend on who asks. Links to folders are not followed, so that a walk ends; a nested repository is
another project.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby

from acr_lint.layout import (
    BUILD_FILES,
    CONFIGURATION,
    PYTHON,
    SDK_FOLDER,
    SDK_MODULE,
    SOURCE_FOLDER,
)
from acr_lint.patterns import Patterns, compiled
from acr_lint.project.roots import is_loose
from acr_lint.settings import Settings
from acr_lint.text.record import NamedTuple

_SPECIAL = frozenset("*?[]\\!/")
_NOTABLE_FILES = frozenset({*CONFIGURATION, *BUILD_FILES})
_NOTABLE = frozenset({".gitignore", ".git", *_NOTABLE_FILES})


class Problem(NamedTuple):
    """A path that could not be read, or a configuration that is wrong, and why."""

    path: str
    message: str


def not_text(path: str, error: ValueError) -> Problem:
    """That a file can't be decoded, and what to do about it."""
    return Problem(path, f"isn't text: {error}; save it as UTF-8, or exclude it")


class Ignore(NamedTuple):
    """Ignore patterns and the length of the path of their folder, with its slash."""

    base: int
    patterns: Patterns


class Exclusion:
    """What the settings of one folder exclude."""

    __slots__ = ("_lists", "names")

    def __init__(self, settings: Settings) -> None:
        names: set[str] = set()
        lists: list[Ignore] = []
        for paths in (settings.exclude, *settings.extend_exclude):
            names.update(pattern for pattern in paths.patterns if not _SPECIAL & set(pattern))
            globs = tuple(pattern for pattern in paths.patterns if _SPECIAL & set(pattern))
            if globs:
                base = paths.base or settings.base
                lists.append(Ignore(len(base) + 1 if base else 0, compiled(globs)))
        self.names = frozenset(names)
        self._lists = tuple(lists)

    def takes(self, path: str, name: str, is_folder: bool) -> bool:
        """Whether the settings exclude a path by itself, whatever lies above it."""
        return name in self.names or any(
            bool(entry.patterns.decide(path[entry.base :], is_folder)) for entry in self._lists
        )

    def may_take_one(self, names: Collection[str], slashed: str) -> bool:
        """Whether the settings may exclude a file of one of these names, which are also given with
        a slash before and behind each: a quick answer that errs on the side of yes."""
        return not self.names.isdisjoint(names) or any(
            entry.patterns.may_take_one(slashed) for entry in self._lists
        )


class Folder:
    """One folder of a walk: its path and the names of its Python files, in order.

    These are kept in one text, each between slashes: of a large project that is a third of what
    they take by themselves.
    """

    __slots__ = ("_exclusion", "_names", "ignores", "path")

    def __init__(
        self, path: str, names: list[str], ignores: tuple[Ignore, ...], exclusion: Exclusion
    ) -> None:
        self.path = path
        self.ignores = ignores
        self._names = f"/{'/'.join(sorted(names))}/"
        self._exclusion = exclusion

    def __len__(self) -> int:
        return self._names.count("/") - 1

    def __contains__(self, name: str) -> bool:
        return f"/{name}/" in self._names

    @property
    def names(self) -> list[str]:
        """The names of the files."""
        return self._names[1:-1].split("/")

    def kept(self) -> Iterator[str]:
        """The names of the files that neither git ignores nor the settings exclude."""
        names = self.names
        if not _may_take_one(self.ignores, self._exclusion, names, self._names):
            return iter(names)
        return (name for name in names if not self.leaves_out(name))

    def leaves_out(self, name: str) -> bool:
        """Whether git ignores, or the settings exclude, the file of that name."""
        path = f"{self.path}/{name}"
        return self._exclusion.takes(path, name, is_folder=False) or _ignored(
            self.ignores, path, is_folder=False
        )


def count_kept(folders: Iterable[Folder]) -> int:
    """How many files in these folders are kept."""
    count = 0
    for (ignores, exclusion), like in groupby(folders, lambda one: (one.ignores, one._exclusion)):
        together = [*like]
        slashed = "".join([one._names for one in together])
        if _may_take_one(ignores, exclusion, slashed.split("/"), slashed):
            count += sum(1 for one in together for _ in one.kept())
        else:
            count += sum(map(len, together))
    return count


class Walk:
    """A walk below `folder`, an absolute path with forward slashes.

    `settings_for` gives the settings in force in a folder; it is asked again in folders that hold
    a file of settings. A `shallow` walk only goes down into packages. In a project of loose files,
    what has a build file, or is no package in a folder of Python files, is another project; `alone`
    says that those aren't looked for. While the walk goes on it collects `roots`, the folders from
    which modules are imported, `nested`, the other projects below, which it doesn't enter, and
    `problems`, the folders that can't be read.
    """

    __slots__ = ("_alone", "_ask", "_folder", "_loose", "_shallow", "nested", "problems", "roots")

    def __init__(
        self,
        folder: str,
        settings_for: Callable[[str], Settings],
        shallow: bool = False,
        alone: bool = False,
    ) -> None:
        self._folder = folder
        self._ask = settings_for
        self._shallow = shallow
        self._loose = not shallow and is_loose(folder)
        self._alone = alone
        self.nested: list[str] = []
        self.roots: list[str] = []
        self.problems: list[Problem] = []

    def __iter__(self) -> Iterator[Folder]:
        settings = self._ask(self._folder)
        ignores = above(self._folder) if settings.respect_gitignore else ()
        touches: bool | None = True  # whether the folder above has Python files; None: isn't of it
        stack = [(self._folder, ignores, Exclusion(settings), settings.respect_gitignore, touches)]
        while stack:
            path, ignores, exclusion, respects, touches = stack.pop()
            names: list[str] = []
            folders: list[str] = []
            notable: list[str] = []
            try:
                with os.scandir(path) as entries:
                    for entry in entries:
                        name = entry.name
                        if name.endswith(PYTHON):
                            if entry.is_file(follow_symlinks=False):
                                names.append(name)
                            elif entry.is_dir(follow_symlinks=False):
                                folders.append(name)
                            elif entry.is_symlink() and _leads_out(entry, self._folder):
                                names.append(name)
                        elif name in _NOTABLE:
                            notable.append(name)
                        elif entry.is_dir(follow_symlinks=False):
                            folders.append(name)
            except OSError as error:
                self.problems.append(Problem(path, f"can't be read: {reason(error)}"))
                continue
            if ".git" in notable and path != self._folder:
                self.nested.append(path)
                continue
            if self._shallow and path != self._folder and "__init__.py" not in names:
                continue
            if self._loose and path != self._folder:
                builds = not _NOTABLE_FILES.isdisjoint((*notable, *names))
                if builds or not (touches or (touches is False and "__init__.py" in names)):
                    if builds or names or _holds_packages(path, folders):
                        self.nested.append(path)
                        continue
                    if self._alone:
                        continue
                    touches = None
            if notable:
                if any(name in CONFIGURATION for name in notable):
                    settings = self._ask(path)
                    exclusion, respects = Exclusion(settings), settings.respect_gitignore
                if not respects:
                    ignores = ()
                elif ".gitignore" in notable:
                    ignores = _with_file(ignores, path, f"{path}/.gitignore")
            if (
                path.endswith("/" + SOURCE_FOLDER)
                or not BUILD_FILES.isdisjoint(notable)
                or "setup.py" in names
            ):
                self.roots.append(path)
            if SDK_MODULE in names and path.endswith("/" + SDK_FOLDER):
                self.roots.append(path[: -len(SDK_FOLDER) - 1])
            if names:
                yield Folder(path, names, ignores, exclusion)
            if touches is not None:
                touches = path == self._folder or any(name.endswith(".py") for name in names)
            folders.sort(reverse=True)
            for name in folders:
                below = f"{path}/{name}"
                if not exclusion.takes(below, name, is_folder=True) and not (
                    ignores and _ignored(ignores, below, is_folder=True)
                ):
                    stack.append((below, ignores, exclusion, respects, touches))


class Walked(NamedTuple):
    """A walk that is over, and the folders that it found."""

    walk: Walk
    folders: tuple[Folder, ...]


def walked(
    folder: str,
    settings_for: Callable[[str], Settings],
    shallow: bool = False,
    meet: Callable[[Folder], None] | None = None,
    alone: bool = False,
) -> Walked:
    """A whole walk below `folder`; `meet` is told of each folder as soon as it is found."""
    walk = Walk(folder, settings_for, shallow, alone)
    if meet is None:
        return Walked(walk, tuple(walk))
    folders: list[Folder] = []
    for found in walk:
        folders.append(found)
        meet(found)
    return Walked(walk, tuple(folders))


def above(folder: str) -> tuple[Ignore, ...]:
    """The ignore rules that the folders above `folder` give it, up to its repository."""
    if os.path.lexists(f"{folder}/.git"):
        return _of_repository(folder)
    chain: list[str] = []
    here = folder
    while True:
        parent = os.path.dirname(here)
        if parent == here:
            return ()
        chain.append(parent)
        if os.path.lexists(f"{parent}/.git"):
            break
        here = parent
    ignores = _of_repository(chain[-1])
    for parent in reversed(chain):
        ignores = _with_file(ignores, parent, f"{parent}/.gitignore")
    return ignores


def _holds_packages(path: str, folders: Iterable[str]) -> bool:
    """Whether one of the folders in a folder is a package."""
    return any(os.path.isfile(f"{path}/{name}/__init__.py") for name in folders)


def reason(error: OSError) -> str:
    """What went wrong, in the system's words."""
    return (error.strerror or type(error).__name__).lower()


def _ignored(ignores: tuple[Ignore, ...], path: str, is_folder: bool) -> bool:
    """Whether the rules take a path by itself; those of the nearest folder are asked first."""
    for base, patterns in reversed(ignores):
        decision = patterns.decide(path[base:], is_folder)
        if decision is not None:
            return decision
    return False


def _may_take_one(
    ignores: tuple[Ignore, ...], exclusion: Exclusion, names: Collection[str], slashed: str
) -> bool:
    """Whether the rules may take, or the settings exclude, a file of one of these names, which are
    also given with a slash before and behind each."""
    return exclusion.may_take_one(names, slashed) or any(
        rules.patterns.may_take_one(slashed) for rules in ignores
    )


def _of_repository(folder: str) -> tuple[Ignore, ...]:
    """The rules of the repository itself, from its `info/exclude`."""
    git = f"{folder}/.git"
    if os.path.isfile(git):
        git = _common_folder(folder, git)
    return _with_file((), folder, f"{git}/info/exclude")


def _common_folder(folder: str, link: str) -> str:
    """The folder of a repository of which `folder` is a worktree or a submodule."""
    try:
        with open(link, encoding="utf-8", errors="surrogateescape") as file:
            git = os.path.join(folder, file.read(4096).removeprefix("gitdir:").strip())
    except OSError:
        return link
    try:
        with open(os.path.join(git, "commondir"), encoding="utf-8") as file:
            return os.path.join(git, file.read(4096).strip())
    except OSError:
        return git


def _with_file(ignores: tuple[Ignore, ...], folder: str, path: str) -> tuple[Ignore, ...]:
    """The rules with those of the file at `path`, if there is one, for what lies in `folder`."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            text = file.read()
    except OSError:
        return ignores
    patterns = compiled(tuple(text.removeprefix("\ufeff").split("\n")))
    return (*ignores, Ignore(len(folder) + 1, patterns)) if patterns else ignores


def _leads_out(entry: os.DirEntry[str], folder: str) -> bool:
    """Whether a link leads to a file that the walk doesn't meet by itself."""
    try:
        if not entry.is_file():
            return False
    except OSError:
        return False
    return not (os.path.realpath(entry.path) + "/").startswith(os.path.realpath(folder) + "/")
