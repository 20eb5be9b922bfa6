"""Writing random programs: names, blocks of lines, and choosing among features.

A *feature* writes one construct. Its kind says what it takes and gives:

- `credential`: gives lines, and an expression for a credential, which may be None;
- `source`: makes a client and hands its expression to a body, which gives the lines that use it;
- `carrier`: takes a client's expression to another place and hands it to a body there;
- `use`: gives statements that use a client;
- `guard`: puts lines where errors are handled (`whole`: the lines share no names with others);
- `flow`: puts lines under a condition, into a loop or the like.

Each line of a program sends at most once, so that its row says which site it is. What is imported
is written as `$Name`, and resolved when the program is put into files.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from tests.oracle.transport import BLOB_DIGEST

T = TypeVar("T")
Lines = list[str]
Body = Callable[[str], Lines]

KINDS = ("credential", "source", "carrier", "use", "guard", "whole guard", "flow")
_MOST_FLAGS = 6


class Feature(NamedTuple):
    """One construct; several of them share a `name`."""

    name: str
    kind: str
    modes: str
    weight: float
    since: tuple[int, int]
    write: Callable[..., Any]


FEATURES: list[Feature] = []


def feature(
    name: str,
    kind: str,
    modes: str = "sync aio",
    weight: float = 1.0,
    since: tuple[int, int] = (3, 10),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated function as a feature for sync or aio code, or both."""
    assert kind in KINDS

    def register(write: Callable[..., Any]) -> Callable[..., Any]:
        FEATURES.append(Feature(name, kind, modes, weight, since, write))
        return write

    return register


class Chunk(NamedTuple):
    """Top-level statements that belong together, and the names that they bind."""

    names: tuple[str, ...]
    lines: Lines


