"""The world of one analysis: the program, its code objects, its heap and all summaries."""

from __future__ import annotations

import _ast as ast
from collections.abc import Hashable, Iterator

from acr_lint.model.contexts import Contexts
from acr_lint.model.errors import ANSWERS, Kind
from acr_lint.model.frame import Asked
from acr_lint.model.memory import Kept, NotTheSame, nothing
from acr_lint.model.program import Module, Program
from acr_lint.model.scopes import ClassCode, FunctionCode
from acr_lint.model.state import Location
from acr_lint.model.touching import touched
from acr_lint.model.values import (
    Class,
    Function,
    Instance,
    Value,
    join2,
)
from acr_lint.sdk.exceptions import Hierarchy
from acr_lint.sdk.models import EXPORTS
from acr_lint.syntax.tree import Island

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.model.frame import Frame, Key, Summary

_MOST_CIRCLES = 2
_DEEPEST_CIRCLE = 8
_MOST_SUMMARIES = 6
_MOST_RUNS = 48
_OFTEN = 16
_RUNS_OF_ANY = 2000  # runs of functions that even a small program may cost
_RUNS_A_LINE = 0.5
_RUNS_A_ROOT = 8  # those that a root or statement in a file which names the SDK has in any case


class Active:
    """A run in progress: what is known of it so far, for calls that come back to it."""

    __slots__ = ("recursive", "summary")

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.recursive = False


