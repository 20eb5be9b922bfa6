"""Imports, and running the modules of the program in the order in which they import each other."""

from __future__ import annotations

import _ast as ast
import builtins
from collections.abc import Hashable, Iterator

from acr_lint.model import attributes, choices, containers, names, statements
from acr_lint.model.errors import Sink
from acr_lint.model.facts import Used, take_in
from acr_lint.model.frame import Frame, Summary
from acr_lint.model.program import Module
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Const,
    Container,
    External,
    Instance,
    ModuleValue,
    Sequence,
    Value,
    one,
)
from acr_lint.model.world import World
from acr_lint.sdk.models import EXPORTS, NAMESPACES
from acr_lint.syntax.tree import Island

_BUILTINS = frozenset(vars(builtins))
_WITHOUT_TESTS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_THERE = ("azure.containerregistry.", "azure.core.", "azure.identity.")
_STEP = 16  # statements whose runs are recalled in one
STARS = ("star imports",)  # where the heap keeps the modules that a module imports with `*`


def execute_import(frame: Frame, node: ast.Import) -> None:
    """`import a.b` binds `a`, `import a.b as c` binds the submodule."""
    for alias in node.names:
        found = frame.world.find(alias.name, frame.module)
        if found is not None:
            ensure_run(frame, found)
        if alias.asname is not None:
            names.store(frame, alias.asname, _module_value(frame, alias.name))
        else:
            top = alias.name.partition(".")[0]
            names.store(frame, top, _module_value(frame, top))


def execute_import_from(frame: Frame, node: ast.ImportFrom) -> None:
    """`from a import b` binds an attribute of the module, or a submodule."""
    full = frame.module.absolute(node.module, node.level)
    module = frame.world.find(full, frame.module)
    if module is not None:
        ensure_run(frame, module)
    for alias in node.names:
        if alias.name == "*":
            _import_star(frame, full, module)
            continue
        if module is None and full in NAMESPACES:
            frame.note(Used(frame.place(alias), "imported", one(External(full))))
        held = _member(frame, full, module, alias.name, alias)
        names.store(frame, alias.asname or alias.name, held)


def are_there(frame: Frame, body: list[ast.stmt]) -> bool:
    """Whether a body does nothing but import, besides giving literals to names, what is there
    wherever the SDK is used: its own modules, those it needs, and its credentials."""
    return all(_is_there(frame, statement) for statement in body)


def _is_there(frame: Frame, statement: ast.stmt) -> bool:
    match statement:
        case ast.Import(names=aliases):
            found = [(alias.name, "*") for alias in aliases]
        case ast.ImportFrom(module=str(name), names=aliases, level=0):
            found = [(name, alias.name) for alias in aliases]
        case ast.Assign(value=ast.Constant()):
            return True
        case _:
            return False
    return all(
        f"{module}.".startswith(_THERE)
        and frame.world.find(module, frame.module) is None
        and (module not in EXPORTS or name in EXPORTS[module] or name == "*")
        for module, name in found
    )


def ensure_run(frame: Frame, module: Module) -> None:
    """Run a module's top-level code unless it has run, or is running."""
    frame.summary.imported[module] = None
    run_module(frame.world, module)


def run_module(world: World, module: Module) -> None:
    """Run a module's top-level code once, statement by statement; what each leaves goes to the
    shared heap."""
    if module in world.modules_run:
        return
    summary = world.modules_run[module] = Summary()
    names.hoist(world, module)
    sink = Sink()
    following = [*module.syntax.statements()]
    for start in range(0, len(following), _STEP):
        for ran in _run_step(world, module, following[start : start + _STEP]):
            summary.called(ran)
            for error in ran.errors.values():
                sink.add(error)
            world.merge_over(ran.returned or {})
    summary.errors = sink.errors


def _run_step(
    world: World, module: Module, step: list[tuple[Island, ast.stmt]]
) -> Iterator[Summary]:
    """Run statements that follow each other, each when what the one before has left is on the
    heap; those of which nothing has changed at all in one go."""
    what = tuple([statement for _, statement in step])
    world.enter(module)
    known = recalled(world, what, in_order=True)
    if known is not None:
        yield known
        return
    runs = []
    for island, statement in step:
        runs.append(_run_statement(world, module, island, statement))
        yield runs[-1]
    together = _together(runs) if all(map(world.is_recalled, runs)) else None
    if together is not None:
        world.remember_run(what, together)


