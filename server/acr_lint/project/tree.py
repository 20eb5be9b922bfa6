"""The Python files of one project: which there are, and which mention the SDK."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from acr_lint.layout import PYTHON, absolute
from acr_lint.project.importers import Importers, Sought
from acr_lint.project.search import mentions_sdk, read
from acr_lint.project.sweep import Keeper, sweep
from acr_lint.project.walk import Folder, Problem, Walked, count_kept, reason, walked
from acr_lint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.crew import Crew

_KEPT = 1 << 23
_KEPT_LONG = 1 << 20


class Tree:
    """The files below `folder`, an absolute path with forward slashes, after one walk, which may be
    over already.

    `mentioning` are the files that mention the SDK, with their bytes. Files in `texts` have that
    text, whatever the disk says; `extra` are files that belong to the project though the walk
    leaves them out. While they fit into a few megabytes the bytes of all files are kept, so that
    each is read once. A `crew` is one that was given the folders of the walk.
    """

    __slots__ = (
        "_added",
        "_extra",
        "_folders",
        "_importers",
        "_jobs",
        "_keeper",
        "_settings_for",
        "_texts",
        "_unnoted",
        "_unread",
        "mentioning",
        "walk",
    )

    def __init__(
        self,
        folder: str,
        settings_for: Callable[[str], Settings],
        texts: Mapping[str, str],
        shallow: bool = False,
        jobs: int = 1,
        whole: Walked | None = None,
        stays: bool = False,
        crew: Crew | None = None,
    ) -> None:
        whole = whole or walked(folder, settings_for, shallow)
        self.walk = whole.walk
        self.mentioning: dict[str, bytes] = {}
        self._settings_for = settings_for
        self._texts = texts
        self._extra: dict[str, set[str]] = {}
        self._folders: dict[str, Folder] = {}
        self._keeper = Keeper(_KEPT_LONG if stays else _KEPT)
        self._jobs = jobs
        self._unread: dict[str, str] = {}
        self._importers = Importers(small=stays)
        self._unnoted: list[Folder] = []
        self._added: list[str] = []
        self._look_at(whole.folders, crew)
        for path, text in texts.items():
            if self.has(path):
                self._note(path, text.encode("utf-8", "surrogatepass"))

    def add_folder(self, folder: str) -> None:
        """Let what is in a folder that the walk leaves out belong to the project."""
        found = walked(folder, self._settings_for)
        self._look_at(found.folders)
        self.walk.problems += found.walk.problems

    def add(self, path: str) -> None:
        """Let a file that the walk leaves out belong to the project."""
        folder, _, name = path.rpartition("/")
        self._extra.setdefault(folder, set()).add(name)
        self._added.append(path)
        content = self.content(path)
        if content is not None:
            self._note(path, content)

    def files_below(self, folder: str) -> Iterator[str]:
        """The files that the walk found in a folder and below it."""
        for found in self._folders_below(folder):
            for name in found.kept():
                yield f"{found.path}/{name}"

    def count_below(self, folder: str) -> int:
        """How many files the walk found in a folder and below it."""
        return count_kept(self._folders_below(folder))

    def finds(self, path: str) -> bool:
        """Whether the walk found the file at `path`."""
        folder, _, name = path.rpartition("/")
        found = self._folders.get(folder)
        return found is not None and name in found and not found.leaves_out(name)

    def has(self, path: str) -> bool:
        """Whether the file at `path` belongs to the project."""
        folder, _, name = path.rpartition("/")
        return self.finds(path) or name in self._extra.get(folder, ())

    def content(self, path: str) -> bytes | None:
        """The bytes of a file; None where it can't be read, which `unread` then explains."""
        text = self._texts.get(path)
        if text is not None:
            return text.encode("utf-8", "surrogatepass")
        if path in self._keeper.contents:
            return self._keeper.contents[path]
        try:
            return read(path)
        except OSError as error:
            self._unread[path] = reason(error)
            return None

    @property
    def lacks_some(self) -> bool:
        """Whether a file that was tried could not be read."""
        return bool(self._unread)

    def unread(self, path: str) -> Problem | None:
        """Why a file could not be read, where it was tried."""
        return next(iter(self.unread_among({path})), None)

    def unread_among(self, paths: Collection[str]) -> list[Problem]:
        """Why files could not be read, of those that were tried."""
        return [
            Problem(path, f"can't be read: {why}")
            for path, why in self._unread.items()
            if path in paths
        ]

    def importing(self, sought: Collection[Sought]) -> Iterator[tuple[str, bytes]]:
        """The files that may import one of the modules, with their bytes."""
        self._note_imports()
        open_ = Importers()
        for path, text in self._texts.items():
            folder, _, name = path.rpartition("/")
            open_.note(folder, {name: text.encode("utf-8", "surrogatepass")})
        on_disk = (path for path in self._importers.of(sought) if path not in self._texts)
        for path in (*on_disk, *open_.of(sought)):
            content = self.content(path) if self.has(path) else None
            if content is not None:
                yield path, content

    def end(self) -> None:
        """Nothing is asked of it any more."""
        self._importers.end()

    def _folders_below(self, folder: str) -> Iterator[Folder]:
        """The folder that the walk found at a path, and those below it."""
        prefix = folder.rstrip("/") + "/"
        for path, found in self._folders.items():
            if f"{path}/".startswith(prefix):
                yield found

    def _note_imports(self) -> None:
        """Let the index of imports know all files."""
        if self._unnoted:
            swept = sweep(self._unnoted, self._importers, self._keeper, self._jobs, note_all=True)
            self._unread.update(sorted(swept.unread.items()))
            self._unnoted = []
            self._keeper.settle()
        while self._added:
            path = self._added.pop()
            content = self.content(path)
            if content is not None:
                folder, _, name = path.rpartition("/")
                self._importers.note(folder, {name: content})

    def _look_at(self, folders: Sequence[Folder], crew: Crew | None = None) -> None:
        """Search the files of folders for the SDK; a crew may be doing that already."""
        self._folders.update((folder.path, folder) for folder in folders)
        if crew is None:
            swept = sweep(folders, self._importers, self._keeper, self._jobs)
        else:
            swept = crew.found(self._importers)
        self._unread.update(sorted(swept.unread.items()))
        self._unnoted += swept.unnoted
        found = sorted(swept.mentioning.items())
        self.mentioning.update((path, content) for path, content in found if self.has(path))
        if not self.mentioning:
            self._keeper.settle()

    def _note(self, path: str, content: bytes) -> None:
        """Let a file of this content mention the SDK, or not."""
        if mentions_sdk(content):
            self.mentioning[path] = content
        else:
            self.mentioning.pop(path, None)


