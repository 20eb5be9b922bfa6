"""One sweep over files: which mention the SDK, and what they import.

One process notes imports from the first mention on, for without one nobody asks for them; folders
that are named for a registry come first, for a mention is likely there. Where there are very many
files, a crew of processes looks into them, which begins while they are still being found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from acr_lint.project.importers import Importers, extracts
from acr_lint.project.search import NEEDLE, mentions_sdk, read
from acr_lint.project.walk import Folder, reason
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.crew import Crew
    from acr_lint.project.page import Page

MANY = 5_000
"""Of fewer files other processes cost more than they save."""
_MOST = 4
_LIKELY = "registry"


class Swept(NamedTuple):
    """What was found: the files that mention the SDK, with their bytes, be they ignored or not;
    those that can't be read, and why; and the folders of which the imports were not noted."""

    mentioning: dict[str, bytes]
    unread: dict[str, str]
    unnoted: list[Folder]


class Keeper:
    """Keeps the bytes of files while they fit into `room`."""

    __slots__ = ("contents", "room")

    def __init__(self, room: int) -> None:
        self.contents: dict[str, bytes] = {}
        self.room = room

    def settle(self) -> None:
        """Keep nothing where not all of it fits: what is kept of a large project is asked for by
        chance."""
        if self.room <= 0:
            self.contents.clear()


class Ahead:
    """A sweep that begins while a walk goes on, if that finds many files, in at most so many
    processes, 0 for what suits the machine; `meanwhile` is what a crew's leader may do then."""

    __slots__ = ("_files", "_folders", "_jobs", "_meanwhile", "crew")

    def __init__(self, jobs: int, meanwhile: Callable[[], None]) -> None:
        self._jobs = jobs
        self._meanwhile = meanwhile
        self._folders: list[Folder] = []
        self._files = 0
        self.crew: Crew | None = None

    def meet(self, folder: Folder) -> None:
        """A folder was found."""
        if self.crew is not None:
            self.crew.take(folder)
        elif self._jobs != 1:
            self._folders.append(folder)
            self._files += len(folder)
            if self._files >= MANY:
                self._begin()

    def end(self) -> None:
        """Nothing is asked any more of who looks into files."""
        if self.crew is not None:
            self.crew.end()

    def _begin(self) -> None:
        jobs = self._jobs or min(_MOST, _processors())
        self._jobs = 1
        if jobs > 1 and hasattr(os, "fork"):
            from acr_lint.project.crew import Crew

            try:
                self.crew = Crew(jobs, self._meanwhile)
            except OSError:
                return
            for folder in self._folders:
                self.crew.take(folder)


class Look:
    """What is seen in the files of many folders, one folder after the other."""

    __slots__ = ("_page", "importers", "mentioning", "unread")

    def __init__(self, importers: Importers, page: Page) -> None:
        self.importers = importers
        self.mentioning: dict[str, bytes] = {}
        self.unread: dict[str, str] = {}
        self._page = page

    def into(self, folder: str, names: Sequence[str], notes: bool) -> None:
        """Look into the files of these names in a folder, and note their imports or not."""
        page = self._page
        for taken in page.fill(folder, names, self.unread):
            if notes:
                text = extracts(page.content, page.ends, page.find)
                self.importers.note_extracts(folder, taken, text)
            if page.find(NEEDLE, 0, page.ends[-1]) >= 0:
                for name, content in zip(taken, page.copies(), strict=True):
                    if mentions_sdk(content):
                        self.mentioning[f"{folder}/{name}"] = content

    def into_all(self, folders: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Look into the files of several folders, and note their imports."""
        for folder, names in folders:
            self.into(folder, names, notes=True)


def sweep(
    folders: Sequence[Folder],
    importers: Importers,
    keeper: Keeper,
    jobs: int,
    note_all: bool = False,
) -> Swept:
    """Look at all files of the folders, in at most so many processes, 0 for what suits the machine.

    `importers` learns what they import, with `note_all` also before anything mentions the SDK.
    """
    ahead = Ahead(jobs, lambda: None)
    for folder in folders:
        ahead.meet(folder)
    if ahead.crew is not None:
        try:
            return ahead.crew.found(importers)
        except BaseException:
            ahead.end()
            raise
    folders = sorted(folders, key=lambda one: _LIKELY not in one.path)
    if sum(map(len, folders)) < MANY:
        return _swept_few(folders, importers, keeper, note_all)
    return _swept_many(folders, importers, note_all)


def _swept_few(
    folders: Sequence[Folder], importers: Importers, keeper: Keeper, notes: bool
) -> Swept:
    """What is found in few files, which are kept while they fit; `notes` says whether the imports
    are wanted already."""
    found = Swept({}, {}, [])
    kept = keeper.contents
    for folder in folders:
        contents: dict[str, bytes] = {}
        for name in folder.names:
            path = f"{folder.path}/{name}"
            content = kept.get(path)
            if content is None:
                try:
                    content = read(path)
                except OSError as error:
                    found.unread[path] = reason(error)
                    continue
                if keeper.room > 0:
                    keeper.room -= len(content)
                    kept[path] = content
            contents[name] = content
            if mentions_sdk(content):
                found.mentioning[path] = content
        if not notes:
            found.unnoted.append(folder)
            notes = bool(found.mentioning)
        elif contents:
            importers.note(folder.path, contents)
    return found


def _swept_many(folders: Sequence[Folder], importers: Importers, notes: bool) -> Swept:
    """What one process finds in many files."""
    from acr_lint.project.page import Page

    look = Look(importers, Page())
    unnoted: list[Folder] = []
    for folder in folders:
        look.into(folder.path, folder.names, notes)
        if not notes:
            unnoted.append(folder)
            notes = bool(look.mentioning)
    return Swept(look.mentioning, look.unread, unnoted)


def _processors() -> int:
    """How many processors there are for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
