"""Code lenses and inlay hints: notes beside the code, for who asks for them in the settings."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from acr_lint.lsp.configuration import ClientSettings
from acr_lint.lsp.names import EXPLAIN
from acr_lint.lsp.notes import Note, clients_and_escapes, sent_unseen
from acr_lint.lsp.projects import Results
from acr_lint.lsp.server import Server


async def lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """A lens on each client that is made, and on each function that its errors leave; it explains
    its line."""
    uri = params.text_document.uri
    found = await _noted(ls, uri, lambda settings: settings.code_lenses, clients_and_escapes)
    return [
        types.CodeLens(area, types.Command(text, EXPLAIN, None, [uri, ls.plain(area.start)]))
        for area, text in found
    ]


async def hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """A hint behind what sends requests without a call of their operation."""
    uri = params.text_document.uri
    found = await _noted(ls, uri, lambda settings: settings.inlay_hints, sent_unseen)
    return [
        types.InlayHint(area.end, text, padding_left=True)
        for area, text in found
        if params.range.start.line <= area.end.line <= params.range.end.line
    ]


async def _noted(
    ls: Server,
    uri: str,
    wanted: Callable[[ClientSettings], bool],
    notes: Callable[[Results, str], list[Note]],
) -> list[tuple[types.Range, str]]:
    """The notes on a document, where they are wanted for it."""
    session = ls.session
    document = session.documents.get(uri)
    if document is None:
        return []
    path = session.file_of(document)
    client = session.settings().client(path)
    if not (client.enable and wanted(client)):
        return []
    view = await session.view(uri)
    if view is None or view.report is None:
        return []
    results = view.results
    found = await session.in_worker(lambda: notes(results, path))
    source = view.document.source
    return [
        (session.units.range(source, view.here(note.span)), note.text)
        for note in found
        if view.holds(note.span)
    ]
