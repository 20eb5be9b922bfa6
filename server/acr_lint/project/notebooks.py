"""Jupyter notebooks: their code cells as one program, and edits of it written back.

A notebook's program is the text of its code cells one after the other. Lines that IPython reads and
Python doesn't are replaced by code that does nothing and is as long, so that an offset in the
program is an offset in a cell. Edits replace the lines of a cell that they change, in the text of
the file, and leave every other byte as it is.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable

from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Source, Span, apply_edits

_BLANK = re.compile(r"[ \t\r\n]*")
_DECODE = json.JSONDecoder().raw_decode
_PYTHON_MAGICS = frozenset({"capture", "prun", "time", "timeit"})
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MAGIC = re.compile(r"[ \t]*(?:[%!]|\?{1,2}\S|[%\w.*]+\?{1,2}\s*$)")
_ASSIGNED = re.compile(r"[^\S\n]*[\w.,\[\]'\" \t]+(?<![=!<>])=[ \t]*(?=[%!])")
_TOKEN = re.compile(r"#[^\n]*|[rRbBuUfF]{0,2}(?P<quote>\"\"\"|'''|\"|')|[(\[{]|[)\]}]", re.DOTALL)


class NotANotebook(ValueError):
    """The text is no notebook; the message says why."""


class CellPosition(NamedTuple):
    """A place in a notebook: the cell's number, from 1 and counting all cells, and its row and
    column as in a Position."""

    cell: int
    row: int
    column: int


class Cell(NamedTuple):
    """A code cell: its number, its text, where that starts in the program, and where the JSON of
    it lies in the file: the whole value, and the strings that it is made of."""

    number: int
    text: Source
    start: int
    value: Span
    strings: tuple[Span, ...]


class Notebook:
    """The notebook at `source.path`; `source` is its program, and `source.written` its cells as
    they are."""

    __slots__ = ("_document", "cells", "source")

    def __init__(self, path: str, document: str, cells: tuple[Cell, ...]) -> None:
        self._document = document
        self.cells = cells
        self.source = Source(
            path,
            "\n".join(_neutral(cell.text.text) for cell in cells),
            "\n".join(cell.text.text for cell in cells),
            tuple(cell.start for cell in cells),
        )

    def cell_at(self, offset: int) -> Cell | None:
        """The cell that an offset in the program lies in; None where there is no cell."""
        index = bisect_right([cell.start for cell in self.cells], offset) - 1
        return self.cells[max(index, 0)] if self.cells else None

    def locate(self, offset: int) -> CellPosition:
        """The place of an offset in the program."""
        cell = self.cell_at(offset)
        if cell is None:
            return CellPosition(1, 1, 1)
        row, column = cell.text.position(offset - cell.start)
        return CellPosition(cell.number, row, column)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text of the file after edits of the program.

        Raises ValueError where edits overlap or one reaches from a cell into another.
        """
        by_cell: dict[Cell, list[Edit]] = {}
        for edit in edits:
            cell = self.cell_at(edit.span.start)
            end = edit.span.end
            if cell is None or end > cell.start + len(cell.text.text):
                raise ValueError("an edit reaches out of its cell")
            moved = Span(edit.span.start - cell.start, end - cell.start)
            by_cell.setdefault(cell, []).append(Edit(moved, edit.content))
        return apply_edits(
            self._document,
            (
                Edit(cell.value, self._value(cell, apply_edits(cell.text.text, changes)))
                for cell, changes in by_cell.items()
            ),
        )

    def _value(self, cell: Cell, text: str) -> str:
        """The JSON of a cell's new text, in the manner of the old."""
        document = self._document
        ascii_only = "\\u" in document and document.isascii()
        old = document[cell.value.start : cell.value.end]
        if not old.startswith("["):
            return json.dumps(text, ensure_ascii=ascii_only)
        literals = [document[span.start : span.end] for span in cell.strings]
        known = {json.loads(literal): literal for literal in literals}
        lines = [
            known.get(line) or json.dumps(line, ensure_ascii=ascii_only)
            for line in _LINE.findall(text)
        ]
        if not cell.strings:
            return f"[{', '.join(lines)}]"
        first, last = cell.strings[0], cell.strings[-1]
        between = ", "
        if len(cell.strings) > 1:
            between = document[first.end : cell.strings[1].start]
        elif "\n" in document[cell.value.start : first.start]:
            between = "," + document[cell.value.start + 1 : first.start]
        opening = document[cell.value.start : first.start]
        return opening + between.join(lines) + document[last.end : cell.value.end]


