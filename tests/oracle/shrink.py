"""Making a failing program small, while it fails in the same way."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from tests.oracle.judge import Judgement, judge
from tests.oracle.program import Program

_MOST_TRIES = 600


def shrink(program: Program, kind: str, judged: Callable[[Program], Judgement] = judge) -> Program:
    """A smaller program that shows a difference of that kind too."""
    return _Shrinker(program, kind, judged).result()


class _Shrinker:
    def __init__(self, program: Program, kind: str, judged: Callable[[Program], Judgement]) -> None:
        self._program = program
        self._kind = kind
        self._judged = judged
        self._tries = 0
        self._healthy = not self._judged(program).truth.problems

    def result(self) -> Program:
        shorter = True
        while shorter and self._tries < _MOST_TRIES:
            shorter = False
            for candidate in self._candidates():
                if self._tries >= _MOST_TRIES:
                    break
                self._tries += 1
                if self._fails(candidate):
                    self._program = candidate
                    shorter = True
                    break
        return self._program

    def _fails(self, candidate: Program) -> bool:
        try:
            judgement = self._judged(candidate)
        except (SyntaxError, ValueError):
            return False
        if self._healthy and judgement.truth.problems:
            return False
        return any(difference.kind == self._kind for difference in judgement.differences)

    def _candidates(self) -> Iterator[Program]:
        files = self._program.files
        for path in files:
            if path != self._program.entry:
                rest = {name: text for name, text in files.items() if name != path}
                yield self._program._replace(files=rest)
        for path, source in files.items():
            for text in _smaller(source):
                if text != source:
                    yield self._program._replace(files={**files, path: text})


def _smaller(source: str) -> Iterator[str]:
    """The source with one statement less, or with one block in place of its statement."""
    tree = ast.parse(source)
    count = sum(1 for _ in _blocks(tree))
    for index in range(count):
        length = len(_block(tree, index))
        for size in dict.fromkeys((length, length // 2, 1)):
            for start in range(0, length, size) if size else ():
                yield from _without(tree, index, start, size)
        for start in range(length):
            yield from _unwrapped(tree, index, start)


def _blocks(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody", "handlers", "cases"):
            if isinstance(getattr(node, field, None), list):
                yield node, field


def _block(tree: ast.AST, index: int) -> list[ast.AST]:
    node, field = list(_blocks(tree))[index]
    block: list[ast.AST] = getattr(node, field)
    return block


def _without(tree: ast.Module, index: int, start: int, size: int) -> Iterator[str]:
    smaller = copy.deepcopy(tree)
    block = _block(smaller, index)
    removed = block[start : start + size]
    if all(isinstance(statement, ast.Pass) for statement in removed):
        return
    node, field = list(_blocks(smaller))[index]
    is_last = len(removed) == len(block) and field == "body" and not isinstance(node, ast.Module)
    block[start : start + size] = [ast.Pass()] if is_last else []
    yield from _written(smaller)


def _unwrapped(tree: ast.Module, index: int, start: int) -> Iterator[str]:
    inner = [
        getattr(_block(tree, index)[start], field, None)
        for field in ("body", "orelse", "finalbody")
    ]
    for position, statements in enumerate(inner):
        if not isinstance(statements, list) or not statements:
            continue
        smaller = copy.deepcopy(tree)
        block = _block(smaller, index)
        statement = block[start]
        if isinstance(statement, (ast.ExceptHandler, ast.match_case, ast.ClassDef)):
            continue
        field = ("body", "orelse", "finalbody")[position]
        block[start : start + 1] = getattr(statement, field)
        yield from _written(smaller)


def _written(tree: ast.Module) -> Iterator[str]:
    try:
        text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        ast.parse(text)
    except (SyntaxError, ValueError, AttributeError):
        return
    yield text
