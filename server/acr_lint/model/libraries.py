"""Functions of the standard library, and of a few others, that the flow depends on.

Each entry says what a call does to promises and callables that are handed to it: which it
advances, awaits or calls, now or later. Whatever isn't listed is code that isn't analysed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from acr_lint.model import (
    attributes,
    calls,
    classes,
    clients,
    conditions,
    containers,
    decorators,
    dispatch,
    frameworks,
    sending,
    tries,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Arguments, Misused, Sent
from acr_lint.model.frame import Frame
from acr_lint.model.state import NAME
from acr_lint.model.values import (
    EMPTY,
    FLAG,
    NONE,
    NUMBER,
    TEXT,
    UNKNOWN,
    Atom,
    Class,
    Const,
    Container,
    External,
    Future,
    Instance,
    Lazy,
    Made,
    Manager,
    Pager,
    Partial,
    Plain,
    Sending,
    Sequence,
    Stream,
    Suspended,
    Value,
    const,
    join,
    join2,
    one,
)
from acr_lint.sdk.operations import CLIENT_NAMES

Handler: TypeAlias = Callable[[Frame, Args, ast.AST], Value]


def call(frame: Frame, name: str, args: Args, node: ast.AST, fact: Arguments) -> Value:
    """Call something outside the program by its dotted name."""
    if name in CLIENT_NAMES:
        return clients.construct(frame, CLIENT_NAMES[name], args, node, None, fact)
    handler = _HANDLERS.get(name)
    if handler is not None:
        return handler(frame, args, node)
    if name in _PASSIVE:
        return _PASSIVE[name]
    if name.startswith("logging.") and not _is_class(name):
        return UNKNOWN
    if name in _NEVER_RETURN:
        frame.state = None
        return EMPTY
    if name.startswith(frameworks.FAMILIES) and _is_class(name):
        return frameworks.make(frame, name, args, node)
    dispatch.give_away(frame, args, node)
    return one(Made(name, frame.place(node))) if _is_class(name) else UNKNOWN


def _is_class(name: str) -> bool:
    last = name.rpartition(".")[2].lstrip("_")
    return last[:1].isupper() and not last.isupper()


def argument(args: Args, index: int, name: str) -> Value:
    """One argument by its position or its name; EMPTY where it isn't given."""
    if index < len(args.positional):
        return args.positional[index]
    return args.keywords.get(name, EMPTY)


# ---- consuming iterables now


def _placed(args: Args, node: ast.AST) -> list[tuple[Value, ast.AST]]:
    """The positional arguments, each with its own expression where the call shows it."""
    nodes: list[ast.AST] = [node] * len(args.positional)
    if isinstance(node, ast.Call) and len(node.args) >= len(args.positional):
        if not any(isinstance(each, ast.Starred) for each in node.args):
            nodes = list(node.args[: len(args.positional)])
    return list(zip(args.positional, nodes))


def _first(args: Args, node: ast.AST) -> tuple[Value, ast.AST]:
    placed = _placed(args, node)
    return placed[0] if placed else (EMPTY, node)


def _collect(kind: str) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        container = containers.new(frame, kind, node)
        if not args.positional and args.rest is not None:
            containers.append(frame, container, UNKNOWN)
            return one(container)
        value, place = _first(args, node)
        if value:
            items = _exact(frame, value) if kind == "list" else None
            if items is not None:
                for index, item in enumerate(items):
                    containers.store(frame, container, const(index), item)
            else:
                containers.append(frame, container, sending.advance(frame, value, place))
        if "key" in args.keywords:
            element = containers.values_of(frame, container)
            dispatch.call(frame, args.keywords["key"], Args((element,)), node)
        return one(container)

    return handler


def _exact(frame: Frame, value: Value) -> tuple[Value, ...] | None:
    if len(value) != 1:
        return None
    (atom,) = value
    if isinstance(atom, Sequence):
        return atom.items
    if isinstance(atom, Container) and atom.kind == "list":
        return containers.exact_items(frame, atom)
    return None


