"""`with`: entering and leaving context managers, and what they swallow."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    awaiting,
    calls,
    classes,
    conditions,
    dispatch,
    expressions,
    frameworks,
    futures,
    names,
    retries,
    sending,
    stacks,
    statements,
    supposing,
    tries,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import InFlight, Passed, Sink, through
from acr_lint.model.facts import Attempt, Entered, Fact, Handled, Handler, Misused
from acr_lint.model.frame import Frame, Guard, Jumps
from acr_lint.model.state import CLOSED, HELD, SUPPRESSED, State
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    FLAG,
    NONE,
    TRUE,
    UNKNOWN,
    Atom,
    Bound,
    Client,
    External,
    FrameId,
    Function,
    Future,
    Instance,
    Lazy,
    Made,
    Manager,
    Partial,
    Plain,
    Suspended,
    Value,
    join,
    one,
)

GROUPS = ("asyncio.TaskGroup", "asyncio.taskgroups.TaskGroup")

Body = Callable[[], None]


def execute_with(frame: Frame, node: ast.With | ast.AsyncWith, index: int) -> None:
    """Execute a `with` statement from its item number `index` on."""
    item = node.items[index]
    value = supposing.managers_of(frame, item)
    if frame.state is None:
        return
    asynchronous = isinstance(node, ast.AsyncWith)
    if asynchronous:
        frame.doubt("")

    def body() -> None:
        if index + 1 < len(node.items):
            execute_with(frame, node, index + 1)
        else:
            statements.execute(frame, node.body)

    if len(value) == 1:
        (atom,) = value
        run_in(frame, atom, item, asynchronous, body)
    else:
        entered = join(enter(frame, atom, item.context_expr, asynchronous) for atom in value)
        _bind(frame, item, entered)
        body()


def enter(frame: Frame, atom: Atom, node: ast.expr, asynchronous: bool) -> Value:
    """What `with` binds for a manager whose exit doesn't matter here."""
    match atom:
        case Client(flavor=flavor):
            if (flavor == "aio") != asynchronous:
                frame.note(Misused(frame.place(node), "wrong context manager", one(atom)))
            frame.note(Entered(atom.place, frame.place(node)))
            return one(atom)
        case Manager("generator", subject):
            return join(
                sending.run_suspended(frame, inner, node)
                for inner in subject
                if isinstance(inner, Suspended)
            )
        case Manager("suppress", _):
            return NONE
        case Manager("expecting" | "attempt", _):
            return UNKNOWN
        case Lazy() | Partial():
            return one(atom)
        case Manager(_, subject):
            return subject
        case Instance():
            return _enter_instance(frame, atom, node, asynchronous)
        case Made(_, made):
            if made is not None:
                frame.note(Entered(made, frame.place(node)))
            return one(atom)
    return UNKNOWN


def run_in(frame: Frame, atom: Atom, item: ast.withitem, asynchronous: bool, body: Body) -> None:
    """Run a body in the `with` of one manager."""
    node = item.context_expr
    match atom:
        case Manager("expecting", _):
            _bind(frame, item, UNKNOWN)
            _expect(frame, node, body)
        case Manager("attempt", subject):
            _bind(frame, item, UNKNOWN)
            run_in_all(frame, subject, item, body)
        case Manager("retried" | "retried except", _):
            retries.run_in(frame, atom, node, body)
        case Lazy():
            _bind(frame, item, one(atom))
            body()
        case Manager("suppress", types):
            _bind(frame, item, NONE)
            _suppress(frame, types, node, body)
        case Manager("generator", subject) if len(subject) == 1:
            (inner,) = subject
            if isinstance(inner, Suspended):
                _generator(frame, inner, item, body)
        case Instance():
            _bind(frame, item, _enter_instance(frame, atom, node, asynchronous))
            _leave_instance(frame, atom, node, asynchronous, body)
        case Made(maker, _) if maker in GROUPS:
            _bind(frame, item, one(atom))
            _group(frame, atom, node, body)
        case Made(maker, _) if maker in classes.STACKS:
            _bind(frame, item, one(atom))
            stacks.run_in(frame, atom, node, body)
        case Client():
            _bind(frame, item, enter(frame, atom, node, asynchronous))
            body()
            frame.write((atom, CLOSED), TRUE)
        case _:
            _bind(frame, item, enter(frame, atom, node, asynchronous))
            body()


def run_in_all(frame: Frame, managers: Value, item: ast.withitem, body: Body) -> None:
    """Run a body in the `with` of one manager, or in none."""
    if len(managers) == 1:
        (atom,) = managers
        run_in(frame, atom, ast.withitem(item.context_expr, None), False, body)
    else:
        body()


