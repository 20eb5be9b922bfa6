"""Calls that run coroutines, tasks and threads."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    awaiting,
    calls,
    classes,
    dispatch,
    frameworks,
    futures,
    iterables,
    sending,
    waiting,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import Sink
from acr_lint.model.facts import Misused, Registered, Sent
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    EMPTY,
    NONE,
    UNKNOWN,
    Bound,
    Const,
    External,
    Function,
    Future,
    Instance,
    Lazy,
    Made,
    Partial,
    Suspended,
    Value,
    one,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

LOOP = "asyncio.AbstractEventLoop"
Handler: TypeAlias = Callable[[Frame, Args, ast.AST], Value]


def run(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = iterables.first(args, node)
    return awaiting.await_(frame, value, place)


def call_now(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`anyio.run(function, *args)` and the like."""
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    made = dispatch.call(frame, function, Args(tuple(rest), args.keywords), node)
    return awaiting.await_(frame, made, node)


def gather(frame: Frame, args: Args, node: ast.AST) -> Value:
    kept = args.keywords.get("return_exceptions", EMPTY)
    collects = any(not (isinstance(a, Const) and not a.value) for a in kept)
    kind = "collect" if collects else "gather"
    if args.rest is not None:
        parts = (*args.positional, one(Lazy("items", (args.rest,), EMPTY)))
        return one(Future(f"{kind} all", parts, frame.place(node)))
    return one(Future(kind, args.positional, frame.place(node)))


def future(kind: str) -> Handler:
    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        parts = args.positional[:1] or tuple(
            value for name, value in args.keywords.items() if name in ("fut", "aw", "coro", "arg")
        )
        return one(Future(kind, parts, frame.place(node)))

    return handler


