"""The one call of CPython's parser for files, and what it answers."""

from __future__ import annotations

import _ast as ast
import _warnings
import re
import sys

from acr_lint.text.record import NamedTuple

TOO_COMPLEX = "too complex to read"

# The name under which CPython warns of our texts. Its warnings (of escapes such as "\d") are for
# whoever runs the text. A filter for this name costs nothing, holds in all threads, and touches
# nobody else's warnings; `warnings.catch_warnings` would swap the filters of the whole process. To
# import `warnings` for it would take as long as to parse a small file.
_NAME = "<read by acr-lint>"
_SILENCE = ("ignore", None, Warning, re.compile(re.escape(_NAME)), 0)
_SURROGATE = "[\ud800-\udfff]"
_PLACE = r" \(detected at line \d+\)| on line \d+$"


class Failure(NamedTuple):
    """Why a text isn't Python.

    `line` is the one that CPython names, from 1, and `reason` its message, without lines; a text
    that is too complex has line 0. `opener` is the line that the message names, or 0.
    """

    line: int
    reason: str
    opener: int = 0


def parse_text(text: str) -> list[ast.stmt] | Failure:
    """The statements of a text.

    CPython refuses some characters wherever they stand. They are read as others that are as long
    in UTF-8: a lone surrogate as U+FFFD, NUL as U+0001, a byte order mark at the start as a blank.
    """
    filters = sys.modules.get("warnings", _warnings).filters
    if filters[:1] != [_SILENCE]:
        filters.insert(0, _SILENCE)
    text = as_read(text)
    try:
        tree = compile(text, _NAME, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        return tree.body
    except UnicodeEncodeError:
        return parse_text(re.sub(_SURROGATE, "\ufffd", text))
    except SyntaxError as error:
        return _failure(error)
    except (RecursionError, MemoryError, OverflowError, SystemError, ValueError):
        return Failure(0, TOO_COMPLEX)


def as_read(text: str) -> str:
    """A text with the characters that CPython refuses replaced, but for surrogates."""
    if text.startswith("\ufeff"):
        text = "\f" + text[1:]
    return text.replace("\0", "\1")


def _failure(error: SyntaxError) -> Failure:
    """What a syntax error says."""
    message = str(error.msg).replace("U+0001", "U+0000")
    named = re.search(r" on line (\d+)$", message)
    return Failure(
        max(1, error.lineno or 1), re.sub(_PLACE, "", message), int(named[1]) if named else 0
    )
