"""State: what every name and every place on the heap may hold at one point of the code.

The *heap* maps a location, an object and a name, to a value: attributes of instances and classes,
globals of modules, what containers hold, and the locals that closures share. A state holds what
the running call has written; whatever it hasn't, it asks of its caller.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable, Mapping

from acr_lint.model.formulas import Formula, words
from acr_lint.model.values import EMPTY, FALSE, NONE, UNBOUND, Client, Container, Value, join2
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from acr_lint.model.frame import Frame

Location: TypeAlias = "tuple[object, object]"
Side: TypeAlias = "tuple[str | Location | Client, Value, Value]"
MOST_SIDES = 8  # of a choice
ELEMENT = ("element",)  # the name of what a container holds under a key that isn't known
CLIENT = ("client",)  # where an instance of a client's subclass keeps the client that it is
CLOSED = ("closed",)  # where the heap says that a client has been closed
ADVANCED = ("advanced",)  # whether a pager has been advanced to its end
SUPPRESSED = ("suppressed",)  # what an object of a subclass of `contextlib.suppress` catches
ANY_NAME = ("any name",)  # says that attributes were set under names that are values
NAME = ("name",)  # the name of a logger
HELD = ("held",)  # the managers of an exit stack, the tasks of a group
FIRST = ("first",)  # what a group of commands calls before any of them
SETTER = ("setter",)  # the function that is called where a property is assigned to
BASES = ("bases",)  # the name of the bases of a class, as tuples of values
OTHER_KEYS = ("other keys",)  # the keys of a dict that aren't literals
STARTED = ("started",)  # whether a generator has been advanced to a `yield`
STEP = "until it yields"  # what of a generator's body runs: TRUE until a `yield`, FALSE after one
SETTLED = ("settled",)  # whether a future is known to have a result and no error
TESTS = ("tests",)  # what the tests in a module's own code have told
FLAGS = ("flags",)  # which attributes of an object tell of its others
FACTORY = ("factory",)  # what makes the values of a defaultdict
DESCRIBED = "described"  # with a global's name: what an import for type checkers says of it
STABLE = "stable"  # with a global's name: that a `def` alone binds it
GUESSES = ("guesses",)  # whose methods an unknown object's may be, by name
VARIANTS = ("variants",)  # the functions of a singledispatch function, each with its class
KEYS = ("keys",)  # the name of the literal keys under which a container holds something


class Choice(NamedTuple):
    """A test that was decided: `sides` are the places that hold one thing where it was true and
    another where it was false; the place without a name is a value that has none, and a client is
    wherever it is held.

    A name that holds the answer of a test has that `test`. `reads` are the names, of attributes
    too, that it was decided by; `formula` is what it says by the tests that are its parts, itself
    perhaps. `answer` is what the test said on all ways here, where that tells of others. One that
    is `doubted` reads attributes that code which isn't analysed may have changed: it may say
    something else now.
    """

    reads: frozenset[str]
    sides: tuple[Side, ...]
    test: ast.expr | None
    formula: Formula | None = None
    answer: bool | None = None
    doubted: bool = False

    def without(self, place: str | Location) -> Choice:
        """The choice where the place holds something else now."""
        if all(side[0] != place for side in self.sides):
            return self
        return self._replace(sides=tuple(side for side in self.sides if side[0] != place))

    def outliving(self, name: str) -> Choice | None:
        """What is left of it where a name that it was decided by holds something else now: that one
        of its other parts which isn't so has decided it."""
        if self.formula is None:
            return None
        formula = self.formula.losing(name)
        reads = frozenset(word for part in formula.known_parts() for word in words(part))
        return Choice(reads, self.sides, None, formula) if reads else None

    def but_for(self, key: str, name: str) -> Choice | None:
        """What is left of the choice of a test of that text where an attribute of that name, of
        whatever object, may hold something else now. A name holds the answer that it was given."""
        if name not in self.reads:
            return self
        if self.test is None or name == key:
            return None
        return Choice(frozenset((key,)), self.sides, None, answer=self.answer)

    def joined(self, other: Choice | None) -> Choice | None:
        """What is left of it where another path leads to as well."""
        if other is None or other == self:
            return other
        if other.reads != self.reads or other.formula != self.formula:
            return None
        if other.test is not self.test:
            return None
        sides = tuple(s for s in self.sides if s in other.sides or isinstance(s[0], Client))
        sides += tuple(s for s in other.sides if isinstance(s[0], Client) and s not in sides)
        return self._replace(
            sides=sides,
            answer=self.answer if self.answer == other.answer else None,
            doubted=self.doubted or other.doubted,
        )


class Remembered(NamedTuple):
    """What the heap keeps, between two statements of a module, of `choices` and of `told`."""

    choices: tuple[tuple[str, Choice], ...]
    told: frozenset[tuple[Value, Value]]


_NO_CHOICES: Mapping[str, Choice] = {}
_NOTHING_TOLD: Mapping[Value, Value] = {}


