"""Text that others wrote, made safe to print: it can't move the cursor, reorder what is read, or
speak to the program that keeps the log.

Azure Pipelines takes `##vso[...]` anywhere in a line for a command, GitHub Actions `##[...]`
anywhere and `::...::` at a line's start. A container in such a job doesn't know that it is in one,
so commands are broken always.
"""

from __future__ import annotations

import re

TAB = 4
_COMMAND = r"(?i)##(?=vso|\[)"
_START = r"(?m)^([ \t]*)::"
_JOINERS = "\u200c\u200d\u2060\ufeff"
_UNSEEN = "\ufffd"


def safe(text: str) -> str:
    """One line of `text`: controls and line ends are replaced, log commands are broken.

    Tabs become spaces up to the next stop, counted from the start of the text.
    """
    shown = text if text.isascii() and text.isprintable() else "".join(_visible(text))
    return re.sub(_COMMAND, "#_", shown) if "##" in shown else shown


def safe_start(text: str) -> str:
    """`safe` for text that starts a line, where `::` would begin a command."""
    line = safe(text)
    return f"./{line}" if line.lstrip().startswith("::") else line


def in_json(value: object, indent: int | None = 2) -> str:
    """A value as JSON, a line of its own, whose texts are the same and are no commands."""
    import json

    return re.sub(_COMMAND, r"#\\u0023", json.dumps(value, indent=indent)) + "\n"


def in_xml(text: str) -> str:
    """Escaped text of an XML document, the same to its readers, that holds no commands."""
    return re.sub(_START, r"\1&#58;:", re.sub(_COMMAND, "#&#35;", text))


def width(text: str) -> int:
    """How many columns of a terminal safe text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _visible(text: str) -> list[str]:
    """The characters of `text` as they are shown."""
    from unicodedata import category

    shown: list[str] = []
    column = 0
    for character in text:
        if character == "\t":
            spaces = TAB - column % TAB
            shown.append(" " * spaces)
            column += spaces
        elif character in _JOINERS or "\ufe00" <= character <= "\ufe0f":
            continue
        elif category(character) in ("Cc", "Cf", "Cs") or character in "\u2028\u2029":
            shown.append(_UNSEEN)
            column += 1
        else:
            shown.append(character)
            column += _width(character)
    return shown


def _width(character: str) -> int:
    """The columns of one visible character."""
    from unicodedata import category, combining, east_asian_width

    if combining(character) or category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
