"""The analysis of one project: its relevant files, decoded and parsed, and their reports.

Nothing of this is needed, nor imported, where no file of a project mentions the SDK.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator

from acr_lint.findings import Report
from acr_lint.layout import Layout
from acr_lint.project.importers import Sought
from acr_lint.project.relevance import Files, relevant
from acr_lint.project.tree import Tree, paths_of
from acr_lint.project.walk import Problem, not_text
from acr_lint.settings import Settings
from acr_lint.text.decoding import NotText, decode
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.check import Project
    from acr_lint.project.notebooks import Notebook


class Analysis(NamedTuple):
    """The reports on some files of a project, and all that they were analysed with."""

    reports: tuple[Report, ...]
    problems: list[Problem]
    sources: dict[str, Source]
    notebooks: dict[str, Notebook]


def analyse(
    folder: str,
    tree: Tree,
    settings_for: Callable[[str], Settings],
    wanted: Collection[str],
    lazy: bool,
    tell: Callable[[str], None],
) -> Analysis:
    """The reports on the wanted files, each analysed with its whole project, with fixes that are
    made when they are looked at where that is to be `lazy`; `tell` is told of each stage."""
    reader = Reader(tree)
    tell(f"looking in {folder} for what uses the SDK")
    layout, texts = relevant_texts(folder, tree, settings_for, reader)
    problems = [problem for path, problem in reader.problems.items() if path in wanted]
    asked = sorted(path for path in texts if path in wanted)
    if not asked:
        return Analysis((), problems, {}, {})
    from acr_lint.check import check
    from acr_lint.sdk.exceptions import installed

    crashes: dict[str, str] = {}
    files = "1 file" if len(texts) == 1 else f"{len(texts)} files"
    tell(f"reading {files}")
    sources = {path: reader.source(path) for path in texts}
    read = (source.reading(texts[path]) for path, source in sources.items())
    program = program_of(layout, read, crashes)
    tell(f"following the program through {files}")
    reports = check(program, settings_for, frozenset(asked), hierarchy=installed(), lazy=lazy)
    reports += tuple(Report(path, (), (), (told,)) for path, told in crashes.items())
    return Analysis(reports, problems, sources, reader.notebooks)


def relevant_texts(
    folder: str, tree: Tree, settings_for: Callable[[str], Settings], reader: Reader
) -> tuple[Layout, dict[str, str]]:
    """How the modules of a project are found, and the texts of those that lead to the SDK."""
    layout = layout_of(folder, tree, settings_for)
    files = Files(tree.has, reader.text, reader.importing)
    return layout, relevant(reader.seeds(), files, layout).texts()


def layout_of(folder: str, tree: Tree, settings_for: Callable[[str], Settings]) -> Layout:
    """How the modules of a project are found."""
    named = settings_for(f"{folder}/_").roots
    roots = paths_of(f"{named.base or folder}/{root}" for root in named.patterns)
    return Layout(folder, [*tree.walk.roots, *roots], tree.has)


def program_of(
    layout: Layout, sources: Iterable[Source], crashes: dict[str, str] | None = None
) -> Project:
    """The program of these files, but for those that `crashes` then tells of: acr-lint can't read
    them, by a mistake of ours. Without `crashes` such a mistake is raised."""
    from acr_lint.check import Project, describe, make_module

    modules = []
    for source in sorted(sources, key=lambda source: source.path):
        try:
            modules.append(make_module(source, layout))
        except Exception as error:
            if crashes is None:
                raise
            crashes[source.path] = describe(f"the parser, on {source.path},", error)
    return Project(modules, layout)


class Texts(ABC):
    """The texts of the files of a project's `tree`; for a notebook, that of its program."""

    tree: Tree

    def text(self, path: str) -> str | None:
        """The text of a file, None where it has none."""
        content = self.tree.content(path)
        return None if content is None else self.decoded(path, content)

    @abstractmethod
    def decoded(self, path: str, content: bytes) -> str | None:
        """The text of a file of this content, None where it is none."""

    def seeds(self) -> list[tuple[str, str]]:
        """The files that mention the SDK, and their texts."""
        return [
            (path, text)
            for path, content in self.tree.mentioning.items()
            if (text := self.decoded(path, content)) is not None
        ]

    def importing(self, sought: Collection[Sought]) -> Iterator[tuple[str, str]]:
        """The files that may import one of some modules, and their texts."""
        for path, content in self.tree.importing(sought):
            text = self.decoded(path, content)
            if text is not None:
                yield path, text


class Reader(Texts):
    """Reads the files of a project once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._texts: dict[str, str] = {}
        self.notebooks: dict[str, Notebook] = {}
        self.problems: dict[str, Problem] = {}

    def source(self, path: str) -> Source:
        """The source of a file that has a text."""
        notebook = self.notebooks.get(path)
        return Source(path, self._texts[path]) if notebook is None else notebook.source

    def decoded(self, path: str, content: bytes) -> str | None:
        """The text of a file of this content, None where it is none."""
        try:
            text = self._texts[path] = decode(content).text
        except NotText as error:
            self.problems[path] = not_text(path, error)
            return None
        if not path.endswith(".ipynb"):
            return text
        from acr_lint.project.notebooks import NotANotebook, parse_notebook

        try:
            notebook = self.notebooks[path] = parse_notebook(path, text)
        except NotANotebook as error:
            self.problems[path] = Problem(path, f"isn't a notebook: {error}")
            return None
        self._texts[path] = notebook.source.text
        return notebook.source.text
