"""Callables and iterators that `operator`, `itertools` and `functools` make of others."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import attributes, dispatch, iterables, kinds, sending, tries
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.state import ADVANCED, VARIANTS
from acr_lint.model.values import (
    EMPTY,
    FALSE,
    NONE,
    UNKNOWN,
    Atom,
    Bound,
    Class,
    Const,
    Decorated,
    External,
    Function,
    Lazy,
    Partial,
    Sequence,
    Value,
    join,
    join2,
    one,
)
from acr_lint.syntax.nodes import standing

_MOST_COPIES = 8


def method_caller(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`operator.methodcaller(name, *args)`."""
    return one(Partial(one(External("call method")), args.positional, tuple(args.keywords.items())))


def call_method(frame: Frame, args: Args, node: ast.AST) -> Value:
    """Call what `method_caller` made: the object comes last."""
    name, *given, subject = args.positional if len(args.positional) > 1 else (EMPTY, UNKNOWN)
    method = attribute(frame, subject, name, node)
    return dispatch.call(frame, method, Args(tuple(given), args.keywords), node)


def attribute_getter(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`operator.attrgetter(name)`."""
    if len(args.positional) != 1:
        return UNKNOWN
    return one(Partial(one(External("get attribute")), args.positional, ()))


def get_attribute(frame: Frame, args: Args, node: ast.AST) -> Value:
    """Call what `attribute_getter` made."""
    if len(args.positional) != 2:
        return UNKNOWN
    name, subject = args.positional
    return attribute(frame, subject, name, node)


def attribute(frame: Frame, subject: Value, name: Value, node: ast.AST) -> Value:
    """The attribute whose name, a dotted one perhaps, is itself a value."""
    return join(_attribute_named(frame, subject, atom, node) for atom in name) or UNKNOWN


def _attribute_named(frame: Frame, subject: Value, name: Atom, node: ast.AST) -> Value:
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return UNKNOWN
    place = node if isinstance(node, ast.expr) else ast.Constant(None)
    for part in name.value.split("."):
        shown = standing(ast.Attribute(ast.Name("_", ast.Load()), part, ast.Load()), place)
        subject = attributes.load(frame, subject, part, shown)
    return subject


def tee(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`itertools.tee`: several iterators over one, which is advanced by whichever is ahead."""
    count = 2
    for atom in args.argument(1, "n"):
        count = atom.value if isinstance(atom, Const) and isinstance(atom.value, int) else 2
    source = Lazy("tee", args.positional[:1], EMPTY)
    frame.write((source, ADVANCED), FALSE)
    return one(Sequence((one(source),) * min(max(count, 0), _MOST_COPIES)))


def group_by(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`itertools.groupby`: pairs of a key and an iterator that goes on in the same source."""
    key = args.argument(1, "key") - NONE
    return one(Lazy("group", args.positional[:1], key))


def product(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`itertools.product` and the like run through all that they are given, at once."""
    items = [sending.advance(frame, *given) for given in iterables.placed(args, node)]
    return one(Lazy("items", (one(Sequence(tuple(items))),), EMPTY))


def dispatching(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A function behind `functools.singledispatch`."""
    return one(Decorated("dispatch", args.argument(0, "func")))


def register(frame: Frame, decorated: Decorated, args: Args, node: ast.AST) -> Value:
    """`@function.register`, with or without a class."""
    if not args.positional:
        return UNKNOWN
    first, *rest = args.positional
    if rest:
        return _add(frame, decorated, first, rest[0])
    if any(isinstance(atom, Function) for atom in first):
        return _add(frame, decorated, _first_annotation(frame, decorated, first), first)
    return one(Partial(one(Decorated("variant", one(decorated))), (first,), ()))


def register_for(frame: Frame, variant: Decorated, args: Args, node: ast.AST) -> Value:
    """Call what `register` gave for a class."""
    if len(args.positional) == 2:
        for atom in variant.function:
            if isinstance(atom, Decorated):
                return _add(frame, atom, *args.positional)
    return UNKNOWN


def call_variants(frame: Frame, decorated: Decorated, args: Args, node: ast.AST) -> Value:
    """Call the function of those registered that the first argument's class chooses."""
    skipped = 1 if any(isinstance(atom, Bound) for atom in decorated.function) else 0
    subject = args.argument(0, "")
    receivers = [one(atom.receiver) for atom in decorated.function if isinstance(atom, Bound)]
    chosen = EMPTY
    sure = False
    for variant in frame.read((_plain(decorated), VARIANTS)) or ():
        if not isinstance(variant, Sequence):
            continue
        wanted_by, function = variant.items
        wanted = list(tries.flat_classes(frame, wanted_by))
        answers = {kinds.is_instance(frame, atom, wanted) for atom in subject}
        if answers != {False}:
            chosen = join2(chosen, function)
        sure = sure or answers == {True}
    if skipped and receivers:
        (receiver,) = receivers[0]
        chosen = frozenset(Bound(a, receiver) if isinstance(a, Function) else a for a in chosen)
    return dispatch.call(frame, chosen if sure else join2(chosen, decorated.function), args, node)


def _add(frame: Frame, decorated: Decorated, classes_: Value, function: Value) -> Value:
    frame.add((_plain(decorated), VARIANTS), one(Sequence((classes_, function))))
    return function


def _plain(decorated: Decorated) -> Value:
    """The functions, without what they are bound to."""
    return frozenset(a.function if isinstance(a, Bound) else a for a in decorated.function)


def _first_annotation(frame: Frame, decorated: Decorated, functions: Value) -> Value:
    from acr_lint.model import expressions

    found = EMPTY
    for function in functions:
        if isinstance(function, Function):
            in_class = function.code.owner is not None
            parameters = function.code.parameters[1 if in_class else 0 :]
            annotation = parameters[0].annotation if parameters else None
            if annotation is not None:
                found = join2(found, expressions.evaluate(frame, annotation))
    return frozenset(a for a in found if isinstance(a, (Class, External))) or UNKNOWN


CALLS = {
    "itertools.groupby": group_by,
    "itertools.tee": tee,
    "itertools.product": product,
    "operator.methodcaller": method_caller,
    "operator.attrgetter": attribute_getter,
    "call method": call_method,
    "get attribute": get_attribute,
    "functools.singledispatch": dispatching,
}
"""What calls of functions outside of the program do, by dotted name."""
