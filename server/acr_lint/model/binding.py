"""Binding: what each parameter of a function holds when it is called."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterable

from acr_lint.model import expressions, hints
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.scopes import FunctionCode
from acr_lint.model.state import ELEMENT, KEYS
from acr_lint.model.values import (
    EMPTY,
    UNBOUND,
    UNKNOWN,
    Container,
    Function,
    Place,
    Plain,
    Sequence,
    Value,
    const,
    join,
    join2,
    one,
)


def bind(frame: Frame, function: Function, args: Args) -> dict[str, Value]:
    """The value of each parameter of a function that is called with `args`."""
    code = function.code
    arguments = code.node.args
    bound: dict[str, Value] = {}
    positional = [*arguments.posonlyargs, *arguments.args]
    keywords = dict(args.keywords)
    for index, parameter in enumerate(positional):
        name = parameter.arg
        if index < len(args.positional):
            bound[name] = _given(frame, function, parameter, args.positional[index])
        elif name in keywords and parameter not in arguments.posonlyargs:
            bound[name] = _given(frame, function, parameter, keywords.pop(name))
        else:
            bound[name] = _missing(frame, function, parameter, args, args.rest)
    for parameter in arguments.kwonlyargs:
        name = parameter.arg
        if name in keywords:
            bound[name] = _given(frame, function, parameter, keywords.pop(name))
        else:
            bound[name] = _missing(frame, function, parameter, args, None)
    if arguments.vararg is not None:
        extra = args.positional[len(positional) :]
        if args.rest is None:
            bound[arguments.vararg.arg] = one(Sequence(tuple(extra)))
        else:
            items = join((*extra, args.rest))
            bound[arguments.vararg.arg] = _filled(frame, code, arguments.vararg, "list", items)
    if arguments.kwarg is not None:
        bound[arguments.kwarg.arg] = _keyword_dict(frame, code, arguments.kwarg, keywords, args)
    return bound


def default_of(frame: Frame, function: Function, parameter: ast.arg) -> Value | None:
    """The default of a parameter, which was evaluated where the function was defined."""
    node = _default_node(function.code, parameter)
    if node is None:
        return None
    if isinstance(node, ast.Constant):
        return expressions.evaluate(frame, node)
    held = frame.read((function, ("default", parameter.arg)))
    if held is not None:
        return held
    return UNKNOWN


def defaults_of(code: FunctionCode) -> Iterable[tuple[ast.arg, ast.expr]]:
    """The parameters with a default, and the default's expression."""
    arguments = code.node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    if arguments.defaults:
        yield from zip(positional[-len(arguments.defaults) :], arguments.defaults)
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if default is not None:
            yield parameter, default


def root_arguments(frame: Frame, function: Function, receiver: Value | None) -> dict[str, Value]:
    """The parameters of a function that code outside the program calls."""
    code = function.code
    bound: dict[str, Value] = {}
    arguments = code.node.args
    for index, parameter in enumerate(code.parameters):
        if index == 0 and receiver is not None:
            bound[parameter.arg] = receiver
            continue
        value = hints.annotated(frame, code, parameter)
        default = default_of(frame, function, parameter)
        bound[parameter.arg] = value if default is None else join2(value, default)
    if arguments.vararg is not None:
        bound[arguments.vararg.arg] = UNKNOWN
    if arguments.kwarg is not None:
        bound[arguments.kwarg.arg] = UNKNOWN
    return bound


def _given(frame: Frame, function: Function, parameter: ast.arg, value: Value) -> Value:
    """The value of an argument that some paths leave out."""
    if Plain.UNBOUND not in value:
        return value
    default = default_of(frame, function, parameter)
    return join2(value - UNBOUND, default if default is not None else EMPTY)


def _missing(
    frame: Frame, function: Function, parameter: ast.arg, args: Args, rest: Value | None
) -> Value:
    default = default_of(frame, function, parameter)
    value = default if default is not None else EMPTY
    if rest is not None:
        value = join2(value, rest)
    if args.more is not None:
        value = join2(value, args.more)
    return value if value else UNKNOWN


def _default_node(code: FunctionCode, parameter: ast.arg) -> ast.expr | None:
    for candidate, default in defaults_of(code):
        if candidate is parameter:
            return default
    return None


def _filled(frame: Frame, code: FunctionCode, node: ast.AST, kind: str, items: Value) -> Value:
    container = Container(kind, Place(code.module, code.island, node), frame.context)
    frame.write((container, ELEMENT), items)
    return one(container)


def _keyword_dict(
    frame: Frame, code: FunctionCode, node: ast.arg, keywords: dict[str, Value], args: Args
) -> Value:
    if args.more is not None and not keywords:
        return UNKNOWN
    container = Container("dict", Place(code.module, code.island, node), frame.context)
    keys: Value = EMPTY
    for name, value in keywords.items():
        frame.write((container, name), value)
        keys = keys | const(name)
    frame.write((container, KEYS), keys)
    frame.write((container, ELEMENT), args.more if args.more is not None else EMPTY)
    return one(container)
