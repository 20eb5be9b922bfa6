"""Code objects: the functions and classes of a module, and where each of their names lives.

A *scope* says of a function's names which are local, which of those its nested functions use
(these live on the heap, for they outlive the call), and which belong to the module.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator
from functools import cached_property

from acr_lint.model.program import Module
from acr_lint.model.values import Place
from acr_lint.syntax.nodes import FUNCTIONS, children_of
from acr_lint.syntax.tree import Island

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Def: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
FunctionNode: TypeAlias = Def | ast.Lambda
_TELLING = frozenset(
    (
        *(*FUNCTIONS, ast.ClassDef, ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom),
        *(ast.Import, ast.ImportFrom, ast.ExceptHandler),
        *(ast.MatchAs, ast.MatchStar, ast.MatchMapping),
    )
)
"""The nodes, besides names, that say more than what is in them says."""


class FunctionCode:
    """One `def` or `lambda`; the same object for the same node."""

    def __init__(
        self,
        module: Module,
        island: Island,
        node: FunctionNode,
        parent: FunctionCode | None,
        owner: ClassCode | None,
        qualname: str,
    ) -> None:
        self.module = module
        self.island = island
        self.node = node
        self.parent = parent
        self.owner = owner
        self.qualname = qualname

    @property
    def name(self) -> str:
        """The function's own name; `<lambda>` for a lambda."""
        return "<lambda>" if isinstance(self.node, ast.Lambda) else self.node.name

    @property
    def place(self) -> Place:
        """Where the function is defined."""
        return Place(self.module, self.island, self.node)

    @property
    def is_async(self) -> bool:
        """Whether it is an `async def`."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @property
    def is_generator(self) -> bool:
        """Whether its own body yields."""
        return self._names.yields

    @property
    def locals(self) -> frozenset[str]:
        """The names that its body binds, its parameters among them."""
        return self._names.bound

    @property
    def globals(self) -> frozenset[str]:
        """The names that a `global` statement gives to the module."""
        return self._names.global_names

    @cached_property
    def captured(self) -> frozenset[str]:
        """The locals that nested functions and classes read or bind."""
        return self._names.bound & self._names.used_below

    @cached_property
    def _names(self) -> Names:
        return Names(self.node)

    @property
    def parameters(self) -> list[ast.arg]:
        """All parameters in the order of their positions, then the keyword-only ones."""
        arguments = self.node.args
        return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


class ClassCode:
    """One `class` statement; the same object for the same node."""

    def __init__(
        self,
        module: Module,
        island: Island,
        node: ast.ClassDef,
        parent: FunctionCode | None,
        qualname: str,
    ) -> None:
        self.module = module
        self.island = island
        self.node = node
        self.parent = parent
        self.qualname = qualname

    @property
    def name(self) -> str:
        """The class's own name."""
        return self.node.name

    @property
    def place(self) -> Place:
        """Where the class is defined."""
        return Place(self.module, self.island, self.node)


class Names:
    """Which names the body of a function binds itself, and which the functions in it use."""

    def __init__(self, node: FunctionNode | ast.ClassDef | ast.GeneratorExp) -> None:
        self.yields = False
        self.free: frozenset[str]
        bound: set[str] = set()
        used: set[str] = set()
        below: set[str] = set()
        outside: set[str] = set()
        global_names: set[str] = set()
        pending: list[ast.AST] = []
        if isinstance(node, FUNCTIONS):
            arguments = node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            every += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
            bound.update(argument.arg for argument in every)
            pending += [node.body] if isinstance(node, ast.Lambda) else node.body
        elif isinstance(node, ast.ClassDef):
            pending += node.body
        while pending:
            child = pending.pop()
            if isinstance(child, ast.Name):
                (used if isinstance(child.ctx, ast.Load) else bound).add(child.id)
            elif child.__class__ not in _TELLING:
                pending += children_of(child)
            elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                bound.add(child.name)
                below |= Names(child).free
                pending += _evaluated_outside(child)
            elif isinstance(child, ast.Lambda):
                below |= Names(child).free
                pending += [*child.args.defaults, *filter(None, child.args.kw_defaults)]
            elif isinstance(child, ast.Global):
                global_names.update(child.names)
            elif isinstance(child, ast.Nonlocal):
                outside.update(child.names)
            else:
                if isinstance(child, (ast.Yield, ast.YieldFrom)):
                    self.yields = True
                bound.update(_bound_by(child))
                pending += children_of(child)
        self.global_names = frozenset(global_names)
        self.bound = frozenset(bound - global_names - outside)
        self.used_below = frozenset(below)
        self.free = frozenset(((used | below) - self.bound - global_names) | outside)
        if isinstance(node, ast.ClassDef):  # a class's own names are not seen by its methods
            self.free = frozenset((used - self.bound) | below | outside)


def bound_at_top(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds in its own scope, once for each binding."""
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                yield name
                continue
            case ast.Lambda():
                continue
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Import(names=names):
                for alias in names:
                    yield alias.asname or alias.name.partition(".")[0]
            case ast.ImportFrom(names=names):
                for alias in names:
                    yield alias.asname or alias.name
            case ast.ExceptHandler(name=str(name)):
                yield name
        pending.extend(children_of(node))


def _evaluated_outside(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
) -> list[ast.AST]:
    """The parts of a definition that run where it stands, not where its body runs."""
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *(word.value for word in node.keywords)]
    arguments = node.args
    return [*node.decorator_list, *arguments.defaults, *filter(None, arguments.kw_defaults)]


def _bound_by(node: ast.AST) -> list[str]:
    """The names that a statement binds besides those that are `ast.Name`s."""
    match node:
        case ast.Import(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.ImportFrom(names=names):
            return [alias.asname or alias.name for alias in names]
        case ast.ExceptHandler(name=str(name)):
            return [name]
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return [name]
        case ast.MatchMapping(rest=str(name)):
            return [name]
    return []