def wait(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`concurrent.futures.wait`: the futures that are done, and those that aren't."""
    frame.note(Misused(frame.place(node), "only waits", UNKNOWN))
    value, place = iterables.first(args, node)
    waited = sending.advance(frame, value or args.argument(0, "fs"), place)
    return awaiting.done_and_pending(frame, frame.place(node), waited)


def wait_for_tasks(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`asyncio.wait`: the errors of what it is given stay where they are."""
    frame.note(Misused(frame.place(node), "only waits", UNKNOWN))
    return future("wait")(frame, args, node)


def task(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`create_task` of a loop or asyncio: the coroutine runs; its error waits."""
    value, held = _started(frame, args, node)
    waiting.note(frame, "task", frame.place(node), held)
    return futures.begun(frame, Future("task", (value,), frame.place(node)))


def group_task(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`create_task` of a group, which raises the task's error at its end."""
    value, _ = _started(frame, args, node)
    return futures.begun(frame, Future("group task", (value,), frame.place(node)))


def _started(frame: Frame, args: Args, node: ast.AST) -> tuple[Value, Sink]:
    """A coroutine that is set running, and the errors that it raises meanwhile."""
    value = args.argument(0, "coro")
    runs = frozenset(atom for atom in value if isinstance(atom, Suspended))
    held = awaiting.held_back(frame, runs, node) if runs else Sink()
    for origin in sending.pending_in(value):
        frame.note(Sent(sending.site_of(frame, origin, node), origin, "task"))
        held.add(sending.error_of(frame, origin, node))
    return value, held


def submitted(frame: Frame, later: Partial, node: ast.AST) -> Value:
    """A call that an executor runs; its error waits in the future."""
    held = dispatch.run_aside(frame, one(later), node)
    waiting.note(frame, "future", frame.place(node), held)
    return futures.begun(frame, Future("submitted", (one(later),), frame.place(node)))


def handled_by_loop(frame: Frame, node: ast.AST) -> None:
    """`set_exception_handler`: a loop tells somebody of the errors that no one asks for."""
    loop_itself = Made(LOOP, frame.place(node))
    frame.note(Registered(frame.place(node), loop_itself, frameworks.all_classes()))


def to_thread(frame: Frame, args: Args, node: ast.AST) -> Value:
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    later = one(Partial(function, tuple(rest), tuple(args.keywords.items())))
    dispatch.run_aside(frame, later, node)
    return futures.begun(frame, Future("thread", (later,), frame.place(node)))


def thread(frame: Frame, args: Args, node: ast.AST) -> Value:
    target = args.keywords.get("target") or args.argument(1, "target")
    given = args.keywords.get("args") or args.argument(3, "args")
    words = args.keywords.get("kwargs", EMPTY)
    call_args = Args()
    for atom in given:
        items = iterables.exact(frame, one(atom))
        call_args = Args(items) if items is not None else Args(rest=UNKNOWN, more=UNKNOWN)
    if words:
        entries = calls.known_entries(frame, words)
        call_args = call_args._replace(keywords=entries or {})
    if target:
        dispatch.detach(frame, target, call_args, node, frameworks.THREADS)
    return one(Made("threading.Thread", frame.place(node)))


def started(frame: Frame, worker: Instance, node: ast.AST) -> Value:
    """`start()` of an object whose class derives from a thread's."""
    found = classes.find(frame, worker.cls, "run") or EMPTY
    runs = frozenset(Bound(atom, worker) for atom in found if isinstance(atom, Function))
    dispatch.detach(frame, runs, Args(), node, frameworks.THREADS)
    return NONE


def timer(frame: Frame, args: Args, node: ast.AST) -> Value:
    target = args.argument(1, "function")
    if target:
        dispatch.detach(frame, target, Args(rest=UNKNOWN), node, frameworks.THREADS)
    return one(Made("threading.Timer", frame.place(node)))


def loop(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Made(LOOP, frame.place(node)))


def group(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`anyio.create_task_group()` and `trio.open_nursery()`, groups of tasks as asyncio's is."""
    return one(Made("asyncio.TaskGroup", frame.place(node)))


def pool(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A pool of processes or threads of multiprocessing."""
    return one(Made(_POOL, frame.place(node)))


def of_pool(frame: Frame, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method of such a pool: those whose name ends in `async` raise where `get()` asks."""
    if not args.positional:
        return UNKNOWN
    function, *given = args.positional
    kind = method.removesuffix("_async")
    match kind:
        case "apply":
            words = calls.known_entries(frame, args.argument(2, "kwds")) or {}
            items = iterables.exact(frame, args.argument(1, "args"))
            if items is None and given:
                return UNKNOWN
            later = Partial(function, items or (), tuple(words.items()))
        case "map" | "starmap" | "imap" | "imap_unordered" if given:
            over = Lazy("starmap" if kind == "starmap" else "map", tuple(given[:1]), function)
            if kind.startswith("imap"):
                return one(over)
            later = Partial(one(External("builtins.list")), (one(over),), ())
        case _:
            return UNKNOWN
    if kind == method:
        return dispatch.call(frame, one(later), Args(), node)
    return submitted(frame, later, node)


def delayed(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`joblib.delayed(function)`, a call of which is one that is made later."""
    return one(Partial(one(External(_LATER)), args.positional[:1], ()))


def later(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A call of what `delayed` gave."""
    if not args.positional or args.rest is not None or args.more is not None:
        return UNKNOWN
    function, *rest = args.positional
    return one(Partial(function, tuple(rest), tuple(args.keywords.items())))


def parallel(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`joblib.Parallel()`, which makes the calls that it is called with."""
    return one(Partial(one(External(_ALL_AT_ONCE)), (), ()))


def all_at_once(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A call of what `Parallel()` gave: it raises what the calls raise that it is given."""
    value, place = iterables.first(args, node)
    made = one(Lazy("call", (), sending.advance(frame, value, place)))
    return iterables.collect("list")(frame, Args((made,)), node)


_LATER = "joblib.delayed call"
_ALL_AT_ONCE = "joblib.Parallel call"
_POOL = "multiprocessing.Pool"
CALLS = {
    "asyncio.run": run,
    "asyncio.runners.run": run,
    "nest_asyncio.run": run,
    "uvloop.run": run,
    "anyio.run": call_now,
    "trio.run": call_now,
    "asyncio.gather": gather,
    "asyncio.wait_for": future("one"),
    "asyncio.shield": future("one"),
    "asyncio.wait": wait_for_tasks,
    "asyncio.as_completed": future("completed"),
    "asyncio.create_task": task,
    "asyncio.new_event_loop": loop,
    "asyncio.get_event_loop": loop,
    "asyncio.get_running_loop": loop,
    "asyncio.Runner": loop,
    "uvloop.new_event_loop": loop,
    "concurrent.futures.wait": wait,
    "asyncio.ensure_future": task,
    "asyncio.to_thread": to_thread,
    "anyio.to_thread.run_sync": to_thread,
    "threading.Thread": thread,
    "multiprocessing.Process": thread,
    "threading.Timer": timer,
    "anyio.create_task_group": group,
    "trio.open_nursery": group,
    "joblib.delayed": delayed,
    "joblib.Parallel": parallel,
    _LATER: later,
    _ALL_AT_ONCE: all_at_once,
    "multiprocessing.Pool": pool,
    "multiprocessing.pool.Pool": pool,
    "multiprocessing.pool.ThreadPool": pool,
    "multiprocessing.dummy.Pool": pool,
}
"""What calls of functions outside of the program do, by dotted name."""
