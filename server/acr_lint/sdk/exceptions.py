"""Exceptions: which class is a kind of which, and what an operation can raise.

A *qualified* name is dotted, as an import leads to it; builtin classes go by their bare name. The
*canonical* name of a class is the one under which the trees have it. Source: azure-core 1.41.0
and azure-containerregistry 1.2.0, executed; the hierarchy is the same since azure-core 1.24.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from acr_lint.sdk.exception_tree import ALIASES, MODULE_ALIASES, TREES
from acr_lint.sdk.installation import core_exceptions
from acr_lint.sdk.operations import Operation, Returns, Sends, swallows_missing

CORE = "azure.core.exceptions"
AZURE_ERROR = f"{CORE}.AzureError"
HTTP_ERROR = f"{CORE}.HttpResponseError"
UNAUTHENTICATED = f"{CORE}.ClientAuthenticationError"
NOT_FOUND = f"{CORE}.ResourceNotFoundError"
EXISTS = f"{CORE}.ResourceExistsError"
NOT_MODIFIED = f"{CORE}.ResourceNotModifiedError"
DECODE = f"{CORE}.DecodeError"
INCOMPLETE_READ = f"{CORE}.IncompleteReadError"
TOO_MANY_REDIRECTS = f"{CORE}.TooManyRedirectsError"
DIGEST_ERROR = "azure.containerregistry.DigestValidationError"

NETWORK_ERRORS: tuple[str, ...] = (f"{CORE}.ServiceRequestError", f"{CORE}.ServiceResponseError")
"""What becomes of a request that gets no answer; neither is an HttpResponseError."""

RAISED: Mapping[str, str] = {
    UNAUTHENTICATED: "401",
    NOT_FOUND: "404",
    EXISTS: "409",
    NOT_MODIFIED: "304",
    HTTP_ERROR: "400, 403, 405, 412, 413, 429 and 5xx",
    DECODE: "an answer that isn't JSON",
    INCOMPLETE_READ: "an answer that ends early",
    TOO_MANY_REDIRECTS: "redirects without end",
}
"""Each class, HttpResponseError or below it, that an answer can become, and which answers do."""

_NETWORK = (
    *NETWORK_ERRORS,
    f"{CORE}.ServiceRequestTimeoutError",
    f"{CORE}.ServiceResponseTimeoutError",
)
_CREDENTIAL = (
    "azure.identity.CredentialUnavailableError",
    "azure.identity.AuthenticationRequiredError",
)
# An answer of the wrong shape, an argument or credential of the wrong kind, a client that is
# closed: the SDK checks none of it, so what escapes is what Python raises.
_UNCHECKED = (
    "AttributeError",
    "IndexError",
    "KeyError",
    "TypeError",
    "ValueError",
    "UnicodeDecodeError",
    "binascii.Error",
    "json.JSONDecodeError",
    f"{CORE}.DeserializationError",
    f"{CORE}.SerializationError",
)
_USERS_OF_CORE = ("azure.core.", "azure.containerregistry._", "azure.containerregistry.aio._")
# What may arrive at any line of Python is foreign to none.
_ANYWHERE = ("KeyboardInterrupt", "SystemExit", "GeneratorExit", "asyncio.CancelledError")


class Hierarchy:
    """Exception classes with their bases; immutable.

    `trees` are modules of `TREES` whose classes it has as well: their trees are read when one of
    their classes is asked for, for a program handles those of two or three.
    """

    __slots__ = ("_above", "_bases", "_unread")

    def __init__(self, bases: Mapping[str, tuple[str, ...]], trees: Iterable[str] = TREES) -> None:
        self._bases = {**bases}
        self._unread = {*trees}
        self._above: dict[str, tuple[frozenset[str], bool]] = {}

    def bases(self, qualified: str) -> tuple[str, ...]:
        """The direct bases of a class; none of one that isn't known, or has none."""
        name = self.canonical(qualified)
        return self._bases[name] if name is not None else ()

    def canonical(self, qualified: str) -> str | None:
        """The name under which the class is kept; None for one that isn't known."""
        if self._has(qualified):
            return qualified
        if qualified in ALIASES:
            return ALIASES[qualified]
        module, _, name = qualified.rpartition(".")
        if module in MODULE_ALIASES:
            home = MODULE_ALIASES[module]
            return self.canonical(f"{home}.{name}" if home else name)
        core = f"{CORE}.{name}"
        return core if _shows_core(module) and self._has(core) else None

    def is_subclass(self, name: str, of: str) -> bool | None:
        """Whether one class is the other or derives from it; None where that isn't known."""
        below, above = self.canonical(name), self.canonical(of)
        if below is None or above is None:
            return None
        known, complete = self._ancestry(below)
        return True if above in known else False if complete else None

    def ancestors(self, qualified: str) -> frozenset[str]:
        """The class itself and all that it derives from, as far as they are known."""
        name = self.canonical(qualified)
        return self._ancestry(name)[0] if name is not None else frozenset()

    def extended(self, classes: Mapping[str, tuple[str, ...]]) -> Hierarchy:
        """This hierarchy with more classes, each with the qualified names of its bases.

        A base that isn't known stays: nothing can be said about what else the class derives from.
        """
        return Hierarchy({**self._bases, **classes}, self._unread)

    def __iter__(self) -> Iterator[str]:
        for module in TREES:
            self._read(module)
        return iter(self._bases)

    def _has(self, name: str) -> bool:
        """Whether a class is kept under that name."""
        self._read(name.rpartition(".")[0])
        return name in self._bases

    def _read(self, module: str) -> None:
        """Read the tree of a module, if it has one and nobody did so yet."""
        if module in self._unread:
            self._bases = {**_planted(module), **self._bases}
            self._unread.discard(module)

    def _ancestry(self, name: str) -> tuple[frozenset[str], bool]:
        """All classes at and above `name`, and whether each base on the way is known."""
        known = self._above.get(name)
        if known is None:
            found, complete, waiting = {name}, True, [name]
            while waiting:
                for base in self._bases[waiting.pop()]:
                    above = self.canonical(base)
                    if above is None:
                        complete = complete and base == "object"
                    elif above not in found:
                        found.add(above)
                        waiting.append(above)
            known = self._above[name] = (frozenset(found), complete)
        return known


