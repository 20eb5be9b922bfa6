"""Making a failing program small, while it fails in the same way."""

from __future__ import annotations

import ast
import builtins
import copy
import re
from collections.abc import Callable, Iterator

from tests.oracle.judge import Judgement, judge
from tests.oracle.program import Program

_MOST_TRIES = 1500
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")

Step = Callable[[ast.Module], None]


def shrink(program: Program, kind: str, judged: Callable[[Program], Judgement] = judge) -> Program:
    """A smaller program that shows a difference of that kind too."""
    return _Shrinker(program, kind, judged).result()


class _Shrinker:
    def __init__(self, program: Program, kind: str, judged: Callable[[Program], Judgement]) -> None:
        self._program = program
        self._kind = kind
        self._judged = judged
        self._tries = 0
        self._known: set[str] = set()
        self._healthy = not self._judged(program).truth.problems
        self._unbound = _unbound(program)

    def result(self) -> Program:
        before = None
        while before != self._program and self._tries < _MOST_TRIES:
            before = self._program
            self._drop_files()
            for path in list(self._program.files):
                if path in self._program.files:
                    self._shrink_file(path)
        return self._program

    def _drop_files(self) -> None:
        for path in list(self._program.files):
            if path != self._program.entry:
                files = {name: text for name, text in self._program.files.items() if name != path}
                self._try(self._program._replace(files=files))

    def _shrink_file(self, path: str) -> None:
        """Take all steps in turn, each one against what the steps before it left."""
        index = 0
        while self._tries < _MOST_TRIES:
            tree = ast.parse(self._program.files[path])
            step = next(_skipped(_steps(tree), index), None)
            if step is None:
                return
            text = _written(tree, step)
            files = {**self._program.files, path: text or ""}
            if text is None or not self._try(self._program._replace(files=files)):
                index += 1

    def _try(self, candidate: Program) -> bool:
        """Take the candidate where it fails too."""
        text = candidate.text()
        if text in self._known or candidate == self._program:
            return False
        self._known.add(text)
        self._tries += 1
        if self._fails(candidate):
            self._program = candidate
            return True
        return False

    def _fails(self, candidate: Program) -> bool:
        if not _unbound(candidate) <= self._unbound:
            return False
        try:
            judgement = self._judged(candidate)
        except (SyntaxError, ValueError):
            return False
        if self._healthy and judgement.truth.problems:
            return False
        return any(difference.kind == self._kind for difference in judgement.differences)


def _unbound(program: Program) -> set[tuple[str, str]]:
    """The names that a file uses, also in quoted annotations, and nowhere binds."""
    found = set()
    for path, source in program.files.items():
        used: set[str] = set()
        bound = set(vars(builtins)) | {"__all__", "__file__", "__name__"}
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Name(name, ast.Load()):
                    used.add(name)
                case ast.Name(name) | ast.arg(name):
                    bound.add(name)
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                    bound.add(node.name)
                case ast.alias():
                    bound.add(node.asname or node.name.split(".")[0])
                case ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar():
                    bound.add(node.name or "")
            for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
                if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
                    used.update(re.findall(r"(?<![.\w])[A-Za-z_]\w*", annotation.value))
        if "*" not in bound:
            found |= {(path, name) for name in used - bound}
    return found


def _skipped(steps: Iterator[Step], count: int) -> Iterator[Step]:
    for position, step in enumerate(steps):
        if position >= count:
            yield step


def _steps(tree: ast.Module) -> Iterator[Step]:
    """All ways to make the tree smaller, the greatest first."""
    blocks = [(index, len(block)) for index, block in enumerate(_blocks(tree))]
    for index, length in blocks:
        for size in dict.fromkeys((length, length // 2, 1)):
            for start in range(0, length, size) if size else ():
                yield _removal(index, start, size)
    for index, length in blocks:
        for start in range(length):
            for field in ("body", "orelse", "finalbody"):
                yield _hoist(index, start, field)
    for position in range(sum(1 for _ in _expressions(tree))):
        for choice in (0, 1):
            yield _choice(position, choice)


def _removal(index: int, start: int, size: int) -> Step:
    def remove(tree: ast.Module) -> None:
        block = list(_blocks(tree))[index]
        left = [*block[:start], *block[start + size :]]
        block[:] = left or ([ast.Pass()] if isinstance(block[0], ast.stmt) else [])

    return remove


def _hoist(index: int, start: int, field: str) -> Step:
    """Put a block in place of the statement that holds it."""

    def hoist(tree: ast.Module) -> None:
        block = list(_blocks(tree))[index]
        inner = getattr(block[start], field, None)
        if isinstance(block[start], ast.stmt) and isinstance(inner, list):
            block[start : start + 1] = inner

    return hoist


def _choice(position: int, choice: int) -> Step:
    """Put one operand in place of a conditional or boolean expression."""

    def choose(tree: ast.Module) -> None:
        owner, field, place = list(_expressions(tree))[position]
        value = getattr(owner, field)
        node = value if place is None else value[place]
        operands = [node.body, node.orelse] if isinstance(node, ast.IfExp) else node.values
        chosen = operands[min(choice, len(operands) - 1)]
        if place is None:
            setattr(owner, field, chosen)
        else:
            value[place] = chosen

    return choose


def _blocks(tree: ast.AST) -> Iterator[list[ast.AST]]:
    for node in ast.walk(tree):
        for field in _BLOCKS:
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield block


def _expressions(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, (ast.IfExp, ast.BoolOp)):
                yield node, field, None
            elif isinstance(value, list):
                for place, item in enumerate(value):
                    if isinstance(item, (ast.IfExp, ast.BoolOp)):
                        yield node, field, place


def _written(tree: ast.Module, step: Step) -> str | None:
    """The text after the step; None where it left no program."""
    smaller = copy.deepcopy(tree)
    step(smaller)
    try:
        text = ast.unparse(ast.fix_missing_locations(smaller)) + "\n"
        ast.parse(text)
    except (SyntaxError, ValueError, AttributeError, IndexError):
        return None
    return text
