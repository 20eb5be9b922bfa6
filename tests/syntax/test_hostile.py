"""Parsing never raises, never warns and never takes long, whatever the text."""

from __future__ import annotations

import ast
import warnings

import pytest

from acr_lint.syntax.depth import MAX_DEPTH
from acr_lint.syntax.parsing import TOO_COMPLEX
from acr_lint.syntax.tree import Syntax, parse
from acr_lint.text.source import Source, Span

TOO_DEEP = {
    "attributes": "x = a" + ".b" * 20_000,
    "some attributes": "x = a" + ".b" * MAX_DEPTH,
    "operators": "x = " + "+".join(["1"] * 20_000),
    "operators on lines": "x = (1\n" + " + 1\n" * 1_000 + ")\n",
    "calls": "f" + "()" * 5_000,
    "minus signs": "x = " + "-" * 5_000 + "1",
    "nots": "x = " + "not " * 20_000 + "1",
    "lambdas": "lambda: " * 20_000 + "1",
    "branches": "1 if 1 else " * 20_000 + "1",
    "elif": "if a: pass\n" + "elif a: pass\n" * 1_000,
    "conditions": "if a" + ".b" * 500 + ":\n    c()\n",
    "decorators": "@a" + ".b" * 500 + "\ndef f(): pass\n",
    "defaults": "def f(\n  x=a" + ".b" * 500 + "\n): pass\n",
    "handlers": "try:\n    a()\nexcept (\n b" + ".c" * 500 + "):\n    d()\n",
    "cases": "match a:\n    case b" + ".b" * 500 + ":\n        c()\n",
    "deep in a class": "class A:\n  def f(self):\n    return self" + ".b" * 500 + "\n",
}
HOSTILE = {
    "too many brackets": "x = " + "(" * 5_000 + ")" * 5_000,
    "many brackets": "x" + "[a" * 190 + "]" * 190,
    "open brackets": "x = " + "[" * 3_000 + "\ny = 1\n",
    "a million brackets": "(" * 1_000_000,
    "too many blocks": "".join(" " * n + "if 1:\n" for n in range(120)),
    "steps": "".join(" " * n + "x\n" for n in range(500)),
    "NUL in code": "x = 1\n\0y = 2\n",
    "NUL in a string": "x = '\0'\n",
    "lone surrogate": "x = '\ud800é', é\ny = 1\n",
    "lone surrogate in code": "x\ud800 = 1\ny = 1\n",
    "carriage returns": "x = 1\r\ry = (\r",
    "form feeds": "\fx = 1\f\n\f\f\ndef f():\f pass\n",
    "byte order mark": "\ufeffx = 1\ny = 2\n",
    "byte order mark inside": "x = 1\n\ufeffy = 2\n",
    "binary": "".join(map(chr, range(256))) * 20,
    "only quotes": '"""' * 3 + "'",
    "many quotes": "'" * 100_001,
    "triple quotes": '"""\n' * 10_001,
    "backslashes": "\\\n" * 5_000,
    "tabs and blanks": "if 1:\n\tx = 1\n        y = 2\n",
    "marks of a merge": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\ny = 3\n",
    "a long number": "x = " + "1" * 5_000,
    "colons": ":\n" * 3_000,
    "decorators of nothing": "@a\n" * 5_000,
    "else of nothing": "else:\n" * 5_000,
    "try of nothing": "try:\n" * 2_000,
    "half functions": "def f(\n" * 2_000,
    "half methods": "class A:\n" + "    def f(self):\n        return 1 +\n" * 2_000,
    "statements on a line": ";".join(["x"] * 20_000),
    "comments": "#\n" * 50_000,
    "blank lines": "\n" * 50_000,
    "open f-strings": "f'{" * 100,
    "escapes": "x = '\\d'\ny = 1if x else 2\nassert (x, y)\nx is 1\n",
}


def check(text: str) -> Syntax:
    """The syntax of a text, all of whose answers are asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        syntax = parse(Source("hostile.py", text))
        longer = parse(Source("hostile.py", text + "\nq"), syntax, Span(len(text), len(text) + 2))
    for one, whole in ((syntax, text), (longer, text + "\nq")):
        assert "".join(island.text for island in one.islands) == whole
        for skip in (*one.skips(), *one.comments()):
            assert 0 <= skip.span.start <= skip.span.end <= len(whole)
        for island, statement in one.statements():
            for node in ast.walk(statement):
                if hasattr(node, "lineno"):
                    span = one.span(island, node)
                    assert 0 <= span.start <= span.end <= len(whole)
    return syntax


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_raises(text: str) -> None:
    check(text)


@pytest.mark.parametrize("text", TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_is_nested_too_deep_is_left_out(text: str) -> None:
    syntax = check(text)
    (island,) = syntax.islands
    assert not island.statements
    assert [skip.reason for skip in island.skips] == [TOO_COMPLEX]


@pytest.mark.parametrize("text", TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_is_nested_too_deep_costs_nothing_else(text: str) -> None:
    syntax = check(f"a = 1\n{text}\nb = 2\n")
    targets = [ast.unparse(statement) for _, statement in syntax.statements()]
    assert targets == ["a = 1", "b = 2"]


def test_what_is_not_too_deep() -> None:
    text = "x = a" + ".b" * (MAX_DEPTH // 2) + "\n" + "y = [" + "f(1 + 2, a.b[3]),\n" * 500 + "]\n"
    assert len(list(check(text).statements())) == 2


def test_no_filter_of_warnings_is_lost() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        parse(Source("", "x = '\\d'\n"))
        assert not caught
        compile("x = '\\d'\n", "other.py", "exec")
        assert len(caught) == 1


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "x = call(1, 'text')\n" * 250_000,
        "x = (\n" * 500_000,
        "def f(\n" * 200_000,
        "class A:\n" + "    def f(self):\n        return 1 +\n" * 120_000,
        "x = '" + "é" * 2_500_000 + "'\n",
        '"""\n' * 1_000_001,
    ],
)
def test_five_megabytes(text: str) -> None:
    check(text)
