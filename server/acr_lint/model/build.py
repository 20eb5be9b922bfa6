"""The Model: all that rules may ask about a program."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain

from acr_lint.model import frameworks
from acr_lint.model.errors import ANSWERS, InFlight, Kind
from acr_lint.model.facts import (
    Attempt,
    Call,
    Construction,
    Defined,
    Detached,
    Entered,
    Fact,
    Handled,
    LogLevel,
    MadeInside,
    Misused,
    Registered,
    Routed,
    Sent,
    Used,
    Waiting,
    take_in,
)
from acr_lint.model.memory import Memory, Notes, NotTheSame, nothing
from acr_lint.model.program import Module, Program
from acr_lint.model.roots import Root, find_roots, runs_within
from acr_lint.model.scopes import FunctionCode
from acr_lint.model.sending import pending_in
from acr_lint.model.state import Location
from acr_lint.model.values import (
    Atom,
    Class,
    Client,
    Const,
    External,
    Function,
    Made,
    Origin,
    Place,
    Plain,
    Value,
)
from acr_lint.model.world import World
from acr_lint.room import with_room
from acr_lint.sdk.credentials import flavor
from acr_lint.sdk.exceptions import Hierarchy, built_in
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.syntax.tree import Island
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CODE = frozenset((Class, Const, External, Function, Plain))  # atoms that hold nothing
_NO_CREDENTIAL = (Plain.NONE, Plain.UNBOUND, Plain.UNKNOWN)
_RECURSION = 6000  # frames of Python: the deepest chain of calls, each nested as text may be


class Escape(NamedTuple):
    """Errors sent at one place that reach a root.

    `errors` has one for each operation that is sent there; `root` is the function that they leave
    last, None for a module's top-level code; `module` is the root's module. `started_by` is the
    call that had it run by code which isn't analysed: in a thread, or as a callback.
    """

    place: Place
    errors: tuple[InFlight, ...]
    root: FunctionCode | None
    module: Module
    started_by: Place | None = None


class _End(NamedTuple):
    """What an interpretation leaves: the results of the roots, and all that was put anywhere."""

    results: list[Value]
    heaps: list[Mapping[Location, Value]]


class Model:
    """What is known of a program: its facts, by the place that they are about."""

    def __init__(
        self,
        program: Program,
        hierarchy: Hierarchy,
        facts: list[Fact],
        escapes: list[Escape],
        ends: list[_End],
        memory: Memory | None,
    ) -> None:
        """`ends` are those of the interpretations that the facts are from, `memory` is that of the
        program, `known` what was worked out of the whole model."""
        self.program = program
        self.notes = Notes() if memory is None else memory.notes
        self.known: dict[object, Any] = {}
        self._memory = memory
        self._hierarchy = hierarchy
        self._by_path = {module.path: module for module in program.modules}
        self._syntaxes = {module: module.syntax for module in program.modules}
        by_kind: defaultdict[type, list[Any]] = defaultdict(list)
        for fact in facts:
            by_kind[type(fact)].append(fact)
        self.constructions: tuple[Construction, ...] = tuple(by_kind[Construction])
        self.calls: tuple[Call, ...] = tuple(by_kind[Call])
        self.sent: tuple[Sent, ...] = tuple(by_kind[Sent])
        self.handled: tuple[Handled, ...] = tuple(by_kind[Handled])
        self.misused: tuple[Misused, ...] = tuple(by_kind[Misused])
        self.attempts: tuple[Attempt, ...] = tuple(by_kind[Attempt])
        self.used: tuple[Used, ...] = tuple(by_kind[Used])
        self.entered: tuple[Entered, ...] = tuple(by_kind[Entered])
        self.log_levels: tuple[LogLevel, ...] = tuple(by_kind[LogLevel])
        self.waiting: tuple[Waiting, ...] = tuple(by_kind[Waiting])
        self.registered: tuple[Registered, ...] = tuple(by_kind[Registered])
        self._ends = ends
        given = [fact.arguments for fact in self.constructions]
        given += [fact.arguments for fact in self.calls]
        self.keywords = frozenset(name for each in given for name in each.keywords)
        self.flavors = frozenset(fact.flavor for fact in self.constructions)
        self.flavors |= {client.flavor for fact in self.calls for client in fact.clients}
        self.escapes = tuple(escapes)
        self.entered_at = frozenset(fact.made for fact in self.entered)
        self.construction_at = {fact.place: fact for fact in self.constructions}
        self.made_inside: Mapping[Origin, frozenset[Place]] = {
            fact.origin: fact.guards for fact in by_kind[MadeInside]
        }

    def module_at(self, path: str) -> Module:
        """The module of the file at `path`, which is one of the program's."""
        return self._by_path[path]

    @cached_property
    def addresses(self) -> frozenset[Atom]:
        """The texts that are given as endpoints and audiences, and the None."""
        given = [fact.arguments for fact in self.constructions]
        arguments = [argument for each in given for argument in each.positional[:1]]
        arguments += [
            argument
            for each in given
            for name, argument in each.keywords.items()
            if name in ("endpoint", "audience")
        ]
        return frozenset(
            atom
            for argument in arguments
            for atom in argument.value
            if isinstance(atom, Const) or atom is Plain.NONE
        )

    @cached_property
    def misfits(self) -> frozenset[Atom]:
        """What is given as a credential and isn't of a class that is known to suit its client."""
        return frozenset(
            atom
            for fact in self.constructions
            for atom in fact.credential
            if atom not in _NO_CREDENTIAL
            and not (isinstance(atom, Made) and flavor(atom.maker) == fact.flavor)
        )

    @cached_property
    def updates(self) -> tuple[Call, ...]:
        """The calls of operations that change properties."""
        return tuple(
            call
            for call in self.calls
            if (operation := OPERATIONS.get(call.operation)) and operation.changes
        )

    @cached_property
    def handed_out(self) -> frozenset[Place]:
        """Where the clients and promises were made that code outside gets from a function that it
        calls, or finds in a global or an attribute."""
        found: set[Place] = set()
        for results, heaps in self._ends:
            for value in chain(results, *(heap.values() for heap in heaps)):
                if not _CODE.issuperset(map(type, value)):
                    found.update(atom.place for atom in value if isinstance(atom, Client))
                    found.update(origin.place for origin in pending_in(value))
        return frozenset(found)

    def start(self, module: Module, island: Island) -> int:
        """The offset at which an island started in its file when the program was interpreted."""
        return self._syntaxes[module].start(island)

    def raising(self, errors: Kind) -> Model:
        """What is known of the program where another kind of errors is followed."""
        memory = None if self._memory is None else self._memory.of_kind(errors)
        return build(self.program, self._hierarchy, memory, errors)

    def with_escapes(self, escapes: Iterable[Escape]) -> Model:
        """The model with these escapes in the place of its own."""
        other = object.__new__(Model)
        vars(other).update(vars(self), escapes=tuple(escapes), known={})
        return other


