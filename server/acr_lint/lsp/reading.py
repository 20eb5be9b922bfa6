"""The files of a project as an editor has them, read again and again with little changed in
between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile

from acr_lint.project.analysis import Texts
from acr_lint.project.notebooks import NotANotebook, Notebook, parse_notebook
from acr_lint.project.outline import Outline, outline, outline_of_parts
from acr_lint.project.tree import Tree
from acr_lint.syntax.tree import Syntax, parse
from acr_lint.text.decoding import NotText, decode
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source, Span


class Buffer(NamedTuple):
    """The text of an open file, and where it was changed last, as far as that is known."""

    text: str
    edited: Span | None = None


class Reader(Texts):
    """Reads a project's files; of a notebook, its program. What didn't change isn't read again."""

    def __init__(self) -> None:
        self._decoded: dict[str, tuple[bytes, str | None, Notebook | None]] = {}
        self._outlines: dict[str, tuple[str, Outline]] = {}
        self._syntaxes: dict[str, Syntax] = {}
        self._whole: set[str] = set()

    def turn(self, tree: Tree, buffers: Mapping[str, Buffer]) -> None:
        """Read a version of the project from here on, with these buffers in the place of files."""
        self.tree = tree
        self._buffers = buffers

    def buffers(self) -> dict[str, str]:
        """The texts of the open files."""
        return {path: buffer.text for path, buffer in self._buffers.items()}

    def source(self, path: str) -> Source:
        """The source of a file that has a text."""
        notebook = self.notebook(path)
        if notebook is not None:
            return notebook.source
        text, known = self.text(path) or "", self._syntaxes.get(path)
        return known.source if known and known.source.text == text else Source(path, text)

    def notebook(self, path: str) -> Notebook | None:
        """The notebook at `path`, where it is one."""
        return self._decoded[path][2] if path in self._decoded else None

    def decoded(self, path: str, content: bytes) -> str | None:
        """The text of a file of this content, None where it is none."""
        known = self._decoded.get(path)
        if known is None or known[0] != content:
            known = self._decoded[path] = (content, *self._read(path, content))
        return known[1]

    def outline(self, path: str, text: str) -> Outline:
        """The outline of a file with that text. A buffer that was analysed as a whole is cut into
        islands for it, which the analysis will want anyway."""
        known = self._outlines.get(path)
        if known is None or known[0] != text:
            islands = self._syntax(self.source(path)).islands if path in self._whole else ()
            if islands and not any(island.skips for island in islands):
                known = text, outline_of_parts(island.text for island in islands)
            else:
                known = text, outline(text)
            self._outlines[path] = known
        return known[1]

    def step(self, path: str, was: str | None) -> tuple[list[str], list[str]] | None:
        """The islands of a file's text `was` that are others now, and those that are now in their
        place; None where they aren't known, or could not all be read."""
        old = self._syntaxes.get(path)
        if old is None or old.source.text != was or path.endswith(".ipynb"):
            return None
        new = self._syntax(self.source(path))
        if any(island.skips for island in (*old.islands, *new.islands)):
            return None
        first = _alike(zip(old.islands, new.islands))
        shorter = min(len(old.islands), len(new.islands))
        last = min(_alike(zip(old.islands[::-1], new.islands[::-1])), shorter - first)
        before, after = (
            [island.text for island in syntax.islands[first : len(syntax.islands) - last]]
            for syntax in (old, new)
        )
        return before, after

    def syntaxes(self, sources: Mapping[str, Source]) -> dict[str, Syntax]:
        """The syntax of all files that are analysed, by path; of each what can matter is read."""
        self._syntaxes = {path: self._syntax(source) for path, source in sources.items()}
        self._whole = {
            path
            for path in self._buffers
            if path in sources and sources[path].text == self.text(path)
        }
        return self._syntaxes

    def _syntax(self, source: Source) -> Syntax:
        """The syntax of a file; what of it is as it was isn't parsed again."""
        path = source.path
        known = self._syntaxes.get(path)
        if known is None or (known.source.text, known.source.written) != (
            source.text,
            source.written,
        ):
            buffer = self._buffers.get(path)
            edited = buffer.edited if buffer and not path.endswith(".ipynb") else None
            known = self._syntaxes[path] = parse(source, known, edited)
        return known

    def _read(self, path: str, content: bytes) -> tuple[str | None, Notebook | None]:
        buffer = self._buffers.get(path)
        try:
            text = decode(content).text if buffer is None else buffer.text
            if not path.endswith(".ipynb"):
                return text, None
            notebook = parse_notebook(path, text)
        except (NotText, NotANotebook):
            return None, None
        return notebook.source.text, notebook


def _alike(pairs: Iterable[tuple[object, object]]) -> int:
    """How many pairs from the first on are of the same object twice."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], pairs))
