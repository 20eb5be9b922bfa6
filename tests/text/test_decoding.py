from __future__ import annotations

import io
import tokenize

import pytest

from acr_lint.text.decoding import Decoded, NotText, decode, encode

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        ("é = 1\n".encode(), "é = 1\n", "utf-8"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n", "utf-8"),
        (BOM + "é".encode(), "é", "utf-8"),
        (BOM + b"# coding: utf8\n", "# coding: utf8\n", "utf-8"),
        (b"# coding: latin-1\n\xe9", "# coding: latin-1\né", "latin-1"),
        (b"#!/bin/sh\n# -*- coding: cp1252 -*-\n\x80", None, "cp1252"),
        (b"\n# vim: set fileencoding=latin-1 :\n\xe9", None, "latin-1"),
        (b"\f# coding=utf-8-sig\nx", None, "utf-8"),
        (b"x = 1\n# coding: latin-1\n", None, "utf-8"),
        (b"\n\n# coding: nothing\n", None, "utf-8"),
        (b"#\r# coding: latin-1\r\xe9", None, "latin-1"),
        (b"x = '# coding: nothing'\n", None, "utf-8"),
    ],
)
def test_text_and_back(data: bytes, text: str | None, encoding: str) -> None:
    found = decode(data)
    assert (found.encoding, found.bom) == (encoding, data.startswith(BOM))
    assert text is None or found.text == text
    assert encode(found.text, found) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = '\xe9'\n", "byte 0xe9 at offset 5 isn't utf-8"),
        (BOM + b"\xe9", "byte 0xe9 at offset 3 isn't utf-8"),
        (b"\x7fELF\0\0", "NUL at character 4, as in binary files"),
        (b"# coding: nothing\n", "unknown encoding 'nothing'"),
        (b"# coding: rot13\n", "the encoding 'rot13' isn't one of text"),
        (b"# coding: base64\n", "the encoding 'base64' isn't one of text"),
        (b"# coding: ascii\n\xe9", "byte 0xe9 at offset 16 isn't ascii"),
        (BOM + b"# coding: latin-1\n", "its byte order mark says utf-8, its first lines say"),
        ("x = 1\n".encode("utf-16"), "it is UTF-16, which Python doesn't read"),
        ("x = 1\n".encode("utf-32"), "it is UTF-32, which Python doesn't read"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(NotText) as caught:
        decode(data)
    assert str(caught.value).startswith(reason)


def test_a_character_that_the_encoding_lacks() -> None:
    with pytest.raises(NotText, match="'€' can't be written in latin-1"):
        encode("€", Decoded("", "latin-1", False))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("first", [b"", b"#", b"# c", b"x", b" \t", b"'''", b"# coding: cp437"])
@pytest.mark.parametrize(
    "second", [b"# coding: latin-1", b" # coding=latin-1", b"x # coding: koi8-r"]
)
def test_encodings_are_those_of_tokenize(newline: bytes, first: bytes, second: bytes) -> None:
    data = newline.join((first, second, b"x"))
    expected, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    found = decode(data).encoding
    assert found.replace("latin-1", "iso-8859-1") == expected
