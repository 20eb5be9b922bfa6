"""Findings as diagnostics: pushed to clients that don't ask, given to those that do.

A client that can ask is never pushed to, or it would show everything twice. A document is pushed to
again only when what there is to say of it changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
from collections.abc import AsyncIterator, Iterable, Iterator

from lsprotocol import types

from acr_lint.findings import Finding, Severity
from acr_lint.lsp.documents import Document
from acr_lint.lsp.progress import working
from acr_lint.lsp.projects import Results
from acr_lint.lsp.protocol import logged
from acr_lint.lsp.server import SOURCE, Server
from acr_lint.lsp.session import Session, View
from acr_lint.sdk.guide import url

PAUSE = 0.06
_LONGEST_WAIT = 1.0
NOTHING = hashlib.sha256(b"[]").hexdigest()[:16]
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_UNNECESSARY = ("ACR304", "ACR901")
_DEPRECATED = ("ACR407",)

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


async def of_workspace(
    ls: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """The diagnostics of all files of the open folders, project by project where the client takes
    them so."""
    previous = {known.uri: known.value for known in params.previous_result_ids}
    items: list[types.WorkspaceDocumentDiagnosticReport] = []
    seen: set[str] = set()
    with working(ls, params.work_done_token, "Checking the workspace") as report:
        async for name, results in _projects(ls):
            report(os.path.basename(name))
            found = list(_workspace_reports(ls, results, previous, seen))
            if params.partial_result_token is not None and found:
                partial = types.WorkspaceDiagnosticReportPartialResult(found)
                ls.progress(types.ProgressParams(params.partial_result_token, ls.plain(partial)))
            else:
                items += found
    for uri in previous.keys() - seen:
        items.append(
            types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[], result_id=NOTHING)
        )
    return types.WorkspaceDiagnosticReport(items)


async def of_document(
    ls: Server, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """The diagnostics of one document; `unchanged` where the client has them already."""
    view = await ls.session.view(params.text_document.uri)
    items = [] if view is None else list(diagnostics(ls, view))
    identity = result_id(ls, items)
    ls.publisher.delivered(params.text_document.uri, identity)
    if identity == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id=identity)
    return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=identity)


def diagnostics(server: Server, view: View) -> Iterator[types.Diagnostic]:
    """The diagnostics of a document."""
    for finding in findings(view):
        yield diagnostic(server, view, finding)


def findings(view: View) -> Iterator[Finding]:
    """The findings of a document that count."""
    if view.report is not None:
        for finding in view.report.report.findings:
            if finding.suppressed is None and view.holds(finding.span):
                yield finding


def diagnostic(server: Server, view: View, finding: Finding) -> types.Diagnostic:
    """A finding as a diagnostic."""
    units, source = server.session.units, view.document.source
    described = server.can("text_document.publish_diagnostics.code_description_support", True)
    address = url(finding.section) if finding.section else None
    return types.Diagnostic(
        range=units.range(source, view.here(finding.span)),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(address) if address and described else None,
        source=SOURCE,
        tags=_tags(finding) or None,
        related_information=list(_related(server.session, view, finding)) or None,
        data={"name": finding.name, "guide": address},
    )


def result_id(server: Server, items: Iterable[types.Diagnostic]) -> str:
    """A word that is the same for the same diagnostics."""
    text = json.dumps([server.plain(item) for item in items], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


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
) -> Iterator[types.WorkspaceDocumentDiagnosticReport]:
    """The reports on the files of a project, those without findings only where the client has to
    hear that they have none."""
    for path, report in results.reports.items():
        for document in ls.session.documents_at(path, report):
            view = ls.session.view_of(document, results)
            items = list(diagnostics(ls, view)) if ls.session.is_open(path) else []
            identity = result_id(ls, items)
            uri, version = document.uri, document.version if document.version >= 0 else None
            if uri in seen or (not items and uri not in previous):
                continue
            seen.add(uri)
            if previous.get(uri) == identity:
                yield types.WorkspaceUnchangedDocumentDiagnosticReport(
                    uri=uri, result_id=identity, version=version
                )
            else:
                yield types.WorkspaceFullDocumentDiagnosticReport(
                    uri=uri, items=items, version=version, result_id=identity
                )


class Publisher:
    """What the client was told, and when it is told more."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._since: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, tuple[str, int | None]] = {}
        self._delivered: dict[str, str] = {}
        self._again: asyncio.TimerHandle | None = None

    def delivered(self, uri: str, identity: str) -> None:
        """Note what a client that asks was given for a document."""
        self._delivered[uri] = identity

    def soon(self, project: str) -> None:
        """Tell what there is to say of a project, once its text has been still for a moment."""
        loop = asyncio.get_running_loop()
        timer = self._timers.pop(project, None)
        if timer is not None:
            timer.cancel()
        since = self._since.setdefault(project, loop.time())
        pause = max(0.0, min(PAUSE, since + _LONGEST_WAIT - loop.time()))
        self._timers[project] = loop.call_later(pause, self._start, project)

    def clear(self, document: Document) -> None:
        """Take back what was said of a document that is closed."""
        told = self._told.pop(document.uri, None)
        self._delivered.pop(document.uri, None)
        if told is not None:
            self._publish(document.uri, None, [])

    def _start(self, project: str) -> None:
        self._timers.pop(project, None)
        self._since.pop(project, None)
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
            items = list(diagnostics(self._server, session.view_of(document, results)))
            identity = result_id(self._server, items)
            told = self._told.get(document.uri)
            if self._server.pulls:
                stale |= self._delivered.get(document.uri, identity) != identity
            elif told != (identity, document.version):
                stale |= told is not None and told[1] == document.version
                self._told[document.uri] = identity, document.version
                self._publish(document.uri, document.version, items)
        if stale:
            self.ask_again_soon()

    def ask_again_soon(self) -> None:
        """Let the client ask again for all that it asks for: the answers are others now, and not by
        an edit of the document that they are about."""
        if self._again is None:
            self._again = asyncio.get_running_loop().call_later(PAUSE, self._ask_again)

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

    def _publish(self, uri: str, version: int | None, items: list[types.Diagnostic]) -> None:
        if not self._server.can("text_document.publish_diagnostics.version_support", True):
            version = None
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=items)
        )


def _tags(finding: Finding) -> list[types.DiagnosticTag]:
    if finding.code in _UNNECESSARY:
        return [types.DiagnosticTag.Unnecessary]
    if finding.code in _DEPRECATED:
        return [types.DiagnosticTag.Deprecated]
    return []


def _related(
    session: Session, view: View, finding: Finding
) -> Iterator[types.DiagnosticRelatedInformation]:
    for related in finding.related:
        uri, source, span = session.shown(view.results, related.path, related.span)
        area = session.units.range(source, span)
        yield types.DiagnosticRelatedInformation(types.Location(uri, area), related.message)
