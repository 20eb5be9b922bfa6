from __future__ import annotations

import pytest
from lsprotocol.types import Position, PositionEncodingKind, Range

from acr_lint.lsp.positions import UTF8, UTF16, UTF32, Units
from acr_lint.text.source import Source, Span

TEXT = "a\ré😀b\r\nlast 😀"
SOURCE = Source("x.py", TEXT)
UNITS = pytest.mark.parametrize(
    ("encoding", "width"), [(UTF8, {"é": 2, "😀": 4}), (UTF16, {"é": 1, "😀": 2}), (UTF32, {})]
)


@UNITS
def test_each_offset_has_a_position_that_leads_back(
    encoding: PositionEncodingKind, width: dict[str, int]
) -> None:
    units = Units(encoding)
    line, character = 0, 0
    for offset, letter in enumerate(TEXT):
        position = units.position(SOURCE, offset)
        assert position == Position(line, character)
        if letter not in "\r\n":
            assert units.offset(SOURCE, position) == offset
            character += width.get(letter, 1)
        elif letter == "\n" or TEXT[offset : offset + 2] != "\r\n":
            line, character = line + 1, 0
        else:
            character += 1
    assert units.position(SOURCE, len(TEXT)) == Position(line, character)


@UNITS
def test_positions_outside_are_moved_inside(
    encoding: PositionEncodingKind, width: dict[str, int]
) -> None:
    units = Units(encoding)
    assert units.offset(SOURCE, Position(0, 99)) == 1
    assert units.offset(SOURCE, Position(1, 99)) == TEXT.index("\r\n")
    assert units.offset(SOURCE, Position(99, 0)) == len(TEXT)


def test_a_position_inside_a_character_is_its_start() -> None:
    start = TEXT.index("😀")
    assert Units(UTF16).offset(SOURCE, Position(1, 2)) == start
    assert Units(UTF8).offset(SOURCE, Position(1, 5)) == start


def test_a_range_the_wrong_way_round_is_turned() -> None:
    area = Range(Position(1, 1), Position(0, 0))
    assert Units(UTF16).span(SOURCE, area) == Span(0, 3)


def test_only_the_line_ends_of_the_protocol_end_lines() -> None:
    source = Source("x.py", "a\fb\u2028c\x1cd\ne")
    assert Units(UTF16).position(source, 6) == Position(0, 6)
    assert Units(UTF16).offset(source, Position(1, 0)) == 8


def test_half_a_surrogate_pair_is_one_unit() -> None:
    source = Source("x.py", "\ud83dx")
    assert Units(UTF16).position(source, 1) == Position(0, 1)
    assert Units(UTF8).position(source, 1) == Position(0, 3)
