"""Room for the bytes of a file, and a quick search in it, for who looks at very many files."""

from __future__ import annotations

import os

from acr_lint.project.search import OPEN, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[[bytes, int, int], int]
    """Where a word is between two places, -1 where it isn't, as `bytes.find` says it."""

_ROOM = 1 << 20


class Page:
    """The bytes of one file after the other, in room that is used again.

    `content` has them up to `size`; what is behind that is left from others. `find` searches it: on
    a `swift` page by the C library, where that offers it, in half the time; but to load what calls
    it takes as long as to search a thousand files.
    """

    __slots__ = ("_swift", "content", "find", "size")

    def __init__(self, swift: bool, room: int = _ROOM) -> None:
        self._swift = swift
        self._make(room)

    def read(self, path: str) -> None:
        """Let it be the regular file at `path`; raises OSError."""
        if not hasattr(os, "readv"):  # as on Windows
            self.put(read(path))
            return
        descriptor = os.open(path, OPEN)
        try:
            self.size = 0
            buffers: list[bytearray | memoryview] = [self.content]
            while size := os.readv(descriptor, buffers):
                self.size += size
                if self.size < len(self.content):
                    break
                known = self.content
                self._make(2 * len(known))
                self.content[: len(known)] = known
                buffers = [memoryview(self.content)[len(known) :]]
        finally:
            os.close(descriptor)

    def put(self, content: bytes) -> None:
        """Let it be a file of this content."""
        self.size = len(content)
        if self.size >= len(self.content):
            self._make(2 * self.size)
        self.content[: self.size] = content

    def copy(self) -> bytes:
        """The bytes of the file, to be kept."""
        return bytes(self.content[: self.size])

    def _make(self, room: int) -> None:
        self.content = bytearray(room)
        self.find: Find = (_find_in(self.content) if self._swift else None) or self.content.find


def _find_in(content: bytearray) -> Find | None:
    """The search of the C library in a content, which it holds in its place; None where there is
    none."""
    import ctypes

    try:
        memmem = ctypes.CDLL(None).memmem
        memmem.restype = ctypes.c_void_p
        memmem.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t)
        origin = ctypes.c_char.from_buffer(content)
    except (AttributeError, OSError, TypeError):
        return None
    base = ctypes.addressof(origin)

    def find(word: bytes, start: int, end: int, _holds: object = origin) -> int:
        at: int | None = memmem(base + start, end - start, word, len(word))
        return -1 if at is None else at - base

    return find
