"""Room for the bytes of files, and a quick search in it, for who looks at very many files."""

from __future__ import annotations

import os
from _operator import contains
from collections.abc import Iterator, Sequence

from acr_lint.project.search import OPEN, read
from acr_lint.project.walk import reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[[bytes, int, int], int]
    """Where a word is between two places, -1 where it isn't, as `bytes.find` says it; the places
    are in order."""
    Memmem = Callable[[int | bytes, int, bytes, int], int | None]

_ROOM = 1 << 18
_LINE_END = ord("\n")


class Page:
    """The bytes of some files of a folder, one behind the other, each with a line end behind it.

    `content` has them, `ends` says where each ends, and `find` searches in it. The room is used
    again, so that what is behind the last end is left from others. The C library searches, where it
    offers that, in half the time; but to load what calls it takes as long as to search a thousand
    files.
    """

    __slots__ = ("_room", "_view", "content", "ends", "find")

    def __init__(self, room: int = _ROOM) -> None:
        self.ends: list[int] = []
        self._make(room)

    def fill(
        self, folder: str, names: Sequence[str], unread: dict[str, str]
    ) -> Iterator[Sequence[str]]:
        """Let it have the regular files of these names in a folder, by and by as many as fit, of
        which the names are given; `unread` learns the paths of those that can't be read, and
        why."""
        ends = self.ends
        read_file = self._read if hasattr(os, "readv") else self._put
        taken: list[str] = []
        ends.clear()
        start = 0
        for name in names:
            path = f"{folder}/{name}"
            try:
                end = read_file(path, start)
                while end < 0:
                    if ends:
                        yield taken
                        taken = []
                        ends.clear()
                        start = 0
                    else:
                        self._make(2 * len(self._room))
                    end = read_file(path, start)
            except OSError as error:
                unread[path] = reason(error)
                continue
            self._room[end] = _LINE_END
            start = end + 1
            ends.append(end)
            taken.append(name)
        if ends:
            yield taken

    def copies(self) -> Iterator[bytes]:
        """The bytes of each of the files, to be kept."""
        start = 0
        for end in self.ends:
            yield bytes(self._view[start:end])
            start = end + 1

    def _read(self, path: str, start: int) -> int:
        """Read a file to the place `start`; the place where it ends, -1 where it doesn't fit."""
        descriptor = os.open(path, OPEN)
        try:
            end = start + os.readv(descriptor, (self._view[start:],))
        finally:
            os.close(descriptor)
        return end if end < len(self._room) else -1

    def _put(self, path: str, start: int) -> int:
        """Do so where files are read in one piece, as on Windows."""
        content = read(path)
        end = start + len(content)
        if end >= len(self._room):
            return -1
        self._room[start:end] = content
        return end

    def _make(self, room: int) -> None:
        self.content = self._room = bytearray(room)
        self._view = memoryview(self._room)
        self.find: Find = _find_in(self._room) or self._room.find


def quick_search() -> Callable[[bytes, bytes], bool]:
    """Whether in a content is a word, for who asks that of very many."""
    memmem = _memmem()
    if memmem is None:
        return contains
    return lambda content, word: memmem(content, len(content), word, len(word)) is not None


def _find_in(content: bytearray) -> Find | None:
    """The search of the C library in a content, which it holds in its place; None where there is
    none."""
    memmem = _memmem()
    if memmem is None:
        return None
    import ctypes

    origin = ctypes.c_char.from_buffer(content)
    base = ctypes.addressof(origin)

    def find(word: bytes, start: int, end: int, _holds: object = origin) -> int:
        at = memmem(base + start, end - start, word, len(word))
        return -1 if at is None else at - base

    return find


def _memmem() -> Memmem | None:
    """The search of the C library, None where there is none."""
    try:
        import ctypes

        memmem = ctypes.PyDLL(None).memmem  # which keeps the lock: a search is over at once
        memmem.restype = ctypes.c_void_p
        memmem.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t)
    except (AttributeError, ImportError, OSError, TypeError):
        return None
    found: Memmem = memmem
    return found
