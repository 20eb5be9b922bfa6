"""Methods of objects that aren't the program's: containers, pagers, executors, tasks, stacks."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    awaiting,
    classes,
    commands,
    containers,
    dispatch,
    frameworks,
    futures,
    managers,
    mirrors,
    operators,
    outside,
    records,
    running,
    sending,
    stacks,
    waiting,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import LogLevel
from acr_lint.model.frame import Frame
from acr_lint.model.state import ADVANCED, HELD, NAME
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    FLAG,
    NONE,
    TEXT,
    UNKNOWN,
    Atom,
    Const,
    Container,
    Decorated,
    ExternalMethod,
    Failure,
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
from acr_lint.sdk.frameworks import COMMAND_APPS, FAMILIES

_ADDING = ("append", "add", "appendleft")
_STORING = ("append", "add", "appendleft", "insert", "put", "put_nowait", "setdefault")
_TASKS = ("create_task", "ensure_future")
_ASIDE = {"submit": 0, "run_in_executor": 1}  # where is what they run, among their arguments
_EXPECTING = ("assertRaises", "assertRaisesRegex")
_HANDLES = "set_exception_handler"


def call(frame: Frame, receiver: Atom, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method by its name."""
    match receiver:
        case Container():
            return _of_container(frame, receiver, method, args, node)
        case Pager(origin, _):
            if method == "by_page":
                frame.write((Pager(origin, True), ADVANCED), FALSE)
                return one(Pager(origin, True))
            return _advanced_by(frame, receiver, method, node)
        case Stream() | Lazy():
            return _advanced_by(frame, receiver, method, node)
        case Suspended():
            if method in ("send", "throw", "asend", "athrow"):
                return _advanced_by(frame, receiver, "__next__", node)
            return _advanced_by(frame, receiver, method, node)
        case Sending():
            return UNKNOWN
        case Future():
            return _of_future(frame, receiver, method, args, node)
        case Made(maker, _):
            return _of_object(frame, receiver, maker, method, args, node)
        case Plain.TEXT | Const():
            return _of_text(frame, method, args, node)
        case Sequence(items):
            return join(items) if method == "__getitem__" else UNKNOWN
        case Instance() if method == "_replace":
            return records.changed(frame, receiver, args, node)
        case Instance() if method == "start":
            return running.started(frame, receiver, node)
        case Decorated("dispatch", _) if method == "register":
            return operators.register(frame, receiver, args, node)
        case Decorated("group"):
            return commands.of_group(frame, receiver, method, args, node)
        case Decorated():
            return UNKNOWN
        case Manager():
            return UNKNOWN
        case ExternalMethod(_, "__dict__"):
            return mirrors.call(frame, receiver, method, args, node)
    return dispatch.give_away(frame, args, node)


def call_by_name(frame: Frame, method: str, args: Args, node: ast.AST) -> Value | None:
    """Call a method of an object of which nothing is known; None where its name says nothing."""
    if method in _TASKS:
        return running.task(frame, args, node)
    if method == "run_until_complete" and args.positional:
        return awaiting.await_(frame, args.positional[0], _argument(node))
    if method == _HANDLES:
        running.handled_by_loop(frame, node)
    if method in _EXPECTING:
        return managers.expecting(args)
    if method in outside.PARSING:
        return outside.parse(frame, None, method, args)
    if method in _STORING:
        return UNKNOWN
    return None


def _advanced_by(frame: Frame, atom: Atom, method: str, node: ast.AST) -> Value:
    if method in ("__iter__", "__aiter__"):
        return one(atom)
    if method in ("__next__", "next"):
        return sending.step(frame, one(atom), node)
    if method == "__anext__":
        return one(Lazy("anext", (one(atom),), EMPTY))
    return UNKNOWN


def _of_container(
    frame: Frame, container: Container, method: str, args: Args, node: ast.AST
) -> Value:
    placed = list(args.positional)
    first = placed[0] if placed else EMPTY
    if method in _ADDING:
        containers.append(frame, container, first)
        return NONE
    if method == "insert":
        containers.append(frame, container, placed[1] if len(placed) > 1 else UNKNOWN)
        return NONE
    if method in ("extend", "extendleft", "union", "difference_update"):
        containers.append(frame, container, sending.advance(frame, first, _argument(node)))
        return NONE if method != "union" else one(container)
    if method == "update":
        for atom in first:
            if isinstance(atom, Container):
                containers.merge(frame, container, atom)
            else:
                items = sending.advance(frame, one(atom), _argument(node))
                containers.append(frame, container, items)
        for name, value in args.keywords.items():
            containers.store(frame, container, const(name), value)
        return NONE
    if method == "get" and container.kind == "dict":
        default = placed[1] if len(placed) > 1 else NONE
        return containers.get(frame, container, first, default)
    if method == "setdefault" and container.kind == "dict":
        default = placed[1] if len(placed) > 1 else NONE
        held = containers.get(frame, container, first, default)
        containers.store(frame, container, first, held)
        return held
    if method == "pop":
        if container.kind == "dict" and first:
            default = placed[1] if len(placed) > 1 else EMPTY
            taken = containers.get(frame, container, first, default)
            containers.delete(frame, container, first)
            return taken
        return containers.values_of(frame, container)
    if method in ("popleft", "popitem"):
        return containers.values_of(frame, container)
    if method == "items" and container.kind == "dict":
        pairs = containers.exact_pairs(frame, container)
        if pairs is not None:
            return one(Sequence(pairs))
        return one(Lazy("items", (containers.items_of(frame, container),), EMPTY))
    if method == "values" and container.kind == "dict":
        return one(Lazy("items", (containers.values_of(frame, container),), EMPTY))
    if method == "keys" and container.kind == "dict":
        return one(Lazy("items", (containers.keys_of(frame, container),), EMPTY))
    if method == "copy":
        fresh = containers.new(frame, container.kind, node)
        containers.merge(frame, fresh, container)
        return one(fresh)
    if method in ("sort", "reverse", "remove", "discard", "clear"):
        if "key" in args.keywords:
            items = containers.values_of(frame, container)
            dispatch.call(frame, args.keywords["key"], Args((items,)), node)
        return NONE
    if method == "__getitem__":
        return containers.load(frame, container, first)
    return UNKNOWN


