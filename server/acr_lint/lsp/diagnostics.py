"""Diagnostics: pushed to clients that don't ask, given to those that do.

A client that can ask is never pushed to, or it would show everything twice. A document is pushed to
again only when what there is to say of it changed.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Iterator

from lsprotocol import types

from acr_lint.lsp.documents import Document
from acr_lint.lsp.progress import working
from acr_lint.lsp.projects import Results
from acr_lint.lsp.protocol import Json, logged
from acr_lint.lsp.rhythm import Rhythm
from acr_lint.lsp.said import NOTHING, SOURCE, Plain, Said
from acr_lint.lsp.server import Server

_PAUSE = 0.06

logger = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Let the server answer questions for diagnostics, and push them where nobody asks."""
    server.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier=SOURCE
        ),
    )(of_document)
    server.feature(types.WORKSPACE_DIAGNOSTIC)(of_workspace)
    server.publisher = Publisher(server)


async def of_workspace(ls: Server, params: types.WorkspaceDiagnosticParams) -> Plain:
    """The diagnostics of all files of the open folders, project by project where the client takes
    them so."""
    previous = {known.uri: known.value for known in params.previous_result_ids}
    items: list[Plain] = []
    seen: set[str] = set()
    with working(ls, params.work_done_token, "Checking the workspace") as report:
        async for name, results in _projects(ls):
            report(os.path.basename(name))
            found = list(_workspace_reports(ls, results, previous, seen))
            if params.partial_result_token is not None and found:
                value = {"items": found}
                ls.protocol.tell(
                    types.PROGRESS, {"token": params.partial_result_token, "value": value}
                )
            else:
                items += found
    items += (_report(NOTHING, None, uri) for uri in previous.keys() - seen)
    return {"items": items}


async def of_document(ls: Server, params: types.DocumentDiagnosticParams) -> Plain:
    """The diagnostics of one document; `unchanged` where the client has them already."""
    view = await ls.session.view(params.text_document.uri)
    found = NOTHING if view is None else ls.wording.of(view)
    ls.publisher.delivered(params.text_document.uri, found.identity)
    return _report(found, params.previous_result_id)


def _report(found: Said, previous: str | None, uri: str = "", version: int = -1) -> Plain:
    """The report on a document, or that nothing changed; with its URI in one on the workspace."""
    identity = found.identity
    report: Plain = {"kind": "unchanged", "resultId": identity}
    if identity != previous:
        report = {"kind": "full", "resultId": identity, "items": found.items}
    if uri:
        report |= {"uri": uri, "version": version if version >= 0 else None}
    return report


async def _projects(ls: Server) -> AsyncIterator[tuple[str, Results]]:
    """The projects of the open folders and their results."""
    waiting = [ls.session.project_holding(folder) for folder in ls.session.folders]
    done: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in done:
            done.add(name)
            results = await ls.session.results(name)
            yield name, results
            waiting += (folder for folder in results.nested if ls.session.is_open(folder))


def _workspace_reports(
    ls: Server, results: Results, previous: dict[str, str], seen: set[str]
) -> Iterator[Plain]:
    """The reports on the files of a project, those without findings only where the client has to
    hear that they have none."""
    for path, report in results.reports.items():
        for document in ls.session.documents_at(path, report):
            view = ls.session.view_of(document, results)
            found = ls.wording.of(view) if ls.session.is_open(path) else NOTHING
            uri = document.uri
            if document.version < 0:
                ls.wording.forget(uri)
            if uri not in seen and (found != NOTHING or uri in previous):
                seen.add(uri)
                yield _report(found, previous.get(uri), uri, document.version)


class Publisher:
    """What the client was told, and when it is told more."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._rhythms: dict[str, Rhythm] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, tuple[str, int | None]] = {}
        self._delivered: dict[str, str] = {}
        self._again: asyncio.TimerHandle | None = None

    def delivered(self, uri: str, identity: str) -> None:
        """Note what a client that asks was given for a document."""
        self._delivered[uri] = identity

    def soon(self, project: str) -> None:
        """Tell what there is to say of a project: at once after a single change, else once its text
        has been still for a moment. A client that asks is answered anyway; it is only told where
        another file changed its answer."""
        loop = asyncio.get_running_loop()
        timer = self._timers.pop(project, None)
        if timer is not None:
            timer.cancel()
        pause = self._rhythms.setdefault(project, Rhythm()).changed(loop.time())
        if self._server.pulls:
            pause = max(pause, _PAUSE)
        if pause:
            self._timers[project] = loop.call_later(pause, self._start, project)
        else:
            self._start(project)

    def clear(self, document: Document) -> None:
        """Take back what was said of a document that is closed."""
        told = self._told.pop(document.uri, None)
        self._delivered.pop(document.uri, None)
        self._server.wording.forget(document.uri)
        if told is not None:
            self._publish(document.uri, None, NOTHING.items)

    def _start(self, project: str) -> None:
        self._timers.pop(project, None)
        self._rhythms[project].told()
        task = asyncio.create_task(self._tell(project))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, project: str) -> None:
        """Tell what changed in the open documents of a project."""
        session = self._server.session
        try:
            results = await session.results(project)
        except Exception as error:
            logger.error("the analysis of %s failed: %s", project, logged(error))
            return
        self._server.tell_problems(results)
        stale = False
        for document in session.documents_of(project):
            found = self._server.wording.of(session.view_of(document, results))
            identity = found.identity
            told = self._told.get(document.uri)
            if self._server.pulls:
                stale |= self._delivered.get(document.uri, identity) != identity
            elif told != (identity, document.version):
                stale |= told is not None and told[1] == document.version
                self._told[document.uri] = identity, document.version
                self._publish(document.uri, document.version, found.items)
        if stale:
            self.ask_again_soon()

    def ask_again_soon(self) -> None:
        """Let the client ask again for all that it asks for: the answers are others now, and not by
        an edit of the document that they are about."""
        if self._again is None:
            self._again = asyncio.get_running_loop().call_later(_PAUSE, self._ask_again)

    def _ask_again(self) -> None:
        self._again = None
        server = self._server
        if server.pulls and server.can("workspace.diagnostics.refresh_support"):
            server.workspace_diagnostic_refresh(None)
        if server.notes_code:
            if server.can("workspace.code_lens.refresh_support"):
                server.workspace_code_lens_refresh(None)
            if server.can("workspace.inlay_hint.refresh_support"):
                server.workspace_inlay_hint_refresh(None)

    def _publish(self, uri: str, version: int | None, items: Json) -> None:
        params: Plain = {"uri": uri, "diagnostics": items}
        versioned = self._server.can("text_document.publish_diagnostics.version_support", True)
        if version is not None and versioned:
            params["version"] = version
        self._server.protocol.tell(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)
