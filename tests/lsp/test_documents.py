from __future__ import annotations

import random

import pytest
from lsprotocol.types import (
    Position,
    PositionEncodingKind,
    Range,
    TextDocumentContentChangePartial,
    TextDocumentContentChangeWholeDocument,
)

from acr_lint.lsp.documents import Document, Documents, is_file, path_of, uri_of
from acr_lint.lsp.positions import UTF8, UTF16, UTF32, Units

LETTERS = "ab \n\r\té😀\f\u2028"
WIDTHS = {UTF8: lambda text: len(text.encode()), UTF32: len}


def _units_of(text: str, encoding: PositionEncodingKind) -> int:
    if encoding == UTF16:
        return len(text.encode("utf-16-le")) // 2
    return WIDTHS[encoding](text)


def _position(text: str, offset: int, encoding: PositionEncodingKind) -> Position:
    """Where an offset is, found by looking at each line end in turn."""
    line = start = 0
    index = 0
    while index < offset:
        if text[index] == "\n" or (text[index] == "\r" and text[index + 1 : index + 2] != "\n"):
            line, start = line + 1, index + 1
        index += 1
    return Position(line, _units_of(text[start:offset], encoding))


@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
def test_a_document_follows_random_edits(encoding: PositionEncodingKind) -> None:
    dice = random.Random(7)
    text = "first\nsecond é😀\r\nthird"
    document = Document("file:///x.py", 0, text)
    for version in range(1, 400):
        start, end = sorted(dice.randrange(len(text) + 1) for _ in range(2))
        end = min(end, start + 4)
        inside = [i for i in (start, end) if text[i - 1 : i + 1] == "\r\n"]
        new = "".join(dice.choice(LETTERS) for _ in range(dice.randrange(5)))
        if inside:
            continue
        area = Range(_position(text, start, encoding), _position(text, end, encoding))
        text = text[:start] + new + text[end:]
        document.change(version, [TextDocumentContentChangePartial(area, new)], Units(encoding))
        assert document.source.text == text
        assert document.version == version


def test_changes_apply_one_after_the_other() -> None:
    document = Document("file:///x.py", 1, "abc")
    start = Range(Position(0, 0), Position(0, 1))
    changes = [
        TextDocumentContentChangePartial(start, "12"),
        TextDocumentContentChangePartial(start, ""),
        TextDocumentContentChangeWholeDocument("new"),
        TextDocumentContentChangePartial(start, "k"),
    ]
    document.change(2, changes[:2], Units())
    assert document.source.text == "2bc"
    document.change(3, changes[2:], Units())
    assert document.source.text == "kew"


def test_a_document_is_found_under_each_spelling_of_its_uri() -> None:
    documents = Documents()
    opened = documents.open("file:///a%20b/c%3A.py", 1, "")
    assert documents.get("file:///a%20b/c:.py") is opened
    assert documents.at("/a b/c:.py") is opened
    assert documents.close("file:///a%20b/c%3A.py") is opened
    assert documents.get("file:///a%20b/c:.py") is None


def test_what_is_no_file_keeps_its_uri() -> None:
    assert path_of("untitled:Untitled-1") == "untitled:Untitled-1"
    assert not is_file("untitled:Untitled-1")
    assert uri_of("untitled:Untitled-1") == "untitled:Untitled-1"
    assert uri_of("/a b.py") == "file:///a%20b.py"
    assert is_file("/a b.py")
