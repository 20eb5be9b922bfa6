"""Which files import a module: an index of the import statements of a project's files.

A *statement* is the bytes of the lines of an import, or of any lines in which that word is. The
*extract* of a file is what is kept of it: its statements, and what lies between them where that is
little. The index may only err by saying too much: whether a file really imports a module is asked
of its text.

Why it is enough to look at single statements: an import of a module spells the module's own name,
or, of a package's `__init__` from inside of the package, only dots; a file that isn't in the folder
of the module, or below it, spells the folder's name beside it, unless the folder is a root.
"""

from __future__ import annotations

import re
from _operator import contains
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from acr_lint.project.search import spells
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from acr_lint.project.page import Find

    class Other(Protocol):
        """An index elsewhere: it is asked, and answers later."""

        def ask(self, sought: Sequence[Sought]) -> None: ...
        def answer(self) -> list[list[str]]: ...
        def end(self) -> None: ...

    Bytes = bytes | bytearray
    Noted = tuple[str, tuple[str, ...], bytes]
    """The path of a folder, the names of files in it, and the extracts of these in one text."""

_IMPORT = b"import"
_LIST = re.compile(rb"import(?=((?:[ \t]|\\\r?\n)*\([^()#]*(?:#[^\n]*[^()#]*)*))")
_DOTS = rb"\bfrom(?:[ \t.]|\\\r?\n)*import\b"
_WORD = rb"[\w\x80-\xff]{1,99}"
_CLOSE = 1000
_LONG = 2000
_MAY_JOIN = b"\\\r"
_JOINED = (b"\\", b"\\\r")
_JOINED_LINE = (b"\\\n", b"\\\r\n")
_ENDS_ALL = b"\n)\n"
_BETWEEN = b"\0"
_PACKED = 1 << 16
_MANY = 1000  # folders


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
    """The extracts of a project's files; a `small` index takes a sixth of the room, but longer."""

    __slots__ = ("_known", "_noted", "_others", "_packed", "_size", "_small")

    def __init__(self, small: bool = False) -> None:
        self._small = small
        self._others: list[Other] = []
        self._packed: list[bytes] = []
        self._noted: list[Noted] = []
        self._size = 0
        self._known: dict[Sought, list[str]] = {}

    def note(self, folder: str, contents: Mapping[str, bytes]) -> None:
        """Add files of a folder, by their names and contents."""
        texts = [extract_of(content) for content in contents.values()]
        self.note_extracts(folder, [*contents], _BETWEEN.join(texts))

    def note_extracts(self, folder: str, names: Sequence[str], text: bytes) -> None:
        """Add files of a folder, by their names and `extracts`."""
        self._known.clear()
        self._noted.append((folder, tuple(names), text))
        self._size += len(text)
        if self._small and self._size > _PACKED:
            self._packed.append(_pack(self._noted))
            self._noted, self._size = [], 0

    def add(self, other: Other) -> None:
        """Add the files of another index, which is asked whenever this one is."""
        self._known.clear()
        self._others.append(other)

    def end(self) -> None:
        """Nothing is asked any more."""
        while self._others:
            self._others.pop().end()

    def of(self, sought: Collection[Sought]) -> Iterator[str]:
        """The files that may import one of the modules, each once, ordered by path."""
        unknown = [one for one in dict.fromkeys(sought) if one not in self._known]
        if unknown:
            self._known.update(zip(unknown, self.each(unknown), strict=True))
        yield from sorted({path for module in sought for path in self._known[module]})

    def each(self, sought: Sequence[Sought]) -> list[list[str]]:
        """For each of the modules the files that may import it."""
        for other in self._others:
            other.ask(sought)
        found: dict[Sought, list[str]] = {one: [] for one in sought}
        by_folder: dict[tuple[str, bytes], list[Sought]] = {}
        for module in found:
            by_folder.setdefault((module.folder, module.above), []).append(module)
        has = self._search()
        for path, names, text in self._all():
            for (folder, above), modules in by_folder.items():
                near = not above or _is_in(path, folder)
                if not near and not has(text, above):
                    continue
                for module in modules:
                    dots = bool(module.package) and _is_in(path, module.package)
                    if dots or has(text, module.name):
                        words = (module.name,) if near else (module.name, above)
                        found[module] += [
                            f"{path}/{name}"
                            for name, extract in zip(names, text.split(_BETWEEN), strict=True)
                            if _spells_beside(extract, words) or (dots and _has_dots(extract))
                        ]
        for other in self._others:
            for paths, more in zip(found.values(), other.answer(), strict=True):
                paths += more
        return [*found.values()]

    def _search(self) -> Callable[[bytes, bytes], bool]:
        """Whether in a text is a word, in a way that suits how much is noted."""
        if not self._packed and len(self._noted) < _MANY:
            return contains
        from acr_lint.project.page import quick_search

        return quick_search()

    def _all(self) -> Iterator[Noted]:
        for packed in self._packed:
            yield from _unpack(packed)
        yield from self._noted


