"""Processes that together look into very many files, already while a walk finds them.

A *batch* is some folders with the names of their files. Batches stand in a *line*, from which each
process of a crew, the one that leads it among them, takes the next: who has other things to do
takes fewer. A process tells at the end what it found, and keeps the index of the imports in what it
took, of which it is asked from then on. What doesn't come back is looked into here.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Sequence
from mmap import mmap

from acr_lint.project.importers import Importers, Sought
from acr_lint.project.page import Page
from acr_lint.project.sweep import Look, Swept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from acr_lint.project.walk import Folder

    Batch = list[tuple[str, list[str]]]
    """Paths of folders, each with names of files in it."""

_FILES = 100  # of a batch, which a process looks into in a few milliseconds
_ROOM = 1 << 25  # bytes of the batches in a line: those of a million files
_RECORD = 8
_DIED = (EOFError, OSError, TypeError, ValueError)
"""What reading from a process raises that ended before it had written all."""


class Crew:
    """So many processes, led by this one, that look into the files of the folders that it is given.

    `meanwhile` is called here when there is nothing left to do but to look into files, and one is
    known that mentions the SDK. Raises OSError where there can be no other process.
    """

    __slots__ = ("_batch", "_batches", "_files", "_line", "_meanwhile", "_members", "_page")

    def __init__(self, jobs: int, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile
        self._batch: Batch = []
        self._batches: list[Batch] = []
        self._files = 0
        self._page = Page()
        self._line = _Line()
        self._members: list[_Member] = []
        try:
            while len(self._members) < jobs - 1:
                self._members.append(_Member(self._line, self._page, self._members))
        except OSError:
            if not self._members:
                self._line.end()
                raise

    def take(self, folder: Folder) -> None:
        """Look into the files of a folder, now or later."""
        names = folder.names
        self._batch.append((folder.path, names))
        self._files += len(names)
        if self._files >= _FILES:
            self._put()

    def found(self, importers: Importers) -> Swept:
        """What was found in all files, the imports of which `importers` learns; no more folders are
        given to the crew."""
        self._put()
        self._line.close()
        look = Look(importers, self._page)
        done: set[int] = set()
        prepared = False
        while (following := self._line.next()) is not None:
            if not prepared and self._line.is_marked:
                self._meanwhile()
                prepared = True
            number, batch = following
            look.into_all(batch)
            done.add(number)
            if look.mentioning:
                self._line.mark()
        for member in self._members:
            done.update(member.tell(look, self._batches))
        for number, batch in enumerate(self._batches):
            if number not in done:
                look.into_all(batch)
        self._line.end()
        return Swept(look.mentioning, look.unread, [])

    def end(self) -> None:
        """Nothing is asked of it any more."""
        self._line.end()
        for member in self._members:
            member.end()

    def _put(self) -> None:
        if self._batch:
            self._line.put(len(self._batches), self._batch)
            self._batches.append(self._batch)
            self._batch, self._files = [], 0


class _Line:
    """Batches with their numbers; each is taken by whichever process is the next to ask.

    They lie in memory that all these processes see, behind a byte that marks that the SDK is
    mentioned. Where each lies goes through a pipe, from which so few bytes are read in one piece.
    """

    __slots__ = ("_end", "_pipe", "_room")

    def __init__(self) -> None:
        self._room = mmap(-1, _ROOM)
        self._end = 1
        self._pipe = [*os.pipe()]
        os.set_blocking(self._pipe[1], False)

    @property
    def is_marked(self) -> bool:
        """Whether a process has said that a file mentions the SDK."""
        return bool(self._room[0])

    def mark(self) -> None:
        """Say so."""
        self._room[0] = 1

    def put(self, number: int, batch: Batch) -> None:
        """Add a batch, where there is room for it; nobody is given one for which there isn't."""
        text = marshal.dumps((number, batch))
        start, end = self._end, self._end + len(text)
        if end <= len(self._room):
            self._room[start:end] = text
            try:
                os.write(self._pipe[1], (start << 32 | end).to_bytes(_RECORD, "little"))
                self._end = end
            except BlockingIOError:
                pass

    def next(self) -> tuple[int, Batch] | None:
        """A batch, for which it may have to wait; None where all are taken and none is added."""
        record = os.read(self._pipe[0], _RECORD)
        if len(record) < _RECORD:
            return None
        start, end = divmod(int.from_bytes(record, "little"), 1 << 32)
        following: tuple[int, Batch] = marshal.loads(self._room[start:end])
        return following

    def close(self) -> None:
        """This process adds no more."""
        if len(self._pipe) == 2:
            os.close(self._pipe.pop())

    def end(self) -> None:
        """Nobody is given anything any more."""
        self.close()
        while self._pipe:
            while os.read(self._pipe[0], _RECORD << 10):
                pass
            os.close(self._pipe.pop())


