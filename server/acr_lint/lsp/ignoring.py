"""The comment that silences one finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from acr_lint.suppressions import directives, statement_rows
from acr_lint.syntax.tree import Syntax, parse
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Source, Span, apply_edits

_SPECIAL = re.compile(r"([\\$}])")


class Comment(NamedTuple):
    """A comment to write: the edit, and its content as a snippet with a blank for the reason."""

    edit: Edit
    snippet: str


def ignoring(source: Source, span: Span, code: str) -> Comment | None:
    """The comment that silences a rule's finding at a span, at the end of its line if that can be.

    None where no comment can silence it.
    """
    syntax = parse(source)
    rows = {source.position(span.start).row, *statement_rows(syntax)(span)}
    for comment in _candidates(source, syntax, span, code):
        text = apply_edits(source.text, [comment.edit])
        after = parse(Source(source.path, text))
        if len(after.skips()) > len(syntax.skips()):
            continue
        moved = comment.edit.content.count("\n") if comment.edit.span.start <= span.start else 0
        spans = [one.span for one in after.comments()]
        found = {one.row for one in directives(after.source, spans) if code in one.words}
        if {row + moved for row in rows} & found:
            return comment
    return None


def _candidates(source: Source, syntax: Syntax, span: Span, code: str) -> Iterator[Comment]:
    """The comments that may silence, the best first."""
    own = source.position(span.start).row
    first, last = statement_rows(syntax)(span)
    for directive in directives(source, (comment.span for comment in syntax.comments())):
        if directive.kind == "ignore" and directive.listed and directive.row in (own, first, last):
            words = ", ".join((*directive.words, code))
            yield Comment(Edit(directive.listed, words), _escaped(words))
    for row in dict.fromkeys((own, last)):
        line, end = source.line(row), source.line_span(row).end
        if line.endswith("\\"):
            continue
        blank = Span(end - len(line) + len(line.rstrip()), end)
        comment = f"  # acr-lint: ignore[{code}]"
        yield Comment(Edit(blank, comment), f"{_escaped(comment)} ${{1:reason}}")
    line = source.line(first)
    start = source.line_starts[first - 1]
    comment = f"{line[: len(line) - len(line.lstrip())]}# acr-lint: ignore[{code}]"
    yield Comment(Edit(Span(start, start), f"{comment}\n"), f"{_escaped(comment)} ${{1:reason}}\n")


def _escaped(text: str) -> str:
    """Text that stands for itself in a snippet."""
    return _SPECIAL.sub(r"\\\1", text)
