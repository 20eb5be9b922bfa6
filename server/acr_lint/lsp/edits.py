"""Edits of a report as edits that a client can apply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lsprotocol import types

from acr_lint.findings import Finding, Fix
from acr_lint.lsp.server import Server
from acr_lint.lsp.session import View
from acr_lint.text.source import Edit, Source

_LINE_END = re.compile(r"\r\n|\r|\n")


def workspace_edit(server: Server, view: View, edits: Sequence[Edit]) -> types.WorkspaceEdit:
    """The edits of a view's report, for the versions of the documents that are open now."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    session = server.session
    path = session.file_of(view.document)
    for edit in edits:
        shown = session.shown(view.results, path, edit.span)
        content = with_line_ends(shown.source, edit.content)
        area = session.units.range(shown.source, shown.span)
        by_uri.setdefault(shown.uri, []).append(types.TextEdit(area, content))
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


def chosen(findings: Iterable[Finding], fixes: Mapping[Finding, Fix]) -> tuple[Edit, ...]:
    """The edits of the fixes of some findings, none of which touches another.

    The same edit, such as an import that two fixes need, is made once.
    """
    taken: list[Edit] = []
    for finding in findings:
        fix = fixes.get(finding)
        if fix is not None:
            new = [edit for edit in fix.edits if edit not in taken]
            if not any(_collide(edit, other) for edit in new for other in taken):
                taken += new
    return tuple(sorted(taken, key=lambda edit: edit.span))


def with_line_ends(source: Source, content: str) -> str:
    """New text with the line ends that a source has."""
    end = _LINE_END.search(source.text)
    return _LINE_END.sub(end.group(), content) if end else content


def _collide(one: Edit, other: Edit) -> bool:
    """Whether two edits overlap, or meet where one of them inserts."""
    first, second = sorted((one.span, other.span))
    if first.end > second.start:
        return True
    return first.end == second.start and (first.start == first.end or second.start == second.end)


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
