"""Facts: what the interpreter saw, in the words that rules use.

A fact belongs to a node of the program; facts of the same key, from several contexts or rounds of
a loop, are joined into one.
"""

from __future__ import annotations

from collections.abc import Mapping

from acr_lint.model.errors import InFlight, Site
from acr_lint.model.scopes import FunctionCode
from acr_lint.model.values import (
    Client,
    Function,
    Made,
    Origin,
    Place,
    Value,
    join2,
)
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias


class Argument(NamedTuple):
    """One argument of a call: its value, and its expression or keyword."""

    value: Value
    place: Place


class Arguments(NamedTuple):
    """The arguments of one call.

    `keywords` holds those given by keyword, `positional` the others in order; `forwarded` says
    that more may come from a `*` or `**` whose content isn't known.
    """

    positional: tuple[Argument, ...]
    keywords: Mapping[str, Argument]
    forwarded: bool

    def joined(self, other: Arguments) -> Arguments:
        """The arguments of the same call in another context."""
        keywords = {
            name: _joined(argument, other.keywords.get(name))
            for name, argument in self.keywords.items()
        }
        for name, argument in other.keywords.items():
            keywords.setdefault(name, argument)
        positional = tuple(
            _joined(mine, theirs) for mine, theirs in zip(self.positional, other.positional)
        )
        longer = max(self.positional, other.positional, key=len)
        return Arguments(
            positional + longer[len(positional) :],
            keywords,
            self.forwarded or other.forwarded,
        )


class Construction(NamedTuple):
    """A ContainerRegistryClient is made; `place` is the call."""

    place: Place
    flavor: str
    arguments: Arguments
    credential: Value
    subclass: bool

    @property
    def key(self) -> object:
        return ("construction", self.place)

    def joined(self, other: Any) -> Construction:
        return self._replace(
            arguments=self.arguments.joined(other.arguments),
            credential=join2(self.credential, other.credential),
        )


class Call(NamedTuple):
    """An SDK method is called; `place` is the call, `receiver` all that it may be called on."""

    place: Place
    operation: str
    clients: frozenset[Client]
    receiver: Value
    arguments: Arguments

    @property
    def key(self) -> object:
        return ("call", self.place, self.operation)

    def joined(self, other: Any) -> Call:
        return self._replace(
            clients=self.clients | other.clients,
            receiver=join2(self.receiver, other.receiver),
            arguments=self.arguments.joined(other.arguments),
        )


class MadeInside(NamedTuple):
    """What an operation promised was made, or handed on, inside a `try` that catches its errors."""

    origin: Origin
    guards: frozenset[Place]

    @property
    def key(self) -> object:
        return ("made inside", self.origin)

    def joined(self, other: Any) -> MadeInside:
        return self._replace(guards=self.guards | other.guards)


class Handled(NamedTuple):
    """Errors of one site that one handler caught; `reraised` where it raises again."""

    site: Place
    handler: Place
    classes: frozenset[str]
    reraised: bool

    @property
    def key(self) -> object:
        return ("handled", self.site, self.handler)

    def joined(self, other: Any) -> Handled:
        return self._replace(
            classes=self.classes | other.classes, reraised=self.reraised or other.reraised
        )


class Handler(NamedTuple):
    """One handler of a `try`, or a `suppress`.

    `names` are the qualified names of its classes, none for one that catches all; `known` says
    that all of them are; `silent` that its body does nothing with the error.
    """

    place: Place
    names: tuple[str, ...]
    known: bool
    silent: bool


class Attempt(NamedTuple):
    """A `try` or `suppress` whose body was run: its handlers, and the errors that reach them."""

    place: Place
    handlers: tuple[Handler, ...]
    errors: Mapping[tuple[Site, bool], InFlight]

    @property
    def key(self) -> object:
        return ("attempt", self.place)

    def joined(self, other: Any) -> Attempt:
        errors = dict(self.errors)
        for key, error in other.errors.items():
            known = errors.get(key)
            classes = error.classes | (known.classes if known is not None else frozenset())
            errors[key] = error._replace(classes=classes)
        return self._replace(errors=errors)


