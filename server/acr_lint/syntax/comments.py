"""Strings and comments of a text, whether it is valid or not.

A string with single quotes ends with its line at the latest, one with triple quotes with the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from acr_lint.text.lines import line_starts

_TRIPLE = r'"""[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*(?:"""|\\?\Z)'
_SINGLE = r'"[^"\\\r\n]*(?:\\(?:\r\n|[\s\S])[^"\\\r\n]*)*(?:"|\\?(?=[\r\n]|\Z))'
STRINGS = "|".join((_TRIPLE, _TRIPLE.replace('"', "'"), _SINGLE, _SINGLE.replace('"', "'")))
STRING_OR_COMMENT = rf"{STRINGS}|#[^\r\n]*"
_WORD_OR_NOISE = rf"{STRING_OR_COMMENT}|(?P<word>\w+)"
_FORMATTED = r"[fFtT][rR]?[\"']|[rR][fFtT][\"']"
_QUOTE = r"[\"']"


def comment_spans(text: str, is_valid: bool = False) -> Iterator[tuple[int, int]]:
    """Where the comments of a text start and end.

    Since Python 3.12 the quotes of an f-string may also stand within its braces. Where that may
    have misled the expressions, a text that `is_valid` is read by `tokenize`.
    """
    spans = [token.span() for token in re.finditer(STRING_OR_COMMENT, text)]
    comments = [span for span in spans if text[span[0]] == "#"]
    if is_valid and sys.version_info >= (3, 12) and re.search(_FORMATTED, text):
        doubtful = any(re.search(_QUOTE, text[start:end]) for start, end in comments)
        if doubtful or any(
            text[start] != text[end - 1] for start, end in spans if text[start] != "#"
        ):
            return _tokenized(text)
    return iter(comments)


def find_word(text: str, word: str, start: int, end: int) -> int:
    """Where a word first stands in a part of a text, in no string or comment; -1 for nowhere."""
    at = text.find(word, start, end)
    before, after = text[start:at], text[at + len(word) : end]
    if at < 0:
        return -1
    if not (_in_word(before[-1:]) or _in_word(after[:1]) or any(it in before for it in "\"'#")):
        return at
    for token in re.compile(_WORD_OR_NOISE).finditer(text, start, end):
        if token["word"] == word:
            return token.start()
    return -1


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _tokenized(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a valid text start and end."""
    import io
    import tokenize

    starts = line_starts(text)
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        if token.type == tokenize.COMMENT:
            start = starts[token.start[0] - 1] + token.start[1]
            yield start, start + len(token.string)