def extract_of(content: Bytes) -> bytes:
    """The extract of a file of this content."""
    return extracts(content, (len(content),), content.find)


def extracts(content: Bytes, ends: Sequence[int], find: Find) -> bytes:
    """The extracts of files that lie in a content one behind the other, with a line end between
    them, up to these places; `find` searches there. They are in one text, as an index notes them.

    Most files have all imports at their beginning: they are taken in one step, and one search tells
    that there are no more, and where those of the next file begin.
    """
    pieces: list[Bytes] = []
    number, file_end, size = 0, ends[0], ends[-1]
    first = find(_IMPORT, 0, size)
    while first >= 0:
        while first >= file_end:
            number += 1
            file_end = ends[number]
            pieces.append(_BETWEEN)
        close = first + _CLOSE
        last = content.rfind(_IMPORT, first, close if close < file_end else file_end)
        start = content.rfind(b"\n", 0, first) + 1
        end = content.find(b"\n", last, file_end + 1)
        piece = content[start:end]
        if end < 0 or content[start - 2] in _MAY_JOIN or content[end - 1] in _MAY_JOIN:
            piece = _lines(content, file_end, first, last)
        elif b"(" in piece:
            piece = _with_list(content, file_end, start, piece)
        if len(piece) > _CLOSE + _LONG:
            statements = statements_of(piece)
            piece = _ENDS_ALL.join(
                [one if len(one) < _LONG else _shortened(one) for one in statements]
            )
        pieces += (piece, _ENDS_ALL)
        first = find(_IMPORT, last + len(_IMPORT), size)
    pieces.append(_BETWEEN * (len(ends) - 1 - number))
    text = b"".join(pieces)
    if text.count(_BETWEEN) >= len(ends):
        pieces = [one.replace(_BETWEEN, b" ") if one.strip(_BETWEEN) else one for one in pieces]
        text = b"".join(pieces)
    return text


def statements_of(content: Bytes) -> Iterator[Bytes]:
    """The statements of a file, or of an extract, of this content."""
    size = len(content)
    at = content.find(_IMPORT)
    while at >= 0:
        yield _lines(content, size, at, at)
        at = content.find(_IMPORT, _line_end(content, size, at))


def _lines(content: Bytes, size: int, first: int, last: int) -> Bytes:
    """The lines from the import at `first` to the one at `last`, with those that backslashes join
    to them, and up to the end of a list of names."""
    start = content.rfind(b"\n", 0, first) + 1
    while content.endswith(_JOINED_LINE, 0, start):
        start = content.rfind(b"\n", 0, start - 1) + 1
    end = _line_end(content, size, last)
    while content.endswith(_JOINED, last, end) and end < size:
        end = _line_end(content, size, end + 1)
    return _with_list(content, size, start, content[start:end])


def _with_list(content: Bytes, size: int, start: int, lines: Bytes) -> Bytes:
    """The lines that begin at `start`, up to the end of a list of names that begins in them."""
    close = lines.rfind(b")") + 1
    if lines.find(b"#", lines.rfind(b"\n", 0, close) + 1, close) >= 0:
        close = 0  # a remark closes nothing
    if lines.find(b"(", close) < 0:
        return lines
    end = start + len(lines)
    for one in _LIST.finditer(lines, close):
        whole = one.end(1) == len(lines) and _LIST.match(content, start + one.start(), size)
        if whole and whole.end(1) > end:
            end = whole.end(1)
    return content[start:end]


def _line_end(content: Bytes, size: int, at: int) -> int:
    end = content.find(b"\n", at, size)
    return size if end < 0 else end


def _spells_beside(extract: bytes, words: Sequence[bytes]) -> bool:
    """Whether a statement of an extract spells all of the words."""
    return words[0] in extract and any(
        all(spells(one, word) for word in words) for one in statements_of(extract)
    )


def _has_dots(extract: Bytes) -> bool:
    """Whether something is imported from dots alone."""
    return b"." in extract and re.search(_DOTS, extract) is not None


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


def _pack(noted: list[Noted]) -> bytes:
    import marshal
    from zlib import compress

    return compress(marshal.dumps(noted), 1)


def _unpack(packed: bytes) -> list[Noted]:
    import marshal
    from zlib import decompress

    noted: list[Noted] = marshal.loads(decompress(packed))
    return noted


def _shortened(statement: Bytes) -> bytes:
    """The words of a statement, for what is as long is a file in one line, or close to it."""
    dots = [b"from . import"] if _has_dots(statement) else []
    return b" ".join(sorted({*dots, *re.findall(_WORD, statement)}))


def _bytes(word: str) -> bytes:
    return word.encode("utf-8", "surrogateescape")
