"""The texts that the client has open: files, and the cells of notebooks.

A document's text is exactly the client's, version by version; its *path* is that of its file with
forward slashes, or its URI where it has no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lsprotocol.types import (
    TextDocumentContentChangePartial,
    TextDocumentContentChangeWholeDocument,
)
from pygls.uris import from_fs_path, to_fs_path

from acr_lint.layout import slashed
from acr_lint.lsp.positions import Units
from acr_lint.text.source import Source, Span

Change: TypeAlias = TextDocumentContentChangePartial | TextDocumentContentChangeWholeDocument


def path_of(uri: str) -> str:
    """The path of the file that a URI names; the URI itself where it names none."""
    path = to_fs_path(uri)
    return uri if path is None else slashed(path)


def uri_of(path: str) -> str:
    """The URI of the file at a path; a URI stays as it is."""
    if is_file(path):
        return from_fs_path(path) or path
    return path


def is_file(path: str) -> bool:
    """Whether a path, as `path_of` gives it, is that of a file."""
    return path.startswith("/") or path[1:3] == ":/"


class Document:
    """One open text: the client's URI for it, its version, and its text at that version.

    `edited` is where the text differs from what it was before the last changes, as far as that is
    known.
    """

    __slots__ = ("edited", "path", "source", "uri", "version")

    def __init__(self, uri: str, version: int, text: str) -> None:
        self.uri = uri
        self.path = path_of(uri)
        self.version = version
        self.source = Source(self.path, text)
        self.edited: Span | None = None

    def change(self, version: int, changes: Iterable[Change], units: Units) -> None:
        """Apply changes, one after the other."""
        for change in changes:
            if isinstance(change, TextDocumentContentChangePartial):
                span = units.span(self.source, change.range)
                text = self.source.text
                self.source = Source(
                    self.path, f"{text[: span.start]}{change.text}{text[span.end :]}"
                )
                self.edited = Span(span.start, span.start + len(change.text))
            else:
                self.source = Source(self.path, change.text)
                self.edited = None
        self.version = version


class Documents:
    """All open documents, by the client's URI and by path."""

    def __init__(self) -> None:
        self._by_uri: dict[str, Document] = {}
        self._by_path: dict[str, Document] = {}

    def __iter__(self) -> Iterator[Document]:
        return iter(tuple(self._by_uri.values()))

    def open(self, uri: str, version: int, text: str) -> Document:
        """Take a document that the client opens."""
        document = Document(uri, version, text)
        self._by_uri[uri] = document
        self._by_path[document.path] = document
        return document

    def close(self, uri: str) -> Document | None:
        """Forget a document; the one that was open."""
        document = self._by_uri.pop(uri, None)
        if document is not None and self._by_path.get(document.path) is document:
            del self._by_path[document.path]
        return document

    def get(self, uri: str) -> Document | None:
        """The document of that URI, or of the same file under another URI."""
        return self._by_uri.get(uri) or self._by_path.get(path_of(uri))

    def at(self, path: str) -> Document | None:
        """The document of the file at `path`."""
        return self._by_path.get(path)
