"""The world of one analysis: the program, its code objects, its heap and all summaries."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Iterable, Iterator

from acr_lint.model.program import Module, Program
from acr_lint.model.scopes import ClassCode, FunctionCode
from acr_lint.model.state import Location
from acr_lint.model.values import Class, FrameId, Function, Instance, Value, join2
from acr_lint.sdk.exceptions import Hierarchy
from acr_lint.syntax.tree import Island

if TYPE_CHECKING:
    from acr_lint.model.frame import Frame, Summary

_MOST_CONTEXTS = 24
_EXACT_CONTEXTS = 8
_MOST_SUMMARIES = 6


class Active:
    """A run in progress: what is known of it so far, for calls that come back to it."""

    __slots__ = ("recursive", "summary")

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.recursive = False


class World:
    """What all frames of one analysis share."""

    def __init__(
        self, program: Program, modules: Iterable[Module], hierarchy: Hierarchy
    ) -> None:
        self.modules = tuple(modules)
        self._program = program
        self._analysed = frozenset(self.modules)
        self.hierarchy = hierarchy
        self.heap: dict[Location, Value] = {}
        self.summaries: dict[object, list[Summary]] = {}
        self.log: list[object] = []
        self.active: dict[object, Active] = {}
        self.bases: dict[Class, tuple[Value, ...]] = {}
        self.closures: dict[FrameId, FrameId | None] = {}
        self.stable: dict[Module, dict[str, tuple[Island, ast.stmt]]] = {}
        self.instances: dict[ClassCode, set[Instance]] = {}
        self.modules_run: dict[Module, Frame | None] = {}
        self._functions: dict[ast.AST, FunctionCode] = {}
        self._classes: dict[ast.AST, ClassCode] = {}
        self._contexts: dict[object, int] = {}
        self._per_function: dict[FunctionCode, int] = {}
        self._widest: dict[object, dict[str, Value]] = {}

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

    def known_functions(self) -> Iterator[FunctionCode]:
        """All functions that have been seen so far."""
        return iter(list(self._functions.values()))

    # ---- contexts

    def arguments_of_context(self, function: Function, bound: dict[str, Value]) -> dict[str, Value]:
        """The arguments with which a function is interpreted when it is called with `bound`.

        The first few contexts of a function are kept apart; later ones lose the literals in their
        arguments, and after that are joined into one, so that the cost grows with the code.
        """
        key = (function, tuple(bound.items()))
        if key in self._contexts:
            return bound
        seen = self._per_function.get(function.code, 0)
        if seen >= _MOST_CONTEXTS:
            widest = self._widest.setdefault(function, {})
            for name, value in bound.items():
                widest[name] = join2(widest[name], value) if name in widest else value
            return {name: widest[name] for name in bound}
        return bound

    def is_crowded(self, code: FunctionCode) -> bool:
        """Whether a function has been seen in so many contexts that literals stop to matter."""
        return self._per_function.get(code, 0) >= _EXACT_CONTEXTS

    def context(self, function: Function, bound: dict[str, Value]) -> int:
        """The number of the context in which a function runs with these arguments."""
        key = (function, tuple(bound.items()))
        number = self._contexts.get(key)
        if number is None:
            number = len(self._contexts) + 1
            self._contexts[key] = number
            self._per_function[function.code] = self._per_function.get(function.code, 0) + 1
        return number

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