class Used(NamedTuple):
    """Something the SDK gave, or an error that it raised, is used at `place` without a look at
    whether it is None: `how` is `attribute`, `item` or `iterated`. A name of one of its namespaces
    is said: `attribute`, or `imported`."""

    place: Place
    how: str
    subject: Value

    @property
    def key(self) -> object:
        return ("used", self.place, self.how)

    def joined(self, other: Any) -> Used:
        return self._replace(subject=join2(self.subject, other.subject))


class Entered(NamedTuple):
    """A client, or another object, is entered by a `with` that will close it."""

    made: Place
    place: Place

    @property
    def key(self) -> object:
        return ("entered", self.made, self.place)

    def joined(self, other: Any) -> Entered:
        return self


class LogLevel(NamedTuple):
    """A level is set for the logger, or in the variable of the environment, of that name."""

    place: Place
    name: str

    @property
    def key(self) -> object:
        return ("log level", self.place, self.name)

    def joined(self, other: Any) -> LogLevel:
        return self


class Defined(NamedTuple):
    """A nested function or lambda was made; it may have to be looked at by itself."""

    function: Function

    @property
    def key(self) -> object:
        return ("defined", self.function)

    def joined(self, other: Any) -> Defined:
        return self


class Registered(NamedTuple):
    """A handler for errors is given to a framework's `app`; None stands for `sys.excepthook`.

    `catches` are the leaf classes that it handles.
    """

    place: Place
    app: Made | None
    catches: frozenset[str]

    @property
    def key(self) -> object:
        return ("registered", self.place, self.app)

    def joined(self, other: Any) -> Registered:
        return self._replace(catches=self.catches | other.catches)


class Routed(NamedTuple):
    """A function is given to a framework's `app`, which calls it."""

    code: FunctionCode
    app: Made

    @property
    def key(self) -> object:
        return ("routed", self.code, self.app)

    def joined(self, other: Any) -> Routed:
        return self


class Detached(NamedTuple):
    """A function was given to code that isn't analysed, or to a thread: its errors end there.

    `app` is the framework's object that it was given to, if it was.
    """

    place: Place
    errors: Mapping[tuple[Site, bool], InFlight]
    app: Made | None = None

    @property
    def key(self) -> object:
        return ("detached", self.place)

    def joined(self, other: Any) -> Detached:
        return self._replace(errors={**self.errors, **other.errors})


class Waiting(NamedTuple):
    """Errors that wait in what the call at `place` makes until somebody asks for it; `how` is
    `task`, `future`, or `results` for a list in which they stand."""

    place: Place
    how: str
    errors: Mapping[tuple[Site, bool], InFlight]

    @property
    def key(self) -> object:
        return ("waiting", self.place)

    def joined(self, other: Any) -> Waiting:
        return self._replace(errors={**self.errors, **other.errors})


class Sent(NamedTuple):
    """What `origin` promised is advanced or awaited at `place`."""

    place: Place
    origin: Origin
    how: str

    @property
    def key(self) -> object:
        return ("sent", self.place, self.origin, self.how)

    def joined(self, other: Any) -> Sent:
        return self


class Misused(NamedTuple):
    """A value of the SDK is used in a way that fails or does nothing; `how` is a word of the
    rules that ask for it."""

    place: Place
    how: str
    subject: Value

    @property
    def key(self) -> object:
        return ("misused", self.place, self.how)

    def joined(self, other: Any) -> Misused:
        return self._replace(subject=join2(self.subject, other.subject))


Fact: TypeAlias = (
    Construction
    | Call
    | MadeInside
    | Handled
    | Attempt
    | Used
    | Entered
    | LogLevel
    | Defined
    | Registered
    | Routed
    | Detached
    | Waiting
    | Sent
    | Misused
)


def take_in(facts: dict[object, Fact], more: Mapping[object, Fact]) -> None:
    """Add facts to others; those of the same key are joined."""
    for key, fact in more.items():
        known = facts.setdefault(key, fact)
        if known is not fact:
            facts[key] = known.joined(fact)


def no_arguments() -> Arguments:
    """The arguments of a call of which none are told."""
    return Arguments((), {}, False)


def _joined(first: Argument, second: Argument | None) -> Argument:
    return first if second is None else first._replace(value=join2(first.value, second.value))
