"""Random edits: what is parsed piece by piece is what is parsed anew."""

from __future__ import annotations

import ast
import random

from acr_lint.syntax.tree import Syntax, parse
from acr_lint.text.source import Source, Span
from tests.syntax.corpus import paths, texts, valid

TYPED = (
    "(", ")", "[", "]", "{", "}", '"', "'", '"""', "'''", "#", "# c\n", "\\\n", "\n", "\n\n",
    "    ", "@x\n", "else:\n", "x = 1\n", "if a:\n", "def f():\n    pass\n", ":", ",", ";", " ",
    "\t", "pass\n", "try:\n", "class A:\n    x = 1\n", "except E:\n    pass\n", "é", "\f", "\r",
    "\r\n", "\0", "\ufeff", "import os\n", "x", "f'{a}'", "async ", "return\n",
)  # fmt: skip
FILES = 8
EDITS = 70


def described(syntax: Syntax) -> list[tuple[str, list[Span]]]:
    return [
        (
            ast.dump(statement),
            [syntax.span(island, node) for node in ast.walk(statement) if hasattr(node, "lineno")],
        )
        for island, statement in syntax.statements()
    ]


def edited(text: str, chance: random.Random) -> tuple[str, Span]:
    """The text with something typed, deleted or pasted, and where."""
    place = chance.randrange(len(text) + 1)
    if chance.random() < 0.5:
        place = text.rfind("\n", 0, place) + 1
    what = chance.random()
    if what < 0.5:
        typed, deleted = chance.choice(TYPED), 0
    elif what < 0.8:
        typed, deleted = "", chance.choice((1, 1, 2, 5, 40, 200))
    else:
        copied = chance.randrange(len(text) + 1)
        typed = text[copied : copied + chance.choice((5, 80, 600))]
        deleted = chance.choice((0, 0, 30))
    return text[:place] + typed + text[place + deleted :], Span(place, place + len(typed))


def test_edits() -> None:
    chance = random.Random(500)
    files = [path for path in paths() if 1_000 < path.stat().st_size < 15_000]
    valid_states = 0
    for path, text in texts(chance.sample(files, FILES)):
        if valid(text) is None:
            continue
        syntax = parse(Source("", text))
        undo: list[str] = []
        for _ in range(EDITS):
            before = syntax.source.text
            span: Span | None = None
            if undo and (len(undo) > 2 or chance.random() < 0.4):
                after = undo.pop()
            else:
                undo.append(before)
                after, span = edited(before, chance)
            syntax = parse(Source("", after), syntax, span if chance.random() < 0.7 else None)
            assert "".join(island.text for island in syntax.islands) == after
            assert len(set(syntax.islands)) == len(syntax.islands)
            found = described(syntax)
            if valid(after) is not None:
                valid_states += 1
                fresh = parse(Source("", after))
                assert found == described(fresh), path
                assert not syntax.skips()
                theirs = [island.text for island in fresh.islands]
                assert [island.text for island in syntax.islands] == theirs, path
    assert valid_states > FILES * EDITS / 10
