"""Bytes in files: which of them mention the SDK, without decoding or parsing any."""

from __future__ import annotations

import os

NEEDLE = b"containerregistry"
_WHOLE = b"azure." + NEEDLE
_MOST = 1 << 15  # bytes of one read: more than most files have, and quickly had
OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def mentions_sdk(content: bytes) -> bool:
    """Whether a file of this content may use the SDK by its name."""
    if NEEDLE not in content:
        return False
    if _WHOLE in content:
        return True
    squeezed = b"".join(content.replace(b"\\", b" ").split())
    return _WHOLE in squeezed or b"fromazureimport" in squeezed


def spells(content: bytes | bytearray, word: bytes) -> bool:
    """Whether a word is in a file of this content by itself, not only in longer words."""
    end = len(word)
    at = content.find(word)
    while at >= 0:
        before, after = content[at - 1 : at] if at else b"", content[at + end : at + end + 1]
        if not (_is_letter(before) or _is_letter(after)):
            return True
        at = content.find(word, at + 1)
    return False


def read(path: str) -> bytes:
    """All bytes of the regular file at `path`; raises OSError."""
    descriptor = os.open(path, OPEN)
    try:
        content = os.read(descriptor, _MOST)
        return content if len(content) < _MOST else content + _rest(descriptor)
    finally:
        os.close(descriptor)


def _is_letter(char: bytes | bytearray) -> bool:
    return char.isalnum() or char == b"_"


def _rest(descriptor: int) -> bytes:
    """What is left to read from a descriptor."""
    pieces = []
    while piece := os.read(descriptor, _MOST):
        pieces.append(piece)
    return b"".join(pieces)
