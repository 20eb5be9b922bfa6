"""When requests are sent: advancing pagers, streams and generators.

Each function here takes the expression at which something is advanced. The *site* is
that expression, or, where the operation is called within it, the operation's call.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable

from acr_lint.model import (
    awaiting,
    calls,
    classes,
    comprehensions,
    containers,
    dispatch,
    futures,
    iterables,
    special,
    subscripts,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import InFlight, Site
from acr_lint.model.facts import MadeInside, Misused, Sent, Used
from acr_lint.model.frame import Frame
from acr_lint.model.state import ADVANCED, CLOSED, ELEMENT, STARTED, STEP
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    NONE,
    NUMBER,
    TEXT,
    TRUE,
    UNKNOWN,
    Atom,
    Class,
    Client,
    Comprehension,
    Const,
    Container,
    Function,
    Future,
    Instance,
    Lazy,
    Manager,
    Origin,
    Pager,
    Place,
    Plain,
    Result,
    Sending,
    Sequence,
    Stream,
    Suspended,
    Value,
    join,
    join2,
    one,
)
from acr_lint.sdk.operations import OPERATIONS, Returns


def send(frame: Frame, origin: Origin, node: ast.AST, how: str) -> None:
    """Send the request of an operation at `node`."""
    frame.note(Sent(site_of(frame, origin, node), origin, how))
    error = error_of(frame, origin, node)
    if error.classes:
        frame.raise_(error)


def error_of(frame: Frame, origin: Origin, node: ast.AST) -> InFlight:
    """What an operation raises that is sent at `node`."""
    site = Site(site_of(frame, origin, node), origin)
    classes_ = frame.world.errors.raised_by(OPERATIONS[origin.operation])
    return InFlight(site, classes_, False, frozenset(), ())


def site_of(frame: Frame, origin: Origin, node: ast.AST) -> Place:
    """Where an operation is sent that is advanced or awaited at `node`."""
    place = frame.place(node)
    if origin.place.island is place.island and _within(origin.place.node, node):
        return origin.place
    return place


def advance(frame: Frame, value: Value, node: ast.AST, asynchronous: bool = False) -> Value:
    """Run through the value as `for` does; what its items may be."""
    return join([_advance(frame, atom, node, asynchronous) for atom in in_order(value)])


def in_order(value: Value) -> Iterable[Atom]:
    """The atoms, promises last: a path on which nothing is sent isn't cut off by one that is."""
    if len(value) < 2:
        return value
    return sorted(value, key=lambda atom: isinstance(atom, (Pager, Stream, Sending, Suspended)))


def exhausted(frame: Frame, value: Value) -> None:
    """Note that whatever pager, or iterator of a `tee`, the value is was advanced to its end."""
    if len(value) == 1:
        for atom in value:
            match atom:
                case Pager() | Lazy("tee", _, _):
                    frame.write((atom, ADVANCED), TRUE)
                case Lazy("map" | "enumerate" | "starmap", (part,), _):
                    if any(isinstance(inner, Lazy) for inner in part):
                        exhausted(frame, part)


def result_of(origin: Origin) -> Value:
    """What an operation returns once it has been sent."""
    match OPERATIONS[origin.operation].returns:
        case Returns.NOTHING:
            return NONE
        case Returns.STREAM:
            return one(Stream(origin, True))
        case Returns.TEXT:
            return TEXT
        case Returns.DIGEST_AND_SIZE:
            return one(Sequence((TEXT, NUMBER)))
    return one(Result(origin, ""))


def made(frame: Frame, value: Value) -> None:
    """Note which of the value's pending operations were made inside a `try` that catches."""
    guards = frozenset(guard.place for guard in frame.guards if guard.catches_all)
    if guards:
        for origin in pending_in(value):
            frame.note(MadeInside(origin, guards))


def pending_in(value: Value) -> list[Origin]:
    """The operations that a value promises to send."""
    found: list[Origin] = []
    for atom in value:
        match atom:
            case Pager(origin, _) | Stream(origin, _) | Sending(origin):
                found.append(origin)
            case Lazy(_, parts, _) | Future(_, parts, _):
                for part in parts:
                    found += pending_in(part)
            case Comprehension(_, first, _, _):
                found += pending_in(first)
            case Sequence(items):
                for item in items:
                    found += pending_in(item)
    return found


def run_suspended(frame: Frame, atom: Suspended, node: ast.AST) -> Value:
    """Run the body of a coroutine, or of a generator until it ends."""
    bound = dict(atom.arguments)
    if atom.kind != "coroutine" and frame.read((atom, STARTED)) == TRUE:
        bound[STEP] = FALSE
    summary = calls.run(frame, atom.function, bound, node)
    if atom.kind == "coroutine":
        return summary.result
    for given in summary.yields:
        if isinstance(given, Client) and frame.read((given, CLOSED)) == TRUE:
            frame.write((given, CLOSED), FALSE)  # not before the generator goes on
    return summary.yields