def build(
    program: Program,
    hierarchy: Hierarchy | None = None,
    memory: Memory | None = None,
    errors: Kind = ANSWERS,
) -> Model:
    """Interpret the program. Never raises for what the program's text may be.

    `memory` is that of the program's earlier versions with the same kind of errors, which it never
    changes the answer of; it learns this one.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION))
    try:
        return _build(program, hierarchy or built_in(), memory, errors)
    finally:
        sys.setrecursionlimit(limit)


@with_room
def _build(program: Program, hierarchy: Hierarchy, memory: Memory | None, errors: Kind) -> Model:
    sources = [module for module in program.modules if not module.is_test]
    facts, escapes, end = _interpret(program, sources, hierarchy, memory, errors)
    ends = [end]
    if len(sources) < len(program.modules):
        more_facts, more_escapes, end = _interpret(
            program, program.modules, hierarchy, memory, errors
        )
        ends.append(end)
        facts += [fact for fact in more_facts if _module_of(fact).is_test]
        escapes += [escape for escape in more_escapes if escape.place.module.is_test]
    if memory is not None:
        memory.notes.turn()
    return Model(program, hierarchy, facts, escapes, ends, memory)


def _interpret(
    program: Program,
    modules: Iterable[Module],
    hierarchy: Hierarchy,
    memory: Memory | None,
    errors: Kind,
) -> tuple[list[Fact], list[Escape], _End]:
    kept = nothing(tuple(modules)) if memory is None else memory.of(modules)
    try:
        world = World(program, hierarchy, kept, errors)
        roots = find_roots(world)
    except NotTheSame:
        world = World(program, hierarchy, nothing(kept.modules), errors)
        roots = find_roots(world)
    if memory is not None:
        memory.keep(world.kept())
    facts: dict[object, Fact] = {}
    for summary in runs_within(root.summary for root in roots):
        take_in(facts, summary.facts)
    results = [root.summary.result for root in roots]
    end = _End(results, [world.heap, *(root.summary.returned or {} for root in roots)])
    return list(facts.values()), _escapes_of(roots, facts), end


def _escapes_of(roots: list[Root], facts: dict[object, Fact]) -> list[Escape]:
    registered = [fact for fact in facts.values() if isinstance(fact, Registered)]
    apps: dict[FunctionCode, list[Made]] = {}
    for fact in facts.values():
        if isinstance(fact, Routed):
            apps.setdefault(fact.code, []).append(fact.app)
    found: list[Escape] = []
    by_hooks = any(fact.app is None for fact in registered)
    for root in roots:
        if root.code is None:
            handlers = _hooks_of(root) if by_hooks else []
        else:
            handlers = _handlers_of(apps.get(root.code, []), registered)
        found += _grouped(_unhandled(root.errors, handlers), root.code, root.module)
    for fact in facts.values():
        if isinstance(fact, Detached):
            handlers = _handlers_of([fact.app] if fact.app else [], registered)
            errors = _unhandled(fact.errors.values(), handlers)
            found += _grouped(errors, None, fact.place.module, fact.place)
    return found


def _hooks_of(root: Root) -> list[Registered]:
    """The handlers that the run of a root gives to the interpreter."""
    return [
        fact
        for summary in runs_within([root.summary])
        for fact in summary.facts.values()
        if isinstance(fact, Registered) and fact.app is None
    ]


def _handlers_of(apps: list[Made], registered: list[Registered]) -> list[Registered]:
    """The handlers of the frameworks that call a function, where each of them has one."""
    found: list[Registered] = []
    for app in apps:
        mine = [fact for fact in registered if fact.app and frameworks.serves(fact.app, app)]
        if not mine:
            return []
        found += mine
    return found


def _unhandled(errors: Iterable[InFlight], handlers: list[Registered]) -> Iterator[InFlight]:
    caught = frozenset(name for handler in handlers for name in handler.catches)
    for error in errors:
        rest = error.classes - caught
        if rest:
            yield error if len(rest) == len(error.classes) else error._replace(classes=rest)


def _grouped(
    errors: Iterable[InFlight],
    code: FunctionCode | None,
    module: Module,
    started_by: Place | None = None,
) -> Iterator[Escape]:
    by_place: dict[Place, list[InFlight]] = {}
    for error in errors:
        by_place.setdefault(error.site.place, []).append(error)
    for place, together in by_place.items():
        yield Escape(place, tuple(together), code, module, started_by)


def _module_of(fact: Fact) -> Module:
    match fact:
        case MadeInside(origin, _):
            return origin.place.module
        case Defined(function):
            return function.code.module
        case Handled(site, _, _, _):
            return site.module
        case Routed(code, _):
            return code.module
        case Entered(_, place) | LogLevel(place, _):
            return place.module
        case Construction() | Call() | Sent() | Misused() | Detached() | Registered() | Waiting():
            return fact.place.module
        case Attempt() | Used():
            return fact.place.module
