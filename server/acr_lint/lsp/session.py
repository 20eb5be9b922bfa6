"""What the client has open, and what is known of it: the server's state, in the event loop.

Each project has a *version*, which grows with each change that may matter to it. Whoever asks for
its results gets those of the newest version; an analysis of an older one is ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import TypeVar

from acr_lint.lsp.configuration import ClientSettings, FolderSettings, SettingsInForce
from acr_lint.lsp.documents import Document, Documents, is_file, uri_of
from acr_lint.lsp.notebooks import OpenNotebooks
from acr_lint.lsp.positions import Units
from acr_lint.lsp.projects import Project, Results, lone
from acr_lint.lsp.reading import Buffer
from acr_lint.lsp.worker import Worker
from acr_lint.project.roots import project_of
from acr_lint.project.run import FileReport
from acr_lint.project.tree import is_python
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source, Span

T = TypeVar("T")


class View(NamedTuple):
    """A document with what is known of it.

    `report` is that of its file, None where there is nothing to say. Offsets of the report are
    those of the document's text plus `start`; what lies outside of the text belongs to other cells
    of its notebook.
    """

    document: Document
    results: Results
    report: FileReport | None
    start: int = 0

    def holds(self, span: Span) -> bool:
        """Whether a span of the report starts in this document."""
        return self.start <= span.start <= self.start + len(self.document.source.text)

    def here(self, span: Span) -> Span:
        """A span of the report as one of the document's text."""
        length = len(self.document.source.text)
        start, end = (max(0, min(offset - self.start, length)) for offset in span)
        return Span(start, end)


class Shown(NamedTuple):
    """A place as a client can show it: `span` is one of `source`, the text behind `uri`."""

    uri: str
    source: Source
    span: Span


class Session:
    """Everything between `initialize` and `exit`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.documents = Documents()
        self.notebooks = OpenNotebooks(self.documents)
        self.units = Units()
        self.folders: dict[str, ClientSettings] = {}
        self.everywhere = ClientSettings()
        self.worker = Worker(loop)
        self._entries: dict[str, _Entry] = {}
        self._projects: dict[str, str] = {}
        self._in_force: SettingsInForce | None = None

    # ---- what changed

    def changed(self, path: str) -> str:
        """Note that the text of the file at `path` changed; the name of its project."""
        name = self.project_of(path)
        self._entry(name).touch()
        return name

    def forget(self) -> None:
        """Note that files or settings on the disk changed, or the client's settings: nothing that
        was read counts any more."""
        self._in_force = None
        self._projects.clear()
        for entry in self._entries.values():
            entry.forget()

    # ---- what is known

    def project_of(self, path: str) -> str:
        """The name of the project of a file: its folder, or the path itself of what is no file."""
        if not is_file(path) or not is_python(path):
            return path
        folder = path.rpartition("/")[0]
        if folder not in self._projects:
            self._projects[folder] = project_of(folder)
        return self._projects[folder]

    def project_holding(self, folder: str) -> str:
        """The name of the project that a folder belongs to."""
        return self.project_of(f"{folder}/__init__.py")

    def is_open(self, path: str) -> bool:
        """Whether a file or folder lies in a folder that is open."""
        return any(f"{path}/".startswith(f"{folder}/") for folder in self.folders)

    def settings(self) -> SettingsInForce:
        """The settings in force. Only the worker may ask them for more than whether acr-lint is on:
        they read files and remember what they read."""
        if self._in_force is None:
            folders = tuple(FolderSettings(*pair) for pair in self.folders.items())
            self._in_force = SettingsInForce(folders, self.everywhere)
        return self._in_force

    async def results(self, name: str) -> Results:
        """The newest results of a project; raises what the analysis raised."""
        return await self._entry(name).current()

    async def in_worker(self, work: Callable[[], T]) -> T:
        """What some work on results gives, which is done in the worker's thread."""
        return await self.worker.submit(work)

    async def view(self, uri: str) -> View | None:
        """The document of that URI with the newest results; None where it isn't open.

        The document may have another version by then than it had when it was asked for.
        """
        while (document := self.documents.get(uri)) is not None:
            version = document.version
            results = await self.results(self.project_of(self.file_of(document)))
            if document.version == version:
                return self.view_of(document, results)
        return None

    def view_of(self, document: Document, results: Results) -> View:
        """The document with what some results say of it."""
        path = self.file_of(document)
        report = results.reports.get(path)
        if not self.settings().client(path).enable:
            report = None
        notebook = self.notebooks.with_cell(document.uri)
        if notebook is None or report is None or report.notebook is None:
            return View(document, results, report)
        number = notebook.number_of(document.uri)
        cell = next((cell for cell in report.notebook.cells if cell.number == number), None)
        if cell is None:
            return View(document, results, None)
        return View(document, results, report, cell.start)

    def file_of(self, document: Document) -> str:
        """The path of the file that a document is or is a cell of."""
        notebook = self.notebooks.with_cell(document.uri)
        return document.path if notebook is None else notebook.path

    def documents_of(self, name: str) -> Iterator[Document]:
        """The open documents of a project."""
        for document in self.documents:
            if self.project_of(self.file_of(document)) == name:
                yield document

    def documents_at(self, path: str, report: FileReport) -> Iterator[Document]:
        """The documents that show a file: open ones, else the file; nothing shows the cells of a
        notebook that isn't open."""
        document, notebook = self.documents.at(path), self.notebooks.at(path)
        if notebook is not None:
            cells = (self.documents.get(cell.document) for cell in notebook.cells)
            yield from (cell for cell in cells if cell is not None)
        elif report.notebook is None:
            yield document or Document(uri_of(path), -1, report.source.text)

    def shown(self, results: Results, path: str, span: Span) -> Shown:
        """The place at a span of a file that was analysed."""
        notebook = self.notebooks.at(path)
        report = results.reports.get(path)
        if report is not None and report.notebook is not None:
            cell = report.notebook.cell_at(span.start)
            uri = notebook.uri_of(cell.number) if notebook is not None and cell else None
            if cell is None or uri is None:
                return Shown(uri_of(path), Source(path, ""), Span(0, 0))
            moved = Span(span.start - cell.start, max(span.start, span.end) - cell.start)
            return Shown(uri, cell.text, moved)
        document = self.documents.at(path)
        source = results.sources.get(path) or Source(path, "")
        return Shown(document.uri if document is not None else uri_of(path), source, span)

    def buffers_of(self, name: str) -> dict[str, Buffer]:
        """The open texts of a project, by path."""
        cells = {cell.document for notebook in self.notebooks for cell in notebook.cells}
        buffers = {
            document.path: Buffer(document.source.text, document.edited)
            for document in self.documents
            if document.uri not in cells and self.project_of(document.path) == name
        }
        for notebook in self.notebooks:
            if self.project_of(notebook.path) == name:
                buffers[notebook.path] = Buffer(notebook.document(self.documents))
        return buffers

    def _entry(self, name: str) -> _Entry:
        entry = self._entries.get(name)
        if entry is None:
            entry = self._entries[name] = _Entry(name, self)
        return entry


