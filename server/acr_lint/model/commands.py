"""Command lines: the functions that click, typer and the like call for their user.

A *group* is what the program calls to run whichever of its commands the user has named: a function
behind `click.group`, or an app of typer. Whatever a command raises comes out of that call.
"""

from __future__ import annotations

import _ast as ast

from acr_lint.model import calls, dispatch, managers
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.outside import COMMAND_CONTEXT
from acr_lint.model.state import FIRST, HELD
from acr_lint.model.values import (
    EMPTY,
    UNBOUND,
    UNKNOWN,
    Bound,
    Decorated,
    External,
    ExternalMethod,
    Function,
    Made,
    Partial,
    Value,
    join,
    join2,
    one,
)
from acr_lint.sdk.frameworks import COMMAND_APPS, COMMAND_RUNNERS, GROUP_MAKERS

GROUP: str = "group"
PASSING: dict[str, str] = {
    **dict.fromkeys(("click.pass_context", "rich_click.pass_context"), "pass context"),
    **dict.fromkeys(("click.pass_obj", "rich_click.pass_obj"), "pass object"),
}
_OBJECT = "obj"
_DECORATING = ("command", "group", "callback", "default", "result_callback")
_ADDING = ("add_command", "add_typer")
_RUNNING = ("main", "__call__")


def make_group(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`click.group(...)`, which is a decorator then."""
    functions = args.argument(0, "")
    if any(isinstance(atom, Function) for atom in functions):
        return one(Decorated(GROUP, functions))
    return one(External(GROUP_MAKERS[0]))


def passed(frame: Frame, kind: str) -> Value:
    """What click hands to a command first: its context, or the object in it."""
    if kind == "pass context":
        return one(COMMAND_CONTEXT)
    held = frame.read((COMMAND_CONTEXT, _OBJECT))
    return UNKNOWN if held is None else held - UNBOUND


def of_context(frame: Frame, method: str, args: Args, node: ast.AST) -> Value:
    """Call a method of click's context."""
    match method:
        case "ensure_object" | "find_object":
            held = frame.read((COMMAND_CONTEXT, _OBJECT))
            if held is not None or method == "find_object":
                return UNKNOWN if held is None else held - UNBOUND
            made = dispatch.call(frame, args.argument(0, "object_type"), Args(), node)
            frame.write((COMMAND_CONTEXT, _OBJECT), made)
            return made
        case "exit" | "abort" | "fail":
            frame.state = None
            return EMPTY
        case "with_resource":
            resource = args.argument(0, "context_manager")
            assert isinstance(node, ast.expr)
            return join(managers.enter(frame, atom, node, False) for atom in resource)
        case "invoke" | "forward" if args.positional:
            function, *rest = args.positional
            given = Args(tuple(rest), args.keywords, args.rest, args.more)
            return dispatch.call(frame, function, given, node)
    return UNKNOWN


def pass_decorator(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`click.make_pass_decorator(kind, ensure=...)`, which is a decorator then."""
    kind = args.argument(0, "object_type")
    ensures = any(getattr(a, "value", None) is True for a in args.argument(1, "ensure"))
    return one(Partial(one(External("click.pass_obj")), (kind,) if ensures else (), ()))


def pass_to(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A function behind what `pass_decorator` gave."""
    *ensured, functions = args.positional or (EMPTY,)
    if ensured and frame.read((COMMAND_CONTEXT, _OBJECT)) is None:
        of_context(frame, "ensure_object", Args((ensured[0],)), node)
    return one(Decorated("pass object", functions))


def is_group(atom: object) -> bool:
    """Whether the atom runs commands when it is called."""
    if isinstance(atom, Decorated):
        return atom.kind == GROUP
    return isinstance(atom, Made) and atom.maker in COMMAND_APPS


def of_group(
    frame: Frame, group: Made | Decorated, method: str, args: Args, node: ast.AST
) -> Value:
    """Call a method of a group."""
    if method in _RUNNING:
        return run(frame, group, node)
    if method in _ADDING:
        frame.add((group, HELD), args.argument(0, "cmd") or args.argument(0, "typer_instance"))
    if method in _DECORATING:
        return one(Partial(one(ExternalMethod(group, method)), (), ()))
    return UNKNOWN


def decorate(frame: Frame, decorator: Partial | ExternalMethod, value: Value) -> Value | None:
    """Give a function to the group whose method decorates it; None for other decorators."""
    inner = decorator.function if isinstance(decorator, Partial) else one(decorator)
    for atom in inner:
        if isinstance(atom, ExternalMethod) and is_group(atom.receiver):
            if atom.method in _DECORATING:
                made = one(Decorated(GROUP, value)) if atom.method == GROUP else value
                where = FIRST if atom.method == "callback" else HELD
                frame.add((atom.receiver, where), made)
                return made
    return None


def run(frame: Frame, group: Made | Decorated, node: ast.AST) -> Value:
    """Run the group's own function, and then any of its commands."""
    own = group.function if isinstance(group, Decorated) else frame.read((group, FIRST))
    _run_each(frame, own or EMPTY, node)
    for command in frame.read((group, HELD)) or ():
        _run_each(frame, one(command), node)
    return UNKNOWN


def run_now(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`typer.run(function)` and the like."""
    command = args.argument(0, "function") or args.argument(0, "component")
    if not any(isinstance(atom, (Function, Bound)) for atom in command):
        return dispatch.give_away(frame, args, node)
    return _run_each(frame, command, node)


def call_passing(frame: Frame, kind: str, functions: Value, node: ast.AST) -> Value:
    """Call commands, which get from click what `kind` says."""
    first = passed(frame, kind)
    return join(
        calls.call_from_outside(frame, atom, first, node)
        for atom in functions
        if isinstance(atom, Function)
    )


def _run_each(frame: Frame, commands: Value, node: ast.AST) -> Value:
    """Run commands with arguments that the user chooses, or leave them."""
    before = frame.state
    result = EMPTY
    for command in commands:
        if before is None:
            break
        frame.state = before.copy()
        match command:
            case Function():
                given = calls.call_from_outside(frame, command, None, node)
                result = join2(result, given)
            case Bound(function, receiver):
                given = calls.call_from_outside(frame, function, one(receiver), node)
                result = join2(result, given)
            case Decorated() | Made() if is_group(command):
                run(frame, command, node)
            case Decorated(kind, functions) if kind in PASSING.values():
                result = join2(result, call_passing(frame, kind, functions, node))
        before = frame.join_into(frame.state, before)
    frame.state = before
    return result or UNKNOWN


CALLS = {
    **dict.fromkeys(GROUP_MAKERS, make_group),
    **dict.fromkeys(COMMAND_RUNNERS, run_now),
    "click.make_pass_decorator": pass_decorator,
    "click.pass_obj": pass_to,
}
"""What calls of functions outside of the program do, by dotted name."""