def _bind(frame: Frame, item: ast.withitem, value: Value) -> None:
    target = item.optional_vars
    if isinstance(target, ast.Name) and len(value) > 1:
        if expressions.evaluate(frame, target) == value:
            return
    if target is not None:
        dispatch.assign(frame, target, value)


def _suppress(frame: Frame, types: Value, node: ast.expr, body: Body) -> None:
    catcher = tries.Catcher(frame, types, False)
    place = frame.place(node)
    errors, anywhere = tries.guarded(frame, Guard(place, catcher.catches_all()), body)
    note = Handler(place, catcher.names, catcher.known, True)
    frame.note(Attempt(place, (note,), {error.key: error for error in errors}))
    _let_pass(frame, catcher, errors, node)
    frame.state = frame.join_into(frame.state, anywhere)


def expecting(args: Args) -> Value:
    """A manager that wants its body to fail, as tests have it."""
    return one(Manager("expecting", args.argument(0, "expected_exception")))


def _expect(frame: Frame, node: ast.expr, body: Body) -> None:
    """Run a body that is meant to fail: neither its errors nor its calls are any news."""
    outer, frame.expecting = frame.expecting, True
    _drop(frame, node, body)
    frame.expecting = outer


def _drop(frame: Frame, node: ast.expr, body: Body) -> None:
    """Run a body whose errors become others, decided on purpose."""
    _, anywhere = tries.guarded(frame, Guard(frame.place(node), False), body)
    frame.state = frame.join_into(frame.state, anywhere)


def _let_pass(frame: Frame, catcher: tries.Catcher, errors: list[InFlight], node: ast.expr) -> None:
    """Raise what a catcher doesn't catch, whether or not the body can end."""
    place = frame.place(node)
    passed = Passed(place, catcher.names)
    for error in errors:
        caught, rest = catcher.split(error)
        if caught:
            frame.note(Handled(error.site.place, place, caught, False))
        if rest:
            frame.sink.add(error._replace(classes=rest, passed=error.passed | {passed}))


def _enter_instance(frame: Frame, instance: Instance, node: ast.expr, asynchronous: bool) -> Value:
    found = classes.find(frame, instance.cls, "__aenter__" if asynchronous else "__enter__")
    if found is None:
        return one(instance)
    entered = join(
        calls.call_function(frame, a, Args((one(instance),)), node)
        for a in found
        if isinstance(a, Function)
    )
    return awaiting.await_(frame, entered, node) if asynchronous else entered or UNKNOWN


def _leave_instance(
    frame: Frame, instance: Instance, node: ast.expr, asynchronous: bool, body: Body
) -> None:
    name = "__aexit__" if asynchronous else "__exit__"
    found = classes.find(frame, instance.cls, name)
    leaving = join(one(Bound(a, instance)) for a in found or () if isinstance(a, Function))
    if not leaving:
        types = frame.read((instance, SUPPRESSED))
        stack = classes.stack_of(frame, instance)
        if types is not None:
            _suppress(frame, types, node, body)
        elif stack is not None:
            stacks.run_in(frame, stack, node, body)
        else:
            body()
        return
    errors, anywhere = tries.guarded(frame, Guard(frame.place(node), False), body)

    def leave(*args: Value) -> Value:
        result = dispatch.call(frame, leaving, Args(args), node)
        return awaiting.await_(frame, result, node) if asynchronous else result

    if frame.state is not None:
        leave(NONE, NONE, NONE)
    after = frame.state
    for grouped in (False, True):
        thrown = [error for error in errors if error.grouped is grouped]
        if not thrown:
            continue
        kind = "builtins.ExceptionGroup" if grouped else frame.world.errors.name
        frame.state = anywhere.copy()
        swallowed = leave(one(External(kind)), one(Made(kind, None)), UNKNOWN)
        truths = {conditions.truth_of(frame, atom) for atom in swallowed}
        if frame.state is not None:
            if False in truths or Plain.FLAG in swallowed:
                frame.raise_all(thrown)
            else:
                for error in thrown:
                    site = error.site.place
                    frame.note(Handled(site, frame.place(node), error.classes, False))
            if truths != {False}:
                after = frame.join_into(frame.state, after)
    frame.state = after


def left(frame: Frame, instance: Instance, args: Args) -> Value:
    """What the `__exit__` of a base that isn't the program's says: whether it swallows the error
    that it is given."""
    types = frame.read((instance, SUPPRESSED))
    kinds = args.argument(0, "exc_type") - NONE
    if types is None or not kinds:
        return UNKNOWN if types is None else FALSE
    catcher = tries.Catcher(frame, types, False)
    if catcher.catches_all():
        return TRUE
    return FLAG if catcher.caught_of(frameworks.all_classes()) else FALSE


