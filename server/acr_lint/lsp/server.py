"""The server: its state, what the client can do, and the documents that it opens and changes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from cattrs import Converter
from lsprotocol import converters, types
from pygls.capabilities import get_capability
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from acr_lint import __version__
from acr_lint.findings import Finding
from acr_lint.lsp.documents import path_of
from acr_lint.lsp.positions import Units
from acr_lint.lsp.projects import Results
from acr_lint.lsp.protocol import Protocol
from acr_lint.lsp.said import SOURCE, Wording
from acr_lint.lsp.session import Session, View

if TYPE_CHECKING:
    from acr_lint.lsp.diagnostics import Publisher

logger = logging.getLogger(__name__)
_USUAL = frozenset((types.ErrorCodes.MethodNotFound, types.LSPErrorCodes.ContentModified))


class Server(LanguageServer):
    """One connection to a client."""

    session: Session
    publisher: Publisher
    protocol: Protocol

    def __init__(self) -> None:
        super().__init__(
            SOURCE,
            __version__,
            protocol_cls=Protocol,
            converter_factory=lambda: converters.get_converter(
                Converter(detailed_validation=False)
            ),
            notebook_document_sync=types.NotebookDocumentSyncOptions(
                notebook_selector=[
                    types.NotebookDocumentFilterWithCells(
                        cells=[types.NotebookCellLanguage("python")],
                        notebook="jupyter-notebook",
                    )
                ]
            ),
            max_workers=1,
        )
        self.wording = Wording(self)
        self._told_problems: set[str] = set()
        self._own_folder: str | None = None

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics."""
        return self.client_capabilities.text_document is not None and (
            self.client_capabilities.text_document.diagnostic is not None
        )

    @property
    def notes_code(self) -> bool:
        """Whether code lenses or inlay hints are turned on anywhere."""
        return any(
            settings.code_lenses or settings.inlay_hints
            for settings in (*self.session.folders.values(), self.session.everywhere)
        )

    @property
    def resolves_edits(self) -> bool:
        """Whether the client asks for the edit of an action that it wants to apply."""
        support = get_capability(
            self.client_capabilities, "text_document.code_action.resolve_support.properties"
        )
        return "edit" in (support or ())

    @property
    def hover_formats(self) -> list[types.MarkupKind]:
        """The formats that the client can show in a hover, the best first."""
        formats = get_capability(self.client_capabilities, "text_document.hover.content_format")
        return list(formats or ())

    def own_folder(self) -> str:
        """A temporary folder for what the client is to show, until the connection ends.

        Raises OSError where there can be none.
        """
        if self._own_folder is None:
            import tempfile

            self._own_folder = tempfile.mkdtemp(prefix="acr-lint-")
        return self._own_folder

    def leave(self) -> None:
        """Leave nothing behind when the connection ends."""
        if self._own_folder is not None:
            import shutil

            shutil.rmtree(self._own_folder, ignore_errors=True)

    def can(self, capability: str, otherwise: bool = False) -> bool:
        """Whether the client has a capability; `otherwise` where it doesn't say."""
        found = get_capability(self.client_capabilities, capability)
        return otherwise if found is None else bool(found)

    def plain(self, value: object) -> Any:
        """A value of the protocol as JSON's plain values."""
        return self.protocol._converter.unstructure(value)

    def diagnostic(self, view: View, finding: Finding) -> types.Diagnostic:
        """A finding as a diagnostic of the protocol's own type."""
        item = self.wording.diagnostic(view, finding)
        return self.protocol._converter.structure(item, types.Diagnostic)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error; nobody is interrupted by a message for it. That a client asks for what it
        wasn't offered, or for what its user has changed meanwhile, is no error."""
        usual = isinstance(error, JsonRpcException) and error.code in _USUAL
        level = logging.INFO if usual else logging.ERROR
        logger.log(level, "%s: %s", getattr(source, "__name__", source), error)

    def tell_problems(self, results: Results) -> None:
        """Tell the user, once each, what is wrong in files of settings."""
        for problem in results.settings_problems:
            message = f"{problem.path}: {problem.message}"
            if message not in self._told_problems:
                self._told_problems.add(message)
                self.window_show_message(
                    types.ShowMessageParams(types.MessageType.Warning, f"acr-lint: {message}")
                )

    def everything_changed(self) -> None:
        """Look at all projects again: the disk, the folders or the settings changed."""
        self.session.forget()
        for document in self.session.documents:
            self.publisher.soon(self.session.project_of(self.session.file_of(document)))
        self.publisher.ask_again_soon()


def register(server: Server) -> None:
    """Let the server follow the client's documents and folders."""
    for method, handler in (
        (types.INITIALIZE, _initialize),
        (types.TEXT_DOCUMENT_DID_OPEN, _opened),
        (types.TEXT_DOCUMENT_DID_CHANGE, _changed),
        (types.TEXT_DOCUMENT_DID_CLOSE, _closed),
        (types.NOTEBOOK_DOCUMENT_DID_OPEN, _notebook_opened),
        (types.NOTEBOOK_DOCUMENT_DID_CHANGE, _notebook_changed),
        (types.NOTEBOOK_DOCUMENT_DID_CLOSE, _notebook_closed),
    ):
        server.feature(method)(handler)


def _initialize(ls: Server, params: types.InitializeParams) -> None:
    from acr_lint.lsp.configuration import client_settings

    ls.session = Session(asyncio.get_running_loop())
    ls.session.units = Units(ls.workspace.position_encoding or types.PositionEncodingKind.Utf16)
    folders = [folder.uri for folder in params.workspace_folders or []]
    if not folders and ls.workspace.root_uri:
        folders = [ls.workspace.root_uri]
    ls.session.everywhere = client_settings(params.initialization_options, "")
    for folder in (path_of(uri).rstrip("/") for uri in folders):
        ls.session.folders[folder] = client_settings(params.initialization_options, folder)


def _opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    opened = ls.session.documents.open(document.uri, document.version, document.text)
    ls.publisher.soon(ls.session.changed(opened.path))


def _changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = ls.session.documents.get(params.text_document.uri)
    if document is None:
        logger.warning("a change of a document that isn't open: %s", params.text_document.uri)
        return
    document.change(params.text_document.version, params.content_changes, ls.session.units)
    ls.publisher.soon(ls.session.changed(document.path))


def _closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    document = ls.session.documents.close(params.text_document.uri)
    if document is not None:
        ls.publisher.clear(document)
        ls.publisher.soon(ls.session.changed(document.path))


def _notebook_opened(ls: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    notebook = ls.session.notebooks.open(params)
    ls.publisher.soon(ls.session.changed(notebook.path))


def _notebook_changed(ls: Server, params: types.DidChangeNotebookDocumentParams) -> None:
    cells = params.change.cells
    structure = cells.structure if cells is not None else None
    closed = (structure.did_close if structure is not None else None) or []
    gone = [ls.session.documents.get(cell.uri) for cell in closed]
    notebook = ls.session.notebooks.change(params, ls.session.units)
    for document in gone:
        if document is not None:
            ls.publisher.clear(document)
    if notebook is not None:
        ls.publisher.soon(ls.session.changed(notebook.path))


def _notebook_closed(ls: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    cells = [ls.session.documents.get(cell.uri) for cell in params.cell_text_documents]
    notebook = ls.session.notebooks.close(params)
    for document in cells:
        if document is not None:
            ls.publisher.clear(document)
    if notebook is not None:
        ls.publisher.soon(ls.session.changed(notebook.path))
