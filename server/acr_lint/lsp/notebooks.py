"""Notebooks that are open in the client: their cells, and the file that they would make.

The server analyses a notebook as the command line does: from the text of its file. For an open
notebook that text is made from its cells, so that both see the same program.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from lsprotocol.types import (
    DidChangeNotebookDocumentParams,
    DidCloseNotebookDocumentParams,
    DidOpenNotebookDocumentParams,
    NotebookCell,
    NotebookCellKind,
)

from acr_lint.lsp.documents import Documents, path_of
from acr_lint.lsp.positions import Units


class OpenNotebook:
    """One open notebook: the URIs of its cells in their order, and their kinds."""

    __slots__ = ("cells", "path", "uri", "version")

    def __init__(self, uri: str, version: int, cells: list[NotebookCell]) -> None:
        self.uri = uri
        self.path = path_of(uri)
        self.version = version
        self.cells = cells

    def uri_of(self, number: int) -> str | None:
        """The URI of the cell of that number, from 1."""
        return self.cells[number - 1].document if 0 < number <= len(self.cells) else None

    def number_of(self, uri: str) -> int | None:
        """The number of the cell with that URI, from 1."""
        return next(
            (number for number, cell in enumerate(self.cells, 1) if cell.document == uri), None
        )

    def document(self, documents: Documents) -> str:
        """The text of the notebook's file."""
        return json.dumps(
            {
                "cells": [
                    {
                        "cell_type": "code" if cell.kind == NotebookCellKind.Code else "markdown",
                        "source": found.source.text if found else "",
                    }
                    for cell in self.cells
                    for found in (documents.get(cell.document),)
                ],
                "metadata": {},
            }
        )


class OpenNotebooks:
    """All open notebooks; the texts of their cells are documents like others."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._by_uri: dict[str, OpenNotebook] = {}

    def __iter__(self) -> Iterator[OpenNotebook]:
        return iter(tuple(self._by_uri.values()))

    def at(self, path: str) -> OpenNotebook | None:
        """The open notebook whose file is at `path`."""
        return next((one for one in self if one.path == path), None)

    def with_cell(self, uri: str) -> OpenNotebook | None:
        """The open notebook that has the cell of that URI."""
        return next((one for one in self if one.number_of(uri) is not None), None)

    def open(self, params: DidOpenNotebookDocumentParams) -> OpenNotebook:
        """Take a notebook that the client opens."""
        opened = params.notebook_document
        notebook = OpenNotebook(opened.uri, opened.version, list(opened.cells))
        self._by_uri[opened.uri] = notebook
        for cell in params.cell_text_documents:
            self._documents.open(cell.uri, cell.version, cell.text)
        return notebook

    def change(self, params: DidChangeNotebookDocumentParams, units: Units) -> OpenNotebook | None:
        """Apply a change; the notebook that changed."""
        notebook = self._by_uri.get(params.notebook_document.uri)
        if notebook is None:
            return None
        notebook.version = params.notebook_document.version
        cells = params.change.cells
        if cells is None:
            return notebook
        if cells.structure is not None:
            array = cells.structure.array
            end = array.start + array.delete_count
            notebook.cells[array.start : end] = array.cells or []
            for opened in cells.structure.did_open or []:
                self._documents.open(opened.uri, opened.version, opened.text)
            for closed in cells.structure.did_close or []:
                self._documents.close(closed.uri)
        kinds = {cell.document: cell for cell in cells.data or []}
        notebook.cells = [kinds.get(cell.document, cell) for cell in notebook.cells]
        for content in cells.text_content or []:
            document = self._documents.get(content.document.uri)
            if document is not None:
                document.change(content.document.version, content.changes, units)
        return notebook

    def close(self, params: DidCloseNotebookDocumentParams) -> OpenNotebook | None:
        """Forget a notebook; the one that was open."""
        for cell in params.cell_text_documents:
            self._documents.close(cell.uri)
        return self._by_uri.pop(params.notebook_document.uri, None)