class Wanted:
    """Files of a tree: those that its walk found below some folders, and some by their paths, but
    for those that turned out not to be readable."""

    __slots__ = ("_folders", "_paths", "_tree", "_unreadable")

    def __init__(self, tree: Tree, folders: Iterable[str], paths: Iterable[str]) -> None:
        self._tree = tree
        self._folders: list[str] = []
        for folder in sorted(folders):
            if not self._is_below(folder):
                self._folders.append(folder.rstrip("/") + "/")
        self._paths = {path for path in paths if not self._is_found(path)}
        self._unreadable: set[str] = set()

    def leave_out(self, paths: Iterable[str]) -> None:
        """Let these files not be wanted."""
        self._unreadable.update(path for path in paths if path in self)

    def __contains__(self, path: object) -> bool:
        return (
            isinstance(path, str)
            and path not in self._unreadable
            and (path in self._paths or self._is_found(path))
        )

    def __iter__(self) -> Iterator[str]:
        for folder in self._folders:
            yield from (path for path in self._tree.files_below(folder) if path in self)
        yield from self._paths - self._unreadable

    def __len__(self) -> int:
        found = sum(map(self._tree.count_below, self._folders))
        return found + len(self._paths) - len(self._unreadable)

    def _is_found(self, path: str) -> bool:
        return self._is_below(path) and self._tree.finds(path)

    def _is_below(self, path: str) -> bool:
        """Whether a path is one of the folders, or below one."""
        return any(f"{path}/".startswith(folder) for folder in self._folders)


def is_python(path: str) -> bool:
    """Whether a path has an ending of the files that are checked."""
    return path.endswith(PYTHON)


def regular(path: str) -> str | None:
    """Why the path can't be checked as a file; None where it can."""
    import stat

    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return "is a link to nothing" if os.path.lexists(path) else "doesn't exist"
    except OSError as error:
        return f"can't be read: {reason(error)}"
    return None if stat.S_ISREG(mode) else "is neither a file nor a folder"


def paths_of(paths: Iterable[str]) -> Iterator[str]:
    """The paths, absolute and with forward slashes."""
    for path in paths:
        yield absolute(path)
