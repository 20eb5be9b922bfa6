"""Touching: which top-level statements a client can flow through, told by their names alone.

Code outside of the program may call each of its functions, so each is run by itself to see what it
lets escape. That is worth its cost only where it can touch the SDK: a function that neither speaks
of it, nor names anything that touches it, nor changes what such code reads, says nothing by itself.
It is still run where it is called by one that does.

A statement touches the SDK where it names one of the SDK's words, or something that is bound by a
statement that touches it, or a method of such a class that touches it, or changes a variable that
such a statement uses. What touching statements name is *followed*; the classes among that belong to
them, for what their methods set is read through any object of the class. Names are compared as they
are spelt, whatever module they belong to: this may say too much, never too little.
"""

from __future__ import annotations

import _ast as ast
import re
from collections.abc import Iterable, Iterator, Mapping

from acr_lint.model.scopes import bound_at_top
from acr_lint.sdk.frameworks import REGISTERING
from acr_lint.sdk.operations import CLIENT_NAMES, OPERATIONS, Sends
from acr_lint.syntax.nodes import children_of
from acr_lint.syntax.tree import Island
from acr_lint.text.record import NamedTuple

_SDK = frozenset(
    (
        *(name for name, operation in OPERATIONS.items() if operation.sends is not Sends.NEVER),
        *(name.rpartition(".")[2] for name in CLIENT_NAMES),
        "excepthook",
    )
)
_TYPE = re.compile(r"[\w.]+(?:\s*[\[|][\w.\[\]|, ]*)?")
_WORD = re.compile(r"[^\W\d]\w*")
_CHANGING = frozenset(
    (
        *("add", "append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"),
        *REGISTERING,
    )
)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)
_TELLING = frozenset(
    (
        *(*_IMPORTS, ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Call),
        *(ast.keyword, ast.Global),
    )
)
"""The nodes that say more than what is in them says."""
_LONGEST_TYPE = 200


class Method(NamedTuple):
    """A method of a class, by its name, the names that it uses and the attributes it asks for."""

    name: str
    used: frozenset[str]
    asked: frozenset[str]


class Words(NamedTuple):
    """The names in an island: those that it uses, the attributes that it asks objects for, the
    names that it binds in its module, the globals that its functions bind, and the names through
    which it changes something. `speaks`: it has one of the SDK's words itself."""

    used: frozenset[str]
    asked: frozenset[str]
    bound: frozenset[str]
    shared: frozenset[str]
    changed: frozenset[str]
    methods: tuple[Method, ...]
    speaks: bool
    is_definition: bool
    is_class: bool
    is_import: bool


def words_of(island: Island) -> Words:
    """The names in an island."""
    statements = island.statements
    found = _Names()
    methods: list[Method] = []
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            for child in statement.body:
                inner = _Names()
                inner.read(child)
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and (
                    not child.name.startswith("__")
                ):
                    methods.append(
                        Method(child.name, frozenset(inner.used), frozenset(inner.asked))
                    )
                found.include(inner)
            for part in (*statement.bases, *statement.keywords, *statement.decorator_list):
                found.read(part)
        else:
            found.read(statement)
    return Words(
        frozenset(found.used),
        frozenset(found.asked),
        frozenset(name for statement in statements for name in bound_at_top(statement)),
        frozenset(found.shared),
        frozenset(found.changed | found.shared),
        tuple(methods),
        not _SDK.isdisjoint(found.asked | found.used) or "azure" in island.text.lower(),
        all(isinstance(each, _DEFINITIONS) for each in statements),
        any(isinstance(each, ast.ClassDef) for each in statements),
        all(isinstance(each, _IMPORTS) for each in statements),
    )


