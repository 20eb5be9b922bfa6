"""One file with the program around it: all that a closer look at it needs."""

from __future__ import annotations

from acr_lint.project.analysis import Reader, program_of, relevant_texts
from acr_lint.project.config import Configuration
from acr_lint.project.roots import is_shared, project_of
from acr_lint.project.tree import Tree
from acr_lint.project.walk import Problem, walked
from acr_lint.settings import Settings
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.model.program import Module, Program
    from acr_lint.project.notebooks import Notebook


class Around(NamedTuple):
    """A file's text, the settings in force for it, and the program that it is part of.

    `program` is None where no file of the project mentions the SDK, and `module` where nothing in
    this file leads to it. For a notebook the text is its program.
    """

    project: str
    settings: Settings
    source: Source
    notebook: Notebook | None
    program: Program | None
    module: Module | None
    problems: tuple[Problem, ...]


def around(path: str, only: str | None = None, isolated: bool = False) -> Around:
    """The file at `path`, which is absolute and has forward slashes, with its whole project.

    `only` is a file of settings that is in force everywhere; `isolated` reads none. Raises
    ValueError with the reason where the file can't be read.
    """
    folder = project_of(path.rpartition("/")[0])
    configuration = Configuration(only, isolated)

    def settings_for(file: str) -> Settings:
        return configuration.of_file(file, folder)

    def settings_in(below: str) -> Settings:
        return configuration.of_folder(below, folder)

    shallow = is_shared(folder)
    whole = walked(folder, settings_in, shallow, alone=True)
    tree = Tree(folder, settings_in, {}, shallow, whole=whole)
    if not tree.has(path):
        tree.add(path)
    reader = Reader(tree)
    text = reader.text(path)
    problem = tree.unread(path) or reader.problems.get(path)
    if text is None or problem is not None:
        raise ValueError(problem.message if problem else "can't be read")
    program = module = None
    if tree.mentioning:
        layout, texts = relevant_texts(folder, tree, settings_for, reader)
        program = program_of(
            layout, (reader.source(path).reading(text) for path, text in texts.items())
        )
        module = next((one for one in program.modules if one.path == path), None)
    return Around(
        folder,
        settings_for(path),
        reader.source(path),
        reader.notebooks.get(path),
        program,
        module,
        tuple(configuration.problems_of([path])),
    )