def step(frame: Frame, value: Value, node: ast.AST, asynchronous: bool = False) -> Value:
    """Advance the value once, as `next` does: a generator that is new to its first `yield`."""
    return join([_step(frame, atom, node, asynchronous) for atom in in_order(value)])


def _step(frame: Frame, atom: Atom, node: ast.AST, asynchronous: bool) -> Value:
    kind = "async generator" if asynchronous else "generator"
    if not isinstance(atom, Suspended) or atom.kind != kind:
        return _advance(frame, atom, node, asynchronous)
    started = frame.read((atom, STARTED))
    if started is None or started == FALSE:
        bound = {**dict(atom.arguments), STEP: TRUE}
        given = calls.run(frame, atom.function, bound, node).yields
    else:
        given = run_suspended(frame, atom, node)
    frame.write((atom, STARTED), TRUE)
    return given


def delegate(frame: Frame, value: Value, node: ast.AST) -> tuple[Value, Value]:
    """`yield from value`: what it yields, and what it is itself."""
    yields = result = EMPTY
    for atom in in_order(value):
        if isinstance(atom, Suspended) and atom.kind == "generator":
            summary = calls.run(frame, atom.function, dict(atom.arguments), node)
            yields, result = join2(yields, summary.yields), join2(result, summary.result)
        else:
            yields = join2(yields, _advance(frame, atom, node, False))
            result = join2(result, UNKNOWN)
    return yields, result


def truth_tested(frame: Frame, value: Value, node: ast.AST) -> None:
    """The truth of a value is asked; note where it is that of a promise, which is always True."""
    special.ask_first(frame, value, ("__bool__", "__len__"), node)
    misused = frozenset(a for a in value if isinstance(a, (Pager, Stream, Sending)))
    if misused and len(misused) == len(value):
        frame.note(Misused(frame.place(node), "truth", misused))


def sliced(frame: Frame, value: Value, node: ast.AST) -> None:
    """Note that a promise is sliced, which fails."""
    misused = frozenset(a for a in value if isinstance(a, (Pager, Stream, Sending)))
    if misused:
        frame.note(Misused(frame.place(node), "sliced", misused))


def membership(frame: Frame, value: Value, node: ast.AST) -> None:
    """`x in value`: advances what is advanced by that."""
    for atom in in_order(value):
        match atom:
            case Pager() | Stream() | Lazy() | Suspended() | Comprehension():
                _advance(frame, atom, node, False)
            case Instance():
                if not special.ask(frame, atom, "__contains__", node, UNKNOWN):
                    _advance(frame, atom, node, False)


def unknown_use(frame: Frame, value: Value, node: ast.AST) -> None:
    """A value is given to code that isn't analysed: what it promises is taken to be sent there."""
    for atom in in_order(value):
        match atom:
            case Pager(origin, _) | Stream(origin, _) if origin.client.flavor == "sync":
                _advance(frame, atom, node, False)
            case Lazy() | Comprehension():
                _advance(frame, atom, node, False)
            case Suspended(kind="generator"):
                _advance(frame, atom, node, False)
            case Suspended(kind="coroutine") | Sending():
                awaiting.await_(frame, one(atom), node)
            case Sequence(items):
                for part in items:
                    unknown_use(frame, part, node)


def _advance(frame: Frame, atom: Atom, node: ast.AST, asynchronous: bool) -> Value:
    match atom:
        case Pager(origin, _) | Stream(origin, _) if frame.read((origin.client, CLOSED)) == TRUE:
            frame.note(Misused(frame.place(node), "closed", one(atom)))
            return UNKNOWN
        case Pager() if frame.read((atom, ADVANCED)) == TRUE:
            frame.note(Misused(frame.place(node), "advanced twice", one(atom)))
            return EMPTY
        case Pager(origin, pages):
            return _advance_pager(frame, origin, pages, node, asynchronous)
        case Stream(origin, _):
            if (origin.client.flavor == "aio") != asynchronous:
                frame.note(Misused(frame.place(node), "wrong iteration", one(atom)))
                return UNKNOWN
            send(frame, origin, node, "advance")
            return UNKNOWN
        case Sending(origin):
            frame.note(Misused(frame.place(node), "wrong iteration", one(atom)))
            return UNKNOWN
        case Suspended(kind=kind):
            if kind == "coroutine" or (kind == "async generator") != asynchronous:
                return UNKNOWN
            return run_suspended(frame, atom, node)
        case Comprehension(place, first, held, _):
            return comprehensions.run(frame, place, first, held)
        case Lazy():
            return _advance_lazy(frame, atom, node, asynchronous)
        case Sequence(items):
            return join(items)
        case Container():
            return futures.begin_round(frame, containers.elements_of(frame, atom))
        case Result(origin, path):
            if path == "page":
                return _item(origin)
            if not path.endswith("!"):
                frame.note(Used(frame.place(node), "iterated", one(atom)))
            return one(Result(origin, f"{path}[]"))
        case Manager("retrying", policy):
            return one(Manager("attempt", policy))
        case Future("completed", parts, _):
            return one(Future("each", parts, atom.place))
        case Instance():
            return _advance_instance(frame, atom, node, asynchronous)
        case Class():
            known = classes.members_of(frame, atom)
            return UNKNOWN if known is None else join(one(member) for member in known)
        case Plain.TEXT | Const():
            return TEXT
        case Plain.NONE:
            return EMPTY
    return UNKNOWN