class _Names:
    """The names in some code, by what is done with them."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.asked: set[str] = set()
        self.changed: set[str] = set()
        self.shared: set[str] = set()

    def include(self, other: _Names) -> None:
        """Take over the names of a part."""
        self.used |= other.used
        self.asked |= other.asked
        self.changed |= other.changed
        self.shared |= other.shared

    def read(self, code: ast.AST) -> None:
        """Look at all nodes of the code."""
        pending = [code]
        while pending:
            node = pending.pop()
            if node.__class__ not in _TELLING:
                pending += children_of(node)
                continue
            match node:
                case ast.Name(id=name):
                    self.used.add(name)
                    continue
                case ast.Constant(value=str(text)):
                    if len(text) <= _LONGEST_TYPE and _TYPE.fullmatch(text):
                        self.used.update(_WORD.findall(text))
                    continue
                case ast.Attribute(attr=name, ctx=context):
                    self.asked.add(name)
                    if _may_be_module(node.value):
                        self.used.add(name)
                    if not isinstance(context, ast.Load):
                        self.changed.update(_root(node))
                case ast.Subscript(ctx=ast.Store() | ast.Del()):
                    self.changed.update(_root(node))
                case ast.Call(func=ast.Attribute(attr=name) as function) if name in _CHANGING:
                    self.changed.update(_root(function))
                case ast.keyword(arg=str(name)):
                    self.used.add(name)
                case ast.Global(names=names):
                    self.shared.update(names)
                case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                    self.used.update(part for each in aliases for part in each.name.split("."))
            pending.extend(children_of(node))


class Touched(NamedTuple):
    """The names in all islands of a program, those of the islands that touch the SDK, with the
    classes that these follow, and all names that something binds."""

    words: Mapping[Island, Words]
    islands: frozenset[Island]
    bound: frozenset[str]


UNTOUCHED = Touched({}, frozenset(), frozenset())


def touched(islands: Iterable[Island], before: Touched) -> Touched:
    """What touches the SDK of a program of these islands; `before` is that of an earlier version
    of it, from which little may have changed."""
    words = {island: before.words.get(island) or words_of(island) for island in islands}
    gone = [island for island in before.words if island not in words]
    new = [island for island in words if island not in before.words]
    if len(gone) == len(new) and all(
        _is_alike(before.words[old], words[island], before.bound)
        for old, island in zip(gone, new, strict=True)
    ):
        replaced = [island for old, island in zip(gone, new) if old in before.islands]
        return Touched(words, before.islands.difference(gone).union(replaced), before.bound)
    bound = frozenset().union(*(name for each in words.values() for name in _binding(each)))
    return Touched(words, _Closure(words).found(), bound)


def _binding(words: Words) -> tuple[frozenset[str], ...]:
    return words.bound, words.shared, frozenset(method.name for method in words.methods)


def _is_alike(old: Words, new: Words, bound: frozenset[str]) -> bool:
    """Whether an island in the place of another one changes nothing in a program that binds these
    names, for it only uses others that nothing binds."""
    changed = (old.used ^ new.used) | (old.asked ^ new.asked) | (old.changed ^ new.changed)
    return old._replace(used=new.used, asked=new.asked, changed=new.changed) == new and (
        bound.isdisjoint(changed)
    )


class _Closure:
    """What touches the SDK so far.

    `names` are those of what touches it, `methods` those of its classes' methods, `followed` all
    that touching code names. `variables` are the followed names of what a program's module holds,
    `objects` those among them that may be the program's own, which change by whatever uses them.
    """

    def __init__(self, words: Mapping[Island, Words]) -> None:
        self._words = words
        self._touching: set[Island] = set()
        self._reached: set[Island] = set()
        self._names: set[str] = set()
        self._methods: set[str] = set()
        self._followed: set[str] = set()
        self._variables: set[str] = set()
        self._objects: set[str] = set()
        defined = (each.bound for each in words.values() if each.is_definition)
        self._defined = frozenset().union(*defined)

    def found(self) -> frozenset[Island]:
        """Look until nothing new is found."""
        while self._look():
            pass
        classes = (each for each in self._reached if self._words[each].is_class)
        return frozenset((*self._touching, *classes))

    def _look(self) -> bool:
        """Look at each island once; whether there was something new."""
        is_new = False
        for island, words in self._words.items():
            if island not in self._touching and self._touches(words):
                is_new = True
                self._touching.add(island)
                self._names |= words.bound | words.shared
                self._followed |= words.used
            if island in self._touching:
                for method in words.methods:
                    if method.name not in self._methods and self._sends(method):
                        is_new = True
                        self._methods.add(method.name)
            if island not in self._reached and not self._followed.isdisjoint(words.bound):
                is_new = True
                self._reached.add(island)
                self._follow(words)
        return is_new

    def _touches(self, words: Words) -> bool:
        return (
            words.speaks
            or not words.used.isdisjoint(self._names)
            or not words.asked.isdisjoint(self._methods)
            or not words.used.isdisjoint(self._objects)
            or not words.changed.isdisjoint(self._variables)
        )

    def _sends(self, method: Method) -> bool:
        """Whether a method touches the SDK, so that it may be meant where an object of which
        nothing is known is asked for its name."""
        return not (
            _SDK.isdisjoint(method.asked)
            and _SDK.isdisjoint(method.used)
            and self._names.isdisjoint(method.used)
            and self._methods.isdisjoint(method.asked)
        )

    def _follow(self, words: Words) -> None:
        """Follow a statement that binds something that is followed."""
        if words.is_definition:
            self._followed |= words.used
            return
        if words.is_import:
            is_object = not words.used.isdisjoint(self._objects)
        else:
            is_object = not words.used.isdisjoint(self._defined)
            self._followed |= words.used
        self._variables |= words.bound
        if is_object:
            self._objects |= words.bound


def _may_be_module(node: ast.expr) -> bool:
    """Whether an attribute of this may be one of a module: of a name, or of a package's name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id not in ("self", "cls")


def _root(node: ast.expr) -> Iterator[str]:
    """The name with which a chain of attributes, items and calls begins."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
                node = inner
            case ast.Name(id=name):
                yield name
                return
            case _:
                return
