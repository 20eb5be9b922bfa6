"""Decorators: those whose meaning is known, those of the program, and those of other libraries."""

from __future__ import annotations

import ast

from acr_lint.model import (
    awaiting,
    classes,
    commands,
    dispatch,
    expressions,
    frameworks,
    managers,
    operators,
)
from acr_lint.model.arguments import Args
from acr_lint.model.errors import Sink
from acr_lint.model.frame import Frame
from acr_lint.model.state import SETTER
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    TRUE,
    UNKNOWN,
    Bound,
    Class,
    Decorated,
    External,
    ExternalMethod,
    Function,
    Instance,
    Manager,
    Partial,
    Plain,
    Sequence,
    Suspended,
    Value,
    join,
    join2,
    one,
)

_KINDS = {
    "builtins.property": "property",
    **dict.fromkeys(commands.GROUP_MAKERS, commands.GROUP),
    "functools.singledispatch": "dispatch",
    "functools.singledispatchmethod": "dispatch",
    "abc.abstractproperty": "property",
    "functools.cached_property": "cached_property",
    "django.utils.functional.cached_property": "cached_property",
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
}
_RETRIES = ("tenacity.retry", "tenacity.asyncio.retry")


def decorate(frame: Frame, decorator_list: list[ast.expr], value: Value) -> Value:
    """The value of a `def` or `class` behind its decorators."""
    for node in reversed(decorator_list):
        decorator = expressions.evaluate(frame, node)
        if frame.state is None:
            return EMPTY
        value = join(_apply(frame, atom, value, node) for atom in decorator) or value
    return value


def call(frame: Frame, decorated: Decorated, args: Args, node: ast.AST) -> Value:
    """Call what a decorator with a known meaning made."""
    match decorated.kind:
        case "contextmanager":
            made = dispatch.call(frame, decorated.function, args, node)
            return frozenset(
                Manager("generator", one(atom)) if isinstance(atom, Suspended) else atom
                for atom in made
            )
        case commands.GROUP:
            return commands.run(frame, decorated, node)
        case "dispatch":
            return operators.call_variants(frame, decorated, args, node)
        case "variant":
            return operators.register_for(frame, decorated, args, node)
        case "managed":
            return _managed(frame, decorated.function, args, node)
        case "retry":
            return _retried(frame, decorated, args, node)
    return dispatch.call(frame, decorated.function, args, node)


def wrap_retry(function: Value, keywords: dict[str, Value]) -> Value:
    """A function behind tenacity's `retry`: RetryError leaves it, unless `reraise` is set."""
    again = keywords.get("reraise")
    if again is not None and not any(
        atom is Plain.NONE or getattr(atom, "value", True) is False for atom in again
    ):
        return function
    return one(Decorated("retry", function))


def retrying(frame: Frame, args: Args, node: ast.AST) -> Value:
    """tenacity's `Retrying(...)`, over whose attempts the program goes."""
    wrapped = wrap_retry(UNKNOWN, dict(args.keywords))
    return one(Manager("retrying", TRUE if wrapped == UNKNOWN else FALSE))


def call_retrying(frame: Frame, again: Value, args: Args, node: ast.AST) -> Value:
    """`Retrying(...)(function, *args)`."""
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    given = Args(tuple(rest), args.keywords, args.rest, args.more)
    if again == TRUE:
        return dispatch.call(frame, function, given, node)
    retried = Decorated("retry", function)
    return _retried(frame, retried, given, node)


def _apply(frame: Frame, decorator: object, value: Value, node: ast.expr) -> Value:
    match decorator:
        case External(name) if name in _KINDS:
            return one(Decorated(_KINDS[name], value))
        case External(name) if name in _RETRIES:
            return wrap_retry(value, {})
        case Partial(function, _, keywords) if _is_retry(function):
            return wrap_retry(value, dict(keywords))
        case ExternalMethod(Decorated("property", _), "setter" | "deleter" as role):
            if role == "setter":
                frame.write((decorator.receiver, SETTER), value)
            return one(decorator.receiver)
        case ExternalMethod(Decorated("dispatch", _) as generic, "register"):
            return operators.register(frame, generic, Args((value,)), node)
        case Partial() | ExternalMethod() if (
            made := commands.decorate(frame, decorator, value)
        ) is not None:
            return made
        case Partial() | ExternalMethod() if (
            frameworks.decorate(frame, decorator, value) is not None
        ):
            return value
        case Manager():
            return one(Decorated("managed", one(Sequence((one(decorator), value)))))
        case Instance() if _is_context_decorator(frame, decorator):
            return one(Decorated("managed", one(Sequence((one(decorator), value)))))
        case Function() | Bound() | Class() | Instance():
            result = dispatch.call(frame, one(decorator), Args((value,)), node)
            return result if result != UNKNOWN else value
        case Decorated() | Partial():
            result = dispatch.call(frame, one(decorator), Args((value,)), node)
            return result if result != UNKNOWN else value
    return value


def _is_context_decorator(frame: Frame, instance: Instance) -> bool:
    return any(
        name in ("contextlib.ContextDecorator", "contextlib.AsyncContextDecorator")
        for name in classes.external_bases(frame, instance.cls)
    )


def _managed(frame: Frame, parts: Value, args: Args, node: ast.AST) -> Value:
    """Call a function in the `with` of the manager that decorates it."""
    result: Value = EMPTY
    for atom in parts:
        if not isinstance(atom, Sequence):
            continue
        manager, function = atom.items

        def body(function: Value = function) -> None:
            nonlocal result
            result = join2(result, dispatch.call(frame, function, args, node))

        for each in manager:
            managers.run_in(frame, each, ast.withitem(_expression(node), None), False, body)
    return result if result else EMPTY


def _expression(node: ast.AST) -> ast.expr:
    """The node as an expression: where it stands is all that matters."""
    if isinstance(node, ast.expr):
        return node
    return ast.copy_location(ast.Constant(None), node)


def _is_retry(function: Value) -> bool:
    return any(isinstance(atom, External) and atom.name in _RETRIES for atom in function)


def _retried(frame: Frame, decorated: Decorated, args: Args, node: ast.AST) -> Value:
    """Call a retried function: its errors end in a RetryError, decided on purpose."""
    outer, before = frame.sink, frame.state
    if before is None:
        return EMPTY
    frame.sink = Sink()
    frame.state = before.copy()
    result = dispatch.call(frame, decorated.function, args, node)
    coroutines = frozenset(atom for atom in result if isinstance(atom, Suspended))
    if coroutines:
        result = join2(result - coroutines, one(Decorated("retried", coroutines)))
    frame.sink = outer
    frame.state = frame.join_into(frame.state, before)
    return result


def await_retried(frame: Frame, coroutines: Value, node: ast.AST) -> Value:
    """Await what a retried `async def` gave back; its errors end in a RetryError."""
    outer = frame.sink
    frame.sink = Sink()
    result = awaiting.await_(frame, coroutines, node)
    frame.sink = outer
    return result