def _advance_pager(
    frame: Frame, origin: Origin, pages: bool, node: ast.AST, asynchronous: bool
) -> Value:
    if (origin.client.flavor == "aio") != asynchronous:
        frame.note(Misused(frame.place(node), "wrong iteration", one(Pager(origin, pages))))
        return UNKNOWN
    send(frame, origin, node, "advance")
    return one(Result(origin, "page")) if pages else _item(origin)


def _item(origin: Origin) -> Value:
    if OPERATIONS[origin.operation].model == "str":
        return TEXT
    return one(Result(origin, "[]"))


def _advance_lazy(frame: Frame, lazy: Lazy, node: ast.AST, asynchronous: bool) -> Value:
    if lazy.kind == "items":
        return join(lazy.parts)
    if lazy.kind == "tee" and frame.read((lazy, ADVANCED)) == TRUE:
        return frame.read((lazy, ELEMENT)) or UNKNOWN
    items = [advance(frame, part, node, asynchronous) for part in lazy.parts]
    match lazy.kind:
        case "tee":
            frame.add((lazy, ELEMENT), join(items))
        case "thread map":
            outer, frame.echoing = frame.echoing, True
            result = dispatch.call(frame, lazy.function, Args(tuple(items)), node)
            frame.echoing = outer
            return result
        case "map":
            return dispatch.call(frame, lazy.function, Args(tuple(items)), node)
        case "starmap":
            unpacked = join(items)
            args = Args(rest=advance(frame, unpacked, node))
            for atom in unpacked:
                if isinstance(atom, Sequence):
                    args = Args(atom.items)
            return dispatch.call(frame, lazy.function, args, node)
        case "filter":
            return iterables.passing(frame, lazy.function, join(items), node)
        case "tested":
            dispatch.call(frame, lazy.function, Args((join(items),)), node)
            return join(items)
        case "zip":
            return one(Sequence(tuple(items)))
        case "group":
            source = one(Lazy("same", lazy.parts, EMPTY))
            key = UNKNOWN
            if lazy.function:
                key = dispatch.call(frame, lazy.function, Args((join(items),)), node)
            return one(Sequence((key, source)))
        case "chunks":
            return one(Lazy("items", (join(items),), EMPTY))
        case "enumerate":
            return one(Sequence((NUMBER, *items)))
        case "flatten":
            return advance(frame, join(items), node, asynchronous)
        case "call":
            return dispatch.call(frame, lazy.function, Args(), node)
    return join(items)


def _advance_instance(frame: Frame, instance: Instance, node: ast.AST, asynchronous: bool) -> Value:
    start, step = ("__aiter__", "__anext__") if asynchronous else ("__iter__", "__next__")
    method = classes.find(frame, instance.cls, start)
    if method is None:
        items = subscripts.record_items(frame, instance)
        if items is not None:
            return join(items)
        getter = classes.find(frame, instance.cls, "__getitem__")
        return join(
            calls.call_function(frame, a, Args((one(instance), NUMBER)), node)
            for a in getter or ()
            if isinstance(a, Function)
        )
    iterators = join(
        calls.call_function(frame, a, Args((one(instance),)), node)
        for a in method
        if isinstance(a, Function)
    )
    found: Value = EMPTY
    for atom in in_order(iterators):
        if not isinstance(atom, Instance):
            found = join2(found, _advance(frame, atom, node, asynchronous))
            continue
        for inner in classes.find(frame, atom.cls, step) or ():
            if isinstance(inner, Function):
                item = calls.call_function(frame, inner, Args((one(atom),)), node)
                found = join2(found, awaiting.await_(frame, item, node) if asynchronous else item)
    return found or UNKNOWN


def _within(inner: ast.AST, outer: ast.AST) -> bool:
    """Whether a node stands inside another one of the same island."""
    if inner is outer:
        return True
    start = (getattr(inner, "lineno", 0), getattr(inner, "col_offset", 0))
    end = (getattr(inner, "end_lineno", 0), getattr(inner, "end_col_offset", 0))
    return (getattr(outer, "lineno", 0), getattr(outer, "col_offset", 0)) <= start and end <= (
        getattr(outer, "end_lineno", 0),
        getattr(outer, "end_col_offset", 0),
    )
