"""Text to trees, always: the islands of a file, and their places in its text.

An *island* is a top-level statement. Its tree is kept for as long as its text stays the same, so a
key press costs the parsing of one island, and what is broken in one island can't harm another.

What only broken or edited text needs is imported when it is needed: most runs of the command line
see neither.
"""

from __future__ import annotations

import _ast as ast
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from acr_lint.syntax.nodes import children_of
from acr_lint.syntax.parsing import Failure, as_read
from acr_lint.syntax.pieces import Piece, read_valid
from acr_lint.text.lines import line_starts
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BLANKS = " \t\f\r\n"


class Comment(NamedTuple):
    """A comment with its `#`; `own_line`: nothing but blanks stands before it on its line."""

    span: Span
    text: str
    own_line: bool


class Skip(NamedTuple):
    """Text that was not read as it is, and why."""

    span: Span
    reason: str


class Island:
    """One top-level statement with its decorators and the comments directly before it.

    It is immutable, and two islands are never equal, even if their texts are. All spans are in
    offsets of its text. The line numbers of its nodes mean something only to `span`, and to each
    other. Statements that share a line share an island; text without a statement belongs to the
    island before it, or is an island without statements where it is all there is. `known` is what
    others have worked out of it.
    """

    __slots__ = (
        "_comments",
        "_first_line",
        "_names",
        "_spans",
        "_starts",
        "known",
        "skips",
        "statements",
        "text",
    )

    def __init__(self, piece: Piece) -> None:
        self.text = piece.text
        self.statements = piece.statements
        self._first_line = piece.first_line
        self._starts: list[int] | None = None
        self._spans: dict[ast.AST, Span] = {}
        self._names: dict[ast.AST, Span] = {}
        self._comments: tuple[Comment, ...] | None = None
        self.known: dict[object, Any] = {}
        self.skips = tuple(self._find_skips(piece.gaps)) if piece.gaps else ()

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments in the island, in order."""
        if self._comments is None:
            self._comments = tuple(self._find_comments()) if "#" in self.text else ()
        return self._comments

    def span(self, node: ast.AST) -> Span:
        """The span of a node; one that has no place of its own spans the nodes in it."""
        known = self._spans.get(node)
        if known is None:
            known = self._spans[node] = self._find_span(node)
        return known

    def _find_span(self, node: ast.AST) -> Span:
        try:
            start = self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
            end = self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        except AttributeError:
            spans = [self.span(child) for child in _nearest_placed(node)]
            if not spans:
                return Span(0, 0)
            start, end = min(span.start for span in spans), max(span.end for span in spans)
        return Span(start, max(start, end))

    def name_span(self, node: ast.Attribute) -> Span:
        """The span of an attribute's name, the word after the dot."""
        known = self._names.get(node)
        if known is None:
            known = self._names[node] = self._find_name(node)
        return known

    def _find_name(self, node: ast.Attribute) -> Span:
        start, end = self.span(node)
        if self.text.endswith(node.attr, start, end):
            return Span(end - len(node.attr), end)
        # The tree has the name in its normal form, which may be shorter or longer.
        written = re.search(r"\w+\Z", self.text[start:end])
        return Span(start + written.start(), end) if written else Span(start, end)

    def word_span(self, node: ast.AST, word: str) -> Span:
        """The span of the first such word of a node that is in no string or comment.

        Where there is none, it is the span of the node.
        """
        start, end = self.span(node)
        from acr_lint.syntax.comments import find_word

        found = find_word(self.text, word, start, end)
        return Span(start, end) if found < 0 else Span(found, found + len(word))

    def _offset(self, line: int, column: int) -> int:
        """The offset of a place as `ast` tells it; one behind its line is moved to its end."""
        starts = self._line_starts
        row = min(max(line - self._first_line, 0), len(starts) - 2)
        start, end = starts[row], starts[row + 1]
        if self.text.isascii():
            return min(start + column, end)
        code = as_read(self.text[start:end]) if not row else self.text[start:end]
        before = code.encode("utf-8", "surrogatepass")[:column]
        return start + sum(1 for byte in before if byte & 0xC0 != 0x80)

    @property
    def _line_starts(self) -> list[int]:
        """The offset at which each line starts, and the end of the text."""
        if self._starts is None:
            self._starts = [*line_starts(self.text), len(self.text)]
        return self._starts

    def _find_skips(self, gaps: dict[int, str]) -> Iterator[Skip]:
        """The lines that weren't read, those one below the other with one reason as one."""
        spans: list[tuple[int, Span, str]] = []
        for row, reason in sorted(gaps.items()):
            start, end = self._line_starts[row], self._line_starts[row + 1]
            line = self.text[start:end]
            code = line.strip(_BLANKS)
            start += line.find(code)
            span = Span(start, start + len(code))
            if spans and spans[-1][0] == row - 1 and spans[-1][2] == reason:
                span = Span(spans.pop()[1].start, span.end)
            spans.append((row, span, reason))
        return (Skip(span, reason) for _, span, reason in spans)

    def _find_comments(self) -> Iterator[Comment]:
        """The comments of the lines that were read, and of those that weren't."""
        from acr_lint.syntax.comments import comment_spans

        read = self.text
        spans: list[tuple[int, int]] = []
        for skip in self.skips:
            start, end = skip.span
            unread = self.text[start:end]
            spans += ((start + first, start + last) for first, last in comment_spans(unread))
            read = read[:start] + re.sub(r"[^\r\n]", " ", unread) + read[end:]
        spans += comment_spans(read, is_valid=not self.skips)
        for start, end in sorted(spans):
            line = max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1
            own_line = not self.text[line:start].strip(" \t\f\ufeff")
            yield Comment(Span(start, end), self.text[start:end], own_line)