def _together(runs: list[Summary]) -> Summary | None:
    """What the runs of statements that follow each other are in one; None where what they do hangs
    on more than what they have read and which modules were imported before."""
    together = Summary()
    sink, written = Sink(), {}
    for run in runs:
        if run.asked:
            return None
        together.contains(run)
        for location, value in run.reads.items():
            if location not in written:
                together.reads.setdefault(location, value)
        for location, value in (run.returned or {}).items():
            if location in written and isinstance(location[0], Instance):
                return None
            written[location] = value
        take_in(together.facts, run.facts)
        for error in run.errors.values():
            sink.add(error)
    together.returned, together.errors = written, sink.errors
    return together


def _run_statement(world: World, module: Module, island: Island, statement: ast.stmt) -> Summary:
    """Run one statement of a module's top-level code, unless it was run before on the same heap."""
    world.enter(module)
    known = recalled(world, statement)
    if known is not None:
        return known
    frame = Frame(world, module, island, None, None, None, None)
    start = frame.state
    if not isinstance(statement, _WITHOUT_TESTS):
        choices.resume(frame)
    statements.execute(frame, [statement])
    end = frame.state or start
    if end is not None and not isinstance(statement, _WITHOUT_TESTS):
        choices.put_down(frame, end)
    summary = frame.summary
    summary.returned = end.cells if end is not None else {}
    summary.errors = frame.sink.errors
    world.remember_run(statement, summary)
    return summary


def recalled(world: World, what: Hashable, in_order: bool = False) -> Summary | None:
    """A run of a statement, of several, or of a root that was left before and holds on the heap as
    it is, if there is one; where it matters when the modules that it imports are run, one for which
    none of them has to be."""
    for run in world.runs_of(what):
        if in_order and not run.imported.keys() <= world.modules_run.keys():
            continue
        if _holds(world, run) and world.recall(run):
            world.remember_run(what, run)
            return run
    return None


def _holds(world: World, run: Summary) -> bool:
    """Whether all that the run of a statement or root has read is the same on the heap."""
    for module in run.imported:
        run_module(world, module)
    held = world.heap.get
    for location, value in run.reads.items():
        found = held(location)
        if found is not value and found != value:
            return False
    return True


def member_of_namespace(frame: Frame, name: str) -> Value:
    """A dotted name below a package that has no code of its own, or is outside the program."""
    found = frame.world.find(name, frame.module)
    if found is None:
        return one(External(name))
    ensure_run(frame, found)
    return one(ModuleValue(found))


def is_builtin(name: str) -> bool:
    """Whether a builtin goes by the name, which no library's `*` is taken to hide."""
    return name in _BUILTINS


def star_values(frame: Frame, module: Module, name: str) -> Iterator[Value]:
    """What a name means in the modules that a module imports with `*`."""
    for atom in frame.read((module, STARS)) or ():
        if isinstance(atom, ModuleValue) and _is_public(frame, atom.module, name):
            value = names.module_attribute(frame, atom.module, name) or UNKNOWN
            if value != UNKNOWN:
                yield value
        elif isinstance(atom, External) and not name.startswith("_") and not is_builtin(name):
            yield one(External(f"{atom.name}.{name}"))


def _module_value(frame: Frame, name: str) -> Value:
    found = frame.world.find(name, frame.module)
    return one(ModuleValue(found)) if found is not None else one(External(name))


def _member(frame: Frame, full: str, module: Module | None, name: str, node: ast.AST) -> Value:
    if module is not None:
        value = names.module_attribute(frame, module, name) or UNKNOWN
        if value != UNKNOWN:
            return value
    submodule = frame.world.find(f"{full}.{name}" if full else name, frame.module)
    if submodule is not None:
        ensure_run(frame, submodule)
        return one(ModuleValue(submodule))
    if module is not None:
        return attributes.made_by_module(frame, module, name, node)
    return one(External(f"{full}.{name}"))


def _import_star(frame: Frame, full: str, module: Module | None) -> None:
    source: Value = one(ModuleValue(module)) if module is not None else one(External(full))
    frame.add((frame.module, STARS), source)


def _is_public(frame: Frame, module: Module, name: str) -> bool:
    listed = frame.read((module, "__all__"))
    if listed is None:
        return not name.startswith("_")
    exported: Value = EMPTY
    for atom in listed:
        if isinstance(atom, Container):
            exported = exported | containers.values_of(frame, atom)
        elif isinstance(atom, Sequence):
            for item in atom.items:
                exported = exported | item
    known = {atom.value for atom in exported if isinstance(atom, Const)}
    return name in known or len(known) < len(exported)
