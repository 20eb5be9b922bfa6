"""Calling functions of the program: binding arguments, running bodies, using summaries.

A function is interpreted once for each set of abstract arguments, and again where a place on the
heap that it read holds something else. Recursion is followed to its fixed point.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable
from functools import partial
from itertools import takewhile

from acr_lint.model import (
    binding,
    containers,
    credentials,
    expressions,
    flags,
    hints,
    iterables,
    modules,
    names,
    sending,
    statements,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import through
from acr_lint.model.facts import Argument, Arguments
from acr_lint.model.frame import Frame, Summary
from acr_lint.model.nesting import shallow
from acr_lint.model.state import ELEMENT, KEYS, STARTED, State
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    NONE,
    UNBOUND,
    UNKNOWN,
    Atom,
    Container,
    FrameId,
    Function,
    Suspended,
    Value,
    join,
    join2,
    one,
)
from acr_lint.model.world import Active

DEEPEST = 90
_MOST_ROUNDS = 8


def arguments_of(frame: Frame, node: ast.Call) -> tuple[Args, Callable[[], Arguments]]:
    """Evaluate the arguments of a call, as values to bind, and as a fact that can be had of them:
    most calls keep none."""
    positional: list[Value] = []
    nodes: list[ast.expr] = []
    keywords: dict[str, Value] = {}
    words: dict[str, ast.keyword] = {}
    rest: Value | None = None
    more: Value | None = None
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            value = expressions.evaluate(frame, argument.value)
            items = _known_items(frame, value)
            if items is None or rest is not None:
                rest = join2(rest or EMPTY, sending.advance(frame, value, argument.value))
            else:
                positional += items
                nodes += [argument] * len(items)
            continue
        value = frame.supposed.get(argument) or expressions.evaluate(frame, argument)
        if rest is None:
            positional.append(value)
            nodes.append(argument)
        else:
            rest = join2(rest, value)
    for word in node.keywords:
        value = frame.supposed.get(word.value) or expressions.evaluate(frame, word.value)
        if word.arg is not None:
            keywords[word.arg] = value
            words[word.arg] = word
            continue
        entries = known_entries(frame, value)
        if entries is None:
            more = join2(more or EMPTY, _entry_values(frame, value))
        else:
            for name, entry in entries.items():
                keywords[name] = entry
                words[name] = word
    args = Args(tuple(positional), keywords, rest, more)
    return args, partial(_told, frame, args, nodes, words)


def _told(
    frame: Frame, args: Args, nodes: list[ast.expr], words: dict[str, ast.keyword]
) -> Arguments:
    """The fact of a call's arguments, each of which stands at its node; it is open where there may
    be others, or fewer."""

    def told(value: Value, node: ast.AST) -> Argument:
        return Argument(value, frame.place(node))

    sure = tuple(takewhile(lambda value: not value >= UNBOUND, args.positional))
    return Arguments(
        tuple(map(told, sure, nodes)),
        {name: told(value, words[name]) for name, value in args.keywords.items()},
        args.rest is not None or args.more is not None or len(sure) < len(args.positional),
    )


def call_function(frame: Frame, function: Function, args: Args, node: ast.AST) -> Value:
    """Call a function of the program: run its body, or promise to where it runs later."""
    bound = binding.bind(frame, function, args)
    code = function.code
    if frame.state is None:
        return EMPTY
    if code.is_generator or code.is_async:
        kind = "coroutine"
        if code.is_generator:
            kind = "async generator" if code.is_async else "generator"
        made = Suspended(kind, function, tuple(bound.items()), frame.place(node))
        if code.is_generator and frame.read((made, STARTED)) is not None:
            frame.write((made, STARTED), FALSE)  # it was made here before
        return one(made)
    result = run(frame, function, bound, node).result
    if result == UNKNOWN and not isinstance(code.node, ast.Lambda):
        return hints.of_annotation(frame, code.node.returns, code.node)
    return result


def call_from_outside(
    frame: Frame, function: Function, receiver: Value | None, node: ast.AST
) -> Value:
    """Call a function, to its end, as code does of which only the annotations tell anything."""
    code = function.code
    inside = Frame(frame.world, code.module, code.island, code, None, function.frame, frame)
    bound = binding.root_arguments(inside, function, receiver)
    if inside.state is not None:
        for location, value in inside.state.cells.items():
            frame.write(location, value)
    summary = run(frame, function, bound, node)
    return summary.yields if code.is_generator else summary.result


def run(frame: Frame, function: Function, bound: dict[str, Value], node: ast.AST) -> Summary:
    """Run a function's body here and let its effects and errors reach this frame."""
    world = frame.world
    if frame.state is None:
        return Summary()
    if frame.depth >= DEEPEST:
        frame.summary.is_cut = True
        world.nests_too_deep()
        return unknown_summary()
    bound = {name: shallow(value) for name, value in bound.items()}
    bound, number = world.context_of(frame, function, bound)
    key = (function, tuple(bound.items()))
    for summary in world.summaries_of(key, DEEPEST - frame.depth):
        if _holds(frame, summary) and world.recall(summary):
            apply(frame, summary, node)
            return summary
    active = world.active.get(key)
    if active is not None:
        active.recursive = True
        apply(frame, active.summary, node)
        return active.summary
    if world.is_exhausted(function.code):
        frame.summary.is_cut = True
        summary = next(iter(world.summaries.get(key, ())), unknown_summary())
        apply(frame, summary, node)
        return summary
    context = FrameId(function.code, number)
    code = function.code
    world.running[function] = world.running.get(function, 0) + 1
    world.depths[code] = world.depths.get(code, 0) + 1
    active = world.active[key] = Active(Summary())
    mark = len(world.log)
    try:
        for _ in range(_MOST_ROUNDS):
            callee = Frame(
                world,
                function.code.module,
                function.code.island,
                function.code,
                context,
                function.frame,
                frame,
            )
            try:
                summary = interpret(callee, bound)
            except RecursionError:
                summary = unknown_summary()
                summary.is_cut = True
                world.nests_too_deep()
            if not active.recursive or summary.outcome() == active.summary.outcome():
                break
            active.summary = summary
            world.forget_since(mark)
    finally:
        del world.active[key]
        world.running[function] -= 1
        world.depths[code] -= 1
    world.remember(key, summary)
    apply(frame, summary, node)
    return summary


