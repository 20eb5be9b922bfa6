"""Bytes to text and back, by PEP 263.

A *cookie* is the comment in the first two lines that names a file's encoding.
"""

from __future__ import annotations

import codecs
import re

from acr_lint.text.record import NamedTuple

_COOKIE = rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)"
_NOTHING = rb"[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)"
_MARKS_OF_OTHERS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class Decoded(NamedTuple):
    """The text of a file, line ends as they are, with what it takes to write it back."""

    text: str
    encoding: str
    bom: bool


class NotText(ValueError):
    """Why bytes aren't the text of a Python file, or a text can't be written as bytes."""


def decode(data: bytes) -> Decoded:
    """The text of a file.

    It is UTF-8 where neither a byte order mark nor a cookie says otherwise. Raises NotText.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    if bom:
        data = data[len(codecs.BOM_UTF8) :]
    encoding = _encoding(data)
    if bom and encoding != "utf-8":
        raise NotText(f"its byte order mark says utf-8, its first lines say {encoding}")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        bad = error.object[error.start]
        raise NotText(
            _other_encoding(data)
            or f"byte 0x{bad:02x} at offset {error.start + 3 * bom} isn't {encoding}"
        ) from None
    except (LookupError, ValueError):
        raise NotText(f"the encoding {encoding!r} isn't one of text") from None
    nul = text.find("\0")
    if nul >= 0:
        raise NotText(f"NUL at character {nul}, as in binary files")
    return Decoded(text, encoding, bom)


def encode(text: str, decoded: Decoded) -> bytes:
    """The bytes of a text that takes the place of `decoded`. Raises NotText."""
    try:
        data = text.encode(decoded.encoding)
    except UnicodeEncodeError as error:
        bad = text[error.start]
        raise NotText(f"{bad!r} can't be written in {decoded.encoding}") from None
    return codecs.BOM_UTF8 + data if decoded.bom else data


def _encoding(data: bytes) -> str:
    """The encoding that the cookie names; utf-8 is always spelt so."""
    second = data.find(b"\n", data.find(b"\n") + 1)
    if data.find(b"coding", 0, second if second >= 0 else len(data)) < 0:
        return "utf-8"
    cookie = re.match(_COOKIE, data)
    if not cookie and (first := re.match(_NOTHING, data)):
        cookie = re.match(_COOKIE, data[first.end() :])
    if not cookie:
        return "utf-8"
    name = cookie[1].decode("ascii", "replace")
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        raise NotText(_other_encoding(data) or f"unknown encoding {name!r}") from None
    return "utf-8" if found in ("utf-8", "utf-8-sig") else name


def _other_encoding(data: bytes) -> str | None:
    """That the bytes start as those of an encoding in which Python reads no source."""
    for mark, name in _MARKS_OF_OTHERS.items():
        if data.startswith(mark):
            return f"it is {name}, which Python doesn't read"
    return None