class Syntax:
    """The islands of a source, in order; together they cover its text.

    `starts` are the offsets of the text at which they start, `known` is what others have worked out
    of the whole.
    """

    __slots__ = ("_broken", "_start_of", "islands", "known", "source", "starts")

    def __init__(self, source: Source, islands: Iterable[Island]) -> None:
        self.source = source
        self.islands = tuple(islands)
        ends = accumulate((len(island.text) for island in self.islands), initial=0)
        self.starts = tuple(ends)[: len(self.islands)]
        self._start_of: dict[Island, int] = {}
        self._broken: tuple[Span, ...] | None = None
        self.known: dict[object, Any] = {}

    def start(self, island: Island) -> int:
        """The offset at which an island starts."""
        if not self._start_of:
            self._start_of = dict(zip(self.islands, self.starts, strict=True))
        return self._start_of[island]

    def span(self, island: Island, node: ast.AST) -> Span:
        """The span of an island's node in the source's text."""
        start, end = island.span(node)
        offset = self.start(island)
        return Span(start + offset, end + offset)

    def comments(self) -> tuple[Comment, ...]:
        """All comments, in offsets of the source's text."""
        return tuple(
            comment._replace(span=_moved(comment.span, start))
            for island, start in zip(self.islands, self.starts, strict=True)
            for comment in island.comments
        )

    def skips(self) -> tuple[Skip, ...]:
        """What could not be read, in offsets of the source's text."""
        return tuple(
            skip._replace(span=_moved(skip.span, start))
            for island, start in zip(self.islands, self.starts, strict=True)
            for skip in island.skips
        )

    def broken(self) -> tuple[Span, ...]:
        """The islands of which a part could not be read, in order."""
        if self._broken is None:
            self._broken = tuple(
                Span(start, start + len(island.text))
                for island, start in zip(self.islands, self.starts, strict=True)
                if island.skips
            )
        return self._broken

    def statements(self) -> Iterator[tuple[Island, ast.stmt]]:
        """All top-level statements, each with its island."""
        for island in self.islands:
            for statement in island.statements:
                yield island, statement


def parse(source: Source, previous: Syntax | None = None, edited: Span | None = None) -> Syntax:
    """The syntax of a source; it never fails.

    With the syntax of the text before an edit, islands whose text hasn't changed are taken over.
    `edited` is the span of the text that was just typed: where it is broken, that is the first
    place to look.
    """
    if previous is None:
        pieces = read_valid(source.text)
        if isinstance(pieces, Failure):
            from acr_lint.syntax.reading import read_broken

            typed = None if edited is None else range(*edited)
            pieces = read_broken(source.text, pieces, typed)
        return Syntax(source, map(Island, pieces))
    from acr_lint.syntax.update import update

    old = previous.islands
    texts = [island.text for island in old]
    unsure = [bool(island.skips or not island.statements) for island in old]
    change = update(texts, unsure, source.text, edited)
    after = len(old) - change.after
    unused: dict[str, list[Island]] = {}
    for island in reversed(old[change.before : after]):
        unused.setdefault(island.text, []).append(island)
    between = [_island(piece, unused) for piece in change.pieces]
    return Syntax(source, (*old[: change.before], *between, *old[after:]))


def _island(piece: Piece, unused: dict[str, list[Island]]) -> Island:
    """The island of a piece: one of the same text, unless the piece is better read."""
    same = unused.get(piece.text)
    if not same or (same[-1].skips and not piece.gaps):
        return Island(piece)
    return same.pop()


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)


def _nearest_placed(node: ast.AST) -> Iterator[ast.AST]:
    """The outermost nodes in a node that have a place."""
    pending = list(children_of(node))
    while pending:
        child = pending.pop()
        if hasattr(child, "lineno"):
            yield child
        else:
            pending += children_of(child)
