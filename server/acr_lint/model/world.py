"""The world of one analysis: the program, its code objects, its heap and all summaries."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from acr_lint.model.program import Module, Program
from acr_lint.model.scopes import ClassCode, Def, FunctionCode
from acr_lint.model.state import Location
from acr_lint.model.values import (
    Class,
    FrameId,
    Function,
    Instance,
    Value,
    generalized,
    join2,
)
from acr_lint.sdk.exceptions import Hierarchy
from acr_lint.syntax.tree import Island

if TYPE_CHECKING:
    from acr_lint.model.frame import Frame, Summary

_MOST_CONTEXTS = 24
_EXACT_CONTEXTS = 8
_MOST_CIRCLES = 2
_DEEPEST_CIRCLE = 8
_MOST_SUMMARIES = 6
_MOST_RUNS = 48
_RUNS_OF_ANY = 2000  # runs of functions that even a small program may cost
_RUNS_A_LINE = 0.5


class Active:
    """A run in progress: what is known of it so far, for calls that come back to it."""

    __slots__ = ("recursive", "summary")

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.recursive = False


class World:
    """What all frames of one analysis share."""

    def __init__(self, program: Program, modules: Iterable[Module], hierarchy: Hierarchy) -> None:
        self.modules = tuple(modules)
        self._program = program
        self._analysed = frozenset(self.modules)
        self.hierarchy = hierarchy
        self.heap: dict[Location, Value] = {}
        self.summaries: dict[object, list[Summary]] = {}
        self.log: list[object] = []
        self.active: dict[object, Active] = {}
        self.closures: dict[FrameId, FrameId | None] = {}
        self.stable: dict[Module, dict[str, tuple[Island, Def]]] = {}
        self.instantiated: set[ClassCode] = set()
        self.modules_run: dict[Module, Frame | None] = {}
        self._functions: dict[ast.AST, FunctionCode] = {}
        self._classes: dict[ast.AST, ClassCode] = {}
        self._contexts: dict[object, int] = {}
        self._per_function: dict[FunctionCode, int] = {}
        self._widest: dict[object, dict[str, Value]] = {}
        self.running: dict[Function, int] = {}
        self.depths: dict[FunctionCode, int] = {}
        self.runs: dict[FunctionCode, int] = {}
        lines = sum(module.syntax.source.text.count("\n") for module in self.modules)
        self._left = _RUNS_OF_ANY + lines * _RUNS_A_LINE

    def find(self, name: str, near: Module) -> Module | None:
        """The analysed module that `name` means where the module `near` imports it."""
        found = self._program.find(name, near)
        return found if found in self._analysed else None

    # ---- code objects

    def function_code(
        self,
        module: Module,
        island: Island,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        parent: FunctionCode | None,
        owner: ClassCode | None,
    ) -> FunctionCode:
        """The code object of a function's node."""
        code = self._functions.get(node)
        if code is None:
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            above = owner.qualname if owner else parent.qualname if parent else ""
            qualname = f"{above}.{name}" if above else name
            code = FunctionCode(module, island, node, parent, owner, qualname)
            self._functions[node] = code
        return code

    def class_code(
        self,
        module: Module,
        island: Island,
        node: ast.ClassDef,
        parent: FunctionCode | None,
        outer: ClassCode | None,
    ) -> ClassCode:
        """The code object of a class's node."""
        code = self._classes.get(node)
        if code is None:
            above = outer.qualname if outer else parent.qualname if parent else ""
            code = ClassCode(
                module, island, node, parent, f"{above}.{node.name}" if above else node.name
            )
            self._classes[node] = code
        return code

    # ---- contexts

    def context_of(
        self, function: Function, bound: dict[str, Value]
    ) -> tuple[dict[str, Value], int]:
        """The arguments with which a function is interpreted when it is called with `bound`, and
        the number of that context.

        The first contexts of a function are kept apart; later ones lose the literals in their
        arguments. After that, and where a function calls itself over and over, they are joined
        into one, so that the cost grows with the code and not with its paths.
        """
        code = function.code
        seen = self._per_function.get(code, 0)
        if seen >= _EXACT_CONTEXTS:
            bound = {name: generalized(value) for name, value in bound.items()}
        key = (function, tuple(bound.items()))
        number = self._contexts.get(key)
        circling = self.running.get(function, 0) >= _MOST_CIRCLES
        if number is not None and not circling:
            return bound, number
        if seen < _MOST_CONTEXTS and not circling and self.depths.get(code, 0) < _DEEPEST_CIRCLE:
            number = len(self._contexts) + 1
            self._contexts[key] = number
            self._per_function[code] = seen + 1
            return bound, number
        widest = self._widest.setdefault(function, {})
        for name, value in bound.items():
            widest[name] = join2(widest[name], value) if name in widest else value
        number = self._contexts.setdefault(function, len(self._contexts) + 1)
        return {name: widest[name] for name in bound}, number

    def is_exhausted(self, code: FunctionCode) -> bool:
        """Whether a function isn't run again: it was run often from this root, or the program as a
        whole has cost as much as its length allows."""
        runs = self.runs.get(code, 0)
        self.runs[code] = runs + 1
        self._left -= 1
        return runs >= _MOST_RUNS or self._left < 0

    # ---- summaries

    def remember(self, key: object, summary: Summary) -> None:
        """Keep a summary for later calls with the same arguments."""
        kept = self.summaries.setdefault(key, [])
        kept.insert(0, summary)
        del kept[_MOST_SUMMARIES:]
        self.log.append(key)

    def forget_since(self, mark: int) -> None:
        """Drop the summaries kept since `mark`, which rest on an unfinished recursion."""
        while len(self.log) > mark:
            kept = self.summaries.get(self.log.pop())
            if kept:
                del kept[0]

    def merge_over(self, cells: dict[Location, Value]) -> None:
        """Put the cells in place of what the heap holds, as a module's own code does."""
        for location, value in cells.items():
            self.heap[location] = value
            subject, name = location
            if isinstance(subject, Instance) and subject.place is not None:
                self.merge({(any_instance(subject.cls), name): value})

    def merge(self, cells: dict[Location, Value]) -> bool:
        """Let the heap hold the cells besides what it holds; whether that changed anything."""
        changed = False
        for location, value in cells.items():
            known = self.heap.get(location)
            new = value if known is None else join2(known, value)
            if new != known:
                self.heap[location] = new
                changed = True
            subject, name = location
            if isinstance(subject, Instance) and subject.place is not None:
                changed |= self.merge({(any_instance(subject.cls), name): value})
        return changed


def any_instance(cls: Class) -> Instance:
    """The instance that stands for any object of the class."""
    return Instance(cls, None, 0)
