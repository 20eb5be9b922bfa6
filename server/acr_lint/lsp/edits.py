"""Edits of a report as edits that a client can apply."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from acr_lint.fixes.applying import with_line_ends
from acr_lint.lsp.server import Server
from acr_lint.lsp.session import View
from acr_lint.text.source import Edit


def workspace_edit(server: Server, view: View, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """The edits of a view's report, for the versions of the documents that are open now."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    session = server.session
    path = session.file_of(view.document)
    for edit in edits:
        shown = session.shown(view.results, path, edit.span)
        area = session.units.range(shown.source, shown.span)
        for each in with_line_ends(shown.source.text, [edit]):
            by_uri.setdefault(shown.uri, []).append(types.TextEdit(area, each.content))
    return _for_client(server, by_uri)


def snippet_edit(server: Server, view: View, edit: Edit, snippet: str) -> types.WorkspaceEdit:
    """The edit of a view's document; with a blank to fill, as `snippet` has it, where the client
    can do that."""
    units, document = server.session.units, view.document
    if not server.can("workspace.workspace_edit.snippet_edit_support"):
        return workspace_edit(server, view, [edit])
    area = units.range(document.source, view.here(edit.span))
    value = types.StringValue(value=snippet)
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(
        document_changes=[types.TextDocumentEdit(identifier, [types.SnippetTextEdit(area, value)])]
    )


def _for_client(server: Server, by_uri: dict[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
    if not server.can("workspace.workspace_edit.document_changes"):
        return types.WorkspaceEdit(changes=dict(by_uri))
    changes: list[types.TextDocumentEdit] = []
    for uri, edits in by_uri.items():
        document = server.session.documents.get(uri)
        version = None if document is None else document.version
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        changes.append(types.TextDocumentEdit(identifier, list(edits)))
    return types.WorkspaceEdit(document_changes=list(changes))
