"""Roots: from where the program's code is entered, and what escapes there.

A root is a module's top-level code, a function that no analysed code calls, or one that is given
to code that isn't analysed. Which functions are called is found by running every function that a
root has not entered; of those that only call each other in a circle the first one is taken. What
can't touch the SDK is no root, for nothing of it escapes there.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable, Iterator

from acr_lint.model import (
    calls,
    classes,
    commands,
    decorators,
    modules,
    sending,
)
from acr_lint.model.errors import InFlight
from acr_lint.model.facts import Defined
from acr_lint.model.frame import Frame, Summary
from acr_lint.model.program import Module
from acr_lint.model.reach import reachable
from acr_lint.model.scopes import FunctionCode
from acr_lint.model.state import GUESSES, STARTED
from acr_lint.model.values import (
    EMPTY,
    UNBOUND,
    Atom,
    Bound,
    Class,
    Decorated,
    Function,
    Instance,
    Suspended,
    Value,
    join,
    join2,
    one,
)
from acr_lint.model.world import World, any_instance
from acr_lint.syntax.nodes import children_of

_MOST_ROUNDS = 5


class Root:
    """A root, and what a run of it does; `code` is None for a module's top-level code."""

    __slots__ = ("code", "module", "summary")

    def __init__(self, module: Module, code: FunctionCode | None, summary: Summary) -> None:
        self.module = module
        self.code = code
        self.summary = summary

    @property
    def errors(self) -> Iterable[InFlight]:
        """The errors that reach the root."""
        return self.summary.errors.values()


class _Entry:
    """A function that may be a root, and how it is called from outside."""

    __slots__ = ("code", "function", "owner")

    def __init__(self, code: FunctionCode, function: Function, owner: Class | None) -> None:
        self.code = code
        self.function = function
        self.owner = owner


def find_roots(world: World) -> list[Root]:
    """Run the whole program; its roots in the order of their modules and lines.

    A method that nothing calls by what is known, while it is called by its name on an object of
    which nothing is known, isn't a root: it is taken to be called there.
    """
    found = _roots(world)
    guesses = _guesses(found)
    if guesses:
        world.start_again(guesses)
        found = _roots(world)
    return found


def _guesses(found: list[Root]) -> dict[tuple[object, object], Value]:
    """The roots that are methods in which errors are sent, where their names are asked for."""
    methods: dict[tuple[object, object], Value] = {}
    for root in found:
        code = root.code
        if code is None or code.owner is None or code.parent is not None or not root.errors:
            continue
        if not getattr(code.node, "decorator_list", ()):
            method = Bound(Function(code, None), any_instance(Class(code.owner, None)))
            location = (GUESSES, code.name)
            methods[location] = methods.get(location, EMPTY) | one(method)
    if not methods:
        return {}
    asked: set[tuple[object, object]] = set()
    for summary in runs_within(root.summary for root in found):
        asked.update(methods.keys() & summary.reads.keys())
    return {location: value for location, value in methods.items() if location in asked}


def _roots(world: World) -> list[Root]:
    for module in world.modules:
        modules.run_module(world, module)
    tops = [Root(module, None, summary) for module, summary in world.modules_run.items()]
    entered = _entered(root.summary for root in tops)
    entries = [entry for entry in _entries(world) if entry.code not in entered]
    if not entries:
        return tops
    before = world.heap.copy()
    tried = _run_until_still(world, entries)
    chosen = _callers_only(entries, tried)
    world.heap = before
    found: list[Root] = []
    while chosen:
        runs = _run_until_still(world, chosen)
        found = [Root(e.code.module, e.code, runs[e.code]) for e in chosen if e.code in runs]
        reached = entered | _entered(root.summary for root in found)
        reached |= {entry.code for entry in chosen}
        more = [e for e in _all_entries(world, tops, found) if e.code not in reached]
        if not more:
            break
        chosen = chosen + more
        world.heap = before.copy()
    return tops + found


def _run_until_still(world: World, entries: list[_Entry]) -> dict[FunctionCode, Summary]:
    """Run functions from outside until the heap that they share holds still."""
    runs: dict[FunctionCode, Summary] = {}
    order = sorted(entries, key=lambda entry: entry.code.name != "__init__")
    for _ in range(_MOST_ROUNDS):
        changed = False
        for entry in order:
            summary = runs[entry.code] = _run(world, entry)
            changed |= world.merge(summary.lasting)
        if not changed:
            break
    return runs


def _run(world: World, entry: _Entry) -> Summary:
    """A run from outside, which `returned` what it leaves on the heap, unless it was run before on
    the same heap."""
    code, owner = entry.code, entry.owner
    world.enter(code.module)
    what = entry.function, owner is not None and owner.code in world.instantiated
    known = modules.recalled(world, what)
    if known is not None:
        return known
    frame = Frame(world, code.module, code.island, None, None, None, None)
    target, receiver = _target(frame, entry)
    exits = frame.state
    assert exits is not None
    observer = exits.copy()
    frame.observers.append(observer)
    for atom in target:
        frame.state = frame.state or exits.copy()
        given = _call_from_outside(frame, atom, receiver, code.node)
        for handed in given:
            if isinstance(handed, Suspended) and frame.read((handed, STARTED)):
                sending.run_suspended(frame, handed, code.node)
        frame.summary.result = join2(frame.summary.result, given)
    summary = frame.summary
    summary.returned = dict(observer.cells)
    if frame.state is not None:
        summary.returned.update(frame.state.cells)
    summary.lasting = reachable(summary)
    summary.errors = dict(frame.sink.errors)
    world.remember_run(what, summary)
    return summary


