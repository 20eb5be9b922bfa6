"""Command lines: the functions that click, typer and the like call for their user.

A *group* is what the program calls to run whichever of its commands the user has named: a function
behind `click.group`, or an app of typer. Whatever a command raises comes out of that call.
"""

from __future__ import annotations

import ast

from acr_lint.model import calls, dispatch
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.state import HELD
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Bound,
    Decorated,
    External,
    ExternalMethod,
    Function,
    Made,
    Partial,
    Value,
    join2,
    one,
)

GROUP: str = "group"
GROUP_MAKERS: tuple[str, ...] = ("click.group", "rich_click.group", "cloup.group")
APPS = ("typer.Typer", "typer.main.Typer", "cyclopts.App")
RUNNERS: tuple[str, ...] = (
    "typer.run",
    "typer.main.run",
    "fire.Fire",
    "fire.core.Fire",
    "absl.app.run",
)
_DECORATING = ("command", "group", "callback", "default", "result_callback")
_ADDING = ("add_command", "add_typer")
_RUNNING = ("main", "__call__")


def make_group(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`click.group(...)`, which is a decorator then."""
    functions = args.argument(0, "")
    if any(isinstance(atom, Function) for atom in functions):
        return one(Decorated(GROUP, functions))
    return one(External(GROUP_MAKERS[0]))


def is_group(atom: object) -> bool:
    """Whether the atom runs commands when it is called."""
    if isinstance(atom, Decorated):
        return atom.kind == GROUP
    return isinstance(atom, Made) and atom.maker in APPS


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
                frame.add((atom.receiver, HELD), made)
                return made
    return None


def run(frame: Frame, group: Made | Decorated, node: ast.AST) -> Value:
    """Run the group's own function, and then any of its commands."""
    if isinstance(group, Decorated):
        _run_each(frame, group.function, node)
    for command in frame.read((group, HELD)) or ():
        _run_each(frame, one(command), node)
    return UNKNOWN


def run_now(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`typer.run(function)` and the like."""
    command = args.argument(0, "function") or args.argument(0, "component")
    if not any(isinstance(atom, (Function, Bound)) for atom in command):
        return dispatch.give_away(frame, args, node)
    return _run_each(frame, command, node)


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
        before = frame.join_into(frame.state, before)
    frame.state = before
    return result or UNKNOWN
