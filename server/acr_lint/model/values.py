"""Abstract values: what an expression may be.

A *value* is a set of *atoms*, each one possibility. The empty value is that of code which is never
reached. An atom is a tuple, compared by its content; two kinds of atom never have equal content.
Whatever is not understood is `UNKNOWN`, which matches no rule.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable

from acr_lint.model.program import Module
from acr_lint.syntax.tree import Island
from acr_lint.text.choice import Enum
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from acr_lint.model.scopes import ClassCode, FunctionCode


class Place(NamedTuple):
    """A node in one of the program's modules."""

    module: Module
    island: Island
    node: ast.AST


class Plain(Enum):
    """Atoms without content."""

    UNKNOWN = "unknown"
    NONE = "None"
    UNBOUND = "unbound"
    TEXT = "some str"
    NUMBER = "some number"
    FLAG = "some bool"


class Const(NamedTuple):
    """A literal; `kind` keeps `True` apart from `1`."""

    kind: type
    value: object


class External(NamedTuple):
    """A module, class or function outside the program, by its dotted name."""

    name: str


class Made(NamedTuple):
    """An object that the external class `maker` made at `place`."""

    maker: str
    place: Place | None


class FrameId(NamedTuple):
    """One context in which a function's body is interpreted; `context` numbers its arguments."""

    code: FunctionCode
    context: int


class Function(NamedTuple):
    """A function of the program; `frame` is where its free names live."""

    code: FunctionCode
    frame: FrameId | None


class Class(NamedTuple):
    """A class of the program; `frame` is where its free names live."""

    code: ClassCode
    frame: FrameId | None


class Instance(NamedTuple):
    """The objects that one expression makes of a class; without a place: any object of it."""

    cls: Class
    place: Place | None
    context: int


class Member(NamedTuple):
    """A member of an enum of the program; a `plain` one is equal to nothing but itself."""

    cls: Class
    name: str
    value: Value
    plain: bool


class Bound(NamedTuple):
    """A function with its first argument."""

    function: Function
    receiver: Atom


class Super(NamedTuple):
    """`super()`: the attributes after those of `cls` for `receiver`."""

    cls: Class
    receiver: Atom


class ModuleValue(NamedTuple):
    """A module of the program."""

    module: Module


class Partial(NamedTuple):
    """A callable with some of its arguments."""

    function: Value
    arguments: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


class Decorated(NamedTuple):
    """A function behind a decorator whose meaning is known: `kind` is a word of `decorators`."""

    kind: str
    function: Value


class Sequence(NamedTuple):
    """A tuple with known items."""

    items: tuple[Value, ...]


class Container(NamedTuple):
    """The lists, dicts or sets that one expression makes; what they hold is on the heap."""

    kind: str
    place: Place
    context: int


class Client(NamedTuple):
    """A ContainerRegistryClient; `given` is one that a parameter's annotation promises."""

    place: Place
    context: int
    flavor: str
    credential: Value
    given: bool


class SdkMethod(NamedTuple):
    """An operation of a client, not called yet."""

    client: Client
    name: str


class Origin(NamedTuple):
    """One call of an operation."""

    place: Place
    client: Client
    operation: str


class Pager(NamedTuple):
    """What a listing returns; it sends while it is advanced. `pages`: what `by_page()` returns."""

    origin: Origin
    pages: bool


class Stream(NamedTuple):
    """A blob's content; it sends while it is advanced."""

    origin: Origin
    started: bool


class Sending(NamedTuple):
    """The coroutine of an aio operation; it sends when it is awaited."""

    origin: Origin


class Result(NamedTuple):
    """What an operation gave back: `path` names the attributes and items taken of it since.

    A path that ends in `!` leads to what is known not to be None.
    """

    origin: Origin
    path: str


class Suspended(NamedTuple):
    """A call of a program's function whose body runs later: `kind` is `coroutine`, `generator`
    or `async generator`."""

    kind: str
    function: Function
    arguments: tuple[tuple[str, Value], ...]
    place: Place


class Comprehension(NamedTuple):
    """A generator expression: its first iterable and the local names that it reads."""

    place: Place
    first: Value
    names: tuple[tuple[str, Value], ...]
    frame: FrameId | None


class Lazy(NamedTuple):
    """An iterator over `parts`, advanced together with it; `function` is applied to each item."""

    kind: str
    parts: tuple[Value, ...]
    function: Value