class _Member:
    """Another process of a crew, and what it says."""

    __slots__ = ("_answers", "_instead", "_page", "_process", "_questions", "_share", "_sought")

    def __init__(self, line: _Line, page: Page, others: Sequence[_Member]) -> None:
        ends: list[int] = []
        try:
            ends += os.pipe()
            ends += os.pipe()
            process = os.fork()
        except OSError:
            for end in ends:
                os.close(end)
            raise
        answers, answer, asked, questions = ends
        if not process:
            failed = 1
            try:
                # While it holds the end of a pipe, who reads at the other end waits.
                for end in (answers, questions, *(one._questions.fileno() for one in others)):
                    os.close(end)
                line.close()
                _work(line, page, asked, answer)
                failed = 0
            finally:
                os._exit(failed)
        os.close(answer)
        os.close(asked)
        self._process = process
        self._answers: BinaryIO = os.fdopen(answers, "rb")
        self._questions: BinaryIO = os.fdopen(questions, "wb", buffering=0)
        self._page = page
        self._share: Batch = []
        self._sought: Sequence[Sought] = ()
        self._instead: Importers | None = None

    def tell(self, look: Look, batches: Sequence[Batch]) -> Sequence[int]:
        """Add what it found to what was found here; the numbers of the batches that it took, none
        where it failed."""
        try:
            numbers, mentioning, unread = marshal.load(self._answers)
        except _DIED:
            self.end()
            return ()
        look.mentioning.update(mentioning)
        look.unread.update(unread)
        look.importers.add(self)
        self._share = [folder for number in numbers for folder in batches[number]]
        taken: list[int] = numbers
        return taken

    def ask(self, sought: Sequence[Sought]) -> None:
        self._sought = sought
        if self._instead is None:
            try:
                marshal.dump([tuple(one) for one in sought], self._questions)
            except OSError:
                self._instead = self._looked_here()

    def answer(self) -> list[list[str]]:
        if self._instead is None:
            try:
                found: list[list[str]] = marshal.load(self._answers)
                return found
            except _DIED:
                self._instead = self._looked_here()
        return self._instead.each(self._sought)

    def end(self) -> None:
        if not self._answers.closed:
            self._questions.close()
            self._answers.close()
            try:
                os.waitpid(self._process, 0)
            except ChildProcessError:
                return  # where the system keeps no account of it

    def _looked_here(self) -> Importers:
        look = Look(Importers(), self._page)
        look.into_all(self._share)
        return look.importers


def _work(line: _Line, page: Page, asked: int, answer: int) -> None:
    """Look into one batch after the other, write what was found, and then what each question asks
    for."""
    look = Look(Importers(), page)
    numbers: list[int] = []
    while (following := line.next()) is not None:
        number, batch = following
        look.into_all(batch)
        numbers.append(number)
        if look.mentioning:
            line.mark()
    with open(answer, "wb") as answers, open(asked, "rb") as questions:
        marshal.dump((numbers, look.mentioning, look.unread), answers)
        answers.flush()
        while questions.peek(1):
            sought = [Sought(*one) for one in marshal.load(questions)]
            marshal.dump(look.importers.each(sought), answers)
            answers.flush()
