"""Projects as an editor needs them: analysed again and again, with little changed in between.

Nothing here knows the protocol. All of it runs in the worker's thread, which alone has a Project;
what goes in and out are values. A file's findings are those of the command line: the same walk, the
same relevant files, the same check and baselines; only what didn't change is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from acr_lint.check import Project as Program
from acr_lint.check import check
from acr_lint.layout import Layout
from acr_lint.lsp.heap import clear_start
from acr_lint.lsp.reading import Buffer, Reader
from acr_lint.model.build import Model, build
from acr_lint.model.memory import Memory
from acr_lint.model.program import Module
from acr_lint.project.analysis import layout_of
from acr_lint.project.known import with_baselines
from acr_lint.project.notebooks import NotANotebook, parse_notebook
from acr_lint.project.relevance import Files, Relevant, relevant
from acr_lint.project.roots import is_shared
from acr_lint.project.run import FileReport
from acr_lint.project.search import mentions_sdk
from acr_lint.project.tree import Tree
from acr_lint.project.walk import Problem, walked
from acr_lint.sdk.exceptions import installed
from acr_lint.settings import Settings
from acr_lint.syntax.tree import parse
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source

SettingsFor = Callable[[str], Settings]
MANY = 20_000
"""What is known of so many files takes room that is worth clearing."""


class Results:
    """What is known of a project at one moment.

    `reports` has an entry for each file that was analysed, `sources` their texts; `program` are the
    files that the analysis was made with, None where there were none. `nested` are the folders of
    projects inside of this one, `settings_problems` what is wrong in files of settings and in the
    client's settings.
    """

    __slots__ = (
        "_model",
        "nested",
        "program",
        "reports",
        "settings_problems",
        "sources",
    )

    def __init__(
        self,
        reports: Mapping[str, FileReport],
        sources: Mapping[str, Source],
        program: Program | None,
        nested: tuple[str, ...] = (),
    ) -> None:
        self.reports = reports
        self.sources = sources
        self.program = program
        self.nested = nested
        self.settings_problems: tuple[Problem, ...] = ()
        self._model: Model | None = None

    def model(self) -> Model | None:
        """The model of the program; built when it is first asked for, in the worker's thread."""
        if self._model is None and self.program is not None:
            self._model = build(self.program, installed())
        return self._model

    def module(self, path: str) -> Module | None:
        """The analysed file at `path`."""
        if self.program is None:
            return None
        return next((module for module in self.program.modules if module.path == path), None)


class _Relevance(NamedTuple):
    """What was found to be relevant: of which tree, roots and files that mention the SDK, and with
    which open files."""

    asked: tuple[Tree, tuple[str, ...], tuple[str, ...]]
    found: Relevant
    texts: dict[str, str]
    buffers: dict[str, str]