def _generator(frame: Frame, suspended: Suspended, item: ast.withitem, body: Body) -> None:
    """Run the function of a @contextmanager; the body of the `with` runs at its `yield`."""
    node = item.context_expr
    function = suspended.function
    bound = dict(suspended.arguments)
    world = frame.world
    if frame.state is None:
        return
    if frame.depth >= calls.DEEPEST:
        frame.summary.is_cut = True
        world.nests_too_deep()
        return
    bound, number = world.context_of(frame, function, bound)
    scope = FrameId(function.code, number)
    code = function.code
    callee = Frame(world, code.module, code.island, code, scope, function.frame, frame)
    callee.summary.asked = frame.summary.asked
    outer_jumps = frame.jumps
    ends: list[State | None] = []

    def hook(inside: Frame, value: Value, place: ast.AST) -> Value:
        _hand_over(frame, inside)
        frame.jumps = jumps = Jumps()
        errors, anywhere = tries.guarded(
            frame, Guard(frame.place(node), False), lambda: _run(value)
        )
        ends.append(frame.state.copy() if frame.state is not None else None)
        resumed = frame.state
        for left in (jumps.breaks, jumps.continues, jumps.returns):
            resumed = frame.join_into(left.copy() if left is not None else None, resumed)
        outer_jumps.breaks = frame.join_into(jumps.breaks, outer_jumps.breaks)
        outer_jumps.continues = frame.join_into(jumps.continues, outer_jumps.continues)
        outer_jumps.returns = frame.join_into(jumps.returns, outer_jumps.returns)
        frame.jumps = outer_jumps
        for error in errors:
            inside.sink.add(error)
        if errors:
            escaping.extend(error.key for error in errors)
            thrown.append(anywhere)
        frame.state = resumed if resumed is not None else anywhere
        if resumed is None:
            inside.state = None
        return UNKNOWN

    def _run(value: Value) -> None:
        supposing.bind(frame, item, value, lambda given: _bind(frame, item, given))
        body()

    escaping: list[object] = []
    thrown: list[State] = []
    callee.yield_hook = hook
    world.closures[scope] = callee.closure
    for name, value in bound.items():
        names.store(callee, name, value)
    statements.execute(callee, code.node.body if not isinstance(code.node, ast.Lambda) else [])
    frame.summary.facts.update(_joined_facts(frame, callee))
    frame.summary.contains(callee.summary)
    finished = callee.join_into(callee.state, callee.jumps.returns)
    after: State | None = None
    for end in ends:
        after = frame.join_into(end, after)
    left = set(callee.sink.errors)
    if thrown and not set(escaping) <= left:
        for state in thrown:
            after = frame.join_into(state, after)
    place = frame.place(node)
    for error in callee.sink.errors.values():
        frame.sink.add(error if error.key in escaping else through(error, place))
    frame.state = after if finished is not None else None
    if finished is not None:
        frame.forget_asked(callee.summary.sets)
        for location, held_value in finished.cells.items():
            frame.write(location, held_value)


def _hand_over(frame: Frame, callee: Frame) -> None:
    """Let what a suspended function has written be seen by the body that runs meanwhile."""
    if callee.state is None:
        return
    for location, value in callee.state.cells.items():
        frame.write(location, value)
    callee.state.cells = {}
    callee.summary.reads.clear()
    frame.forget_asked(callee.summary.sets)


def _joined_facts(frame: Frame, callee: Frame) -> dict[object, Fact]:
    facts: dict[object, Fact] = {}
    for key, fact in callee.summary.facts.items():
        known = frame.summary.facts.get(key)
        facts[key] = fact if known is None else known.joined(fact)
    return facts


def _group(frame: Frame, group: Made, node: ast.expr, body: Body) -> None:
    """A task group: whatever its tasks or its body raise leaves it in an ExceptionGroup."""
    frame.write((group, HELD), EMPTY)
    errors, _anywhere = tries.guarded(frame, Guard(frame.place(node), False), body)
    if frame.state is not None:
        outer = frame.sink
        frame.sink = sink = Sink()
        for atom in frame.read((group, HELD)) or ():
            if isinstance(atom, Future):
                for part in atom.parts:
                    awaiting.await_(frame, part, node)
        frame.sink = outer
        errors += sink.errors.values()
        futures.settle_for_good(frame, frame.read((group, HELD)) or EMPTY)
    for error in errors:
        frame.sink.add(error._replace(grouped=True))