def _tuple(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = _first(args, node)
    items = _exact(frame, value)
    if items is not None:
        return one(Sequence(items))
    if not value:
        return one(Sequence(()))
    container = containers.new(frame, "list", node)
    containers.append(frame, container, sending.advance(frame, value, place))
    return one(container)


def _dict(frame: Frame, args: Args, node: ast.AST) -> Value:
    container = containers.new(frame, "dict", node)
    for value, place in _placed(args, node):
        for atom in value:
            if isinstance(atom, Container) and atom.kind == "dict":
                containers.merge(frame, container, atom)
            else:
                pairs = sending.advance(frame, one(atom), place)
                for pair in pairs:
                    if isinstance(pair, Sequence) and len(pair.items) == 2:
                        containers.store(frame, container, *pair.items)
                    else:
                        containers.append(frame, container, UNKNOWN)
    for name, value in args.keywords.items():
        containers.store(frame, container, const(name), value)
    if args.more is not None:
        containers.append(frame, container, args.more)
    return one(container)


def _keys(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = _first(args, node)
    container = containers.new(frame, "dict", node)
    keys = sending.advance(frame, value, place)
    default = args.positional[1] if len(args.positional) > 1 else NONE
    containers.store(frame, container, keys, default)
    return one(container)


def _reduce_to(result: Value) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        value, place = _first(args, node)
        sending.advance(frame, value, place)
        return result

    return handler


def _extreme(frame: Frame, args: Args, node: ast.AST) -> Value:
    placed = _placed(args, node)
    items = join(value for value, _ in placed)
    if len(placed) == 1:
        items = sending.advance(frame, *placed[0])
    if "key" in args.keywords:
        dispatch.call(frame, args.keywords["key"], Args((items,)), node)
    return join2(items, args.keywords.get("default", EMPTY))


def _next(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = _first(args, node)
    default = args.positional[1] if len(args.positional) > 1 else EMPTY
    return join2(sending.advance(frame, value, place), default)


def _anext(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Lazy("anext", args.positional[:1], EMPTY))


def _reduce(frame: Frame, args: Args, node: ast.AST) -> Value:
    placed = _placed(args, node)
    if len(placed) < 2:
        return UNKNOWN
    items = sending.advance(frame, *placed[1])
    start = join2(items, args.positional[2] if len(args.positional) > 2 else EMPTY)
    return dispatch.call(frame, args.positional[0], Args((start, items)), node)


# ---- lazy iterators


def _lazy(kind: str, function_first: bool = False) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        parts = args.positional
        if args.rest is not None:
            parts = (*parts, args.rest)
        function: Value = EMPTY
        if function_first and parts:
            function, *others = parts
            parts = tuple(others)
        return one(Lazy(kind, parts, function))

    return handler


def _from_first(kind: str) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        return one(Lazy(kind, args.positional[:1], EMPTY))

    return handler


def _iter(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) > 1:
        return one(Lazy("call", (), args.positional[0]))
    value, _ = _first(args, node)
    return frozenset(
        Lazy("same", (one(atom),), EMPTY) if isinstance(atom, (Sequence, Container)) else atom
        for atom in value
    )


def _range(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) == 1 and len(args.positional[0]) == 1:
        (atom,) = args.positional[0]
        if isinstance(atom, Const) and isinstance(atom.value, int) and atom.value > 0:
            return one(Lazy("some", (one(Sequence((NUMBER,))),), EMPTY))
    return one(Lazy("same", (one(Sequence((NUMBER,))),), EMPTY))


# ---- attributes, classes, callables


def _getattr(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) < 2:
        return UNKNOWN
    subject, name, *default = args.positional
    if len(name) == 1:
        (atom,) = name
        if isinstance(atom, Const) and isinstance(atom.value, str):
            fake = ast.copy_location(
                ast.Attribute(ast.Name("_", ast.Load()), atom.value, ast.Load()),
                node if isinstance(node, ast.expr) else ast.Constant(None),
            )
            found = attributes.load(frame, subject, atom.value, fake)
            return join2(found, default[0]) if default and found == UNKNOWN else found
    return UNKNOWN


def _setattr(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) == 3 and len(args.positional[1]) == 1:
        (atom,) = args.positional[1]
        if isinstance(atom, Const) and isinstance(atom.value, str):
            attributes.store(frame, args.positional[0], atom.value, args.positional[2], node)
    return NONE


def _isinstance(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) == 2:
        wanted: list[Atom] = []
        for atom in args.positional[1]:
            if isinstance(atom, Sequence):
                wanted += (inner for item in atom.items for inner in item)
            else:
                wanted.append(atom)
        answers = {conditions.is_instance(frame, atom, wanted) for atom in args.positional[0]}
        if len(answers) == 1:
            (answer,) = answers
            if answer is not None:
                return const(answer)
    return FLAG


def _issubclass(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) != 2:
        return FLAG
    wanted = list(tries.flat_classes(frame, args.positional[1]))
    answers: set[bool | None] = set()
    for atom in args.positional[0]:
        if isinstance(atom, External):
            known = [
                frame.world.hierarchy.is_subclass(
                    atom.name, frame.world.hierarchy.canonical(each.name) or each.name
                )
                for each in wanted
                if isinstance(each, External)
            ]
            unknown = len(known) < len(wanted) and Plain.UNKNOWN in wanted
            answers.add(True if True in known else None if unknown else False)
        elif atom is Plain.NONE:
            answers.add(False)
        else:
            answers.add(None)
    if len(answers) == 1:
        (answer,) = answers
        return FLAG if answer is None else const(answer)
    return FLAG


def _bool(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = _first(args, node)
    sending.truth_tested(frame, value, place)
    truths = {conditions.truth_of(frame, atom) for atom in value}
    if len(truths) == 1:
        (truth,) = truths
        if truth is not None:
            return const(truth)
    return FLAG


def _len(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = _first(args, node)
    sending.sliced(frame, value, place)
    return NUMBER


def _show(frame: Frame, args: Args, node: ast.AST) -> Value:
    for value, place in _placed(args, node):
        shown = frozenset(a for a in value if isinstance(a, (Pager, Stream, Sending)))
        if shown:
            frame.note(Misused(frame.place(place), "shown", shown))
    return TEXT


def _print(frame: Frame, args: Args, node: ast.AST) -> Value:
    _show(frame, args, node)
    return NONE


def _type(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, _ = _first(args, node)
    found: Value = EMPTY
    for atom in value:
        found = join2(found, one(atom.cls) if isinstance(atom, Instance) else UNKNOWN)
    return found


def _partial(frame: Frame, args: Args, node: ast.AST) -> Value:
    if not args.positional or args.rest is not None or args.more is not None:
        return UNKNOWN
    function, *rest = args.positional
    return one(Partial(function, tuple(rest), tuple(args.keywords.items())))


def _wraps(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(External("identity"))


def _identity(frame: Frame, args: Args, node: ast.AST) -> Value:
    return args.positional[0] if args.positional else one(External("identity"))


def _second(frame: Frame, args: Args, node: ast.AST) -> Value:
    return args.positional[1] if len(args.positional) > 1 else UNKNOWN


def _retry(frame: Frame, args: Args, node: ast.AST) -> Value:
    if args.positional and not args.keywords:
        return decorators.wrap_retry(args.positional[0], {})
    return one(Partial(one(External("tenacity.retry")), (), tuple(args.keywords.items())))


def _suppress(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Manager("suppress", one(Sequence(args.positional))))


def _closing(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Manager("closing", argument(args, 0, "thing")))


def _nullcontext(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Manager("closing", argument(args, 0, "enter_result") or NONE))


# ---- asyncio, threads


def _run(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = _first(args, node)
    return sending.await_(frame, value, place)


def _call_now(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`anyio.run(function, *args)` and the like."""
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    made = dispatch.call(frame, function, Args(tuple(rest), args.keywords), node)
    return sending.await_(frame, made, node)


def _gather(frame: Frame, args: Args, node: ast.AST) -> Value:
    kept = args.keywords.get("return_exceptions", EMPTY)
    collects = any(not (isinstance(a, Const) and not a.value) for a in kept)
    kind = "collect" if collects else "gather"
    if args.rest is not None:
        parts = (*args.positional, one(Lazy("items", (args.rest,), EMPTY)))
        return one(Future(f"{kind} all", parts, frame.place(node)))
    return one(Future(kind, args.positional, frame.place(node)))


def _future(kind: str) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        parts = args.positional[:1] or tuple(
            value for name, value in args.keywords.items() if name in ("fut", "aw", "coro", "arg")
        )
        return one(Future(kind, parts, frame.place(node)))

    return handler


def task(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`create_task` of a loop, a group or asyncio: the coroutine runs; its error waits."""
    value = argument(args, 0, "coro")
    runs = frozenset(atom for atom in value if isinstance(atom, Suspended))
    for origin in sending.pending_in(value):
        frame.note(Sent(sending.site_of(frame, origin, node), origin, "task"))
    if runs:
        sending.held_back(frame, runs, node)
    return one(Future("task", (value,), frame.place(node)))


def _to_thread(frame: Frame, args: Args, node: ast.AST) -> Value:
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    later = one(Partial(function, tuple(rest), tuple(args.keywords.items())))
    dispatch.run_aside(frame, later, node)
    return one(Future("thread", (later,), frame.place(node)))


def _thread(frame: Frame, args: Args, node: ast.AST) -> Value:
    target = args.keywords.get("target") or argument(args, 1, "target")
    given = args.keywords.get("args") or argument(args, 3, "args")
    words = args.keywords.get("kwargs", EMPTY)
    call_args = Args()
    for atom in given:
        items = _exact(frame, one(atom))
        call_args = Args(items) if items is not None else Args(rest=UNKNOWN, more=UNKNOWN)
    if words:
        entries = calls.known_entries(frame, words)
        call_args = call_args._replace(keywords=entries or {})
    if target:
        dispatch.detach(frame, target, call_args, node)
    return one(Made("threading.Thread", frame.place(node)))


def _timer(frame: Frame, args: Args, node: ast.AST) -> Value:
    target = argument(args, 1, "function")
    if target:
        dispatch.detach(frame, target, Args(rest=UNKNOWN), node)
    return one(Made("threading.Timer", frame.place(node)))


def _logger(frame: Frame, args: Args, node: ast.AST) -> Value:
    logger = Made("logging.Logger", frame.place(node))
    frame.write((logger, NAME), argument(args, 0, "name"))
    return one(logger)


def _loop(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Made("asyncio.AbstractEventLoop", frame.place(node)))


def _environment(frame: Frame, args: Args, node: ast.AST) -> Value:
    default = args.positional[1] if len(args.positional) > 1 else args.keywords.get("default")
    return join2(TEXT, NONE if default is None else default)


def _copied(frame: Frame, args: Args, node: ast.AST) -> Value:
    return argument(args, 0, "x")


def _replaced(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`dataclasses.replace`: another object with some fields changed."""
    return join(
        classes.replaced(frame, atom, args, node)
        for atom in argument(args, 0, "obj")
        if isinstance(atom, Instance)
    )


def _field(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A dataclass field's default, or what its factory makes."""
    if "default" in args.keywords:
        return args.keywords["default"]
    factory = args.keywords.get("default_factory") or args.keywords.get("factory")
    return dispatch.call(frame, factory, Args(), node) if factory else EMPTY


def _object(frame: Frame, args: Args, node: ast.AST) -> Value:
    for atom in argument(args, 0, "cls"):
        if isinstance(atom, Class):
            return one(Instance(atom, frame.place(node), frame.context))
    return UNKNOWN


_HANDLERS: dict[str, Handler] = {
    "builtins.list": _collect("list"),
    "builtins.sorted": _collect("list"),
    "builtins.set": _collect("set"),
    "builtins.frozenset": _collect("set"),
    "collections.deque": _collect("list"),
    "builtins.tuple": _tuple,
    "builtins.dict": _dict,
    "collections.OrderedDict": _dict,
    "builtins.dict.fromkeys": _keys,
    "builtins.sum": _reduce_to(NUMBER),
    "math.fsum": _reduce_to(NUMBER),
    "builtins.any": _reduce_to(FLAG),
    "builtins.all": _reduce_to(FLAG),
    "builtins.min": _extreme,
    "builtins.max": _extreme,
    "builtins.next": _next,
    "builtins.anext": _anext,
    "builtins.bytes": _reduce_to(TEXT),
    "builtins.bytearray": _reduce_to(TEXT),
    "collections.Counter": _reduce_to(UNKNOWN),
    "statistics.mean": _reduce_to(NUMBER),
    "functools.reduce": _reduce,
    "builtins.enumerate": _from_first("enumerate"),
    "builtins.zip": _lazy("zip"),
    "builtins.map": _lazy("map", True),
    "builtins.filter": _lazy("filter", True),
    "builtins.reversed": _collect("list"),
    "builtins.iter": _iter,
    "builtins.aiter": _identity,
    "builtins.range": _range,
    "itertools.chain": _lazy("same"),
    "itertools.chain.from_iterable": _lazy("flatten"),
    "itertools.islice": _from_first("same"),
    "itertools.takewhile": _lazy("filter", True),
    "itertools.dropwhile": _lazy("filter", True),
    "itertools.filterfalse": _lazy("filter", True),
    "itertools.zip_longest": _lazy("zip"),
    "itertools.starmap": _lazy("starmap", True),
    "itertools.cycle": _from_first("same"),
    "itertools.groupby": _from_first("same"),
    "itertools.tee": _from_first("same"),
    "itertools.accumulate": _from_first("same"),
    "itertools.batched": _from_first("same"),
    "itertools.pairwise": _from_first("same"),
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.isinstance": _isinstance,
    "builtins.issubclass": _issubclass,
    "builtins.bool": _bool,
    "builtins.len": _len,
    "builtins.str": _show,
    "builtins.repr": _show,
    "builtins.print": _print,
    "builtins.type": _type,
    "functools.partial": _partial,
    "functools.wraps": _wraps,
    "functools.lru_cache": _identity,
    "functools.cache": _identity,
    "functools.update_wrapper": _identity,
    "identity": _identity,
    "typing.cast": _second,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "dataclasses.field": _field,
    "dataclasses.replace": _replaced,
    "copy.replace": _replaced,
    "attr.ib": _field,
    "attrs.field": _field,
    "object.__new__": _object,
    "builtins.object.__new__": _object,
    "tenacity.retry": _retry,
    "contextlib.suppress": _suppress,
    "contextlib.closing": _closing,
    "contextlib.aclosing": _closing,
    "contextlib.nullcontext": _nullcontext,
    "asyncio.run": _run,
    "asyncio.runners.run": _run,
    "nest_asyncio.run": _run,
    "uvloop.run": _run,
    "asgiref.sync.async_to_sync": _identity,
    "anyio.run": _call_now,
    "trio.run": _call_now,
    "asyncio.gather": _gather,
    "asyncio.wait_for": _future("one"),
    "asyncio.shield": _future("one"),
    "asyncio.wait": _future("wait"),
    "asyncio.as_completed": _future("completed"),
    "asyncio.create_task": task,
    "asyncio.new_event_loop": _loop,
    "asyncio.get_event_loop": _loop,
    "asyncio.get_running_loop": _loop,
    "asyncio.Runner": _loop,
    "uvloop.new_event_loop": _loop,
    "concurrent.futures.as_completed": _from_first("same"),
    "asyncio.ensure_future": task,
    "asyncio.to_thread": _to_thread,
    "anyio.to_thread.run_sync": _to_thread,
    "threading.Thread": _thread,
    "multiprocessing.Process": _thread,
    "threading.Timer": _timer,
    "logging.getLogger": _logger,
    "os.getenv": _environment,
    "os.environ.get": _environment,
}

_NEVER_RETURN = frozenset(("sys.exit", "os._exit", "os.abort", "builtins.exit", "builtins.quit"))

_PASSIVE: dict[str, Value] = {
    "builtins.id": NUMBER,
    "builtins.int": NUMBER,
    "builtins.float": NUMBER,
    "builtins.hash": NUMBER,
    "builtins.hasattr": FLAG,
    "builtins.callable": FLAG,
    "builtins.format": TEXT,
    "builtins.input": TEXT,
    "builtins.object": UNKNOWN,
    "dataclasses.dataclass": one(External("identity")),
    "time.sleep": NONE,
    "asyncio.sleep": UNKNOWN,
    "inspect.iscoroutine": FLAG,
    "asyncio.iscoroutine": FLAG,
}