class Project:
    """The project in a folder, with what was read and parsed of it before.

    `asked` are the folders that the user opened: what lies in them belongs to the project even
    where it is ignored. An analysis may be ended at any point by Superseded; what is kept is then
    as good as before.
    """

    def __init__(self, folder: str, settings_for: SettingsFor, asked: tuple[str, ...]) -> None:
        self._folder = folder
        self._settings_for = settings_for
        self._asked = asked
        self._shallow = is_shared(folder) and folder not in asked
        self._buffers: dict[str, str] = {}
        self._noted: dict[str, str] = {}
        self._tree: Tree | None = None
        self._reader = Reader()
        self._modules: dict[str, Module] = {}
        self._roots: tuple[str, ...] = ()
        self._memory = Memory()
        self._relevance: _Relevance | None = None
        self._last: tuple[dict[str, str], Results] | None = None

    def analyse(self, buffers: Mapping[str, Buffer]) -> Results:
        """The reports on all relevant files; `buffers` are the open files of the project."""
        tree = self._current_tree({path: buffer.text for path, buffer in buffers.items()})
        reader = self._reader
        reader.turn(tree, buffers)
        layout = layout_of(self._folder, tree, self._settings_for)
        seeds = reader.seeds()
        if not seeds:
            self._last = None
            return Results({}, {}, None, tuple(tree.walk.nested))
        texts = self._relevant_texts(tree, layout, seeds)
        if self._last is not None and self._last[0] == texts:
            return self._last[1]
        results = self._checked(tree, layout, texts)
        self._last = texts, results
        return results

    def _current_tree(self, texts: dict[str, str]) -> Tree:
        """The tree of the project with these texts in the place of what the disk has."""
        if self._tree is None or self._buffers.keys() - texts.keys():
            self._tree = None
            self._buffers, self._noted = dict(texts), {}
            self._tree = self._walked()
        self._buffers.update(texts)
        tree = self._tree
        for path, text in texts.items():
            if self._noted.get(path) == text:
                continue
            if not tree.has(path) and not os.path.lexists(path):
                tree.add(path)
                self._memory, self._relevance = Memory(), None
            content = tree.content(path) or b""
            if tree.has(path) and mentions_sdk(content):
                tree.mentioning[path] = content
            else:
                tree.mentioning.pop(path, None)
            self._noted[path] = text
        return tree

    def _relevant_texts(
        self, tree: Tree, layout: Layout, seeds: list[tuple[str, str]]
    ) -> dict[str, str]:
        """The texts of what is relevant, which isn't looked for again as long as edits keep it."""
        asked = tree, layout.roots, tuple(path for path, _ in seeds)
        known, buffers = self._relevance, self._reader.buffers()
        edited = None if known is None or known.asked != asked else self._edited(known, buffers)
        if known is None or edited is None:
            reader = self._reader
            files = Files(tree.has, reader.text, reader.importing, reader.outline)
            found = relevant(seeds, files, layout)
            self._relevance = _Relevance(asked, found, found.texts(), buffers)
        else:
            self._relevance = known._replace(texts={**known.texts, **edited}, buffers=buffers)
        return self._relevance.texts

    def _edited(self, known: _Relevance, buffers: dict[str, str]) -> dict[str, str] | None:
        """The open files that have other texts than when the relevant ones were looked for; None
        where others may be relevant by that."""
        edited = {path: text for path, text in buffers.items() if known.buffers.get(path) != text}
        for path in edited:
            step = self._reader.step(path, known.texts.get(path))
            if step is None or not known.found.allows(path, *step):
                return None
        return edited

    def _walked(self) -> Tree:
        """The tree after a walk."""

        def settings_in(folder: str) -> Settings:
            return self._settings_for(f"{folder}/_")

        whole = walked(self._folder, settings_in, self._shallow, alone=not self._asked)
        if sum(map(len, whole.folders)) >= MANY:
            clear_start()  # so that what is kept of so many files finds room there
        tree = Tree(
            self._folder, settings_in, self._buffers, self._shallow, whole=whole, stays=True
        )
        for folder in self._asked:
            ignored = not self._settings_for(f"{folder}/_").force_exclude
            if ignored and not any(True for _ in tree.files_below(folder)):
                tree.add_folder(folder)
        return tree

    def _checked(self, tree: Tree, layout: Layout, texts: dict[str, str]) -> Results:
        """Check the files of these texts."""
        reader = self._reader
        sources = {path: reader.source(path) for path in texts}
        read = {path: source.reading(texts[path]) for path, source in sources.items()}
        self._read(layout, read)
        program = Program([module for _, module in sorted(self._modules.items())], layout)
        reports = self._with_baselines(
            [
                FileReport(sources[report.path], report, reader.notebook(report.path))
                for report in check(
                    program,
                    self._settings_for,
                    hierarchy=installed(),
                    lazy=True,
                    memory=self._memory,
                )
            ]
        )
        return Results(reports, sources, program, tuple(tree.walk.nested))

    def _read(self, layout: Layout, sources: Mapping[str, Source]) -> None:
        """Let the modules be those of these sources; where they are others than before, nothing of
        the program is remembered."""
        syntaxes = self._reader.syntaxes(sources)
        if syntaxes.keys() != self._modules.keys() or layout.roots != self._roots:
            self._memory, self._roots = Memory(), layout.roots
            self._modules = {
                path: Module(
                    path,
                    layout.name(path),
                    layout.is_package(path),
                    layout.is_test(path),
                    syntax,
                )
                for path, syntax in syntaxes.items()
            }
            return
        for path, syntax in syntaxes.items():
            self._modules[path].syntax = syntax

    def _with_baselines(self, reports: list[FileReport]) -> dict[str, FileReport]:
        """The reports by path, with known findings silenced."""
        paths = [report.source.path for report in reports]
        if any(self._settings_for(path).baseline.patterns for path in paths):
            known = with_baselines(reports, paths, self._settings_for, update=False)
            reports = list(known.reports)
        return {report.source.path: report for report in reports}


def lone(path: str, buffer: Buffer, settings: Settings) -> Results:
    """What is known of a text that is no file of any project."""
    if not mentions_sdk(buffer.text.encode("utf-8", "surrogatepass")):
        return Results({}, {}, None)
    source, notebook = Source(path, buffer.text), None
    if path.partition("?")[0].endswith(".ipynb"):
        try:
            notebook = parse_notebook(path, buffer.text)
        except NotANotebook:
            return Results({}, {}, None)
        source = notebook.source
    module = Module(path, "untitled", False, False, parse(source))
    program = Program([module], Layout("", (), lambda _: False))
    report = check(program, lambda _: settings, hierarchy=installed(), lazy=True)[0]
    return Results({path: FileReport(source, report, notebook)}, {path: source}, program)
