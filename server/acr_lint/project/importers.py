"""Which files import a module: an index of the import statements of a project's files.

A *statement* is the bytes of the lines of an import, or of any lines in which that word is. The
index may only err by saying too much: whether a file really imports a module is asked of its text.

Why it is enough to look at single statements: an import of a module spells the module's own name,
or, of a package's `__init__` from inside of the package, only dots; a file that isn't in the folder
of the module, or below it, spells the folder's name beside it, unless the folder is a root.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from acr_lint.project.search import spells
from acr_lint.text.record import NamedTuple

_IMPORT = b"import"
_LIST = re.compile(rb"import(?:[ \t]|\\\r?\n)*\((?:[^()#]|#[^\n]*)*")
_DOTS = rb"\bfrom(?:[ \t.]|\\\r?\n)*import\b"
_WORD = rb"[\w\x80-\xff]{1,99}"
_LONG = 2000
_BETWEEN = b"\0"
_MAY_JOIN = b"\\\r"
_JOINED = (b"\\", b"\\\r")
_JOINED_LINE = (b"\\\n", b"\\\r\n")


class Sought(NamedTuple):
    """A module of which importers are sought: its own name, its folder, and that folder's name, or
    nothing where the folder is a root; `package` is the folder whose `__init__` it is, if it is."""

    name: bytes
    folder: str
    above: bytes
    package: str


def sought_of(paths: Collection[str], roots: Collection[str]) -> Iterator[Sought]:
    """The modules in the files at these paths."""
    for path in sorted(paths):
        folder, _, file = path.rpartition("/")
        stem = file.rpartition(".")[0]
        package = ""
        if stem == "__init__":
            package = folder
            folder, _, stem = folder.rpartition("/")
        above = "" if folder in roots else folder.rpartition("/")[2]
        yield Sought(_bytes(stem), folder, _bytes(above), package)


class Importers:
    """The import statements of files, and the files of each."""

    __slots__ = ("_files", "_found", "_joined")

    def __init__(self) -> None:
        self._files: defaultdict[bytes, list[str]] = defaultdict(list)
        self._found: dict[bytes, list[bytes]] = {}
        self._joined = b""

    def note(self, path: str, content: bytes) -> None:
        """Add the file at `path`."""
        if self._joined:
            self._forget()
        files = self._files
        for statement in statements_of(content):
            files[statement].append(path)

    def learned(self) -> dict[bytes, list[str]]:
        """The statements and their files, in a form that `learn` takes."""
        return dict(self._files)

    def learn(self, learned: dict[bytes, list[str]]) -> None:
        """Add what another index has learned."""
        self._forget()
        for statement, files in learned.items():
            self._files[statement] += files

    def of(self, sought: Collection[Sought]) -> Iterator[str]:
        """The files that may import one of the modules, each once, ordered by path."""
        found: set[str] = set()
        for module in sought:
            for statement in self._spelling(module.name):
                everywhere = not module.above or spells(statement, module.above)
                for path in self._files[statement]:
                    if everywhere or _is_below(path, module.folder):
                        found.add(path)
            if module.package:
                for statement in self._of_dots():
                    for path in self._files[statement]:
                        if _is_below(path, module.package):
                            found.add(path)
        yield from sorted(found)

    def _forget(self) -> None:
        """Forget what was looked up, for there is more now."""
        self._found, self._joined = {}, b""

    def _spelling(self, word: bytes) -> list[bytes]:
        """The statements that spell a word."""
        if word not in self._found:
            all_ = self._all()
            found = self._found[word] = []
            at = all_.find(word)
            while at >= 0:
                start, end = all_.rfind(_BETWEEN, 0, at) + 1, all_.find(_BETWEEN, at)
                statement = all_[start:end]
                if spells(statement, word):
                    found.append(statement)
                at = all_.find(word, end)
        return self._found[word]

    def _all(self) -> bytes:
        """All statements, each with a byte behind it that is in none."""
        if not self._joined:
            self._joined = b"".join([one + _BETWEEN for one in self._files])
        return self._joined

    def _of_dots(self) -> list[bytes]:
        """The statements that import from dots alone."""
        if b"." not in self._found:
            statements = self._all().split(_BETWEEN)
            self._found[b"."] = [one for one in statements if b"." in one and re.search(_DOTS, one)]
        return self._found[b"."]


def statements_of(content: bytes) -> list[bytes]:
    """The statements of a file of this content."""
    found: list[bytes] = []
    find, rfind, add = content.find, content.rfind, found.append
    at = find(_IMPORT)
    while at >= 0:
        start = rfind(b"\n", 0, at) + 1
        end = find(b"\n", at)
        if end < 0:
            end = len(content)
        line = content[start:end]
        if b"(" in line or content[end - 1] in _MAY_JOIN or content[start - 2] in _MAY_JOIN:
            start, end = _continued_from(content, start), _continued_to(content, at, end)
            line = content[start:end]
        add(line if end - start < _LONG and _BETWEEN not in line else _shortened(line))
        at = find(_IMPORT, end)
    return found


def _continued_from(content: bytes, start: int) -> int:
    """Where the line that begins at `start` begins, with those that a backslash joins to it."""
    while content.endswith(_JOINED_LINE, 0, start):
        start = content.rfind(b"\n", 0, start - 1) + 1
    return start


def _continued_to(content: bytes, at: int, end: int) -> int:
    """Where the import at `at`, in a line that ends at `end`, ends."""
    names = _LIST.match(content, at)
    if names:
        return max(end, names.end())
    while content.endswith(_JOINED, at, end) and end < len(content):
        following = content.find(b"\n", end + 1)
        end = len(content) if following < 0 else following
    return end


def _shortened(statement: bytes) -> bytes:
    """The words of a statement, for what is as long is a file in one line, or close to it."""
    dots = [b"from . import"] if re.search(_DOTS, statement) else []
    return b" ".join(sorted({*dots, *re.findall(_WORD, statement)}))


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder + "/")


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogateescape")
