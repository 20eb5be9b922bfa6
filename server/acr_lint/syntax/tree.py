"""Text to trees: the islands of a file."""

from __future__ import annotations

import ast
from bisect import bisect_right
from typing import Iterator, NamedTuple

from acr_lint.text.source import Source, Span


class Comment(NamedTuple):
    """A comment with its `#`; `own_line`: nothing but blanks stands before it on its line."""

    span: Span
    text: str
    own_line: bool


class Skip(NamedTuple):
    """Text that could not be read, and why."""

    span: Span
    reason: str


class Island:
    """One top-level statement with its decorators and the comments directly before it."""

    def __init__(self, text: str, statements: list[ast.stmt], first_line: int) -> None:
        self.text = text
        self.statements = statements
        self.skips: tuple[Skip, ...] = ()
        self._first_line = first_line
        self._source = Source("", text)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The comments in the island, in offsets of its text."""
        import io
        import tokenize

        found = []
        try:
            for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
                if token.type == tokenize.COMMENT:
                    start = self._source.line_starts[token.start[0] - 1] + token.start[1]
                    own = not token.line[: token.start[1]].strip()
                    span = Span(start, start + len(token.string))
                    found.append(Comment(span, token.string, own))
        except (tokenize.TokenError, SyntaxError):
            pass
        return tuple(found)

    def span(self, node: ast.AST) -> Span:
        """The span of a node in the island's text."""
        start = self._offset(getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
        end = self._offset(
            getattr(node, "end_lineno", 1) or 1, getattr(node, "end_col_offset", 0) or 0
        )
        return Span(start, end)

    def name_span(self, node: ast.Attribute) -> Span:
        """The span of an attribute's name."""
        end = self.span(node).end
        return Span(end - len(node.attr), end)

    def argument_span(self, node: ast.keyword) -> Span:
        """The span of a keyword argument, name and value."""
        return self.span(node)

    def word_span(self, node: ast.AST, word: str) -> Span:
        """The span of the word with which a node begins."""
        start = self.span(node).start
        return Span(start, start + len(word))

    def _offset(self, line: int, column: int) -> int:
        start = self._source.line_starts[line - self._first_line]
        text = self.text[start : start + column]
        if text.isascii():
            return start + column
        encoded = self.text[start:].split("\n", 1)[0].encode("utf-8", "surrogatepass")
        return start + len(encoded[:column].decode("utf-8", "ignore"))


class Syntax:
    """The islands of a source; together they cover its text."""

    def __init__(self, source: Source, islands: list[Island], starts: list[int]) -> None:
        self.source = source
        self.islands = tuple(islands)
        self.starts = tuple(starts)
        self._start_of = {id(island): start for island, start in zip(islands, starts)}

    def start(self, island: Island) -> int:
        """The offset at which an island starts."""
        return self._start_of[id(island)]

    def span(self, island: Island, node: ast.AST) -> Span:
        """The span of an island's node in the source's text."""
        start = self.start(island)
        inner = island.span(node)
        return Span(inner.start + start, inner.end + start)

    def comments(self) -> tuple[Comment, ...]:
        """All comments, in offsets of the source's text."""
        return tuple(
            comment._replace(span=Span(comment.span.start + start, comment.span.end + start))
            for island, start in zip(self.islands, self.starts)
            for comment in island.comments
        )

    def skips(self) -> tuple[Skip, ...]:
        """What could not be read, in offsets of the source's text."""
        return ()

    def statements(self) -> Iterator[tuple[Island, ast.stmt]]:
        """All top-level statements, each with its island."""
        for island in self.islands:
            for statement in island.statements:
                yield island, statement


def parse(source: Source, previous: Syntax | None = None, edited: Span | None = None) -> Syntax:
    """The syntax of a source."""
    try:
        body = ast.parse(source.text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        body = []
    islands: list[Island] = []
    starts: list[int] = []
    groups: list[tuple[int, list[ast.stmt]]] = []
    for statement in body:
        first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
        if groups and first <= (groups[-1][1][-1].end_lineno or first):
            groups[-1][1].append(statement)
        else:
            groups.append((first, [statement]))
    lines = source.line_starts
    begins = [1, *((groups[i - 1][1][-1].end_lineno or 1) + 1 for i in range(1, len(groups)))]
    begins = begins[: max(1, len(groups))]
    for index, begin in enumerate(begins):
        start = lines[begin - 1]
        end = lines[begins[index + 1] - 1] if index + 1 < len(begins) else len(source.text)
        statements = groups[index][1] if groups else []
        islands.append(Island(source.text[start:end], statements, begin))
        starts.append(start)
    return Syntax(source, islands, starts)


def island_at(syntax: Syntax, offset: int) -> Island:
    """The island at an offset of the source."""
    return syntax.islands[max(0, bisect_right(syntax.starts, offset) - 1)]
