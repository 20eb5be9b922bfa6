"""How much of a file survives while one of its lines is half typed.

`python -m tests.syntax.survival [FILES]` breaks each of so many files of the standard library (200)
in fourteen ways and prints, for each way, the share of all other calls and functions that are still
found in their places: first with the text alone, as the command line reads it, then with the
edited line known and the valid text parsed before, as the server does.
"""

from __future__ import annotations

import ast
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from acr_lint.syntax.tree import Syntax, parse
from acr_lint.text.source import Edit, Source, Span, apply_edits
from tests.syntax.corpus import paths, texts, valid

# What is typed above a statement in a function, and above a function; `>` is one more level.
IN_FUNCTIONS = {
    "dangling attribute": "client.",
    "dangling attribute in assignment": "value = client.",
    "unclosed parenthesis": "value = foo(bar, ",
    "unclosed parenthesis, no comma": "value = foo(bar",
    "try without except": "try:\n>work()",
    "bare try": "try:",
    "unclosed string in call": 'print("hello',
    "unclosed string": 'name = "hello',
    "half-typed with": "with open(path) as",
    "half-typed for": "for item in",
    "unclosed triple quote": 'name = """hello',
}
ABOVE_FUNCTIONS = {
    "half-typed def": "def helper(self, ",
    "half-typed def, no parenthesis": "def helper",
}
MISSING_COLON = "missing colon"
KINDS = (*IN_FUNCTIONS, *ABOVE_FUNCTIONS, MISSING_COLON)


class Survived(NamedTuple):
    """How many of a file's other calls and functions are still in their places."""

    calls: int
    all_calls: int
    functions: int
    all_functions: int


class Half(NamedTuple):
    """A valid text, and the edit that leaves it half typed."""

    text: str
    edit: Edit


def half_typed(text: str, kind: str, chance: random.Random) -> Half | None:
    """The text with a half-typed line somewhere; None where it has no place for one."""
    tree = valid(text)
    assert tree is not None
    source = Source("", text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    if kind == MISSING_COLON:
        rows = [node.lineno for node in ast.walk(tree) if _is_header(node, source)]
        if not rows:
            return None
        end = source.line_span(chance.choice(rows)).end
        return Half(text, Edit(Span(end - 1, end), ""))
    places: list[ast.stmt]
    if kind in ABOVE_FUNCTIONS:
        places = [node for node in functions if not node.decorator_list]
        typed = ABOVE_FUNCTIONS[kind]
    else:
        places = [statement for node in functions for statement in node.body]
        typed = IN_FUNCTIONS[kind]
    places = [node for node in places if not source.line(node.lineno)[: node.col_offset].strip()]
    if not places:
        return None
    place = chance.choice(places)
    start = source.line_starts[place.lineno - 1]
    margin = source.line(place.lineno)[: place.col_offset]
    lines = [margin + line.replace(">", "    ") for line in typed.split("\n")]
    return Half(text, Edit(Span(start, start), "".join(f"{line}\n" for line in lines)))


def survived(half: Half, syntax: Syntax, before: Syntax) -> Survived:
    """What of the valid text survived in the syntax of the half-typed one."""
    wanted = Counter(_nodes(before, half.edit))
    found = Counter(_nodes(syntax, None))
    kept = Counter()
    for key, count in wanted.items():
        kept[key[0]] += min(count, found[key])
    total = Counter(key[0] for key in wanted.elements())
    return Survived(kept["call"], total["call"], kept["function"], total["function"])


def read(half: Half, *, like_the_server: bool) -> tuple[Syntax, Syntax]:
    """The syntax of the half-typed text, and that of the valid one."""
    before = parse(Source("", half.text))
    source = Source("", apply_edits(half.text, [half.edit]))
    if not like_the_server:
        return parse(source), before
    start = half.edit.span.start
    typed = Span(start, start + max(0, len(half.edit.content) - 1))
    return parse(source, before, typed), before


def halves(count: int, largest: int = 1_000_000) -> Iterator[tuple[str, Half]]:
    """Valid files of the standard library, of so many bytes at most, half typed in each way."""
    chance = random.Random(1)
    files = [path for path in paths() if 1_000 < path.stat().st_size < largest]
    for _, text in texts(chance.sample(files, count)):
        if "\r" in text or "\t" in text or valid(text) is None:
            continue
        for kind in KINDS:
            half = half_typed(text, kind, chance)
            if half:
                yield kind, half


def shares(found: Iterable[Survived]) -> tuple[float, float]:
    """The mean shares of calls and of functions over files that have some."""
    calls = [one.calls / one.all_calls for one in found if one.all_calls]
    functions = [one.functions / one.all_functions for one in found if one.all_functions]
    return sum(calls) / max(1, len(calls)), sum(functions) / max(1, len(functions))


def _is_header(node: ast.AST, source: Source) -> bool:
    """Whether a node starts with a header of one line that ends with its colon."""
    return (
        isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.FunctionDef)
        and source.line(node.lineno).endswith(":")
        and node.body[0].lineno > node.lineno
    )


def _nodes(syntax: Syntax, edit: Edit | None) -> Iterator[tuple[str, str, int, int]]:
    """The calls and functions, at their places after an edit; without those in a line it cuts."""
    cut = Span(0, 0)
    if edit and not edit.content:
        cut = syntax.source.line_span(syntax.source.position(edit.span.start).row)
    for island, statement in syntax.statements():
        for node in ast.walk(statement):
            if isinstance(node, ast.Call | ast.FunctionDef):
                start, end = syntax.span(island, node)
                name = node.name if isinstance(node, ast.FunctionDef) else ""
                if not cut.start <= start < cut.end:
                    places = (_after(edit, start), 0 if name else _after(edit, end))
                    yield ("function" if name else "call", name, *places)


def _after(edit: Edit | None, offset: int) -> int:
    """The offset at which a place is after an edit."""
    if edit is None or offset < max(edit.span.end, 1):
        return offset
    return offset + len(edit.content) - (edit.span.end - edit.span.start)


def _main(count: int) -> None:
    found: dict[str, list[tuple[Survived, Survived]]] = {kind: [] for kind in KINDS}
    for kind, half in halves(count):
        both = (survived(half, *read(half, like_the_server=server)) for server in (False, True))
        found[kind].append((next(both), next(both)))
    print(f"{'':34} {'calls':>7} {'defs':>7} | {'calls':>7} {'defs':>7}  (edited line known)")
    for kind, results in found.items():
        alone, known = shares([one for one, _ in results]), shares([one for _, one in results])
        print(f"{kind:34} {alone[0]:7.4f} {alone[1]:7.4f} | {known[0]:7.4f} {known[1]:7.4f}")


if __name__ == "__main__":
    _main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
