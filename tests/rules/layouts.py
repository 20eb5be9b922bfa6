"""Other layouts of a program that mean the same."""

from __future__ import annotations

import ast
from collections.abc import Callable


def commented(text: str) -> str:
    """With a comment at the end of every line that can have one."""
    inside = {
        row
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Constant, ast.JoinedStr))
        for row in range(node.lineno, node.end_lineno or node.lineno)
    }
    lines = [
        f"{line}  # {row}" if line and row not in inside and not line.endswith("\\") else line
        for row, line in enumerate(text.splitlines(), 1)
    ]
    return "".join(f"{line}\n" for line in lines)


def spread(text: str) -> str:
    """With each argument on a line of its own, and a comma and a comment behind the last one."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(text)
    within = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    more: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(node in ast.walk(each) for each in within):
            continue
        items: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
        if not items or any(isinstance(each, ast.GeneratorExp) for each in items):
            continue
        more += [(starts[each.lineno - 1] + each.col_offset, "\n        ") for each in items]
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0) - 1
        ended = text[:end].rstrip().endswith(",")
        more.append((end, "\n    " if ended else ",  # the last\n    "))
    for offset, new in sorted(more, reverse=True):
        text = text[:offset] + new + text[offset:]
    return text


def in_one_line(text: str) -> str:
    """With each body of one simple statement behind its colon."""
    lines = text.splitlines()
    joined: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        for _, suite in ast.iter_fields(node):
            match suite:
                case [ast.stmt(lineno=row, end_lineno=last) as only] if row == last and row > 1:
                    if not hasattr(only, "body") and lines[row - 2].endswith(":"):
                        joined.add(row)
    found: list[str] = []
    for row, line in enumerate(lines, 1):
        if row in joined:
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
    return "".join(f"{line}\n" for line in found)


def in_a_function(text: str) -> str:
    """As the body of a function, where it can be one."""
    lines = text.splitlines(keepends=True)
    if not text.strip() or "from __future__" in text:
        return text
    return "def main():\n" + "".join(f"    {line}" if line.strip() else line for line in lines)


def with_tabs(text: str) -> str:
    """Indented with tabs."""
    return text.replace("    ", "\t")


def with_crlf(text: str) -> str:
    """With the line ends of Windows."""
    return text.replace("\n", "\r\n")


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "tabs": with_tabs,
    "two blanks": lambda text: text.replace("    ", "  "),
    "CRLF": with_crlf,
    "CR": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: f"\ufeff{text}",
    "no last line end": lambda text: text.rstrip("\n"),
    "docstring": lambda text: f'"""Words."""\nfrom __future__ import annotations\n{text}',
    "comments": commented,
    "spread": spread,
    "spread, commented, CRLF": lambda text: with_crlf(commented(spread(text))),
    "spread, tabs": lambda text: spread(with_tabs(text)),
    "in one line": in_one_line,
    "in a function": in_a_function,
}
"""By name: what makes the other layout of a text whose lines end in LF."""