class Builder:
    """Writes one program; `random` decides everything."""

    def __init__(self, seed: int, allowed: frozenset[str] | None = None) -> None:
        self.random = random.Random(seed)
        self.allowed = allowed
        self.used: set[str] = set()
        self.chunks: list[Chunk] = []
        self.aio = False
        self.top = False
        self.client = ""
        self._count = 0
        self._flags = 0

    # ---- choosing

    def chance(self, probability: float) -> bool:
        """True with that probability."""
        return self.random.random() < probability

    def one_of(self, *choices: T) -> T:
        """One of the choices."""
        return self.random.choice(choices)

    def pick(self, kind: str) -> Callable[..., Any]:
        """A feature of that kind which is allowed here."""
        mode = "aio" if self.aio else "sync"
        fitting = [
            found
            for found in FEATURES
            if found.kind == kind
            and mode in found.modes.split()
            and found.since <= sys.version_info[:2]
            and (self.allowed is None or found.name in self.allowed or found.name == "plain")
        ]
        chosen = self.random.choices(fitting, [found.weight for found in fitting])[0]
        self.used.add(chosen.name)
        return chosen.write

    def fresh(self, stem: str) -> str:
        """A name that nothing else has."""
        self._count += 1
        return f"{stem}_{self._count}"

    # ---- words that differ between sync and aio

    @property
    def Client(self) -> str:
        """The client's class."""
        return "$AioClient" if self.aio else "$Client"

    @property
    def Credential(self) -> str:
        """The credential's class."""
        return "$AioCredential" if self.aio else "$Credential"

    @property
    def prefix(self) -> str:
        """`async ` in aio, before `for`, `with` and `def`."""
        return "async " if self.aio else ""

    def awaited(self, expression: str) -> str:
        """The expression, awaited in aio."""
        return f"await {expression}" if self.aio else expression

    @property
    def leave(self) -> str:
        """A statement that ends the function or, at the top level, the program."""
        return "raise SystemExit(1)" if self.top else "return"

    def flag(self) -> str:
        """A condition that nobody can know; True where there are enough of them."""
        if self._flags >= _MOST_FLAGS:
            return "True"
        self._flags += 1
        return f"$flag({self._flags})"

    # ---- pieces of code

    def define(self, names: tuple[str, ...], lines: Lines) -> None:
        """Put statements at the top level, before what is defined later."""
        self.chunks.append(Chunk(names, lines))

    def function(self, name: str, parameters: str, body: Lines) -> Lines:
        """A function, a coroutine function in aio."""
        return [f"{self.prefix}def {name}({parameters}):", *indent(body or ["pass"])]

    def helper(self, stem: str, parameters: str, body: Lines) -> str:
        """Define a function at the top level, and give its name."""
        name = self.fresh(stem)
        self.define((name,), self.function(name, parameters, body))
        return name

    def credential(self) -> tuple[Lines, str]:
        """Lines, and an expression for a credential."""
        lines, expression = self.pick("credential")(self)
        return lines, expression

    def made(self, credential: str) -> str:
        """A client, made with that credential."""
        if credential == "None" and self.chance(0.4):
            return f"{self.Client}($URL)"
        form = self.one_of(
            "$URL, {}", "$URL, {}", "$URL, credential={}", "endpoint=$URL, credential={}"
        )
        return f"{self.Client}({form.format(credential)})"

    def write_call(self, client: str) -> str:
        """A call of an operation that writes."""
        return f"{client}.{self.random.choice(_WRITES)}"

    def read_call(self, client: str) -> str:
        """A call of an operation that reads."""
        return f"{client}.{self.random.choice(_READS)}"

    def get_call(self, client: str) -> str:
        """A call without double quotes, which may stand in an f-string."""
        return f"{client}.get_repository_properties('app')"

    def call(self, client: str) -> str:
        """A call of an operation that sends at once or, in aio, when it is awaited."""
        return self.write_call(client) if self.chance(0.7) else self.read_call(client)

    def pager(self, client: str) -> str:
        """A call of an operation that lists."""
        return f"{client}.{self.random.choice(_LISTS)}"

    def stream(self, client: str) -> str:
        """A call that downloads a blob."""
        return f'{client}.download_blob("app", $DIGEST)'

    def guarded(self, lines: Lines, probability: float = 0.5, client: str | None = None) -> Lines:
        """The lines, in a guard or as they are; `client` is what its handlers may use there."""
        if not lines or not self.chance(probability):
            return lines
        before = self.client
        self.client = before if client is None else client
        guarded: Lines = self.pick("guard")(self, lines)
        self.client = before
        return guarded

    def guarded_sync(self, lines: Lines, probability: float = 0.5) -> Lines:
        """The lines of a plain function, in a guard or as they are; it knows no client."""
        aio, self.aio = self.aio, False
        lines = self.guarded(lines, probability, "")
        self.aio = aio
        return lines

    def handler(self) -> Lines:
        """What a handler does that handles."""
        choices: list[Lines] = [["pass"], ['print("denied")'], [self.leave], ["$use(1)"]]
        return self.random.choice(choices)


def indent(lines: Lines) -> Lines:
    """The lines, one level deeper."""
    return [f"    {line}" for line in lines]


def flat(statements: list[Lines]) -> Lines:
    """All lines of the statements."""
    return [line for lines in statements for line in lines]


DIGEST = BLOB_DIGEST
_LISTS = (
    "list_repository_names()",
    'list_tag_properties("app")',
    'list_manifest_properties("app")',
    'list_tag_properties("app", results_per_page=5)',
)
_WRITES = (
    'delete_tag("app", "v1")',
    'delete_tag("app", "v1")',
    'delete_repository("app")',
    'delete_manifest("app", "v1")',
    'delete_manifest("app", $DIGEST)',
    'delete_blob("app", $DIGEST)',
    'update_tag_properties("app", "v1", can_write=False)',
    'update_manifest_properties("app", $DIGEST, can_delete=False)',
    'update_repository_properties("app", can_write=False)',
    'set_manifest("app", {"schemaVersion": 2}, tag="v2")',
    'upload_blob("app", $io.BytesIO(b"layer"))',
)
_READS = (
    'get_repository_properties("app")',
    'get_tag_properties("app", "v1")',
    'get_manifest_properties("app", "v1")',
    'get_manifest("app", "v1")',
)
