"""Edits that make names importable: imports are added to those that the file has.

A name that the file uses for something else is left alone: then there is no fix.
"""

from __future__ import annotations

import _ast as ast
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from acr_lint.fixes.arguments import append_item
from acr_lint.fixes.layout import above, line_end, line_start, newline, starts_line
from acr_lint.fixes.once import once
from acr_lint.syntax.nodes import nodes_of
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.lines import LINE_END
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Span

Binding = ast.Import | ast.ImportFrom | None
_BINDING = frozenset(
    (
        *(ast.Name, ast.arg, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
        *(ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping),
        *(ast.Import, ast.ImportFrom),
    )
)
"""The nodes that may bind names."""


class Imports:
    """The imports of a file, and the edits for what is asked for besides.

    `before` is the offset at which the names are used: imports behind it don't count.
    """

    def __init__(self, syntax: Syntax, before: int | None = None) -> None:
        self._syntax = syntax
        self._source = syntax.source
        top = _top_level(syntax)
        self._top = top if before is None else top[: bisect_right(top, before, key=_end)]
        self._extensions: list[Edit] = []
        self._lines: dict[int, _Lines] = {}
        self._promised: set[str] = set()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits for everything that was asked for."""
        end = newline(self._source)
        added = []
        for offset, new in self._lines.items():
            blocks = ["".join(line + end for line in lines) for lines in new[:2] if lines]
            text = end.join(blocks) + (end if new.apart and not new.joining else "")
            text = (end if new.below_future else "") + text
            if offset and self._source.text[offset - 1] not in "\r\n\ufeff":
                text = end + text.removesuffix(end)
            added.append(Edit(Span(offset, offset), text))
        return (*self._extensions, *added)

    def name(self, module: str, name: str) -> str | None:
        """How the file can say `name` of `module` from now on; None where it can't."""
        for each in self._top:
            found = _way_to(each.node, module, name)
            if found:
                return found
        if name in self._promised:
            return name
        if self._is_taken(name, module):
            return None
        self._promised.add(name)
        if not self._extend(module, name):
            self._insert(f"from {module} import {name}", module, plain=False)
        return name

    def module(self, module: str) -> str | None:
        """How the file can say the top-level `module` from now on; None where it can't."""
        for each in self._top:
            if isinstance(each.node, ast.Import):
                for alias in each.node.names:
                    if alias.name == module:
                        return alias.asname or module
                    if alias.name.startswith(f"{module}.") and not alias.asname:
                        return module
        if module in self._promised:
            return module
        if self._is_taken(module, ""):
            return None
        self._promised.add(module)
        self._insert(f"import {module}", module, plain=True)
        return module

    def _is_taken(self, name: str, module: str) -> bool:
        """Whether something else of the file goes by the name."""
        text = self._source.text
        if name not in text and text.isascii():  # others may spell it with letters of another kind
            return False
        return any(
            _is_other(binding, name, module) for binding in bindings(self._syntax).get(name, ())
        )

    def _extend(self, module: str, name: str) -> bool:
        """Add the name to an import from the module, if there is one."""
        for each in self._top:
            node = each.node
            if not isinstance(node, ast.ImportFrom) or node.level or node.module != module:
                continue
            names = [alias.name for alias in node.names]
            if names == ["*"]:
                continue
            spans = [self._syntax.span(each.island, alias) for alias in node.names]
            behind = [span for alias, span in zip(names, spans, strict=True) if alias > name]
            if behind and names == sorted(names):
                start = behind[0].start
                gap = " "
                if starts_line(self._source, start):
                    gap = (
                        newline(self._source)
                        + self._source.text[line_start(self._source, start) : start]
                    )
                self._extensions.append(Edit(Span(start, start), f"{name},{gap}"))
                return True
            end = self._syntax.span(each.island, node).end
            if self._source.text[end - 1] == ")":
                edit = append_item(self._source, spans[-1], end - 1, name)
            else:
                edit = Edit(Span(end, end), f", {name}")
            self._extensions.append(edit)
            return True
        return False

    def _insert(self, line: str, module: str, plain: bool) -> None:
        """Add a line among the first imports, near those of its kind."""
        blocks = list(self._blocks())
        package = module.partition(".")[0]
        standard = package in sys.stdlib_module_names
        for block in blocks:
            packages = {_package(each.node) for each in block}
            fits = packages & sys.stdlib_module_names if standard else package in packages
            if fits and not _is_future(block[0]):
                self._insert_into(block, line, module, plain)
                return
        offset = self._first_line()
        future = [block for block in blocks if _is_future(block[0])]
        others = [block for block in blocks if block not in future]
        if standard and others:
            self._add(self._line_of(others[0][0]), line, apart=True)
        elif others:
            self._insert_into(others[-1], line, module, plain)
        elif future:
            self._add(self._below(future[-1][-1]), line, below_future=True)
        else:
            self._add(offset, line, apart=True)

    def _insert_into(self, block: list[_Import], line: str, module: str, plain: bool) -> None:
        key = (not plain, module)
        before: _Import | None = None
        for each in block:
            if _key(each.node) < key:
                before = each
        if before is None:
            self._add(self._line_of(block[0]), line)
        else:
            self._add(self._below(before), line)

    def _add(self, offset: int, line: str, apart: bool = False, below_future: bool = False) -> None:
        known = self._lines.get(offset, _Lines((), (), False))
        if apart:
            known = known._replace(apart=tuple(sorted((*known.apart, line), key=_plain_first)))
        else:
            known = known._replace(joining=(*known.joining, line))
        self._lines[offset] = known._replace(below_future=known.below_future or below_future)

    def _blocks(self) -> Iterator[list[_Import]]:
        """The imports at the file's top, in groups between which there are blank lines; those from
        `__future__` are a group of their own."""
        block: list[_Import] = []
        for each in self._top:
            if not each.leading:
                break
            if block and (
                _is_future(block[-1]) != _is_future(each) or self._is_apart(block[-1], each)
            ):
                yield block
                block = []
            block.append(each)
        if block:
            yield block

    def _is_apart(self, one: _Import, other: _Import) -> bool:
        between = self._source.text[one.span.end : other.span.start]
        return any(not line.strip() for line in LINE_END.split(between)[1:-1])

    def _line_of(self, each: _Import) -> int:
        return line_start(self._source, each.span.start)

    def _below(self, each: _Import) -> int:
        """The start of the line below an import."""
        return self._next_line(each.span.end)

    def _next_line(self, offset: int) -> int:
        """The start of the line below that at `offset`; its end where that is the last one of the
        file or of a cell."""
        end = line_end(self._source, offset)
        row = self._source.position(end).row
        starts = self._source.line_starts
        below = starts[row] if row < len(starts) else len(self._source.text)
        return end if below in self._source.parts else below

    def _first_line(self) -> int:
        """Where the first import of a file without one goes: behind its docstring, and behind the
        magic that has to be the first line of a cell."""
        for island, statement in self._syntax.statements():
            match statement:
                case ast.Expr(value=ast.Constant(value=str())):
                    continue
            span = self._syntax.span(island, statement)
            decorators = [
                self._syntax.span(island, each).start
                for each in getattr(statement, "decorator_list", ())
            ]
            start = line_start(self._source, min([span.start, *decorators]))
            is_magic = self._source.written.startswith("%%", start)
            return self._next_line(start) if is_magic else start
        return 0


def redirected(syntax: Syntax, old: str, name: str, new: str) -> Edit | None:
    """Import the name from the module `new` instead of `old`, where that line imports nothing else
    and the file uses the name once."""
    uses = 0
    found: Edit | None = None
    for island, statement in syntax.statements():
        for node in nodes_of(statement):
            uses += isinstance(node, ast.Name) and node.id == name
        match statement:
            case ast.ImportFrom(module=module, names=[ast.alias(name=only, asname=None)], level=0):
                if (module, only) == (old, name):
                    span = syntax.span(island, statement)
                    at = syntax.source.text.find(old, span.start, span.end)
                    found = Edit(Span(at, at + len(old)), new)
    return found if uses == 1 else None


class _Lines(NamedTuple):
    """New lines at one place: those that are a block of their own, then those that join the block
    below or above; `below_future`: a blank line has to part them from what is above."""

    apart: tuple[str, ...]
    joining: tuple[str, ...]
    below_future: bool


class _Import(NamedTuple):
    """A top-level import; `leading`: only imports and the docstring stand before it."""

    island: Island
    node: ast.Import | ast.ImportFrom
    span: Span
    leading: bool


@once
def _top_level(syntax: Syntax) -> Sequence[_Import]:
    """The top-level imports of a file, in their order."""
    found: list[_Import] = []
    leading = True
    for island, statement in syntax.statements():
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            found.append(_Import(island, statement, syntax.span(island, statement), leading))
        elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            leading = False
    return found


def _end(each: _Import) -> int:
    return each.span.end


def _way_to(node: ast.Import | ast.ImportFrom, module: str, name: str) -> str | None:
    """How the name can be said because of this import."""
    parent, _, last = module.rpartition(".")
    for alias in node.names:
        if isinstance(node, ast.Import):
            if alias.name == module:
                return f"{alias.asname or module}.{name}"
        elif node.level:
            continue
        elif node.module == module and alias.name in (name, "*"):
            return alias.asname or name
        elif node.module == parent and alias.name == last:
            return f"{alias.asname or last}.{name}"
    return None


def _package(node: ast.Import | ast.ImportFrom) -> str:
    if isinstance(node, ast.Import):
        return node.names[0].name.partition(".")[0]
    return "." if node.level else (node.module or "").partition(".")[0]


def _is_future(each: _Import) -> bool:
    return _package(each.node) == "__future__"


def _key(node: ast.Import | ast.ImportFrom) -> tuple[bool, str]:
    """How imports of one block are ordered."""
    if isinstance(node, ast.Import):
        return (False, node.names[0].name)
    return (True, node.module or "")


def _plain_first(line: str) -> tuple[bool, str]:
    return (line.startswith("from "), line)


@once
def bindings(syntax: Syntax) -> Mapping[str, Sequence[Binding]]:
    """The names that a file binds anywhere, each with its imports and, for others, None."""
    known: dict[str, list[Binding]] = {}
    for island in syntax.islands:
        for node in above(island):
            if node.__class__ in _BINDING:
                imported = node if isinstance(node, (ast.Import, ast.ImportFrom)) else None
                for name in _bound_by(node):
                    known.setdefault(name, []).append(imported)
    return known


def _bound_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            return [name]
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return [name]
        case ast.Import(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.ImportFrom(names=names):
            return [alias.asname or alias.name for alias in names]
    return []


def _is_other(binding: Binding, name: str, module: str) -> bool:
    """Whether a binding gives `name` another meaning than that of `module`'s `name`."""
    match binding:
        case ast.Import(names=names):
            return any(
                (alias.asname or alias.name.partition(".")[0]) == name
                and (alias.name.partition(".")[0] != name or bool(module))
                for alias in names
            )
        case ast.ImportFrom(names=names, level=level, module=origin):
            return any(
                (alias.asname or alias.name) == name
                and (level or origin != module or alias.name != name)
                for alias in names
            )
    return True
