"""Objects of other libraries that hold what the program puts into them.

A *slot* is an attribute that the program gives to such an object, as to an instance of a class of
its own: of `threading.local()`, `SimpleNamespace()`, Flask's `g`, an app's `state`; and what
`set_defaults` gives to an argparse parser is one of what `parse_args` returns. A queue gives all
that is put into it anywhere.
"""

from __future__ import annotations

import _ast as ast

from acr_lint.model import dispatch
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.state import HELD
from acr_lint.model.values import (
    EMPTY,
    NONE,
    UNBOUND,
    UNKNOWN,
    Atom,
    Bound,
    Class,
    Function,
    Lazy,
    Made,
    Partial,
    Sequence,
    Value,
    join,
    join2,
    one,
)

PARSER = "argparse.ArgumentParser"
PARSING = ("parse_args", "parse_known_args", "set_defaults")
PARSER_PARTS = (
    "add_subparsers",
    "add_parser",
    "add_argument_group",
    "add_mutually_exclusive_group",
)
CONTEXT_VARIABLE = "contextvars.ContextVar"
QUEUES = frozenset(
    f"{module}.{kind}"
    for module, kinds in {
        "queue": ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"),
        "asyncio": ("Queue", "LifoQueue", "PriorityQueue"),
        "multiprocessing": ("Queue", "JoinableQueue", "SimpleQueue"),
    }.items()
    for kind in kinds
)
COMMAND_CONTEXT = Made("click.Context", None)  # every command's, for they share their object
_BARE = ("argparse.Namespace", "types.SimpleNamespace", "threading.local")
_CALLABLE = (Function, Bound, Partial, Class)


def slot(frame: Frame, atom: Atom, name: str) -> Value | None:
    """What the program has put into the object under that name; None where it never did."""
    held = frame.read((atom, name))
    return held - UNBOUND if held is not None and held != UNBOUND else None


def is_bare(atom: Atom) -> bool:
    """Whether the object has nothing but its slots."""
    return isinstance(atom, Made) and atom.maker in _BARE


def namespace(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`types.SimpleNamespace(**slots)`."""
    made = Made("types.SimpleNamespace", frame.place(node))
    for name, value in args.keywords.items():
        frame.write((made, name), value)
    return one(made)


def thread_local(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`threading.local()`."""
    return one(Made("threading.local", frame.place(node)))


def parse(frame: Frame, parser: Made | None, method: str, args: Args) -> Value:
    """Call a method of a command line's parser; None is one that isn't known.

    A parser and the parts and subparsers of it share a namespace. `set_defaults` puts into it what
    can be called later; the rest of it may be anything.
    """
    parsed = Made("argparse.Namespace", parser.place if parser is not None else None)
    if method == "parse_known_args":
        return one(Sequence((one(parsed), UNKNOWN)))
    if method == "parse_args":
        return one(parsed)
    if method == "set_defaults":
        for name, value in args.keywords.items():
            called = frozenset(atom for atom in value if isinstance(atom, _CALLABLE))
            if called:
                frame.add((parsed, name), called)
        return NONE
    return one(parser) if parser is not None else UNKNOWN


def context_variable(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`contextvars.ContextVar(name, default=...)`."""
    made = Made(CONTEXT_VARIABLE, frame.place(node))
    if "default" in args.keywords:
        frame.write((made, HELD), args.keywords["default"])
    return one(made)


def of_context_variable(frame: Frame, made: Made, method: str, args: Args) -> Value:
    """Call a method of a context variable."""
    if method == "set" and args.positional:
        frame.write((made, HELD), args.positional[0])
        return UNKNOWN
    if method == "get":
        held = frame.read((made, HELD))
        default = join(args.positional[:1])
        return join2(held, default) if held is not None else join2(UNKNOWN, default)
    return UNKNOWN


def of_queue(frame: Frame, queue: Made, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method of a queue; asyncio's have two that are awaited.

    What is put can be called by a thread that runs already: who catches then isn't known.
    """
    result = NONE
    if method in ("put", "put_nowait") and args.positional:
        frame.add((queue, HELD), args.positional[0])
        called = frozenset(atom for atom in args.positional[0] if isinstance(atom, _CALLABLE))
        dispatch.run_aside(frame, called, node)
    elif method in ("get", "get_nowait"):
        result = frame.read((queue, HELD)) or UNKNOWN
    elif method != "put":
        return UNKNOWN
    if queue.maker.startswith("asyncio.") and method in ("get", "put"):
        return one(Lazy("entered", (result,), EMPTY))
    return result
