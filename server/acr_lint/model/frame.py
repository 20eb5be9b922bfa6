"""Frames: one run of a function's body in one context, and the summary that it leaves.

A frame keeps the state at the point that is being interpreted (None where it can't be reached),
the exits on the way out of enclosing statements, and the facts that rules will ask for. Its
*summary* is all that a caller needs to know; it holds as long as the locations that the run has
read still hold the same.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterable

from acr_lint.model.errors import InFlight, Sink, Site
from acr_lint.model.facts import Call
from acr_lint.model.nesting import shallow
from acr_lint.model.program import Module
from acr_lint.model.scopes import ClassCode, FunctionCode
from acr_lint.model.state import STEP, Location, State, joined
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    Atom,
    Class,
    FrameId,
    Function,
    Place,
    Value,
    join2,
)
from acr_lint.syntax.tree import Island
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from acr_lint.model.facts import Fact
    from acr_lint.model.world import World

Key: TypeAlias = "tuple[Function, tuple[tuple[str, Value], ...]]"  # a function and its arguments
_MOST_CONTEXTS = 1 << 32
YieldHook = Callable[["Frame", Value, ast.AST], Value]


class Guard(NamedTuple):
    """A `try` or `suppress` whose body is being run, and whether it catches all that is sent."""

    place: Place
    catches_all: bool


class Asked(NamedTuple):
    """A context that a run asked for, and the one that it was given; `joins` says whether that is
    joined of all that are too many."""

    asked: Key
    given: Key
    joins: bool


class Jumps:
    """The joined states that leave a stretch of code by `break`, `continue` or `return`."""

    __slots__ = ("breaks", "continues", "returns")

    def __init__(self) -> None:
        self.breaks: State | None = None
        self.continues: State | None = None
        self.returns: State | None = None


_NO_CELLS: dict[Location, Value] = {}


class Summary:
    """What one run of a function does, as its callers see it.

    `reads`, `imported` and `height`, the most calls within each other in it, say where it holds;
    `contexts` and `instantiated` what the run has told the world. `sets` are the attributes that it
    sets of objects of which nothing is known, with "" where their names aren't either. `asked` are
    the contexts that it asked for, and the runs within it, in their order. One that `is_cut` rests
    on a limit that was met on the way. `lasting` is what of `returned` others can reach when a root
    is over. `version` is that of the world in which it was made.
    """

    __slots__ = (
        "asked",
        "callees",
        "contexts",
        "errors",
        "facts",
        "frame_id",
        "height",
        "imported",
        "instantiated",
        "is_cut",
        "key",
        "lasting",
        "raised",
        "reads",
        "result",
        "returned",
        "sets",
        "version",
        "yields",
    )

    def __init__(self) -> None:
        self.result: Value = EMPTY
        self.returned: dict[Location, Value] | None = None
        self.raised: dict[Location, Value] = {}
        self.lasting: dict[Location, Value] = _NO_CELLS
        self.errors: dict[tuple[Site, bool], InFlight] = {}
        self.reads: dict[Location, Value | None] = {}
        self.facts: dict[object, Fact] = {}
        self.callees: dict[int, Summary] = {}
        self.frame_id: FrameId | None = None
        self.yields: Value = EMPTY
        self.key: Key | None = None
        self.version = 0
        self.contexts: dict[Key, int] = {}
        self.asked: list[Asked | Summary] = []
        self.height = 0
        self.imported: dict[Module, None] = {}
        self.instantiated: set[ClassCode] = set()
        self.is_cut = False
        self.sets: frozenset[str] = frozenset()

    def called(self, callee: Summary) -> None:
        """Note that this run called what `callee` tells of."""
        self.callees[id(callee)] = callee
        self.asked.append(callee)
        self.height = max(self.height, callee.height + 1)
        self.imported.update(callee.imported)
        if callee.sets:
            self.sets |= callee.sets

    def contains(self, inner: Summary) -> None:
        """Note that another body, which has noted what it asked for here, ran as a part of this
        one."""
        self.callees.update(inner.callees)
        self.height = max(self.height, inner.height + 1)
        self.imported.update(inner.imported)
        self.contexts.update(inner.contexts)
        self.instantiated |= inner.instantiated
        self.is_cut |= inner.is_cut
        self.sets |= inner.sets

    def mark(self) -> Callable[[], None]:
        """What undoes all that this run notes from here on."""
        facts, callees, contexts = self.facts.copy(), self.callees.copy(), self.contexts.copy()
        asked = len(self.asked)

        def undo() -> None:
            self.facts, self.callees, self.contexts = facts, callees, contexts
            del self.asked[asked:]

        return undo

    def outcome(self) -> tuple[object, ...]:
        """What must stay the same for a recursion to be at its fixed point."""
        return (self.result, self.yields, self.returned, self.raised, self.errors, self.sets)


class Frame:
    """One run of a module's top-level code or of a function's body."""

    def __init__(
        self,
        world: World,
        module: Module,
        island: Island | None,
        code: FunctionCode | None,
        frame_id: FrameId | None,
        closure: FrameId | None,
        caller: Frame | None,
    ) -> None:
        self.world = world
        self.module = module
        self.island = island
        self.code = code
        self.id = frame_id
        self.closure = closure
        self.caller = caller
        self.depth: int = caller.depth + 1 if caller else 0
        self.state: State | None = State({}, {})
        self.summary = Summary()
        self.summary.frame_id = frame_id
        self.sink = Sink()
        self.jumps = Jumps()
        self.observers: list[State] = []
        self.guards: list[Guard] = []
        self.handling: list[Place] = []
        self.reraising: set[Place] = set()
        self.expecting = False  # what runs now is a test's, and meant to fail
        self.echoing = False  # what is called now was called, and noted, when a thread ran it
        self.yields: Value = EMPTY
        self.waiting: State | None = None  # a generator that has been advanced to a `yield`
        self.yield_hook: YieldHook | None = None
        self.receiver: Atom | None = None
        self.supposed: dict[ast.expr, Value] = {}  # what arguments are taken to be
        self.remaining: dict[ast.expr, bool] = {}  # the answer of a test after which code goes on
        self.classes: list[Class] = []
        self.round = 0  # of the loops over few items that run now

    # ---- places

    def place(self, node: ast.AST) -> Place:
        """The node as a place in the program."""
        assert self.island is not None
        return Place(self.module, self.island, node)

    @property
    def context(self) -> int:
        """The number of the context in which this body runs, and of the round of its loops."""
        return (self.id.context if self.id else 0) + self.round * _MOST_CONTEXTS

    # ---- the heap

    def inherited(self, location: Location) -> Value | None:
        """What the location held when this frame was entered; None where nothing was written."""
        reads = self.summary.reads
        if location in reads:
            return reads[location]
        if self.caller is not None:
            value = self.caller.read(location)
        else:
            value = self.world.heap.get(location)
        reads[location] = value
        return value

    def read(self, location: Location) -> Value | None:
        """What the location holds now; None where nothing was ever written."""
        if self.state is not None:
            value = self.state.cells.get(location)
            if value is not None:
                return value
        return self.inherited(location)

    def write(self, location: Location, value: Value) -> None:
        """Put the value in place of what the location held."""
        if self.state is None:
            return
        value = shallow(value)
        before = self.state.cells.get(location)
        if self.state.choices or (before is not None and len(before) > 1):
            self.state.forget(location, before, value)
        self.state.cells[location] = value
        for observer in self.observers:
            known = observer.cells.get(location)
            if known is None:
                known = self.inherited(location)
            if observer.choices:
                observer.forget(location, known, value)
            observer.cells[location] = value if known is None else join2(known, value)

    def changes(self, attribute: str) -> None:
        """An attribute of that name, of an object of which nothing is known, is set; "" means one
        of any name."""
        self.summary.sets |= {attribute}
        self.forget_asked((attribute,))

    def forget_asked(self, attributes: Iterable[str]) -> None:
        """Forget what tests have told that were decided by attributes of these names."""
        for state in (self.state, *self.observers):
            if state is not None and state.choices:
                for name in attributes:
                    if name:
                        state.forget_asked(name)
                    else:
                        state.doubt(("",))

    def doubt(self, *subjects: str) -> None:
        """Code that isn't analysed may have changed attributes of objects that these expressions
        give; "" means any."""
        for state in (self.state, *self.observers):
            if state is not None and state.choices:
                state.doubt(subjects)

    def add(self, location: Location, value: Value) -> None:
        """Let the location hold the value besides what it held."""
        known = self.read(location)
        self.write(location, value if known is None else join2(known, value))

    def bind(self, name: str, value: Value) -> None:
        """Give a local name a value."""
        if self.state is None:
            return
        value = shallow(value)
        before = self.state.names.get(name)
        if self.state.choices or (before is not None and len(before) > 1):
            self.state.forget(name, before, value)
        self.state.names[name] = value
        for observer in self.observers:
            known = observer.names.get(name)
            if observer.choices:
                observer.forget(name, known, value)
            observer.names[name] = value if known is None else join2(known, value)

    # ---- control

    def join_into(self, first: State | None, second: State | None) -> State | None:
        """The join of two states of this frame; may change `first`."""
        return joined(self, first, second)

    def raise_(self, error: InFlight) -> None:
        """Let an error fly from here."""
        if self.state is not None and self.state.names.get(STEP) != FALSE:
            self.sink.add(error)

    def raise_all(self, errors: Iterable[InFlight]) -> None:
        """Let several errors fly from here."""
        if self.state is not None and self.state.names.get(STEP) != FALSE:
            for error in errors:
                self.sink.add(error)

    def note(self, fact: Fact) -> None:
        """Keep a fact of this run; one of the same key is joined with it."""
        if (self.echoing or self.expecting) and isinstance(fact, Call):
            return
        facts = self.summary.facts
        known = facts.get(fact.key)
        facts[fact.key] = fact if known is None else known.joined(fact)