class State:
    """Local names and heap locations; a branch works on a copy.

    `choices` are what earlier tests tell of later ones, by their text; `told` what a test has left
    of a credential, by what it might have been before. Both are never changed, but replaced.
    """

    __slots__ = ("cells", "choices", "names", "told")

    def __init__(self, names: dict[str, Value], cells: dict[Location, Value]) -> None:
        self.names = names
        self.cells = cells
        self.choices: Mapping[str, Choice] = _NO_CHOICES
        self.told: Mapping[Value, Value] = _NOTHING_TOLD

    def copy(self) -> State:
        """The same state, to be changed apart from this one."""
        copy = State(self.names.copy(), self.cells.copy())
        copy.choices, copy.told = self.choices, self.told
        return copy

    def same(self, other: State) -> bool:
        """Whether both states hold the same."""
        return (
            self.names == other.names
            and self.cells == other.cells
            and self.choices == other.choices
            and self.told == other.told
        )

    def forget(self, place: str | Location, before: Value | None, value: Value) -> None:
        """Forget what tests have told of a place that is about to hold another value, and let no
        test tell anything of what was made of the one before."""
        if self.choices:
            name = place if isinstance(place, str) else place[1]
            if name == ANY_NAME:
                self.doubt(("",))
            left: dict[str, Choice] = {}
            for key, choice in self.choices.items():
                if name not in choice.reads:
                    left[key] = choice.without(place)
                elif isinstance(name, str):
                    if (kept := choice.but_for(key, name)) is not None:
                        left[key] = kept.without(place)
                    if (rest := choice.outliving(name)) is not None:
                        left[f"once {key}"] = rest.without(place)
            self.choices = left
        if before is not None and before != value and before >= NONE and len(before) > 1:
            if self._has_client_of(before):
                self.told = {**self.told, before: before}

    def forget_asked(self, name: str) -> None:
        """Forget the tests that were decided by a name, whatever it is an attribute of."""
        left = {
            key: kept
            for key, choice in self.choices.items()
            if (kept := choice.but_for(key, name)) is not None
        }
        if left != self.choices:
            self.choices = left

    def doubt(self, subjects: Iterable[str]) -> None:
        """Doubt the tests that were decided by attributes of these objects; "" means any."""
        asked = [f" {subject}." if subject else "." for subject in subjects]
        doubted = {
            key: choice._replace(doubted=True)
            for key, choice in self.choices.items()
            if not choice.doubted and any(part in f" {key.replace('(', ' ')}" for part in asked)
        }
        if doubted:
            self.choices = {**self.choices, **doubted}

    def _has_client_of(self, credential: Value) -> bool:
        """Whether a client was made with what may be just this credential."""
        return any(
            isinstance(atom, Client) and atom.credential == credential
            for held in (*self.names.values(), *self.cells.values())
            for atom in held
        )


def joined(frame: Frame, first: State | None, second: State | None) -> State | None:
    """The state of code that is reached from either; None is code that isn't reached.

    May change `first` and hand it back.
    """
    if first is None:
        return second
    if second is None or first is second:
        return first
    if first.choices is not second.choices:
        others = second.choices
        first.choices = {
            key: both
            for key, choice in first.choices.items()
            if (both := choice.joined(others.get(key))) is not None
        }
    join = join2
    if first.told is not second.told:
        first.told = _told_by_both(first.told, second.told)
        join = _whole
    names = first.names
    for name, value in second.names.items():
        known = names.get(name)
        if known is None:
            names[name] = join2(UNBOUND, value)
        elif known != value:
            names[name] = join(known, value)
    if len(names) > len(second.names):
        for name in names.keys() - second.names.keys():
            names[name] = join2(names[name], UNBOUND)
    cells = first.cells
    fresh: set[object] = set()  # the containers that only the second branch has made
    for location, value in second.cells.items():
        known = cells.get(location)
        if known is None:
            known = frame.inherited(location)
        if known is None:
            if location[1] == KEYS:
                fresh.add(location[0])
            made_there = location[0] in fresh
            cells[location] = value if made_there else _optional(first, location, value)
        elif known != value:
            cells[location] = join(known, value)
    if len(cells) > len(second.cells):
        for location in cells.keys() - second.cells.keys():
            known = frame.inherited(location)
            if known is None:
                cells[location] = _optional(second, location, cells[location])
            else:
                cells[location] = join2(cells[location], known)
    return first


def _whole(first: Value, second: Value) -> Value:
    """What is either; clients of which tests have told different things are one again."""
    value = join2(first, second)
    clients = [atom for atom in value if isinstance(atom, Client)]
    if len(clients) < 2:
        return value
    credentials: dict[Client, Value] = {}
    for client in clients:
        alike = client._replace(credential=EMPTY)
        credentials[alike] = join2(credentials.get(alike, EMPTY), client.credential)
    whole = (client._replace(credential=held) for client, held in credentials.items())
    return value.difference(clients).union(whole)


def _told_by_both(
    first: Mapping[Value, Value], second: Mapping[Value, Value]
) -> Mapping[Value, Value]:
    """What both tell, and of which values one says that nothing can be told."""
    both = {value: left for value, left in first.items() if second.get(value) == left}
    for told in (first, second):
        both.update((value, left) for value, left in told.items() if value == left)
    return both


def _optional(other: State, location: Location, value: Value) -> Value:
    """What a container's key holds that only one of two branches has set."""
    container, name = location
    if name in (CLOSED, ADVANCED, STARTED, SETTLED):
        return join2(value, FALSE)
    if isinstance(container, Container) and not isinstance(name, tuple):
        if (container, KEYS) in other.cells:
            return join2(value, UNBOUND)
    return value
