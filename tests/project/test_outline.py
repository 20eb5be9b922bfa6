from __future__ import annotations

import ast
import random

import pytest

from acr_lint.project.outline import (
    Import,
    Statement,
    blanked,
    imports_of,
    outline,
    outline_of_parts,
)
from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source
from tests.syntax.corpus import paths, texts
from tests.syntax.test_edits import edited


def only(text: str) -> Statement:
    (statement,) = outline(text).statements
    return statement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a", [Import("a", 0, None, "a")]),
        ("import a.b, c as d", [Import("a.b", 0, None, "a"), Import("c", 0, None, "d")]),
        ("from a.b import c as d, e", [Import("a.b", 0, "c", "d"), Import("a.b", 0, "e", "e")]),
        ("from . import a", [Import("", 1, "a", "a")]),
        ("from ..a import b", [Import("a", 2, "b", "b")]),
        ("from .import a", [Import("", 1, "a", "a")]),
        ("from a import *", [Import("a", 0, "*", "*")]),
        ("from a import (  # (b)\n    c,\n)", [Import("a", 0, "c", "c")]),
        ("from a \\\n  import b, \\\n  c", [Import("a", 0, "b", "b"), Import("a", 0, "c", "c")]),
        ("from a import b; import c", [Import("a", 0, "b", "b"), Import("c", 0, None, "c")]),
        ("def f():\n    from a import b", [Import("a", 0, "b", "b")]),
        ("if x: import a  # why", [Import("a", 0, None, "a")]),
        ("from a import b\r\nimport c\r\n", [Import("a", 0, "b", "b"), Import("c", 0, None, "c")]),
        ("x = 1  # import a", [Import("a", 0, None, "a")]),
        ("reimport = from_a", []),
        ("x.import_(y)", []),
    ],
)  # fmt: skip
def test_imports(text: str, expected: list[Import]) -> None:
    assert list(imports_of(text)) == expected


@pytest.mark.parametrize(
    ("text", "binds"),
    [
        ("x = 1", "x"),
        ("x = y = 1; z: int = 2", "x y z"),
        ("x, (y, z) = a", "x y z"),
        ("x.y = a", "x"),
        ("x += 1", ""),
        ("def f(a=1): b = 2", "f"),
        ("async def f(): pass", "f"),
        ("@a(\n  1)\n@b\nclass C(D):\n    x = 1", "C"),
        ("def f():\n    global a, b\n    a = b = 1", "a b f"),
        ("try:\n    import a\nexcept ImportError:\n    a = None", "a"),
        ("if x:\n    def f(): pass\nelse:\n    def g(): pass", "f g"),
        ("with a as b, c as d: pass", "b d"),
        ("for a, b in c: pass", "a b"),
        ("print(x := 1)", "x"),
        ("from a import b as c", "c"),
    ],
)
def test_what_a_statement_binds(text: str, binds: str) -> None:
    assert set(binds.split()) <= only(text).binds
    if only(text).is_definition:
        assert set(binds.split()) == only(text).binds


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("x = a.b(c)", "x a c", "b"),
        ('x: "Client" = 1', "Client", ""),
        ("x = 1  # client", "x", "client"),
        ('def f():\n    """client"""', "f", "client"),
        ('x = f"""{client}"""', "client", ""),
        ("from a import b", "", "a b"),
        ("x = '#'; y = z", "z", ""),
        ('x = """a"b""" + c', "c", "b"),
    ],
)
def test_names(text: str, inside: str, outside: str) -> None:
    statement = only(text)
    assert set(inside.split()) <= statement.names
    assert not set(outside.split()) & statement.names


def test_annotations_are_not_used() -> None:
    text = (
        "def f(a: A, b: 'B' = C(D), *e: E[F, G], k: H[[I], J] = K) -> L[M]:\n"
        "    x: N = O\n    y: P\n    z = lambda u: Q\n    d = {r: R}\n    else: S\n"
    )
    used = only(text).used
    assert {"C", "D", "K", "O", "Q", "R", "S"} <= used
    assert not {"A", "B", "E", "F", "G", "H", "I", "J", "L", "M", "N", "P"} & used


def test_blanked_statements_leave_all_places_as_they_are() -> None:
    text = (
        '"""Doc."""\r\nimport a\r\n\r\n# kept\r\n@deco(\r\n    1\r\n)\r\ndef gone():\r\n'
        '    """Long\r\n    string."""\r\n\r\n# kept too\r\nclass Gone:\r\n'
        '    x = """\r\ncol 0"""\r\n'
        "def stays():\r\n    return 'é'\r\n"
    )
    found = outline(text)
    numbered = zip(found.rows, found.statements, strict=True)
    gone = [(row, one) for row, one in numbered if {"gone", "Gone"} & one.binds]
    after = blanked(text, gone)
    assert [len(line) for line in after.split("\n")] == [len(line) for line in text.split("\n")]
    assert after.count("# kept") == 2
    names = [type(node).__name__ for node in ast.parse(after).body]
    assert names == ["Expr", "Import", "FunctionDef"]
    assert after.index("stays") == text.index("stays")


def test_rows() -> None:
    text = "a = 1\n\n\ndef f():\n    pass\n    # end\n\nb = (\n    2\n)\n"
    found = outline(text)
    assert found.rows == [1, 4, 8]
    assert [one.lines for one in found.statements] == [1, 2, 3]


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n", "(((", '"""open', "'", "def", "@", "\\"])
def test_odd_texts(text: str) -> None:
    assert len(outline(text).statements) == len(outline(text).rows)
    assert isinstance(imports_of(text), tuple)


@pytest.mark.parametrize("text", ["x = '{}'", "x = {}", "{} = 1", "def f():\n    return '{}'"])
def test_a_line_of_one_long_word_is_read_in_no_time(text: str) -> None:
    assert len(outline(text.format("a" * 300_000)).statements) == 1


def test_the_outline_of_parts_is_that_of_the_whole() -> None:
    chance = random.Random(3)
    compared = 0
    for _, text in texts(chance.sample(paths(installed=True), 80)):
        for _ in range(4):
            islands = parse(Source("", text)).islands
            if not any(island.skips for island in islands):
                parts = outline_of_parts(island.text for island in islands)
                assert parts.statements == outline(text).statements
                assert parts.rows == outline(text).rows
                compared += 1
            text, _ = edited(text, chance)
    assert compared > 100


@pytest.mark.parametrize(
    "text",
    [
        "from{}".format(" " * 100_000),
        "from a import (\n" + "    b,  # a name of many\n" * 200 + "x = f(1)\n",
        "from a from " * 2_000,
        "import" + " \\" * 100_000,
    ],
)
def test_half_an_import_is_read_in_no_time(text: str) -> None:
    assert isinstance(imports_of(text), tuple)
