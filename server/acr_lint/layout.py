"""Which file an import means: pure functions of paths.

A *root* is a folder from which modules are imported: the project's own, one that holds build files,
`src`, one that holds a copy of the SDK, or one that the settings name. A file may be imported from
several roots, so it has one dotted name, relative to the nearest root above it, and is found by
each dotted name that leads to it from a root that its importer has: the folders above the importer,
the nearest first, then the other roots. Paths have forward slashes and no slash at their end; a
project may be at "".
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself would cost a hook's start more than all of this module
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

CONFIGURATION = (".acr-lint.toml", "acr-lint.toml", "pyproject.toml")
BUILD_FILES = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})
SOURCE_FOLDER = "src"
SDK_FOLDER = "azure/containerregistry"
SDK_MODULE = "_container_registry_client.py"
PYTHON = (".py", ".pyw", ".ipynb", ".pyi")
EXCLUDED = (
    ".acr_lint_cache",
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pants.d",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "__pycache__",
    "__pypackages__",
    "_build",
    "buck-out",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""What the settings leave out by themselves: names of files and folders, no patterns."""


class Layout:
    """The roots of the project at `folder`; `has` says whether there is a file at a path."""

    __slots__ = ("_has", "_packages", "folder", "roots")

    def __init__(self, folder: str, roots: Iterable[str], has: Callable[[str], bool]) -> None:
        self.folder = folder
        self.roots = tuple(sorted({folder, *roots}))
        self._has = has
        self._packages: dict[str, bool] = {}

    def name(self, path: str) -> str:
        """The dotted name of the file at `path`; a package's `__init__` has the package's own."""
        folder, _, file = path.rpartition("/")
        root = max((root for root in self.roots if _is_below(folder, root)), key=len, default="")
        parts: list[str] = []
        for part in folder[len(root) :].strip("/").split("/"):
            parts = [*parts, part] if part.isidentifier() else []
        stem = file.rpartition(".")[0]
        return ".".join(parts if stem == "__init__" and parts else [*parts, stem])

    def is_package(self, path: str) -> bool:
        """Whether the file at `path` is the code of a package."""
        return path.rpartition("/")[2].rpartition(".")[0] == "__init__"

    def is_test(self, path: str) -> bool:
        """Whether the file at `path` is test code, by its name or a folder `tests` above it."""
        *folders, file = path[len(self.folder) :].strip("/").split("/")
        return (
            "tests" in folders
            or file == "conftest.py"
            or ((file.startswith("test_") or file.endswith("_test.py")) and file.endswith(".py"))
        )

    def places(self, name: str, importer: str) -> Iterator[str]:
        """The paths, without ending, at which the file at `importer` would find a module."""
        tail = name.replace(".", "/")
        for root in self.roots_of(importer):
            yield _join(root, tail)

    def roots_of(self, importer: str) -> Iterator[str]:
        """The roots of the file at `importer`, in the order in which they are tried."""
        own = folder = importer.rpartition("/")[0]
        while self._is_in_package(folder) and folder != self.folder:
            folder = folder.rpartition("/")[0]
        above: list[str] = []
        above.append(folder)
        while folder and folder != self.folder:
            folder = folder.rpartition("/")[0]
            above.append(folder)
        yield from above
        yield from sorted(
            (root for root in self.roots if root not in above),
            key=lambda root: -_shared(root, own),
        )
        if own not in above:
            yield own

    def _is_in_package(self, folder: str) -> bool:
        known = self._packages.get(folder)
        if known is None:
            known = self._packages[folder] = self._has(_join(folder, "__init__.py"))
        return known


def forms(place: str) -> Sequence[str]:
    """The files that may hold the module at a path without ending, as Python prefers them."""
    return (f"{place}/__init__.py", *(place + ending for ending in PYTHON))


def slashed(path: str) -> str:
    """A path of this system with forward slashes; elsewhere than on Windows a backslash is a letter
    like others."""
    return path if os.sep == "/" else path.replace(os.sep, "/")


def absolute(path: str) -> str:
    """The absolute path of a file or folder, with forward slashes."""
    return slashed(os.path.abspath(path))


def source_folders(paths: Iterable[str]) -> set[str]:
    """The roots that files show: folders `src`, and those of build files and of the SDK."""
    found: set[str] = set()
    for path in paths:
        *folders, file = path.split("/")
        if file in BUILD_FILES:
            found.add("/".join(folders))
        if file == SDK_MODULE and "/".join(folders).endswith("/" + SDK_FOLDER):
            found.add("/".join(folders[:-2]))
        for depth, part in enumerate(folders, 1):
            if part == SOURCE_FOLDER:
                found.add("/".join(folders[:depth]))
    return found


def _join(folder: str, tail: str) -> str:
    return f"{folder}/{tail}" if folder else tail


def _is_below(folder: str, root: str) -> bool:
    return not root or folder == root or folder.startswith(root + "/")


def _shared(one: str, other: str) -> int:
    """How many folders two paths share from their start."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
