"""Islands together are the file: they cover its text, and their trees equal the whole file's."""

from __future__ import annotations

import ast
import os
import sysconfig
from collections.abc import Iterator

import pytest

from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source

_LIBRARY = sysconfig.get_path("stdlib")


def _files(step: int) -> list[str]:
    found = []
    for folder, folders, files in os.walk(_LIBRARY):
        folders[:] = sorted(set(folders) - {"site-packages", "__pycache__", "bad_syntax"})
        found += [os.path.join(folder, file) for file in sorted(files) if file.endswith(".py")]
    return found[::step]


def _texts(step: int) -> Iterator[tuple[str, str]]:
    for path in _files(step):
        try:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
            ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        yield path, text


def assert_whole(text: str) -> None:
    """The islands cover the text, and hold the whole file's nodes at its positions."""
    source = Source("whole.py", text)
    syntax = parse(source)
    assert "".join(island.text for island in syntax.islands) == text
    expected = ast.parse(text).body
    found = list(syntax.statements())
    assert [ast.dump(statement) for _, statement in found] == [ast.dump(s) for s in expected]
    for (island, mine), theirs in zip(found, expected, strict=True):
        for node, other in zip(ast.walk(mine), ast.walk(theirs), strict=True):
            if hasattr(other, "lineno"):
                assert syntax.span(island, node) == _span(source, other), ast.dump(other)[:80]


def _span(source: Source, node: ast.AST) -> tuple[int, int]:
    def offset(row: int, column: int) -> int:
        start = source.line_starts[row - 1]
        head = source.text[start:].encode("utf-8", "surrogatepass")[:column]
        return start + len(head.decode("utf-8", "surrogatepass"))

    first = _Positions(node)
    return offset(first.row, first.column), offset(first.end_row, first.end_column)


class _Positions:
    """A node's positions as `ast` counts them."""

    def __init__(self, node: ast.AST) -> None:
        self.row: int = node.lineno  # type: ignore[attr-defined]  # callers look first
        self.column: int = node.col_offset  # type: ignore[attr-defined]
        self.end_row: int = node.end_lineno  # type: ignore[attr-defined]
        self.end_column: int = node.end_col_offset  # type: ignore[attr-defined]


def _short(text: str) -> str:
    """The beginning of a text, up to a top-level statement after some 150 lines."""
    for statement in ast.parse(text).body:
        if statement.lineno > 150:
            return "".join(text.splitlines(keepends=True)[: statement.lineno - 2]) or text
    return text


def test_islands_equal_the_whole_file() -> None:
    checked = 0
    for _, text in _texts(60):
        part = _short(text)
        try:
            ast.parse(part)
        except SyntaxError:
            continue
        assert_whole(part)
        checked += 1
    assert checked > 10


@pytest.mark.long
def test_islands_equal_the_whole_file_everywhere() -> None:
    checked = 0
    for _, text in _texts(1):
        if len(text) < 60_000:
            assert_whole(text)
            checked += 1
    assert checked > 500


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only a comment",
        "x = 1; y = 2\nz = 3",
        "@first\n# between\n@second\ndef f():\n    pass\n\n# after\n",
        'x = """a\nb\n"""\ny = 1\n',
        "x = 1 + \\\n  2\ny = 3\n",
        "é = 'ü😀'; b = é\nclass Ä:\n    é = '😀', é\n",
        "x = 1\r\ny = (2,\r\n     3)\r\n",
        "x = 1\ry = 2\r",
        "x = 1\n\x0c\ndef f():\n\treturn 1\n",
        "if 1:\n    a = 1\n# c\nelse:\n    b = 2\n",
    ],
)
def test_layouts(text: str) -> None:
    assert_whole(text)
