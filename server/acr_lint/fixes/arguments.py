"""Edits that add, replace and remove the arguments of a call."""

from __future__ import annotations

import _ast as ast
import re

from acr_lint.fixes.layout import indentation, line_start, newline, starts_line
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.source import Edit, Source, Span

LONGEST_LINE = 100
_GAP = re.compile(r"#[^\r\n]*|[(),]|\r\n|\r|\n")


def add_argument(syntax: Syntax, island: Island, call: ast.Call, argument: str) -> Edit | None:
    """Put an argument, such as `name=value`, behind all others; None where that can't be done."""
    items = [*call.args, *call.keywords]
    if any(isinstance(item, ast.GeneratorExp) for item in call.args) and len(items) == 1:
        return None
    spans = [syntax.span(island, item) for item in items]
    end = syntax.span(island, call).end - 1
    if not spans:
        opening = _first_mark(syntax.source, syntax.span(island, call.func).end, end, "(")
        return None if opening is None else Edit(Span(opening + 1, opening + 1), argument)
    last = max(spans, key=lambda span: span.end)
    edit = append_item(syntax.source, last, end, argument)
    return _broken(syntax.source, min(spans).start, edit, argument)


def append_item(source: Source, last: Span, closing: int, item: str) -> Edit:
    """Put an item behind the last one of a list in brackets that are closed at `closing`.

    It is laid out like the last one: on a line of its own where that has one.
    """
    end, comma, stop = last.end, None, None
    for mark in _GAP.finditer(source.text, last.end, closing):
        match mark.group():
            case ")":
                end = mark.end()
            case ",":
                comma = mark.end()
            case "\n" | "\r\n" | "\r" if stop is None:
                stop = mark.start()
    here = comma or end
    if not starts_line(source, last.start):
        return Edit(Span(here, here), f" {item}," if comma else f", {item}")
    kept = source.text[here:stop] if stop is not None and stop > here else ""
    new_line = newline(source) + indentation(source, last.start)
    content = f"{kept}{new_line}{item}," if comma else f",{kept}{new_line}{item}"
    return Edit(Span(here, here + len(kept)), content)


def replace(syntax: Syntax, island: Island, node: ast.AST, text: str) -> Edit:
    """Put a text in place of a node."""
    return Edit(syntax.span(island, node), text)


def as_item(syntax: Syntax, island: Island, call: ast.Call, owner: str) -> tuple[Edit, ...] | None:
    """Make `owner[argument]` of a call with one argument, whose comments are kept."""
    start, end = syntax.span(island, call)
    argument = syntax.span(island, call.args[0])
    callee = syntax.span(island, call.func).end
    opening = _first_mark(syntax.source, callee, argument.start, "(")
    comma = _first_mark(syntax.source, argument.end, end - 1, ",")
    if opening is None:
        return None
    edits = [Edit(Span(start, opening + 1), f"{owner}["), Edit(Span(end - 1, end), "]")]
    if comma is not None:
        edits.append(Edit(Span(comma, comma + 1), ""))
    return tuple(sorted(edits))


def remove_keyword(
    syntax: Syntax, island: Island, call: ast.Call, keyword: ast.keyword
) -> tuple[Edit, ...]:
    """Take a keyword argument out of a call, and the line that it has for itself."""
    source = syntax.source
    span = syntax.span(island, keyword)
    closing = syntax.span(island, call).end - 1
    spans = sorted(syntax.span(island, item) for item in (*call.args, *call.keywords))
    position = spans.index(span)
    following = spans[position + 1].start if position + 1 < len(spans) else closing
    comma = _first_mark(source, span.end, following, ",")
    own_line = starts_line(source, span.start)
    stop = span.end if comma is None else comma + 1
    rest = source.text[stop : source.line_span(source.position(stop).row).end]
    whole_line = own_line and (not rest.strip() or rest.lstrip().startswith("#"))
    if whole_line:
        row = source.position(stop).row
        below = source.line_starts[row] if row < len(source.line_starts) else len(source.text)
        edits = [Edit(Span(line_start(source, span.start), below), "")]
    else:
        while stop < following and source.text[stop] in " \t":
            stop += 1
        edits = [Edit(Span(span.start, stop), "")]
    if comma is None and position:
        before = _first_mark(source, spans[position - 1].end, span.start, ",")
        assert before is not None
        if whole_line or source.text[before + 1 : span.start].strip():
            edits.insert(0, Edit(Span(before, before + 1), ""))
        else:
            edits = [Edit(Span(before, edits[0].span.end), "")]
    return tuple(edits)


def _broken(source: Source, first: int, edit: Edit, argument: str) -> Edit:
    """The edit with the argument on a line of its own, below the first one, where the line that
    they share would be too long."""
    row = source.position(edit.span.end).row
    line = source.line(row)
    if "\n" in edit.content or "\r" in edit.content or source.position(first).row != row:
        return edit
    if len(line) + len(edit.content) <= LONGEST_LINE:
        return edit
    before = source.text[source.line_starts[row - 1] : first]
    indent = "".join("\t" if char == "\t" else " " for char in before)
    return edit._replace(
        content=edit.content.replace(f" {argument}", f"{newline(source)}{indent}{argument}")
    )


def _first_mark(source: Source, start: int, end: int, mark: str) -> int | None:
    """Where the bracket or comma first stands outside of comments."""
    for found in _GAP.finditer(source.text, start, end):
        if found.group() == mark:
            return found.start()
    return None
