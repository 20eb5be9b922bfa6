"""The comments that silence findings: one for a finding, or those for all of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from acr_lint.rules.registry import ABOUT_COMMENTS
from acr_lint.suppressions import directives, statement_rows
from acr_lint.syntax.tree import parse
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Source, Span, apply_edits

_SPECIAL = re.compile(r"([\\$}])")


class Comment(NamedTuple):
    """A comment to write: the edit, and its content as a snippet with a blank for the reason."""

    edit: Edit
    snippet: str


class _Place(NamedTuple):
    """Where a comment can stand: what it replaces, and its text around the codes.

    `words` are those of a comment that is there already, which has a reason of its own.
    """

    span: Span
    start: str
    words: tuple[str, ...]
    end: str
    line_end: str

    def edit(self, codes: Iterable[str], reason: str) -> Edit:
        """The edit that writes a comment about these rules here."""
        listed = ", ".join((*self.words, *codes))
        said = f" {reason}" if reason and not self.words else ""
        return Edit(self.span, f"{self.start}{listed}{self.end}{said}{self.line_end}")

    def snippet(self, code: str) -> str:
        """The content of that edit, with a blank for the reason."""
        text = _SPECIAL.sub(r"\\\1", self.edit([code], "").content.removesuffix("\n"))
        return text if self.words else f"{text} ${{1:reason}}{self.line_end}"


def ignoring(source: Source, span: Span, code: str) -> Comment | None:
    """The comment that silences a rule's finding at a span, at the end of its line if that can be.

    None where no comment can silence it.
    """
    place = _Search(source).place(span, code)
    return None if place is None else Comment(place.edit([code], ""), place.snippet(code))


def ignoring_all(
    source: Source, findings: Iterable[tuple[Span, str]], reason: str
) -> tuple[Edit, ...]:
    """The comments that silence findings, each a span and a rule's code, as far as that can be."""
    search = _Search(source)
    codes: dict[_Place, dict[str, None]] = {}
    for span, code in findings:
        place = None if code in ABOUT_COMMENTS else search.place(span, code)
        if place is not None:
            codes.setdefault(place, {})[code] = None
    return tuple(place.edit(about, reason) for place, about in codes.items())


class _Search:
    """The places of one file, each of which is tried once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._syntax = parse(source)
        self._rows = statement_rows(self._syntax)
        spans = (comment.span for comment in self._syntax.comments())
        self._directives = tuple(directives(source, spans))
        self._silenced: dict[_Place, frozenset[int]] = {}

    def place(self, span: Span, code: str) -> _Place | None:
        """The best place for a comment that silences a finding; None where there is none."""
        own = self._source.position(span.start).row
        first, last = self._rows(span)
        for place in self._places(own, first, last):
            if self._rows_silenced(place, code) & {own, first, last}:
                return place
        return None

    def _rows_silenced(self, place: _Place, code: str) -> frozenset[int]:
        """The rows, as they are now, that a comment silences; none where it would be none."""
        known = self._silenced.get(place)
        if known is None:
            edit = place.edit([code], "")
            after = parse(Source(self._source.path, apply_edits(self._source.text, [edit])))
            found: frozenset[int] = frozenset()
            if len(after.skips()) <= len(self._syntax.skips()):
                spans = [comment.span for comment in after.comments()]
                rows = {each.row for each in directives(after.source, spans) if code in each.words}
                moved = len(place.line_end)
                found = frozenset(row - moved for row in rows if row is not None)
            known = self._silenced[place] = found
        return known

    def _places(self, own: int, first: int, last: int) -> Iterator[_Place]:
        """Where a comment on the rows of a finding may stand, the best first."""
        source = self._source
        for each in self._directives:
            if each.kind == "ignore" and each.listed and each.row in (own, first, last):
                yield _Place(each.listed, "", each.words, "", "")
        for row in dict.fromkeys((own, last)):
            line, end = source.line(row), source.line_span(row).end
            if not line.endswith("\\"):
                blank = Span(end - len(line) + len(line.rstrip()), end)
                yield _Place(blank, "  # acr-lint: ignore[", (), "]", "")
        line, start = source.line(first), source.line_starts[first - 1]
        indent = line[: len(line) - len(line.lstrip())]
        yield _Place(Span(start, start), f"{indent}# acr-lint: ignore[", (), "]", "\n")