class Future(NamedTuple):
    """Awaitables together (gather, wait_for) or set running (tasks): `kind` is `gather`,
    `collect` (return_exceptions), `task`, `wait` or `thread`."""

    kind: str
    parts: tuple[Value, ...]
    place: Place


class Failure(NamedTuple):
    """What `exception()` of a future gives where the call has failed."""

    future: Future


class ExternalMethod(NamedTuple):
    """A method, by its name, of an object that isn't the program's."""

    receiver: Atom
    method: str


class Manager(NamedTuple):
    """A context manager: `kind` is `generator` (of a @contextmanager), `suppress`,
    `closing`, `expecting` (of a test that wants its body to fail), `retrying`, `attempt`, or one of
    those of `retries`."""

    kind: str
    subject: Value


class Caught(NamedTuple):
    """The exception that a handler names; `path` names the attributes taken of it since."""

    handler: Place
    path: str


Atom: TypeAlias = (
    Plain
    | Const
    | External
    | Made
    | Function
    | Class
    | Instance
    | Member
    | Bound
    | Super
    | ModuleValue
    | Partial
    | Decorated
    | Sequence
    | Container
    | Client
    | SdkMethod
    | Pager
    | Stream
    | Sending
    | Result
    | Suspended
    | Comprehension
    | Lazy
    | Future
    | Failure
    | ExternalMethod
    | Manager
    | Caught
)
Value: TypeAlias = "frozenset[Atom]"

EMPTY: Value = frozenset()
UNKNOWN: Value = frozenset((Plain.UNKNOWN,))
NONE: Value = frozenset((Plain.NONE,))
UNBOUND: Value = frozenset((Plain.UNBOUND,))
TEXT: Value = frozenset((Plain.TEXT,))
NUMBER: Value = frozenset((Plain.NUMBER,))
FLAG: Value = frozenset((Plain.FLAG,))
TRUE: Value = frozenset((Const(bool, True),))
FALSE: Value = frozenset((Const(bool, False),))

_MOST_ATOMS = 24
_MOST_CONSTS = 8


def one(atom: Atom) -> Value:
    """The value that can only be `atom`."""
    return frozenset((atom,))


def const(value: object) -> Value:
    """The value of a literal."""
    if value is None:
        return NONE
    if isinstance(value, (bool, int, str, bytes, float)):
        return one(Const(type(value), value))
    return UNKNOWN


def join(values: Iterable[Value]) -> Value:
    """What is one of the values; a value of too many atoms keeps those that can matter."""
    result = EMPTY
    for value in values:
        if value is not result:
            result = result | value if result else value
    return _bounded(result) if len(result) > _MOST_CONSTS else result


def join2(first: Value, second: Value) -> Value:
    """What is either `first` or `second`."""
    if first is second or not second:
        return first
    if not first:
        return second
    result = first | second
    return _bounded(result) if len(result) > _MOST_CONSTS else result


def generalized(value: Value) -> Value:
    """The value without the texts and numbers of its literals."""
    return frozenset(_general(atom) for atom in value)


def literal_of(atom: Atom) -> Atom:
    """The literal that a member of an enum is equal to, if it is to one; else the atom."""
    if isinstance(atom, Member) and not atom.plain and len(atom.value) == 1:
        (value,) = atom.value
        return value if isinstance(value, Const) else atom
    return atom


def _general(atom: Atom) -> Atom:
    match atom:
        case Const(kind, _):
            if kind is bool:
                return atom
            return Plain.TEXT if kind in (str, bytes) else Plain.NUMBER
        case _:
            return atom


def _bounded(value: Value) -> Value:
    consts = sum(type(atom) is Const for atom in value)
    if consts > _MOST_CONSTS:
        value = generalized(value)
    if len(value) > _MOST_ATOMS:
        kept = [atom for atom in value if isinstance(atom, (Client, Pager, Stream, Sending))]
        kept.sort(key=_order)
        plain = [atom for atom in value if isinstance(atom, Plain)]
        value = frozenset((*kept[:_MOST_ATOMS], *plain, Plain.UNKNOWN))
    return value


def _order(atom: Client | Pager | Stream | Sending) -> tuple[str, int, int]:
    """A stable order of clients and what they promise, by where they were made."""
    place = atom.place if isinstance(atom, Client) else atom.origin.place
    return (
        place.module.path,
        getattr(place.node, "lineno", 0),
        getattr(place.node, "col_offset", 0),
    )
