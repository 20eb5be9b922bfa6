"""What is told of an edit, held against the lines of both texts."""

from __future__ import annotations

import random

import pytest

from acr_lint.text.difference import Difference
from acr_lint.text.source import Source, Span

_PIECES = ("a", "b", "é", " ", "\n", "\n", "\r\n", "\r", "ab\n", "x = 1\n", "")


def _random_text(chance: random.Random) -> str:
    return "".join(chance.choices(_PIECES, k=chance.randrange(12)))


def _edited(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 3)))
    return text[:start] + _random_text(chance)[:4] + text[end:]


@pytest.mark.parametrize("seed", range(300))
def test_a_span_keeps_its_text_and_its_place_in_the_lines(seed: int) -> None:
    chance = random.Random(seed)
    old = Source("a.py", _random_text(chance))
    new = Source("a.py", _edited(old.text, chance))
    difference = Difference(old.text, new.text)
    for start in range(len(new.text) + 1):
        for end in range(start, len(new.text) + 1):
            span = Span(start, end)
            before = difference.before(span)
            if before is None:
                continue
            assert old.slice(before) == new.slice(span)
            moved = difference.lines if difference.is_below(span) else 0
            for was, now in zip(before, span, strict=True):
                row, column = old.position(was)
                assert new.position(now) == (row + moved, column)


def test_what_is_not_on_the_edited_line_was_somewhere_before() -> None:
    old, new = "a\nb\nc\n", "a\nb + 1\n2\nc\n"
    difference = Difference(old, new)
    assert difference.lines == 1
    assert difference.before(Span(0, 1)) == (0, 1)
    assert difference.before(Span(2, 3)) is None
    assert difference.before(Span(new.index("c"), len(new))) == (4, 6)


def test_the_end_of_a_text_without_a_line_end_belongs_to_the_edited_line() -> None:
    assert Difference("ab", "b").before(Span(1, 1)) is None
