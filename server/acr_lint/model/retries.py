"""What the libraries that call a function again and again do with its errors.

A *policy* is a manager: it takes the errors of some classes, `retried`, or all others,
`retried except`. What it has taken is retried for ever, becomes another error, decided on purpose,
or is dropped; the rest leaves at once.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Mapping

from acr_lint.model import decorators, dispatch, tries
from acr_lint.model.arguments import Args
from acr_lint.model.errors import Passed
from acr_lint.model.frame import Frame, Guard
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Atom,
    External,
    Manager,
    Partial,
    Plain,
    Sequence,
    Value,
    const,
    one,
)
from acr_lint.sdk.frameworks import RETRYING

_KINDS = ("retried", "retried except")


def is_policy(atom: Atom) -> bool:
    """Whether the atom is a policy."""
    return isinstance(atom, Manager) and atom.kind in _KINDS


def policy(keywords: Mapping[str, Value]) -> Manager | None:
    """What tenacity's keywords say; None where the last error comes out as it is."""
    ends = _is_given(keywords, "stop")
    if ends and _is_given(keywords, "reraise") and not _is_given(keywords, "retry_error_callback"):
        return None
    condition = keywords.get("retry", EMPTY)
    for atom in condition if len(condition) == 1 else ():
        if isinstance(atom, Manager) and is_policy(atom):
            return atom
    return Manager("retried", UNKNOWN if condition else one(External("builtins.Exception")))


def condition(kind: str) -> Callable[[Frame, Args, ast.AST], Value]:
    """tenacity's `retry_if_exception_type(classes)` and what is like it."""

    def handler(frame: Frame, args: Args, node: ast.AST) -> Value:
        given = args.argument(0, "exception_types")
        return one(Manager(kind, given or one(External("builtins.Exception"))))

    return handler


def of_results(frame: Frame, args: Args, node: ast.AST) -> Value:
    """tenacity's conditions that ask for the result: no error is retried."""
    return one(Manager("retried", one(Sequence(()))))


def on_exception(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`backoff.on_exception(wait, classes, raise_on_giveup=...)`, which is a decorator then."""
    if _is_given(args.keywords, "raise_on_giveup", default=True):
        return UNKNOWN
    return one(Manager("retried", args.argument(1, "exception")))


def retrying(frame: Frame, args: Args, node: ast.AST) -> Value:
    """tenacity's `Retrying(...)`, over whose attempts the program goes."""
    found = policy(args.keywords)
    return one(Manager("retrying", EMPTY if found is None else one(found)))


def call_retrying(frame: Frame, found: Value, args: Args, node: ast.AST) -> Value:
    """`Retrying(...)(function, *args)`."""
    if not args.positional:
        return UNKNOWN
    function, *rest = args.positional
    for atom in found:
        if isinstance(atom, Manager):
            function = decorators.managed(atom, function)
    return dispatch.call(frame, function, args._replace(positional=tuple(rest)), node)


def decorator(frame: Frame, args: Args, node: ast.AST) -> Value:
    """tenacity's `retry`, as the decorator itself or as what makes it."""
    found = policy(args.keywords)
    if args.positional:
        return decorators.managed(found, args.positional[0])
    return one(Partial(one(External("identity")), (), ())) if found is None else one(found)


def run_in(frame: Frame, found: Manager, node: ast.expr, body: Callable[[], None]) -> None:
    """Run a body whose errors a policy takes."""
    place = frame.place(node)
    catcher = tries.Catcher(frame, found.subject, False)
    errors, anywhere = tries.guarded(frame, Guard(place, False), body)
    passed = Passed(place, catcher.names)
    for error in errors:
        caught, rest = catcher.split(error)
        left = caught if found.kind == "retried except" else rest
        if left:
            frame.sink.add(error._replace(classes=left, passed=error.passed | {passed}))
    frame.state = frame.join_into(frame.state, anywhere)


def _is_given(keywords: Mapping[str, Value], name: str, default: bool = False) -> bool:
    """Whether an option is set to something that is surely neither None nor False."""
    value = keywords.get(name)
    if value is None:
        return default
    return not any(atom is Plain.NONE or atom in const(False) for atom in value)


CALLS = {
    **dict.fromkeys(("tenacity.Retrying", "tenacity.AsyncRetrying"), retrying),
    **dict.fromkeys(RETRYING, decorator),
    "tenacity.retry_if_exception_type": condition("retried"),
    "tenacity.retry_unless_exception_type": condition("retried except"),
    "tenacity.retry_if_not_exception_type": condition("retried except"),
    "tenacity.retry_if_result": of_results,
    "tenacity.retry_if_not_result": of_results,
    "backoff.on_exception": on_exception,
}
"""What calls of functions outside of the program do, by dotted name."""