@lru_cache(maxsize=1)
def built_in() -> Hierarchy:
    """The hierarchy as this package knows it."""
    return Hierarchy({})


def installed(search_path: Sequence[str] | None = None) -> Hierarchy:
    """The hierarchy with the classes of the azure-core that is found on the path (`sys.path` if
    none is given), read without importing it; `built_in()` where none is found."""
    path = core_exceptions(search_path)
    return built_in() if path is None else _with_core(path)


@lru_cache(maxsize=1024)
def http_errors(operation: Operation, reference: str | None = None) -> frozenset[str]:
    """What an answer to the operation can become, of `RAISED`.

    `reference` is the tag or digest that it is given, where that is known.
    """
    if operation.sends is Sends.NEVER:
        return frozenset()
    never = set()
    if swallows_missing(operation, reference):
        never.add(NOT_FOUND)
    if operation.returns is Returns.PAGER:
        never.add(NOT_MODIFIED)
    return frozenset(RAISED) - never


@lru_cache(maxsize=1024)
def may_raise(operation: Operation, qualified: str, reference: str | None = None) -> bool:
    """Whether the class, or one below it, is ever raised by the SDK around the operation.

    True for classes that aren't known: a program can have its own raised, by `error_map`.
    """
    hierarchy = built_in()
    name = hierarchy.canonical(qualified)
    if name is None:
        return True
    # A stream of the caller's fails as files do, with a builtin class.
    if operation.reads and "." not in name and hierarchy.is_subclass(name, "OSError"):
        return True
    return any(hierarchy.is_subclass(raised, name) for raised in _all_raised(operation, reference))


def _all_raised(operation: Operation, reference: str | None) -> Iterator[str]:
    yield from _ANYWHERE
    yield from _UNCHECKED
    if operation.sends is Sends.NEVER:
        return
    yield from http_errors(operation, reference)
    yield from _NETWORK
    yield from _CREDENTIAL
    if operation.sends is not Sends.CALL:
        yield from ("StopIteration", "StopAsyncIteration")
    if operation.checks_digest:
        yield DIGEST_ERROR


def _shows_core(module: str) -> bool:
    """Whether the module has the classes of azure.core.exceptions because it uses them."""
    return module.startswith(_USERS_OF_CORE)


@cache
def _planted(module: str) -> Mapping[str, tuple[str, ...]]:
    """The classes in the tree of a module, with their bases."""
    tree = TREES[module]
    start = f"{module}." if module else ""
    own = frozenset(tree.split())
    bases: dict[str, tuple[str, ...]] = {}
    branch: list[str] = []
    for line in tree.splitlines():
        text = line.lstrip()
        if not text:
            continue
        depth = (len(line) - len(text)) // 2
        name, _, others = text.partition(" ")
        del branch[depth:]
        above = tuple(branch[-1:])
        if others:
            further = [other.strip("(),") for other in others.split()]
            above += tuple(f"{start}{other}" if other in own else other for other in further)
        branch.append(start + name)
        bases[start + name] = above
    return bases


@lru_cache(maxsize=8)
def _with_core(path: str) -> Hierarchy:
    """The built-in hierarchy with azure-core's classes as the file at `path` defines them."""
    try:
        with open(path, encoding="utf-8") as file:
            classes = f"\n{file.read()}".split("\nclass ")[1:]
    except (OSError, ValueError):
        return built_in()
    builtins = frozenset(TREES[""].split())
    own: dict[str, tuple[str, ...]] = {}
    for text in classes:
        name, _, above = text.partition(":")[0].partition("(")
        listed = map(str.strip, above.rstrip(" )").split(","))
        names = [each for each in listed if each.isidentifier()]
        bases = tuple(f"{CORE}.{each}" if f"{CORE}.{each}" in own else each for each in names)
        if any(base in own or base in builtins for base in bases):
            own[f"{CORE}.{name}"] = bases
    if HTTP_ERROR not in own:
        return built_in()
    return Hierarchy(own, (module for module in TREES if module != CORE))