def unknown_summary() -> Summary:
    """What is known of a call that isn't followed."""
    unknown = Summary()
    unknown.result = UNKNOWN
    unknown.returned = {}
    return unknown


def interpret(callee: Frame, bound: dict[str, Value]) -> Summary:
    """Interpret a function's body in its own frame, whose parameters hold `bound`."""
    code, scope = callee.code, callee.id
    assert code is not None and scope is not None
    callee.world.closures[scope] = callee.closure
    exits = State({}, {})
    callee.observers.append(exits)
    for name, value in bound.items():
        names.store(callee, name, value)
    parameters = code.parameters
    if code.owner is not None and parameters and not isinstance(code.node, ast.Lambda):
        first = bound.get(parameters[0].arg, EMPTY)
        callee.receiver = next(iter(first)) if len(first) == 1 else None
    summary = callee.summary
    if isinstance(code.node, ast.Lambda):
        summary.result = expressions.evaluate(callee, code.node.body)
    else:
        statements.execute(callee, code.node.body)
        if callee.state is not None:
            summary.result = join2(summary.result, NONE)
    end = callee.join_into(callee.state, callee.jumps.returns)
    if callee.waiting is not None:
        end = callee.join_into(end, callee.waiting)
    flags.keep(callee, end)
    summary.returned = None if end is None else end.cells
    summary.raised = exits.cells
    summary.errors = dict(callee.sink.errors)
    summary.yields = callee.yields
    return summary


def apply(frame: Frame, summary: Summary, node: ast.AST) -> None:
    """Let a call's effects and errors reach the frame that calls."""
    if frame.state is None:
        return
    frame.summary.called(summary)
    if summary.sets:
        frame.forget_asked(summary.sets)
    place = frame.place(node)
    frame.raise_all(through(error, place) for error in summary.errors.values())
    for location, value in summary.raised.items():
        for observer in frame.observers:
            known = observer.cells.get(location)
            if known is None:
                known = frame.inherited(location)
            if observer.choices:
                observer.forget(location, known, value)
            observer.cells[location] = value if known is None else join2(known, value)
    if summary.returned is None:
        frame.state = None
        return
    for location, value in summary.returned.items():
        if location in summary.raised or not credentials.was_told(frame, location, value):
            frame.write(location, value)


def known_entries(frame: Frame, value: Value) -> dict[str, Value] | None:
    """The entries of a dict whose keys are all known texts; None for anything else."""
    if len(value) != 1:
        return None
    (atom,) = value
    if not isinstance(atom, Container) or atom.kind != "dict":
        return None
    keys = frame.read((atom, KEYS))
    if keys is None or frame.read((atom, ELEMENT)):
        return None
    entries: dict[str, Value] = {}
    for key in keys:
        text = getattr(key, "value", None)
        if not isinstance(text, str):
            return None
        held = frame.read((atom, text))
        if held is None:
            return None
        entries[text] = held
    return entries


def _holds(frame: Frame, summary: Summary) -> bool:
    """Whether all that the run has read is the same here."""
    for module in summary.imported:
        modules.ensure_run(frame, module)
    written = frame.state.cells if frame.state is not None else {}
    inherited = frame.summary.reads
    for location, value in summary.reads.items():
        found = written.get(location)
        if found is None:
            found = inherited[location] if location in inherited else frame.inherited(location)
        if found is not value and found != value:
            return False
    return True


def _known_items(frame: Frame, value: Value) -> tuple[Value, ...] | None:
    """The items of a tuple or list whose length is known; what not all of several have may be
    unbound."""
    found = [items for atom in value if (items := iterables.exact(frame, one(atom))) is not None]
    if not found or len(found) < len(value):
        return None
    longest = max(map(len, found))
    return tuple(
        join(items[index] if index < len(items) else UNBOUND for items in found)
        for index in range(longest)
    )


def _entry_values(frame: Frame, value: Value) -> Value:
    """What the values of a mapping may be."""
    found = EMPTY
    for atom in value:
        found = join2(found, _mapping_values(frame, atom))
    return found or UNKNOWN


def _mapping_values(frame: Frame, atom: Atom) -> Value:
    return containers.values_of(frame, atom) if isinstance(atom, Container) else UNKNOWN
