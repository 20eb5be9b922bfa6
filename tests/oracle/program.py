"""Programs: a few source files that are compiled once and run many times.

While it is compiled, a program gets probes that change nothing of its meaning: one before each
statement (where it has been, and an end to what never ends), one at the start of each `except`
(which errors a handler of the program has taken), and one around what is awaited (where an error
came out of it: CPython 3.11 drops some of these rows from tracebacks).
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from types import CodeType, ModuleType
from typing import Any, NamedTuple

FILE_PREFIX = "program:"
ON_STATEMENT = "__oracle_statement__"
ON_CAUGHT = "__oracle_caught__"
AWAITED = "__oracle_awaited__"

Row = tuple[str, int]


class Program(NamedTuple):
    """Source files by path, `/` between folders; `entry` is the one that is run as `__main__`."""

    files: dict[str, str]
    entry: str = "main.py"

    def text(self) -> str:
        """All files, each row with its number."""
        parts = []
        for path, source in self.files.items():
            parts.append(f"--- {path}")
            parts += (f"{row:3} {line}" for row, line in enumerate(source.splitlines(), 1))
        return "\n".join(parts)


class Compiled:
    """A program's code, with its probes in place; `handler_rows` are those in handlers.

    Raises SyntaxError for what can't be read.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._code: dict[str, CodeType] = {}
        self._paths: dict[str, str] = {}
        self.handler_rows: set[Row] = set()
        for path, source in program.files.items():
            tree = ast.parse(source)
            self.handler_rows |= {(path, row) for row in _handler_rows(tree)}
            probed: ast.Module = ast.fix_missing_locations(_Probes(path).visit(tree))
            self._code[path] = compile(probed, FILE_PREFIX + path, "exec", dont_inherit=True)
            self._paths[_module_name(path)] = path

    @contextlib.contextmanager
    def loaded(
        self,
        on_statement: Callable[[Row], None],
        on_caught: Callable[[], None],
        awaited: Callable[[Any, Row], Coroutine[Any, Any, Any]],
    ) -> Iterator[Callable[[], None]]:
        """Make the program's modules importable; the value runs its entry point."""
        finder = _Finder(self._paths, self._code)
        before = set(sys.modules)
        main = sys.modules["__main__"]
        setattr(builtins, ON_STATEMENT, on_statement)
        setattr(builtins, ON_CAUGHT, on_caught)
        setattr(builtins, AWAITED, awaited)
        sys.meta_path.insert(0, finder)
        try:
            yield self._start
        finally:
            sys.meta_path.remove(finder)
            sys.modules["__main__"] = main
            for name in set(sys.modules) - before:
                if name.split(".")[0] in finder.roots:
                    del sys.modules[name]

    def _start(self) -> None:
        module = ModuleType("__main__")
        entry = self.program.entry
        module.__file__ = FILE_PREFIX + entry
        package = _module_name(entry).rpartition(".")[0] if "/" in entry else ""
        module.__package__ = package
        if package:
            importlib.import_module(package)
        sys.modules["__main__"] = module
        exec(self._code[entry], module.__dict__)


def _handler_rows(tree: ast.Module) -> Iterator[int]:
    for handler in ast.walk(tree):
        if isinstance(handler, ast.ExceptHandler):
            for node in ast.walk(handler):
                if isinstance(node, ast.stmt):
                    yield node.lineno


def _module_name(path: str) -> str:
    stem = path.removesuffix(".py").replace("/", ".")
    return stem.removesuffix(".__init__")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the program's modules, and no other."""

    def __init__(self, paths: dict[str, str], code: dict[str, CodeType]) -> None:
        self._paths = paths
        self._code = code
        self._folders = {path.rpartition("/")[0].replace("/", ".") for path in code if "/" in path}
        self.roots = {name.split(".")[0] for name in (*paths, *self._folders)}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        file = self._paths.get(fullname)
        if file is None:
            if any(f"{folder}.".startswith(f"{fullname}.") for folder in self._folders):
                return importlib.machinery.ModuleSpec(fullname, None, is_package=True)
            return None
        is_package = file.endswith("__init__.py")
        return importlib.machinery.ModuleSpec(
            fullname, self, origin=FILE_PREFIX + file, is_package=is_package
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code[self._paths[module.__name__]], module.__dict__)


class _Probes(ast.NodeTransformer):
    """Puts the probes into a tree."""

    def __init__(self, path: str) -> None:
        self._path = path

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                setattr(node, field, self._probed(block, node, field))
        if isinstance(node, ast.ExceptHandler):
            probe = ast.Expr(ast.Call(ast.Name(ON_CAUGHT, ast.Load()), [], []))
            node.body.insert(0, ast.copy_location(probe, node))
        return node

    def visit_Await(self, node: ast.Await) -> ast.AST:
        self.generic_visit(node)
        row = self._row(node)
        call = ast.Call(ast.Name(AWAITED, ast.Load()), [node.value, row], [])
        node.value = ast.copy_location(call, node)
        return node

    def _row(self, node: ast.stmt | ast.expr) -> ast.expr:
        return ast.Tuple([ast.Constant(self._path), ast.Constant(node.lineno)], ast.Load())

    def _probed(self, block: list[ast.stmt], owner: ast.AST, field: str) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in block:
            if not (_is_docstring(statement, owner, field, result) or _is_future(statement)):
                call = ast.Call(ast.Name(ON_STATEMENT, ast.Load()), [self._row(statement)], [])
                result.append(ast.copy_location(ast.Expr(call), statement))
            result.append(statement)
        return result


def _is_docstring(statement: ast.stmt, owner: ast.AST, field: str, before: list[ast.stmt]) -> bool:
    return (
        field == "body"
        and not before
        and isinstance(owner, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
    )


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
