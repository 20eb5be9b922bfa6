"""One sweep over many files: which mention the SDK, and what they import.

Imports are noted from the first mention on, for without one nobody asks for them; folders that are
named for a registry come first, for a mention is likely there. Where there are very many files,
processes are forked that each take a share: they start with all that is known here, tell what they
found through a pipe, and keep the extracts, of which they are asked. What doesn't come back is
swept here.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Sequence

from acr_lint.project.importers import Importers, Sought, extracts
from acr_lint.project.search import NEEDLE, mentions_sdk, read
from acr_lint.project.walk import Folder, reason
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, Protocol

    from acr_lint.project.page import Page

    class _Flag(Protocol):
        """A byte that several processes see."""

        def __getitem__(self, index: int) -> int: ...
        def __setitem__(self, index: int, value: int) -> None: ...


MANY = 20_000
"""Of fewer files the processes cost more than they save."""
_MOST = 4
_LIKELY = "registry"
_DIED = (EOFError, OSError, TypeError, ValueError)
"""What reading from a process raises that ended before it had written all."""


class Swept(NamedTuple):
    """What was found: the files that mention the SDK, with their bytes; those that can't be read,
    and why; and the folders of which the imports were not noted."""

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
    folders = sorted(folders, key=lambda one: _LIKELY not in one.path)
    if sum(map(len, folders)) < MANY:
        return _swept_few(folders, importers, keeper, bytearray([note_all]))
    from acr_lint.project.page import Page

    page = Page()
    if jobs != 1 and hasattr(os, "fork"):
        jobs = jobs or min(_MOST, _processors())
        if jobs > 1:
            return _shared(folders, importers, page, jobs, note_all)
    return _swept(folders, importers, page, bytearray([note_all]))


def _swept_few(
    folders: Sequence[Folder], importers: Importers, keeper: Keeper, noting: _Flag
) -> Swept:
    """What is found in few files; `noting` says whether the imports are wanted already."""
    found = Swept({}, {}, [])
    kept = keeper.contents
    for folder in folders:
        notes = bool(noting[0])
        if not notes:
            found.unnoted.append(folder)
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
            if mentions_sdk(content) and not folder.leaves_out(name):
                found.mentioning[path] = content
                noting[0] = 1
        if notes and contents:
            importers.note(folder.path, contents)
    return found


def _swept(folders: Sequence[Folder], importers: Importers, page: Page, noting: _Flag) -> Swept:
    """What is found in many files."""
    found = Swept({}, {}, [])
    for folder in folders:
        notes = bool(noting[0])
        if not notes:
            found.unnoted.append(folder)
        for names in page.fill(folder.path, folder.names, found.unread):
            if notes:
                importers.note_extracts(
                    folder.path, names, extracts(page.content, page.ends, page.find)
                )
            if page.find(NEEDLE, 0, page.ends[-1]) >= 0:
                for name, content in zip(names, page.copies(), strict=True):
                    if mentions_sdk(content) and not folder.leaves_out(name):
                        found.mentioning[f"{folder.path}/{name}"] = content
                        noting[0] = 1
    return found


def _shared(
    folders: Sequence[Folder],
    importers: Importers,
    page: Page,
    jobs: int,
    note_all: bool,
) -> Swept:
    """What so many processes find, this one among them."""
    from itertools import zip_longest
    from mmap import mmap

    noting = mmap(-1, 1)
    noting[0] = note_all
    shares = [folders[number::jobs] for number in range(jobs)]
    children: list[_Child] = []
    for share in shares[1:]:
        try:
            children.append(_Child(share, page, noting, children))
        except OSError:
            break
    found = _swept(shares[0], importers, page, noting)
    for share, child in zip_longest(shares[1:], children):
        more = child and child.found()
        if child and more:
            importers.add(child)
        else:
            more = _swept(share, importers, page, noting)
        found.mentioning.update(more.mentioning)
        found.unread.update(more.unread)
        found.unnoted.extend(more.unnoted)
    return found


class _Child:
    """A process that sweeps a share, and says from then on which of its files may import what;
    where it dies before the end, the share is swept here."""

    __slots__ = ("_answers", "_instead", "_page", "_process", "_questions", "_share", "_sought")

    def __init__(
        self, share: Sequence[Folder], page: Page, noting: _Flag, others: Sequence[_Child]
    ) -> None:
        answers, answer = os.pipe()
        asked, questions = os.pipe()
        try:
            self._process = os.fork()
        except OSError:
            for end in (answers, answer, asked, questions):
                os.close(end)
            raise
        if not self._process:
            failed = 1
            try:
                # While it holds the end of a pipe, who reads at the other end waits.
                for end in (answers, questions, *(one._questions.fileno() for one in others)):
                    os.close(end)
                _answer(share, page, noting, asked, answer)
                failed = 0
            finally:
                os._exit(failed)
        os.close(answer)
        os.close(asked)
        self._answers: BinaryIO = os.fdopen(answers, "rb")
        self._questions: BinaryIO = os.fdopen(questions, "wb", buffering=0)
        self._share = share
        self._page = page
        self._sought: Sequence[Sought] = ()
        self._instead: Importers | None = None

    def found(self) -> Swept | None:
        """What it found in its share; None where it failed, and has ended."""
        try:
            mentioning, unread, unnoted = marshal.load(self._answers)
        except _DIED:
            self.end()
            return None
        return Swept(mentioning, unread, [self._share[number] for number in unnoted])

    def ask(self, sought: Sequence[Sought]) -> None:
        self._sought = sought
        if self._instead is None:
            try:
                marshal.dump([tuple(one) for one in sought], self._questions)
            except OSError:
                self._instead = self._swept_here()

    def answer(self) -> list[list[str]]:
        if self._instead is None:
            try:
                found: list[list[str]] = marshal.load(self._answers)
                return found
            except _DIED:
                self._instead = self._swept_here()
        return self._instead.each(self._sought)

    def end(self) -> None:
        self._questions.close()
        self._answers.close()
        os.waitpid(self._process, 0)

    def _swept_here(self) -> Importers:
        importers = Importers()
        _swept(self._share, importers, self._page, bytearray([True]))
        return importers


def _answer(share: Sequence[Folder], page: Page, noting: _Flag, asked: int, answer: int) -> None:
    """Sweep a share, write what was found, and then what each question asks for."""
    importers = Importers()
    found = _swept(share, importers, page, noting)
    numbers = {folder.path: number for number, folder in enumerate(share)}
    unnoted = [numbers[folder.path] for folder in found.unnoted]
    with open(answer, "wb") as answers, open(asked, "rb") as questions:
        marshal.dump((found.mentioning, found.unread, unnoted), answers)
        answers.flush()
        while questions.peek(1):
            sought = [Sought(*one) for one in marshal.load(questions)]
            marshal.dump(importers.each(sought), answers)
            answers.flush()


def _processors() -> int:
    """How many processors there are for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
