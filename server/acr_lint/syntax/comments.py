"""Strings and comments of a text, whether it is valid or not.

A string with single quotes ends with its line at the latest, one with triple quotes with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TRIPLE = r'"""[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*(?:"""|\\?\Z)'
_SINGLE = r'"[^"\\\r\n]*(?:\\(?:\r\n|[\s\S])[^"\\\r\n]*)*(?:"|\\?(?=[\r\n]|\Z))'
STRINGS = "|".join((_TRIPLE, _TRIPLE.replace('"', "'"), _SINGLE, _SINGLE.replace('"', "'")))
STRING_OR_COMMENT = re.compile(rf"{STRINGS}|#[^\r\n]*")


def comment_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a text start and end."""
    for token in STRING_OR_COMMENT.finditer(text):
        if text[token.start()] == "#":
            yield token.span()


def find_word(text: str, word: str, start: int, end: int) -> int:
    """Where a word first stands in a part of a text, in no string or comment; -1 for nowhere."""
    pattern = re.compile(rf"{STRING_OR_COMMENT.pattern}|(?P<word>\b{re.escape(word)}\b)")
    for token in pattern.finditer(text, start, end):
        if token["word"]:
            return token.start()
    return -1
