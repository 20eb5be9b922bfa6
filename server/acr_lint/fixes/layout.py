"""How a file is laid out: its line ends, its indentation, and what stands around a node.

A *path* leads to a node: the nodes around it from the top-level statement inwards, itself last.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator, Mapping, Sequence

from acr_lint.fixes.once import once
from acr_lint.syntax.nodes import children_of, nodes_of
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.lines import LINE_END
from acr_lint.text.source import Edit, Source, Span

_BLANK = " \t\f\ufeff"


def newline(source: Source) -> str:
    """The line end that the file uses."""
    found = LINE_END.search(source.text)
    return found.group() if found else "\n"


def indentation(source: Source, offset: int) -> str:
    """The blanks with which the line at `offset` starts."""
    line = source.line(source.position(offset).row).lstrip("\ufeff")
    return line[: len(line) - len(line.lstrip(" \t\f"))]


def line_start(source: Source, offset: int) -> int:
    """The offset at which the line at `offset` starts, behind a byte order mark."""
    start = source.line_starts[source.position(offset).row - 1]
    return start + 1 if source.text.startswith("\ufeff", start) else start


def line_end(source: Source, offset: int) -> int:
    """The offset at which the line at `offset` ends, without its line end."""
    return source.line_span(source.position(offset).row).end


def starts_line(source: Source, offset: int) -> bool:
    """Whether only blanks stand before `offset` on its line."""
    start = source.line_starts[source.position(offset).row - 1]
    return not source.text[start:offset].strip(_BLANK)


def ends_line(source: Source, offset: int) -> bool:
    """Whether only blanks and a comment stand behind `offset` on its line."""
    rest = source.text[offset : line_end(source, offset)].strip(_BLANK)
    return not rest or rest.startswith("#")


@once
def indent_unit(syntax: Syntax) -> str:
    """By how much the file indents a block; four blanks where it has none."""
    for island, statement in syntax.statements():
        for node in nodes_of(statement):
            body = getattr(node, "body", None)
            if isinstance(node, ast.stmt) and isinstance(body, list) and body:
                outer = indentation(syntax.source, syntax.span(island, node).start)
                start = syntax.span(island, body[0]).start
                inner = indentation(syntax.source, start)
                if starts_line(syntax.source, start) and inner.startswith(outer):
                    unit = inner[len(outer) :]
                    if unit:
                        return unit
    return "    "


def path_to(island: Island, node: ast.AST) -> tuple[ast.AST, ...]:
    """The path to a node of the island; empty where it isn't in its trees."""
    around = above(island)
    if node not in around:
        return ()
    path = [node]
    while (outer := around[path[-1]]) is not None:
        path.append(outer)
    return tuple(reversed(path))


def suite_of(syntax: Syntax, island: Island, node: ast.stmt) -> list[tuple[Island, ast.stmt]]:
    """The statements of the suite in which a statement stands."""
    path = path_to(island, node)
    if len(path) < 2:
        return list(syntax.statements())
    for suite in vars(path[-2]).values():
        if isinstance(suite, list) and any(each is node for each in suite):
            return [(island, each) for each in suite]
    return []


def may_await(path: tuple[ast.AST, ...]) -> bool:
    """Whether `await` may stand at the end of the path."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    functions = [node for node in path[:-1] if isinstance(node, kinds)]
    return bool(functions) and isinstance(functions[-1], ast.AsyncFunctionDef)


def names_in(node: ast.AST) -> Iterator[str]:
    """All names that a tree reads or binds, attributes apart."""
    for each in nodes_of(node):
        yield from names_of(each)


def names_of(node: ast.AST) -> Sequence[str]:
    """The names that a node reads or binds itself, attributes apart."""
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            return (name,)
        case ast.alias(name=name, asname=asname):
            return (asname or name.partition(".")[0],)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
        case ast.MatchMapping(rest=str(name)):
            return (name,)
    own = getattr(node, "name", None)
    return (own,) if isinstance(own, str) else ()


def shifted(syntax: Syntax, island: Island, statement: ast.stmt, unit: str) -> str:
    """The lines of a statement, its comments among them, each indented by `unit` more; the inside
    of texts stays as it is."""
    lines = lines_of(syntax, island, statement)
    pieces: list[str] = []
    done = lines.start
    for start in sorted(_shiftable(syntax, island, statement)):
        pieces += (syntax.source.slice(Span(done, start)), unit)
        done = start
    return "".join([*pieces, syntax.source.slice(Span(done, lines.end))])


def indenting(syntax: Syntax, island: Island, statement: ast.stmt, unit: str) -> tuple[Edit, ...]:
    """The edits that indent each line of a statement but the first by `unit` more."""
    starts = sorted(_shiftable(syntax, island, statement))[1:]
    return tuple(Edit(Span(start, start), unit) for start in starts)


def _shiftable(syntax: Syntax, island: Island, statement: ast.stmt) -> set[int]:
    """Where the lines of a statement can be indented further, but for blank ones and those inside
    of a text: behind the indentation that they share, so that blanks stay behind tabs."""
    source = syntax.source
    span = syntax.span(island, statement)
    within: set[int] = set()
    for node in nodes_of(statement):
        if _is_text(node):
            part = syntax.span(island, node)
            top, bottom = source.position(part.start).row, source.position(part.end).row
            within.update(range(top + 1, bottom + 1))
    rows = range(source.position(span.start).row, source.position(span.end).row + 1)
    shared = indentation(source, span.start)
    return {
        start + (len(shared) if source.text.startswith(shared, start) else 0)
        for row in rows
        for line in (source.line_span(row),)
        for start in (line_start(source, line.start),)
        if row not in within and source.slice(line).strip()
    }


def lines_of(syntax: Syntax, island: Island, node: ast.AST) -> Span:
    """From the start of a node's first line to the end of its last one, without the line end."""
    source = syntax.source
    span = syntax.span(island, node)
    return Span(line_start(source, span.start), line_end(source, span.end))


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, (str, bytes))
    return type(node).__name__ in ("JoinedStr", "TemplateStr")


@once
def above(island: Island) -> Mapping[ast.AST, ast.AST | None]:
    """The node around each node of an island; None for its statements."""
    found: dict[ast.AST, ast.AST | None] = dict.fromkeys(island.statements)
    pending: list[ast.AST] = list(island.statements)
    while pending:
        node = pending.pop()
        for child in children_of(node):
            found[child] = node
            pending.append(child)
    return found
