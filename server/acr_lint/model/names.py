"""What a name means: locals, names shared with nested functions, globals of modules, builtins."""

from __future__ import annotations

import _ast as ast
from functools import cache

from acr_lint.model import modules
from acr_lint.model.frame import Frame
from acr_lint.model.program import Module
from acr_lint.model.scopes import Def
from acr_lint.model.state import DESCRIBED, STABLE
from acr_lint.model.values import (
    EMPTY,
    TEXT,
    TRUE,
    UNBOUND,
    UNKNOWN,
    External,
    FrameId,
    Function,
    ModuleValue,
    Plain,
    Value,
    one,
)
from acr_lint.model.world import World
from acr_lint.syntax.tree import Island


def load(frame: Frame, name: str) -> Value:
    """What a name may hold at this point."""
    if frame.state is None:
        return EMPTY
    if frame.classes:
        value = frame.read((frame.classes[-1], name))
        if value is not None:
            return value
    value = frame.state.names.get(name)
    if value is not None and value != UNBOUND:
        return value - UNBOUND if Plain.UNBOUND in value else value
    code = frame.code
    scope = frame.id
    if code is not None and name in code.globals:
        return global_value(frame, frame.module, name)
    while code is not None:
        if scope is not None and name in code.captured:
            value = frame.read((scope, name))
            if value is not None:
                return value - UNBOUND
        scope = frame.closure if code is frame.code else _parent_scope(frame.world, scope)
        code = code.parent
    return global_value(frame, frame.module, name)


def describe(frame: Frame, body: list[ast.stmt]) -> None:
    """Note what imports for type checkers alone say of globals, which are made otherwise."""
    for statement in body:
        for alias in statement.names if isinstance(statement, ast.ImportFrom) else ():
            name = alias.asname or alias.name
            frame.write((frame.module, (DESCRIBED, name)), load(frame, name))


def store(frame: Frame, name: str, value: Value) -> None:
    """Bind a name as an assignment to it does."""
    if frame.classes:
        frame.write((frame.classes[-1], name), value)
        return
    code = frame.code
    if code is None and value == UNKNOWN:
        value = frame.read((frame.module, (DESCRIBED, name))) or value
    if code is None or name in code.globals:
        if not is_stable(frame, name):
            frame.write((frame.module, name), value)
        return
    if name in code.locals:
        if name in code.captured:
            frame.write((frame.id, name), value)
        else:
            frame.bind(name, value)
        return
    scope: FrameId | None = frame.closure
    outer = code.parent
    while outer is not None and scope is not None:
        if name in outer.locals:
            frame.write((scope, name), value)
            return
        scope = _parent_scope(frame.world, scope)
        outer = outer.parent
    frame.bind(name, value)


def global_value(frame: Frame, module: Module, name: str) -> Value:
    """What a module's global holds, or the builtin of that name."""
    held = frame.read((module, name))
    if held is not None and held != UNBOUND:
        return held - UNBOUND
    for value in modules.star_values(frame, module, name):
        return value
    if name == "__name__":
        return TEXT
    if name in ("__file__", "__doc__"):
        return TEXT
    if modules.is_builtin(name):
        return _builtin(name)
    return UNKNOWN


@cache
def _builtin(name: str) -> Value:
    """The builtin of that name."""
    return one(External(f"builtins.{name}"))


def module_attribute(frame: Frame, module: Module, name: str) -> Value:
    """What `module.name` is: its global, or its submodule; EMPTY where it has neither."""
    modules.ensure_run(frame, module)
    held = frame.read((module, name))
    if held is not None and held != UNBOUND:
        return held - UNBOUND
    submodule = frame.world.find(f"{module.name}.{name}", module)
    if submodule is not None:
        modules.ensure_run(frame, submodule)
        return one(ModuleValue(submodule))
    for value in modules.star_values(frame, module, name):
        return value
    return EMPTY


def is_stable(frame: Frame, name: str) -> bool:
    """Whether this module binds a name exactly once, by an undecorated `def`."""
    return frame.read((frame.module, (STABLE, name))) is not None


def hoist(world: World, module: Module) -> None:
    """Let a module's globals hold its stable functions before its code runs: a function that is
    called early still finds those that are defined below it."""
    for name, (island, node) in _stable(world, module).items():
        code = world.function_code(module, island, node, None, None)
        world.heap[(module, name)] = one(Function(code, None))
        world.heap[(module, (STABLE, name))] = TRUE


def _parent_scope(world: World, scope: FrameId | None) -> FrameId | None:
    return world.closures.get(scope) if scope is not None else None


def _stable(world: World, module: Module) -> dict[str, tuple[Island, Def]]:
    """The stable names of a module, and their definitions."""
    found: dict[str, tuple[Island, Def]] = {}
    bound: set[str] = set()
    again: set[str] = set()
    for island in module.syntax.islands:
        words = world.touched.words[island]
        again |= bound & words.bound | words.shared
        bound |= words.bound
        match island.statements:
            case [ast.FunctionDef() | ast.AsyncFunctionDef() as node] if not node.decorator_list:
                found[node.name] = (island, node)
    return {name: place for name, place in found.items() if name not in again}
