"""Room for the bytes of a file, and a quick search in it, for who looks at very many files."""

from __future__ import annotations

import os

from acr_lint.project.search import OPEN, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[[bytes, int, int], int]
    """Where a word is between two places, -1 where it isn't, as `bytes.find` says it."""

_ROOM = 1 << 16


class Page:
    """The bytes of one file after the other.

    `content` has them up to `size`, and `find` searches it. A `swift` page has room that is used
    again, so that what is behind them is left from others, and lets the C library search, where
    that offers it, in half the time; but to load what calls it takes as long as to search a
    thousand files.
    """

    __slots__ = ("_room", "_swift", "content", "find", "size")

    def __init__(self, swift: bool, room: int = _ROOM) -> None:
        self._swift = swift
        self.size = 0
        self.content: bytes | bytearray = b""
        self.find: Find = self.content.find
        if swift:
            self._make(room)

    def read(self, path: str) -> None:
        """Let it be the regular file at `path`; raises OSError."""
        if not (self._swift and hasattr(os, "readv")):  # which Windows hasn't
            self.put(read(path))
            return
        descriptor = os.open(path, OPEN)
        try:
            self.size = 0
            buffers: list[bytearray | memoryview] = [self._room]
            while size := os.readv(descriptor, buffers):
                self.size += size
                if self.size < len(self._room):
                    break
                known = self._room
                self._make(2 * len(known))
                self._room[: len(known)] = known
                buffers = [memoryview(self._room)[len(known) :]]
        finally:
            os.close(descriptor)

    def put(self, content: bytes) -> None:
        """Let it be a file of this content."""
        self.size = len(content)
        if not self._swift:
            self.content, self.find = content, content.find
            return
        if self.size >= len(self._room):
            self._make(2 * self.size)
        self._room[: self.size] = content

    def copy(self) -> bytes:
        """The bytes of the file, to be kept."""
        if isinstance(self.content, bytes):
            return self.content
        return bytes(memoryview(self.content)[: self.size])

    def _make(self, room: int) -> None:
        self.content = self._room = bytearray(room)
        self.find = _find_in(self._room) or self._room.find


def _find_in(content: bytearray) -> Find | None:
    """The search of the C library in a content, which it holds in its place; None where there is
    none."""
    try:
        import ctypes

        memmem = ctypes.PyDLL(None).memmem  # which keeps the lock: a search is over at once
        memmem.restype = ctypes.c_void_p
        memmem.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t)
        origin = ctypes.c_char.from_buffer(content)
    except (AttributeError, ImportError, OSError, TypeError):
        return None
    base = ctypes.addressof(origin)

    def find(word: bytes, start: int, end: int, _holds: object = origin) -> int:
        at: int | None = memmem(base + start, max(0, end - start), word, len(word))
        return -1 if at is None else at - base

    return find