class World:
    """What all frames of one analysis share."""

    def __init__(
        self, program: Program, hierarchy: Hierarchy, kept: Kept, errors: Kind = ANSWERS
    ) -> None:
        """`kept` is what an interpretation of earlier versions of its modules has left, one that
        followed the same kind of errors."""
        self.errors = errors
        self.modules = kept.modules
        self._kept = kept
        self._version = kept.version + 1
        self._program = program
        self._analysed = frozenset(self.modules)
        self.hierarchy = hierarchy
        islands = (island for module in self.modules for island in module.syntax.islands)
        self.touched = touched(islands, kept.touched)
        self.heap: dict[Location, Value] = {}
        self.summaries: dict[Key, list[Summary]] = {}
        self.log: list[Key] = []
        self._runs: dict[Hashable, list[Summary]] = {}
        self.active: dict[Key, Active] = {}
        self.closures = dict(kept.closures)
        self.instantiated: set[ClassCode] = set()
        self.modules_run: dict[Module, Summary] = {}
        self._functions = kept.functions
        self._classes = kept.classes
        self._contexts = Contexts(kept)
        self._recalled: set[int] = set()
        self._nests_too_deep = False
        self._recalled_codes: set[FunctionCode] = set()
        self._limited: set[FunctionCode] = set()
        self._often: set[FunctionCode] = set()
        self.running: dict[Function, int] = {}
        self.depths: dict[FunctionCode, int] = {}
        self.runs: dict[FunctionCode, int] = {}
        self._naming: dict[Module, bool] = {}
        lines = sum(module.syntax.source.text.count("\n") for module in self.modules)
        self._left = self._allowed = _RUNS_OF_ANY + lines * _RUNS_A_LINE

    def find(self, name: str, near: Module) -> Module | None:
        """The analysed module that `name` means where the module `near` imports it."""
        found = self._program.find(name, near)
        return found if found in self._analysed else None

    # ---- code objects

    def function_code(
        self,
        module: Module,
        island: Island,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        parent: FunctionCode | None,
        owner: ClassCode | None,
    ) -> FunctionCode:
        """The code object of a function's node."""
        code = self._functions.get(node)
        if code is None:
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            above = owner.qualname if owner else parent.qualname if parent else ""
            qualname = f"{above}.{name}" if above else name
            code = FunctionCode(module, island, node, parent, owner, qualname)
            self._functions[node] = code
        return code

    def class_code(
        self,
        module: Module,
        island: Island,
        node: ast.ClassDef,
        parent: FunctionCode | None,
        outer: ClassCode | None,
    ) -> ClassCode:
        """The code object of a class's node."""
        code = self._classes.get(node)
        if code is None:
            above = outer.qualname if outer else parent.qualname if parent else ""
            code = ClassCode(
                module, island, node, parent, f"{above}.{node.name}" if above else node.name
            )
            self._classes[node] = code
        return code

    def made_class(
        self, module: Module, island: Island, maker: ast.AST, written: ast.ClassDef
    ) -> ClassCode:
        """The code object of a class that the call `maker` makes, as `written` out."""
        code = self._classes.get(maker)
        if code is None:
            code = self._classes[maker] = ClassCode(module, island, written, None, written.name)
        return code

    # ---- contexts

    def context_of(
        self, frame: Frame, function: Function, bound: dict[str, Value]
    ) -> tuple[dict[str, Value], int]:
        """The arguments with which a function is interpreted when the frame calls it with `bound`,
        and the number of that context."""
        code = function.code
        asked = (function, tuple(bound.items()))
        key = self._contexts.given(asked)
        if key is not asked:
            bound = dict(key[1])
        depth = self.depths.get(code, 0)
        if depth:
            self._limit(code)
        circles = self.running.get(function, 0) >= _MOST_CIRCLES
        circles |= depth >= _DEEPEST_CIRCLE and key not in self._contexts.numbers
        number = None if circles else self._contexts.number(key)
        if number is not None:
            frame.summary.contexts[key] = number
            frame.summary.asked.append(Asked(asked, key, False))
            return bound, number
        bound, number = self._contexts.joined(function, bound)
        if circles:
            frame.summary.is_cut = True
        else:
            frame.summary.asked.append(Asked(asked, (function, tuple(bound.items())), True))
        return bound, number

    def _limit(self, code: FunctionCode) -> None:
        """Note that what runs of the function do hangs on what ran before them."""
        self._limited.add(code)
        if code in self._recalled_codes:
            raise NotTheSame

    def nests_too_deep(self) -> None:
        """Note that calls are nested deeper than is followed: what is known of those at the end of
        such a chain hangs on what ran before them."""
        self._nests_too_deep = True
        if self._recalled:
            raise NotTheSame

    def is_exhausted(self, code: FunctionCode) -> bool:
        """Whether a function isn't run again: it was run often from this root, or the program as a
        whole has cost as much as its length allows."""
        runs = self.runs.get(code, 0)
        self.runs[code] = runs + 1
        if runs > _OFTEN:
            self._often.add(code)
        self._left -= 1
        return runs >= _MOST_RUNS or self._left < 0

    def enter(self, module: Module) -> None:
        """A root of the module, or a statement of its own code, is run now: what ran before has
        left it something to run."""
        self.runs.clear()
        if self._left < _RUNS_A_ROOT and self._names_the_sdk(module):
            self._left = _RUNS_A_ROOT

    def _names_the_sdk(self, module: Module) -> bool:
        known = self._naming.get(module)
        if known is None:
            text = module.syntax.source.text
            known = self._naming[module] = any(name in text for name in EXPORTS)
        return known

    def start_again(self, heap: dict[Location, Value]) -> None:
        """Forget what the modules' own code has done; the heap holds nothing but this."""
        self.heap = heap
        self.modules_run = {}

    # ---- summaries

    def summaries_of(self, key: Key, room: int) -> Iterator[Summary]:
        """The summaries of such calls: those of this interpretation, and those of earlier ones that
        have less than `room` calls within each other."""
        yield from tuple(self.summaries.get(key, ()))
        if self._nests_too_deep:
            return
        for summary in self._kept.summaries.get(key, ()):
            if id(summary) not in self._recalled and summary.height < room:
                yield summary

    def runs_of(self, what: Hashable) -> Iterator[Summary]:
        """The runs of a statement of a module's own code, or of a root, that this interpretation
        and earlier ones have left."""
        if not self._nests_too_deep:
            yield from tuple(self._runs.get(what, ()))
            yield from self._kept.runs.get(what, ())

    def remember_run(self, what: Hashable, summary: Summary) -> None:
        """Keep a run of a statement or root."""
        summary.version = summary.version or self._version
        known = self._runs.setdefault(what, [])
        if summary in known:
            known.remove(summary)
        known.insert(0, summary)
        del known[_MOST_SUMMARIES:]

    def is_recalled(self, summary: Summary) -> bool:
        """Whether an earlier interpretation has left it."""
        return id(summary) in self._recalled

    def recall(self, summary: Summary) -> bool:
        """Take over a summary that an earlier interpretation has left, with all that it rests on,
        if its calls are given the contexts here that they had then; says whether they are, and
        raises NotTheSame where it hangs on the order of things besides."""
        if summary.version == self._version or id(summary) in self._recalled:
            return True
        if not summary.asked:
            self._take_over(summary)
            return True
        found: dict[int, Summary] = {}
        ahead = self._contexts.ahead()
        pending: list[Asked | Summary] = [summary]
        while pending:
            each = pending.pop()
            if isinstance(each, tuple):
                if not ahead.gives(each):
                    return False
            elif not (
                each.version == self._version or id(each) in self._recalled or id(each) in found
            ):
                found[id(each)] = each
                pending.extend(reversed(each.asked))
        self._contexts.take(ahead)
        for each in found.values():
            self._take_over(each)
        return True

    def _take_over(self, summary: Summary) -> None:
        self._recalled.add(id(summary))
        if summary.key is not None:
            self.summaries.setdefault(summary.key, []).append(summary)
        self.instantiated |= summary.instantiated
        for key in summary.contexts:
            self._recalled_codes.add(key[0].code)
            if key[0].code in self._limited:
                raise NotTheSame

    def kept(self) -> Kept:
        """What later versions of the modules may recall; no summary where a limit is near."""
        spent = max(self._allowed - self._left, 2 * len(self.summaries), self._kept.spent)
        if 2 * spent > self._allowed:
            return nothing(self.modules)._replace(touched=self.touched)
        lasting = _Lasting(self._limited | self._often, self._version)
        islands = self.touched.words
        summaries = {
            key: kept
            for key, found in self.summaries.items()
            if (kept := [summary for summary in found if lasting.holds(summary)])
        }
        runs = {
            what: kept
            for what, found in self._runs.items()
            if (kept := [summary for summary in found if lasting.holds(summary)])
        }
        return Kept(
            self._version,
            self.modules,
            summaries,
            runs,
            self._contexts.numbers,
            self._contexts.widest_numbers,
            self._contexts.last,
            {node: code for node, code in self._functions.items() if code.island in islands},
            {node: code for node, code in self._classes.items() if code.island in islands},
            {
                scope: outer
                for scope, outer in self.closures.items()
                if scope.code.island in islands
            },
            self.touched,
            spent,
        )

    def remember(self, key: Key, summary: Summary) -> None:
        """Keep a summary for later calls with the same arguments."""
        summary.key, summary.version = key, self._version
        kept = self.summaries.setdefault(key, [])
        kept.insert(0, summary)
        del kept[_MOST_SUMMARIES:]
        self.log.append(key)

    def forget_since(self, mark: int) -> None:
        """Drop the summaries kept since `mark`, which rest on an unfinished recursion."""
        while len(self.log) > mark:
            kept = self.summaries.get(self.log.pop())
            if kept:
                del kept[0]

    def merge_over(self, cells: dict[Location, Value]) -> None:
        """Put the cells in place of what the heap holds, as a module's own code does."""
        for location, value in cells.items():
            self.heap[location] = value
            subject, name = location
            if isinstance(subject, Instance) and subject.place is not None:
                self.merge({(any_instance(subject.cls), name): value})

    def merge(self, cells: dict[Location, Value]) -> bool:
        """Let the heap hold the cells besides what it holds; whether that changed anything."""
        changed = False
        for location, value in cells.items():
            known = self.heap.get(location)
            new = value if known is None else join2(known, value)
            if new != known:
                self.heap[location] = new
                changed = True
            subject, name = location
            if isinstance(subject, Instance) and subject.place is not None:
                changed |= self.merge({(any_instance(subject.cls), name): value})
        return changed


class _Lasting:
    """Tells which summaries rest on nothing but what they have read."""

    def __init__(self, limited: set[FunctionCode], version: int) -> None:
        self._limited = limited
        self._version = version
        self._known: dict[int, bool] = {}

    def holds(self, summary: Summary) -> bool:
        """Whether neither the run nor a call in it met a limit or a function of the limited."""
        if not self._limited and 0 < summary.version < self._version:
            return True  # it was kept by an earlier version
        known = self._known.get(id(summary))
        if known is None:
            known = self._known[id(summary)] = (
                not summary.is_cut
                and not any(key[0].code in self._limited for key in summary.contexts)
                and all(self.holds(callee) for callee in summary.callees.values())
            )
        return known


def any_instance(cls: Class) -> Instance:
    """The instance that stands for any object of the class."""
    return Instance(cls, None, 0)
