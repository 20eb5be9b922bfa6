"""Parsing never raises, whatever the text."""

from __future__ import annotations

import ast
import warnings

import pytest

from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source

HOSTILE = {
    "nested brackets": "x = " + "(" * 5000 + ")" * 5000,
    "open brackets": "x = " + "[" * 3000 + "\ny = 1\n",
    "nested blocks": "".join(" " * n + "if 1:\n" for n in range(120)),
    "a chain of attributes": "x = a" + ".b" * 20000,
    "a chain of operators": "x = " + "+".join("1" * 1 for _ in range(20000)),
    "unary operators": "x = " + "-" * 5000 + "1",
    "NUL": "x = 1\n\0y = 2\n",
    "lone surrogate": "x = '\ud800'\ny = 1\n",
    "carriage returns": "x = 1\r\ry = (\r",
    "form feeds": "\x0cx = 1\x0c\n\x0c\x0c\ndef f():\x0c pass\n",
    "byte order mark": "\ufeffx = 1\n",
    "binary": "".join(map(chr, range(256))) * 20,
    "only quotes": '"""' * 3 + "'",
    "backslashes": "\\\n" * 500,
    "bad escape": "x = '\\d'\n",
    "tabs and blanks": "if 1:\n\tx = 1\n        y = 2\n",
    "markers of a merge": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\ny = 3\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_raises(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        syntax = parse(Source("hostile.py", text))
    assert "".join(island.text for island in syntax.islands) == text
    for island, statement in syntax.statements():
        for node in ast.walk(statement):
            if hasattr(node, "lineno"):
                span = syntax.span(island, node)
                assert 0 <= span.start <= span.end <= len(text)
    syntax.comments()
    syntax.skips()


def test_what_is_broken_costs_no_other_statement() -> None:
    text = "def good():\n    one()\n\ndef bad(:\n    two(\n\ndef other():\n    three()\n"
    names = [getattr(s, "name", "") for _, s in parse(Source("a.py", text)).statements()]
    assert "good" in names
    assert "other" in names


def test_a_large_file() -> None:
    text = "".join(f"value_{number} = call({number}, 'text')\n" for number in range(20000))
    syntax = parse(Source("large.py", text))
    assert sum(1 for _ in syntax.statements()) == 20000