def parse_notebook(path: str, document: str) -> Notebook:
    """The notebook that a file holds; raises NotANotebook where it holds none.

    One in another language than Python has no cells.
    """
    try:
        found = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise NotANotebook(f"isn't JSON: {error}") from None
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise NotANotebook("has no cells")
    if _language(found) not in ("python", "ipython", ""):
        return Notebook(path, document, ())
    values = _source_values(document)
    code: list[Cell] = []
    start = 0
    for number, (cell, value) in enumerate(zip(cells, values, strict=True), 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code" or value is None:
            continue
        text = "".join(json.loads(document[span.start : span.end]) for span in value[1])
        code.append(Cell(number, Source(path, text), start, *value))
        start += len(text) + 1
    return Notebook(path, document, tuple(code))


def _language(document: dict[str, object]) -> str:
    """The language of a notebook in lower case, "" where it names none."""
    metadata = document.get("metadata")
    if isinstance(metadata, dict):
        for part, key in (("language_info", "name"), ("kernelspec", "language")):
            inner = metadata.get(part)
            if isinstance(inner, dict) and isinstance(inner.get(key), str):
                return str(inner[key]).lower()
    return ""


def _neutral(text: str) -> str:
    """A cell's text with all that only IPython reads replaced, at the same length."""
    lines = _LINE.findall(text)
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and first[2:].split(" ")[0] not in _PYTHON_MAGICS:
        return "".join(line if line.isspace() else _comment(line) for line in lines)
    out: list[str] = []
    depth, quote = 0, ""
    continued = magic = False
    for line in lines:
        if continued:
            out.append(_comment(line) if magic else line)
        elif depth or quote:
            magic = False
            out.append(line)
        elif _MAGIC.match(line):
            magic = True
            out.append(_nothing(line))
        elif match := _ASSIGNED.match(line):
            magic = True
            out.append(match.group() + _nothing(line[match.end() :]))
        else:
            magic = False
            out.append(line)
        if not magic:
            depth, quote = _open(line, depth, quote)
        continued = line.rstrip("\r\n").endswith("\\")
    return "".join(out)


def _open(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets, and which quotes, are open after a line."""
    at = 0
    while at < len(line):
        if quote:
            close = re.compile(rf"(?s)(?:\\.|(?!{quote}).)*{quote}").match(line, at)
            if close is None:
                return depth, quote if len(quote) == 3 else ""
            at, quote = close.end(), ""
            continue
        match = _TOKEN.search(line, at)
        if match is None:
            break
        at = match.end()
        if match["quote"]:
            quote = match["quote"]
        elif match.group()[0] in "([{":
            depth += 1
        elif match.group()[0] in ")]}":
            depth = max(0, depth - 1)
    return depth, quote


def _nothing(line: str) -> str:
    """A statement without effect, as long and as deep as a line."""
    body = line.lstrip(" \t")
    indent = line[: len(line) - len(body)]
    content = body.rstrip("\r\n")
    ending = body[len(content) :]
    filler = "0" if len(content) == 1 else "0#" + content[2:].rstrip("\\").ljust(len(content) - 2)
    return indent + (filler if content else "") + ending


def _comment(line: str) -> str:
    return "#" + line[1:] if not line.startswith(("\r", "\n")) else line


_Value = tuple[Span, tuple[Span, ...]]


def _source_values(document: str) -> list[_Value | None]:
    """For each cell of a valid notebook, where its `source` and the strings in that lie."""
    at = _skip_to_key(document, document.index("{"), "cells")
    found: list[_Value | None] = []
    at = _after_blank(document, at + 1)
    while document[at] != "]":
        end = _end(document, at)
        inner = _skip_to_key(document, at, "source") if document[at] == "{" else -1
        found.append(_strings(document, inner) if inner >= 0 else None)
        at = _after_blank(document, end)
        if document[at] == ",":
            at = _after_blank(document, at + 1)
    return found


def _skip_to_key(document: str, at: int, key: str) -> int:
    """Where the value of the last entry `key` of the object that opens at `at` starts, or -1."""
    found = -1
    at = _after_blank(document, at + 1)
    while document[at] == '"':
        name, at = _DECODE(document, at)
        at = _after_blank(document, _after_blank(document, at) + 1)
        if name == key:
            found = at
        at = _after_blank(document, _end(document, at))
        if document[at] == ",":
            at = _after_blank(document, at + 1)
    return found


def _strings(document: str, at: int) -> _Value | None:
    """The value at `at` and the strings in it, None where it is no string and no list of them."""
    end = _end(document, at)
    if document[at] == '"':
        return Span(at, end), (Span(at, end),)
    if document[at] != "[":
        return None
    spans: list[Span] = []
    here = _after_blank(document, at + 1)
    while document[here] == '"':
        after = _end(document, here)
        spans.append(Span(here, after))
        here = _after_blank(document, after)
        if document[here] == ",":
            here = _after_blank(document, here + 1)
    return Span(at, end), tuple(spans)


def _end(document: str, at: int) -> int:
    """Where the value that starts at `at` ends."""
    return _DECODE(document, at)[1]


def _after_blank(document: str, at: int) -> int:
    match = _BLANK.match(document, at)
    assert match is not None
    return match.end()