class _Entry:
    """One project: its version, and its results at some version.

    `project` belongs to the worker's thread; it is made anew after the disk changed.
    """

    def __init__(self, name: str, session: Session) -> None:
        self._name = name
        self._session = session
        self._version = 0
        self._done = -1
        self._results: Results | None = None
        self._task: asyncio.Task[None] | None = None
        self._job: asyncio.Future[Results] | None = None
        self._project: Project | None = None

    def touch(self) -> None:
        """Note a change."""
        self._version += 1
        if self._job is not None:
            self._session.worker.supersede(self._job)

    def forget(self) -> None:
        """Note that the disk or the settings changed."""
        self._project = None
        self.touch()

    async def current(self) -> Results:
        """The results of the newest version."""
        while self._done != self._version or self._results is None:
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._catch_up())
            await asyncio.shield(self._task)
        return self._results

    async def _catch_up(self) -> None:
        """Analyse until the version doesn't change meanwhile."""
        while True:
            version = self._version
            self._job = self._session.worker.submit(self._work())
            try:
                results = await self._job
            except asyncio.CancelledError:
                if self._version == version:
                    raise
                continue
            finally:
                self._job = None
            if self._version == version:
                self._results, self._done = results, version
                return

    def _work(self) -> Callable[[], Results]:
        """What the worker has to do for the state that is now."""
        session, name = self._session, self._name
        buffers = session.buffers_of(name)
        settings = session.settings()
        if not is_file(name) or name in buffers:
            buffer = buffers.get(name, Buffer(""))
            return lambda: _noted(lone(name, buffer, settings.of_file(name)), settings)
        if self._project is None:
            asked = tuple(
                folder for folder in session.folders if (folder + "/").startswith(name + "/")
            )
            self._project = Project(name, lambda path: settings.of_file(path, name), asked)
        project = self._project
        return lambda: _noted(project.analyse(buffers), settings)


def _noted(results: Results, settings: SettingsInForce) -> Results:
    """The results with what is wrong in the settings that they were made with."""
    results.settings_problems = settings.problems()
    return results