def _target(frame: Frame, entry: _Entry) -> tuple[Value, Value | None]:
    """What code outside gets hold of when it calls the function by its name."""
    code = entry.code
    receiver: Value | None = None
    held: Value | None = None
    if entry.owner is not None:
        held = frame.read((entry.owner, code.name))
        receiver = one(any_instance(entry.owner))
        classes.fill_any_record(frame, any_instance(entry.owner))
    elif code.parent is None:
        held = frame.read((code.module, code.name))
    else:
        return one(entry.function), None
    target = (held or UNBOUND) - UNBOUND
    if _leads_to(frame, target, entry.function):
        return target, receiver
    return one(entry.function), receiver


def _leads_to(frame: Frame, target: Value, function: Function) -> bool:
    """Whether the name still stands for the function, if need be behind its decorators."""
    return any(
        isinstance(atom, (Function, Decorated, Bound)) and atom != function for atom in target
    ) and bool(getattr(function.code.node, "decorator_list", ()))


def _call_from_outside(frame: Frame, atom: Atom, receiver: Value | None, node: ast.AST) -> Value:
    """Call whatever goes by the function's name; what that gives the caller."""
    match atom:
        case Function():
            return _enter(frame, atom, receiver, node)
        case Bound(function, first):
            return _enter(frame, function, one(first), node)
        case Decorated("staticmethod", function):
            return _each(frame, function, None, node)
        case Decorated("classmethod", function):
            classes_of = [one(a.cls) for a in receiver or () if isinstance(a, Instance)]
            return _each(frame, function, next(iter(classes_of), None), node)
        case Decorated("pass context" | "pass object" as kind, functions):
            return commands.call_passing(frame, kind, functions, node)
        case Decorated("managed", parts):
            return decorators.run_managed(
                frame, parts, node, lambda functions: _each(frame, functions, receiver, node)
            )
        case Decorated(_, function):
            return _each(frame, function, receiver, node)
    return EMPTY


def _each(frame: Frame, functions: Value, receiver: Value | None, node: ast.AST) -> Value:
    return join(_call_from_outside(frame, inner, receiver, node) for inner in functions)


def _enter(frame: Frame, function: Function, receiver: Value | None, node: ast.AST) -> Value:
    frame.island, frame.module = function.code.island, function.code.module
    return calls.call_from_outside(frame, function, receiver, node)


def _entries(world: World) -> Iterator[_Entry]:
    """The functions and methods that aren't nested in functions, where running them by themselves
    can tell something."""
    touching = world.touched.islands
    for module in world.modules:
        for island, statement in module.syntax.statements():
            if island not in touching:
                continue
            pending: list[tuple[ast.AST, Class | None]] = [(statement, None)]
            while pending:
                node, owner = pending.pop(0)
                match node:
                    case ast.FunctionDef() | ast.AsyncFunctionDef():
                        owner_code = owner.code if owner else None
                        code = world.function_code(module, island, node, None, owner_code)
                        yield _Entry(code, Function(code, None), owner)
                    case ast.ClassDef():
                        outer = owner.code if owner else None
                        cls = Class(world.class_code(module, island, node, None, outer), None)
                        pending = [(child, cls) for child in node.body] + pending
                    case ast.If() | ast.Try() | ast.With():
                        inner = [
                            child
                            for child in children_of(node)
                            if isinstance(child, (ast.stmt, ast.ExceptHandler))
                        ]
                        pending = [(child, owner) for child in inner] + pending
                    case ast.ExceptHandler(body=body):
                        pending = [(child, owner) for child in body] + pending


def _all_entries(world: World, tops: list[Root], found: list[Root]) -> list[_Entry]:
    """All entries, the nested functions that were made among them."""
    entries = list(_entries(world))
    for summary in runs_within(root.summary for root in (*tops, *found)):
        for fact in summary.facts.values():
            if isinstance(fact, Defined) and fact.function.frame is not None:
                function = fact.function
                if not isinstance(function.code.node, ast.Lambda):
                    entries.append(_Entry(function.code, function, None))
    return entries


def _entered(summaries: Iterable[Summary]) -> set[FunctionCode]:
    """The functions whose bodies ran in these runs."""
    found: set[FunctionCode] = set()
    for summary in runs_within(summaries):
        if summary.frame_id is not None:
            found.add(summary.frame_id.code)
        found.update(function.code for function, _ in summary.contexts)
    return found


def runs_within(summaries: Iterable[Summary]) -> Iterator[Summary]:
    """These runs and all that are within them, each once."""
    seen: set[int] = set()
    pending = list(summaries)
    while pending:
        summary = pending.pop()
        if id(summary) in seen:
            continue
        seen.add(id(summary))
        yield summary
        pending.extend(summary.callees.values())


def _callers_only(entries: list[_Entry], runs: dict[FunctionCode, Summary]) -> list[_Entry]:
    """The entries that none of the others calls; of a circle of callers, the first."""
    graph = {
        entry.code: _entered([runs[entry.code]]) - {entry.code}
        for entry in entries
        if entry.code in runs
    }
    callers_of: dict[FunctionCode, set[FunctionCode]] = {}
    for caller, called in graph.items():
        for code in called:
            callers_of.setdefault(code, set()).add(caller)
    chosen: list[_Entry] = []
    taken: set[FunctionCode] = set()
    for entry in entries:
        callers, called = callers_of.get(entry.code, set()), graph.get(entry.code, set())
        is_called_from_outside = not callers <= called
        if not is_called_from_outside and taken.isdisjoint(callers):
            chosen.append(entry)
            taken.add(entry.code)
    return chosen
