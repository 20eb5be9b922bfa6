from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from acr_lint.project.notebooks import CellPosition, NotANotebook, Notebook, parse_notebook
from acr_lint.text.source import Edit, Span


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [],
            "source": source, **more}  # fmt: skip


def notebook(*cells: dict[str, Any], language: str = "python", **dump: Any) -> str:
    return json.dumps(
        {
            "cells": cells,
            "metadata": {"language_info": {"name": language}},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        **{"indent": 1, **dump},
    )


MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n", "text"]}


def replaced(book: Notebook, old: str, new: str) -> str:
    at = book.source.text.index(old)
    return book.edited([Edit(Span(at, at + len(old)), new)])


def test_cells_are_one_program() -> None:
    book = parse_notebook(
        "n.ipynb", notebook(MARKDOWN, code(["a = 1\n", "b = 2"]), code("c = 3\n"))
    )
    assert book.source.text == "a = 1\nb = 2\nc = 3\n"
    assert book.locate(book.source.text.index("b")) == CellPosition(2, 2, 1)
    assert book.locate(book.source.text.index("3")) == CellPosition(3, 1, 5)


def test_places_count_code_points() -> None:
    book = parse_notebook("n.ipynb", notebook(code(["s = 'é😀'; x\n"])))
    assert book.locate(book.source.text.index("x")) == CellPosition(1, 1, 11)


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\nx = 1",
        "!pip install azure-containerregistry\nx = 1",
        "!\nx = 1",
        "if y:\n    !ls -l\nx = 1",
        "files = !ls\nx = 1",
        "a, b = %timeit -o f()\nx = 1",
        "!ls \\\n  -l\nx = 1",
        "%%time\nx = 1",
        "x = 1\nx?",
        "?x\nx = 1",
        "x = (3\n  % 2)",
        "x = '''\n%no magic\n'''",
        "x = 7 \\\n% 2",
        "x = f(')', '(')\n%magic",
    ],
)
def test_what_only_ipython_reads_is_neutral(cell: str) -> None:
    text = parse_notebook("n.ipynb", notebook(code(cell))).source.text
    assert len(text) == len(cell)
    assert [len(line) for line in text.split("\n")] == [len(line) for line in cell.split("\n")]
    bound = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)]
    assert "x" in {name.id for name in bound}


def test_other_languages_in_a_cell_are_comments() -> None:
    book = parse_notebook(
        "n.ipynb", notebook(code("%%bash\nfor x in y; do\n\n  z\ndone"), code("a"))
    )
    assert [type(node) for node in ast.parse(book.source.text).body] == [ast.Expr]


def test_other_languages_have_no_cells() -> None:
    assert parse_notebook("n.ipynb", notebook(code("x <- 1"), language="R")).source.text == ""


@pytest.mark.parametrize("dump", [{}, {"indent": None}, {"indent": 4}, {"separators": (",", ":")}])
def test_an_edit_changes_only_its_lines(dump: dict[str, Any]) -> None:
    outputs = [{"name": "stdout", "output_type": "stream", "text": ["a\n"]}]
    cells = (
        MARKDOWN,
        code(["import os\n", "\n", "s = 'é'\n", "x = os"], outputs=outputs),
        code("y"),
    )
    before = notebook(*cells, ensure_ascii=False, **dump)
    after = replaced(parse_notebook("n.ipynb", before), "x = os", "try:\n    x = os\nfinally: pass")
    expected = json.loads(before)
    expected["cells"][1]["source"] = [
        "import os\n", "\n", "s = 'é'\n", "try:\n", "    x = os\n", "finally: pass",
    ]  # fmt: skip
    arguments: dict[str, Any] = {"indent": 1, **dump}
    assert after == json.dumps(expected, ensure_ascii=False, **arguments)


def test_a_source_in_one_string_stays_one() -> None:
    book = parse_notebook("n.ipynb", notebook(code("x = 'a\"b'\ny")))
    after = replaced(book, "y", "z\n")
    assert json.loads(after)["cells"][0]["source"] == "x = 'a\"b'\nz\n"


def test_escapes_stay_as_they_were() -> None:
    before = notebook(code(["s = 'é'\n", "y"]), ensure_ascii=True)
    after = replaced(parse_notebook("n.ipynb", before), "y", "'ü'")
    assert after.isascii()
    assert json.loads(after)["cells"][0]["source"] == ["s = 'é'\n", "'ü'"]


def test_magic_lines_are_written_back() -> None:
    before = notebook(code(["%magic x\n", "y = 1"]))
    assert "%magic x" in replaced(parse_notebook("n.ipynb", before), "y = 1", "y = 2")


def test_an_edit_does_not_leave_its_cell() -> None:
    book = parse_notebook("n.ipynb", notebook(code("a"), code("b")))
    with pytest.raises(ValueError, match="out of its cell"):
        book.edited([Edit(Span(0, 3), "")])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"cells": 3}', '{"cells": {}}', "[" * 100_000]
)
def test_what_is_no_notebook(text: str) -> None:
    with pytest.raises(NotANotebook):
        parse_notebook("n.ipynb", text)


@pytest.mark.parametrize(
    "cells",
    ["[3]", "[{}]", '[{"cell_type": "code"}]', '[{"cell_type": "code", "source": 3}]', "[]"],
)
def test_odd_cells_are_passed_over(cells: str) -> None:
    assert parse_notebook("n.ipynb", f'{{"cells": {cells}}}').source.text == ""