def _argument(node: ast.AST) -> ast.AST:
    return node.args[0] if isinstance(node, ast.Call) and node.args else node


def _of_future(frame: Frame, future: Future, method: str, args: Args, node: ast.AST) -> Value:
    if method in ("result", "get"):
        if futures.is_settled(frame, future):
            return futures.result(frame, future, node)
        if future.kind in ("thread", "submitted"):
            return awaiting.run_future(frame, future, node)
        return awaiting.await_(frame, one(future), node)
    if method == "exception":
        return join2(NONE, one(Failure(future)))
    if method == "add_done_callback" and args.positional:
        dispatch.detach(frame, args.positional[0], Args((one(future),)), node)
        return NONE
    return UNKNOWN


def _of_object(
    frame: Frame, made: Made, maker: str, method: str, args: Args, node: ast.AST
) -> Value:
    if maker == "logging.Logger":
        return _of_logger(frame, made, method, node)
    if maker in COMMAND_APPS:
        return commands.of_group(frame, made, method, args, node)
    if made == outside.COMMAND_CONTEXT:
        return commands.of_context(frame, method, args, node)
    if maker == outside.CONTEXT_VARIABLE:
        return outside.of_context_variable(frame, made, method, args)
    if maker in outside.QUEUES:
        return outside.of_queue(frame, made, method, args, node)
    if maker == outside.PARSER and method in (*outside.PARSING, *outside.PARSER_PARTS):
        return outside.parse(frame, made, method, args)
    if maker.startswith(FAMILIES):
        return frameworks.call(frame, made, method, args, node)
    if maker in classes.STACKS:
        return stacks.call(frame, made, method, args, node)
    if maker in managers.GROUPS:
        task = _group_task(frame, method, args, node)
        frame.add((made, HELD), task)
        return task
    if maker == "multiprocessing.Pool":
        return running.of_pool(frame, method, args, node)
    if method == _HANDLES:
        running.handled_by_loop(frame, node)
    if method in _TASKS:
        return running.task(frame, args, node)
    if method in ("run_until_complete", "run"):
        value = args.positional[0] if args.positional else EMPTY
        if any(isinstance(a, (Suspended, Sending, Future)) for a in value):
            return awaiting.await_(frame, value, _argument(node))
    if method in _ASIDE and len(args.positional) > _ASIDE[method]:
        function, *rest = args.positional[_ASIDE[method] :]
        return running.submitted(
            frame, Partial(function, tuple(rest), tuple(args.keywords.items())), node
        )
    if method == "map" and maker.endswith("Executor") and args.positional:
        function, *parts = args.positional
        items = tuple(sending.advance(frame, part, node) for part in parts)
        held = dispatch.run_aside(frame, one(Partial(function, items, ())), node)
        waiting.note(frame, "results", frame.place(node), held)
        return one(
            Lazy("thread map", tuple(one(Lazy("items", (i,), EMPTY)) for i in items), function)
        )
    return dispatch.give_away(frame, args, node)


def _of_logger(frame: Frame, logger: Made, method: str, node: ast.AST) -> Value:
    if method == "setLevel":
        for name in frame.read((logger, NAME)) or ():
            if isinstance(name, Const) and isinstance(name.value, str):
                frame.note(LogLevel(frame.place(node), name.value))
    return FLAG if method == "isEnabledFor" else UNKNOWN


def _group_task(frame: Frame, method: str, args: Args, node: ast.AST) -> Value:
    if method == "start_soon" and args.positional:
        function, *rest = args.positional
        made = dispatch.call(frame, function, Args(tuple(rest)), node)
        return futures.begun(frame, Future("group task", (made,), frame.place(node)))
    if method == "create_task":
        return running.group_task(frame, args, node)
    return EMPTY


def _of_text(frame: Frame, method: str, args: Args, node: ast.AST) -> Value:
    if method == "join" and args.positional:
        sending.advance(frame, args.positional[0], _argument(node))
    if method in ("split", "splitlines", "partition", "rpartition", "rsplit"):
        container = containers.new(frame, "list", node)
        containers.append(frame, container, TEXT)
        return one(container)
    return TEXT
