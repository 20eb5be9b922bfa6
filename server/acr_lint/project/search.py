"""Bytes in files: which of them mention the SDK, without decoding or parsing any.

All files are read into one buffer; a file's bytes are copied only where the needle is in them.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself would cost a hook's start more than all of this module
if TYPE_CHECKING:
    from collections.abc import Callable

NEEDLE = b"containerregistry"
_BUFFER = 1 << 19
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def mentions_sdk(content: bytes) -> bool:
    """Whether a file of this content may use the SDK by its name."""
    if NEEDLE not in content:
        return False
    squeezed = b"".join(content.replace(b"\\", b" ").split())
    return b"azure.containerregistry" in squeezed or b"fromazureimport" in squeezed


def spells(content: bytes, word: bytes) -> bool:
    """Whether a word is in a file of this content by itself, not only in longer words."""
    end = len(word)
    at = content.find(word)
    while at >= 0:
        before, after = content[at - 1 : at] if at else b"", content[at + end : at + end + 1]
        if not (_is_letter(before) or _is_letter(after)):
            return True
        at = content.find(word, at + 1)
    return False


class Search:
    """Reads files for bytes that are in few of them; all methods raise OSError."""

    __slots__ = ("_buffer", "_fill", "_view")

    def __init__(self, size: int = _BUFFER) -> None:
        self._buffer = bytearray(size)
        self._view = memoryview(self._buffer)
        self._fill = _reader(self._buffer)

    def content(self, path: str) -> bytes:
        """The bytes of the file at `path`."""
        descriptor = os.open(path, _OPEN)
        try:
            count = self._fill(descriptor)
            content = bytes(self._view[:count])
            return content if count < len(self._buffer) else content + _rest(descriptor)
        finally:
            os.close(descriptor)

    def content_with(self, path: str, needles: tuple[bytes, ...]) -> bytes | None:
        """The bytes of the file at `path` where one of the needles is among them."""
        descriptor = os.open(path, _OPEN)
        try:
            count = self._fill(descriptor)
            if count == len(self._buffer):
                content = bytes(self._buffer) + _rest(descriptor)
                return content if any(needle in content for needle in needles) else None
        finally:
            os.close(descriptor)
        find = self._buffer.find
        for needle in needles:
            if find(needle, 0, count) >= 0:
                return bytes(self._view[:count])
        return None


def _is_letter(char: bytes) -> bool:
    return char.isalnum() or char == b"_"


def read(path: str) -> bytes:
    """All bytes of the regular file at `path`; raises OSError."""
    descriptor = os.open(path, _OPEN)
    try:
        return _rest(descriptor)
    finally:
        os.close(descriptor)


def _reader(buffer: bytearray) -> Callable[[int], int]:
    """What fills the buffer from a descriptor and tells how many bytes it read."""
    if hasattr(os, "readv"):
        buffers = [buffer]
        return lambda descriptor: os.readv(descriptor, buffers)

    def fill(descriptor: int) -> int:
        data = os.read(descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    return fill


def _rest(descriptor: int) -> bytes:
    """What is left to read from a descriptor."""
    pieces = []
    while piece := os.read(descriptor, _BUFFER):
        pieces.append(piece)
    return b"".join(pieces)
