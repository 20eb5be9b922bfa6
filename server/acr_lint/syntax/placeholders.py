"""What stands for a line that can't be read, and what a header lacks.

A *header* is the line that opens a block. A placeholder opens the same kind of block, binds the
same name and leaves the block in the same way; what it does with unknown things it does with the
name `__unread__`.
"""

from __future__ import annotations

import re

from acr_lint.syntax.comments import comment_spans
from acr_lint.syntax.parsing import parse_text

UNREAD = "__unread__"
HEADER = re.compile(
    r"[ \t\f]*(?P<asynchronous>async[ \t]+)?(?:(?P<definition>def|class)[ \t]+(?P<name>\w+)"
    r"|(?P<word>if|elif|else|for|while|with|try|except|finally|case|match)\b(?![ \t]*[=.,)\]]))"
)
BRACKET = re.compile(r"[(\[{]|[)\]}]")
CLOSERS = {"(": ")", "[": "]", "{": "}"}
_CLAUSES = ("elif", "else", "except", "finally", "case")
_HEADERS = {
    "if": f"if {UNREAD}:",
    "elif": f"elif {UNREAD}:",
    "else": "else:",
    "while": f"while {UNREAD}:",
    "with": "if 1:",
    "try": "try:",
    "except": f"except {UNREAD}:",
    "finally": "finally:",
    "case": f"case {UNREAD}.{UNREAD}:",
    "match": f"match {UNREAD}:",
}
# What makes of each header a whole text, with `{}` for the header and its body.
_FRAMES = {
    "elif": "if 1:\n pass\n{}",
    "else": "if 1:\n pass\n{}",
    "except": "try:\n pass\n{}",
    "finally": "try:\n pass\n{}",
    "case": "match 1:\n {}",
}
_LOOP = re.compile(r"[ \t\f]*(?:async[ \t]+)?for[ \t]+([\w., \t()]+?)[ \t]+in\b")
_BINDING = re.compile(r"[ \t\f]*(\w+(?:\.\w+)*)[ \t]*(?::[^=]*)?=(?!=)")
_LEAVING = re.compile(r"[ \t\f]*(return|raise)\b")
_DECORATOR = re.compile(r"[ \t\f]*@")
_DECORATED = ("@", "def", "async", "class")


def for_statement(line: str, following: str) -> str:
    """The placeholder of a statement without a block; `following` is the first word after it."""
    if binding := _BINDING.match(line):
        return f"{binding[1]} = {UNREAD}"
    if leaving := _LEAVING.match(line):
        return f"{leaving[1]} {UNREAD}"
    if _DECORATOR.match(line) and following.startswith(_DECORATED):
        return f"@{UNREAD}"
    header = HEADER.match(line)
    if header and (header["definition"] or header["word"] in _CLAUSES):
        return for_header(line, "") + " pass"
    return "pass"


def for_header(line: str, opened: str) -> str:
    """The placeholder of a line that has a block.

    `opened` is what the lines below say of the kind of block: "try" where handlers follow, "match"
    where cases do, else "".
    """
    header = HEADER.match(line)
    if not header:
        return _HEADERS[opened or "if"]
    if header["definition"]:
        parameters = "(*_, **__)" if header["definition"] == "def" else f"({UNREAD})"
        return f"{header['asynchronous'] or ''}{header['definition']} {header['name']}{parameters}:"
    match header["word"]:
        case "for":
            loop = _LOOP.match(line)
            return f"for {loop[1]} in {UNREAD}:" if loop else _HEADERS["while"]
        case "try" if opened != "try":
            return _HEADERS["with"]
        case "except" if re.match(r"[ \t\f]*except[ \t]*\*", line):
            return f"except* {UNREAD}:"
        case word:
            return _HEADERS[word]


def completed(lines: list[str], body: str) -> str | None:
    """The last line of a header with the colon or the brackets that it lacks, and a body.

    None where there is no telling what it lacks.
    """
    header = HEADER.match(lines[0])
    if not header:
        return None
    code = without_comment(lines[-1])
    endings = [code + ":"]
    if header["definition"]:
        endings.append(code + _closers(code) + ":")
        endings.append(code.removesuffix(":") + _closers(code) + ":")
    frame = _FRAMES.get(header["word"] or "", "{}")
    for ending in endings:
        whole = "\n".join((*lines[:-1], ending + " pass")).lstrip()
        if isinstance(parse_text(frame.replace("{}", whole)), list):
            return ending + body
    return None


def without_comment(line: str) -> str:
    """A line without the comment and the blanks at its end."""
    comments = list(comment_spans(line))
    return (line[: comments[-1][0]] if comments else line).rstrip()


def _closers(code: str) -> str:
    """What closes the brackets that a line leaves open."""
    stack: list[str] = []
    for bracket in BRACKET.findall(code):
        if bracket in CLOSERS:
            stack.append(CLOSERS[bracket])
        elif stack:
            stack.pop()
    return "".join(reversed(stack))
