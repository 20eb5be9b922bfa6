"""Memory: what interpreting a program leaves for interpreting it again after an edit.

A summary holds as long as its function has the same code and the places that it read hold the same.
So an edit costs the functions that it touches and what calls them. What is recalled never changes
an answer: whatever depends on the order in which a whole program is interpreted, such as recursion
and the limits that keep its cost in bounds, is not kept, and where recalled summaries would meet
such a limit, everything is interpreted anew.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from acr_lint.model.touching import UNTOUCHED, Touched
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from acr_lint.model.errors import Kind
    from acr_lint.model.frame import Key, Summary
    from acr_lint.model.program import Module
    from acr_lint.model.scopes import ClassCode, FunctionCode
    from acr_lint.model.values import FrameId, Function

    _F = TypeVar("_F")
    _T = TypeVar("_T")


class NotTheSame(Exception):
    """What was recalled isn't what interpreting everything would give."""


class Kept(NamedTuple):
    """What is kept of one interpretation of `modules`: the summaries by what was called, those of
    the roots and of the statements of the modules' own code, the numbers of the contexts in them,
    the code objects of the program's nodes, the names in its islands, and `spent`, about how many
    runs of functions it takes without memory.

    `version` counts the interpretations. All of it belongs to the module objects and to the islands
    that their syntax had at that time.
    """

    version: int
    modules: tuple[Module, ...]
    summaries: Mapping[Key, list[Summary]]
    runs: Mapping[Hashable, list[Summary]]
    contexts: Mapping[Key, int]
    widest_contexts: Mapping[Function, int]
    last_context: int
    functions: dict[ast.AST, FunctionCode]
    classes: dict[ast.AST, ClassCode]
    closures: dict[FrameId, FrameId | None]
    touched: Touched
    spent: float


def nothing(modules: tuple[Module, ...]) -> Kept:
    """What is kept of modules that weren't interpreted yet."""
    return Kept(0, modules, {}, {}, {}, {}, 0, {}, {}, {}, UNTOUCHED, 0)


class Notes:
    """What is worked out of a model, kept for the next version's by what it was worked out of."""

    __slots__ = ("_before", "_nothing", "_now")

    def __init__(self) -> None:
        self._before: dict[tuple[object, object], tuple[object, Any]] = {}
        self._now: dict[tuple[object, object], tuple[object, Any]] = {}
        self._nothing: dict[Callable[[Any], Iterable[Any]], dict[int, object]] = {}

    def turn(self) -> None:
        """A new version of the model is looked at from here on."""
        self._before, self._now = self._now, {}

    def forget(self) -> None:
        """Keep nothing."""
        self._before, self._now = {}, {}
        self._nothing = {}

    def of(self, work: Callable[..., _T], subject: object, *given: object) -> _T:
        """`work(subject, *given)`, which has to follow from these and from the texts of the islands
        in them, and from the order of those, but not from how far down their files they are."""
        key = (work, subject)
        known = self._now.get(key) or self._before.get(key)
        if known is None or known[0] != given:
            known = (given, work(subject, *given))
        self._now[key] = known
        result: _T = known[1]
        return result

    def each(self, facts: Iterable[_F], work: Callable[[_F], Iterable[_T]]) -> Iterator[_T]:
        """What `work` gives for each of some facts, which has to follow from that fact alone and
        from the texts of the islands in it. A fact for which it gave nothing isn't looked at again
        for as long as it stays the same object; `work` is a function that lives as long as its
        module."""
        silent = self._nothing.setdefault(work, {})
        facts = [*facts]
        for fact in [fact for fact in facts if id(fact) not in silent]:
            found = tuple(work(fact))
            if found:
                yield from found
            else:
                silent[id(fact)] = fact
        if len(silent) > 2 * len(facts):
            self._nothing[work] = {id(fact): fact for fact in facts if id(fact) in silent}


class Memory:
    """The interpretations of the versions of one program, whose modules stay the same objects, and
    the notes on its model; those that follow other kinds of errors apart."""

    __slots__ = ("_kept", "_others", "notes")

    def __init__(self) -> None:
        self._kept: dict[tuple[Module, ...], Kept] = {}
        self._others: dict[Kind, Memory] = {}
        self.notes = Notes()

    def of_kind(self, errors: Kind) -> Memory:
        """The memory of the same program where another kind of errors is followed."""
        return self._others.setdefault(errors, Memory())

    def of(self, modules: Iterable[Module]) -> Kept:
        """What is kept of the last interpretation of these modules, if there was one."""
        key = tuple(modules)
        return self._kept.get(key) or nothing(key)

    def keep(self, kept: Kept) -> None:
        """Keep an interpretation in place of the last one of the same modules."""
        before, now = self.of(kept.modules).touched.words, kept.touched.words
        if [each for each in before if each in now] != [each for each in now if each in before]:
            self.notes.forget()
        self._kept[kept.modules] = kept
