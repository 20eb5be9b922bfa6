"""Decorators: those whose meaning is known, those of the program, and those of other libraries."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    awaiting,
    classes,
    commands,
    dispatch,
    expressions,
    frameworks,
    managers,
    operators,
    retries,
)
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.state import SETTER
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Atom,
    Bound,
    Class,
    Decorated,
    External,
    ExternalMethod,
    Function,
    Instance,
    Manager,
    Partial,
    Sequence,
    Suspended,
    Value,
    join,
    join2,
    one,
)
from acr_lint.sdk.frameworks import GROUP_MAKERS, RETRYING
from acr_lint.syntax.nodes import standing

_KINDS = {
    "builtins.property": "property",
    **dict.fromkeys(GROUP_MAKERS, commands.GROUP),
    **commands.PASSING,
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
        case "pass context" | "pass object" as kind:
            given = args.preceded_by(commands.passed(frame, kind))
            return dispatch.call(frame, decorated.function, given, node)
        case "dispatch":
            return operators.call_variants(frame, decorated, args, node)
        case "variant":
            return operators.register_for(frame, decorated, args, node)
        case "managed":
            return _managed(frame, decorated.function, args, node)
    return dispatch.call(frame, decorated.function, args, node)


def _apply(frame: Frame, decorator: object, value: Value, node: ast.expr) -> Value:
    match decorator:
        case External(name) if name in _KINDS:
            return one(Decorated(_KINDS[name], value))
        case External(name) if name in RETRYING:
            return managed(retries.policy({}), value)
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
            return managed(decorator, value)
        case Instance() if _is_context_decorator(frame, decorator):
            return managed(decorator, value)
        case Function() | Bound() | Class() | Instance():
            result = dispatch.call(frame, one(decorator), Args((value,)), node)
            return result if result != UNKNOWN else value
        case Decorated() | Partial():
            result = dispatch.call(frame, one(decorator), Args((value,)), node)
            return result if result != UNKNOWN else value
    return value


def managed(manager: Manager | Instance | None, function: Value) -> Value:
    """A function that is called in the `with` of a manager, if there is one."""
    if manager is None:
        return function
    return one(Decorated("managed", one(Sequence((one(manager), function)))))


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

        def called(function: Value = function) -> Value:
            return dispatch.call(frame, function, args, node)

        for each in manager:
            awaited = _is_for_await(frame, each)
            made = called() if awaited else _run_in(frame, each, node, False, called)
            if awaited or retries.is_policy(each):
                coroutines = frozenset(a for a in made if isinstance(a, Suspended))
                if coroutines:
                    later = Sequence((one(each), coroutines))
                    made = join2(made - coroutines, one(Decorated("managed coroutine", one(later))))
            result = join2(result, made)
    return result


def await_managed(frame: Frame, parts: Value, node: ast.AST) -> Value:
    """Await what a managed `async def` gave back, in the `with` of its manager."""
    result: Value = EMPTY
    for atom in parts:
        if isinstance(atom, Sequence):
            manager, coroutines = atom.items

            def awaited(coroutines: Value = coroutines) -> Value:
                return awaiting.await_(frame, coroutines, node)

            for each in manager:
                result = join2(result, _run_in(frame, each, node, True, awaited))
    return result


def run_managed(frame: Frame, parts: Value, node: ast.AST, run: Callable[[Value], Value]) -> Value:
    """Run a managed function to its end in the `with` of its manager, as `run` does it."""
    result: Value = EMPTY
    for atom in parts:
        if isinstance(atom, Sequence):
            manager, functions = atom.items
            suspends = any(isinstance(a, Function) and a.code.is_async for a in functions)

            def body(functions: Value = functions) -> Value:
                return run(functions)

            for each in manager:
                covers = not suspends or _is_for_await(frame, each) or retries.is_policy(each)
                given = _run_in(frame, each, node, suspends, body) if covers else body()
                result = join2(result, given)
    return result


def _run_in(
    frame: Frame, manager: Atom, node: ast.AST, asynchronous: bool, called: Callable[[], Value]
) -> Value:
    """What a call gives that is made in the `with` of a manager."""
    result: Value = EMPTY

    def body() -> None:
        nonlocal result
        result = called()

    item = ast.withitem(_expression(node), None)
    managers.run_in(frame, manager, item, asynchronous, body)
    return result


def _is_for_await(frame: Frame, manager: Atom) -> bool:
    """Whether a manager that decorates a function is entered where its result is awaited."""
    match manager:
        case Manager("generator", subject):
            return any(isinstance(a, Suspended) and a.kind == "async generator" for a in subject)
        case Instance():
            bases = classes.external_bases(frame, manager.cls)
            return "contextlib.AsyncContextDecorator" in bases
    return False


def _expression(node: ast.AST) -> ast.expr:
    """The node as an expression: where it stands is all that matters."""
    if isinstance(node, ast.expr):
        return node
    return standing(ast.Constant(None), node)
