"""What docstrings say is raised: reading it in the three usual styles, and adding to it."""

from __future__ import annotations

import _ast as ast
import re
from collections.abc import Iterator

from acr_lint.fixes.layout import indent_unit, indentation, newline, starts_line
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.source import Edit, Span

_FIELD = r"(?m)^[ \t]*:(?:raises?|except(?:ion)?)\s+([^:\n]+|:\w+:`[^`\n]+`):"
_ANY_FIELD = r"(?m)^[ \t]*:\w+[^:\n]*:"
_GOOGLE = (
    r"(?m)^([ \t]*)(Args|Arguments|Attributes|Examples?|Keyword Args|Notes?|Raises|Returns|Yields):"
    r"[ \t]*$"
)
_NUMPY = r"(?m)^([ \t]*)([A-Z][A-Za-z ]+)[ \t]*\r?\n\1(-{3,})[ \t]*$"
_CLASS = r"[~!]?([A-Za-z_][\w.]*)"
_WHEN = "if the registry refuses the request"


def raised_in(docstring: str) -> Iterator[str]:
    """The classes that a docstring says are raised, as it writes them."""
    for field in re.finditer(_FIELD, docstring):
        yield from _classes(
            field[1].replace("`", " ").replace(":class:", " ").replace(":exc:", " ")
        )
    for section, indent, body in _sections(docstring):
        if section == "Raises":
            lines = [line for line in body.splitlines() if line.strip()]
            nearest = min((_width(line) for line in lines), default=0)
            for line in lines:
                if _width(line) == nearest and nearest >= indent:
                    head = line.strip().partition(":")[0]
                    yield from _classes(head.replace("`", " "))


def documented(
    syntax: Syntax, island: Island, function: ast.FunctionDef | ast.AsyncFunctionDef, error: str
) -> tuple[Edit, ...] | None:
    """Let a function's docstring say that it raises `error`, in the style that it has; None where
    that can't be written."""
    first = function.body[0]
    source = syntax.source
    start = syntax.span(island, first).start
    if not starts_line(source, start):
        return None
    indent, end = indentation(source, start), newline(source)
    node = first.value if isinstance(first, ast.Expr) else None
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        text = f'""":raises {error}: {_WHEN}"""{end}{indent}'
        return (Edit(Span(start, start), text),)
    span = syntax.span(island, node)
    text = source.slice(span)
    quotes = text[-3:]
    prefix = len(text) - len(text.lstrip("rRuU"))
    if quotes not in ('"""', "'''") or text[prefix : prefix + 3] != quotes or len(text) < 6:
        return None
    content = Span(span.start + prefix + 3, span.end - 3)
    return (_addition(source.slice(content), content, indent, indent_unit(syntax), end, error),)


def _addition(text: str, span: Span, indent: str, unit: str, end: str, error: str) -> Edit:
    """What to add to a docstring's text."""
    numpy, google = re.search(_NUMPY, text), re.search(_GOOGLE, text)
    if numpy:
        entry = [f"{indent}{error}", f"{indent}{unit}{_sentence()}"]
        heading = [f"{indent}Raises", f"{indent}------"]
    elif google:
        entry = [f"{indent}{unit}{error}: {_sentence()}"]
        heading = [f"{indent}Raises:"]
    else:
        entry, heading = [f"{indent}:raises {error}: {_WHEN}"], []
    matches = list(re.finditer(_NUMPY if numpy else _GOOGLE, text)) if heading else []
    raises = [match for match in matches if match[2].strip() == "Raises"]
    if raises:
        at = span.start + raises[0].end()
        return Edit(Span(at, at), "".join(f"{end}{line}" for line in entry))
    body = text.rstrip()
    at = span.start + len(body)
    lines = [*heading, *entry]
    last = body.splitlines()[-1] if body else ""
    fields = list(re.finditer(_ANY_FIELD, body))
    joins = (
        not heading and bool(fields) and not re.search(r"\n[ \t]*\r?\n", body[fields[-1].end() :])
    )
    gap = "" if joins or not last.strip() else end
    addition = gap + "".join(f"{end}{line}" for line in lines)
    tail = text[len(body) :]
    if "\n" not in tail and "\r" not in tail:
        return Edit(Span(at, span.end), f"{addition}{end}{indent}")
    return Edit(Span(at, at), addition)


def _sentence() -> str:
    return f"{_WHEN[0].upper()}{_WHEN[1:]}."


def _sections(docstring: str) -> Iterator[tuple[str, int, str]]:
    """The sections in Google's and NumPy's style: title, depth of its content, content."""
    for pattern, deeper in ((_GOOGLE, 1), (_NUMPY, 0)):
        matches = list(re.finditer(pattern, docstring))
        for index, match in enumerate(matches):
            stop = matches[index + 1].start() if index + 1 < len(matches) else len(docstring)
            depth = len(match[1].expandtabs()) + deeper
            kept: list[str] = []
            for line in docstring[match.end() : stop].splitlines():
                if line.strip() and _width(line) < depth:
                    break
                kept.append(line)
            yield match[2].strip(), depth, "\n".join(kept)


def _width(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _classes(text: str) -> Iterator[str]:
    """The class names at the start of an entry: `A`, `A, B`, `A or B`."""
    for word in re.split(r",|\bor\b|\||\band\b", text):
        found = re.match(_CLASS, word.strip())
        if found:
            yield found[1]
