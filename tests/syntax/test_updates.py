"""Typing: islands outside the edit are kept, and valid text is read as if afresh."""

from __future__ import annotations

import ast
import random

from acr_lint.syntax.tree import Syntax, parse
from acr_lint.text.source import Source, Span

_FUNCTION = """\
def task_{0}(client, name):
    for tag in client.tags(name):
        print(tag, {0})
    return name


"""
_TYPED = """\
def typed(client, name):
    found = []
    try:
        for tag in client.tags(name):
            found.append(tag)
    except ValueError as error:
        print(error)
    with open(name) as file:
        text = file.read()
    return {"text": text, "found": found}


"""


def _dump(syntax: Syntax) -> list[str]:
    return [ast.dump(statement) for _, statement in syntax.statements()]


def _is_valid(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def test_a_function_typed_key_by_key() -> None:
    before = "".join(_FUNCTION.format(number) for number in range(60))
    after = "".join(_FUNCTION.format(number) for number in range(60, 120))
    syntax = parse(Source("a.py", before + after))
    outside = _names(syntax)
    for length in range(1, len(_TYPED) + 1):
        text = before + _TYPED[:length] + "\n" + after
        place = len(before) + length
        syntax = parse(Source("a.py", text), syntax, Span(place - 1, place))
        assert "".join(island.text for island in syntax.islands) == text
        if _is_valid(text):
            assert _dump(syntax) == _dump(parse(Source("a.py", text)))
        assert outside <= _names(syntax), _TYPED[:length][-40:]


def _names(syntax: Syntax) -> set[str]:
    return {
        statement.name
        for _, statement in syntax.statements()
        if isinstance(statement, ast.FunctionDef) and statement.name.startswith("task_")
    }


def test_random_edits_of_valid_text() -> None:
    pick = random.Random(7)
    text = "".join(_FUNCTION.format(number) for number in range(30))
    syntax = parse(Source("a.py", text))
    pieces = ["x", " ", "\n", "(", ")", ":", '"', "# c\n", "y = 1\n", "    ", "def g(): pass\n"]
    valid = 0
    for _ in range(300):
        start = pick.randrange(len(text) + 1)
        end = min(len(text), start + pick.choice((0, 0, 1, 3)))
        piece = pick.choice(pieces)
        changed = text[:start] + piece + text[end:]
        syntax = parse(Source("a.py", changed), syntax, Span(start, start + len(piece)))
        assert "".join(island.text for island in syntax.islands) == changed
        if _is_valid(changed):
            valid += 1
            assert _dump(syntax) == [ast.dump(s) for s in ast.parse(changed).body]
            text = changed
        else:  # undo, as people do
            syntax = parse(Source("a.py", text), syntax, Span(start, start + end - start))
    assert valid > 50
