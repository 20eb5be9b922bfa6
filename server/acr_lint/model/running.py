"""Calls that run coroutines, tasks and threads."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from acr_lint.model import (
    calls,
    dispatch,
    iterables,
    sending,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Sent
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Const,
    Future,
    Lazy,
    Made,
    Partial,
    Suspended,
    Value,
    one,
)

Handler: TypeAlias = Callable[[Frame, Args, ast.AST], Value]


def run(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = iterables.first(args, node)
    return sending.await_(frame, value, place)


def call_now(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`anyio.run(function, *args)` and the like."""
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    made = dispatch.call(frame, function, Args(tuple(rest), args.keywords), node)
    return sending.await_(frame, made, node)


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


def task(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`create_task` of a loop, a group or asyncio: the coroutine runs; its error waits."""
    value = args.argument(0, "coro")
    runs = frozenset(atom for atom in value if isinstance(atom, Suspended))
    for origin in sending.pending_in(value):
        frame.note(Sent(sending.site_of(frame, origin, node), origin, "task"))
    if runs:
        sending.held_back(frame, runs, node)
    return one(Future("task", (value,), frame.place(node)))


def to_thread(frame: Frame, args: Args, node: ast.AST) -> Value:
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    later = one(Partial(function, tuple(rest), tuple(args.keywords.items())))
    dispatch.run_aside(frame, later, node)
    return one(Future("thread", (later,), frame.place(node)))


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
        dispatch.detach(frame, target, call_args, node)
    return one(Made("threading.Thread", frame.place(node)))


def timer(frame: Frame, args: Args, node: ast.AST) -> Value:
    target = args.argument(1, "function")
    if target:
        dispatch.detach(frame, target, Args(rest=UNKNOWN), node)
    return one(Made("threading.Timer", frame.place(node)))


def loop(frame: Frame, args: Args, node: ast.AST) -> Value:
    return one(Made("asyncio.AbstractEventLoop", frame.place(node)))
