"""Calls: from what is called to what the call does, and assignment to targets."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable

from acr_lint.model import (
    attributes,
    calls,
    choices,
    classes,
    clients,
    commands,
    containers,
    credentials,
    decorators,
    expressions,
    frameworks,
    libraries,
    managers,
    methods,
    mirrors,
    names,
    retries,
    sending,
    subscripts,
)
from acr_lint.model.arguments import ANY_ARGUMENTS, Args
from acr_lint.model.errors import Sink
from acr_lint.model.facts import Arguments, Detached, LogLevel, no_arguments
from acr_lint.model.frame import Frame
from acr_lint.model.state import GUESSES
from acr_lint.model.values import (
    EMPTY,
    UNKNOWN,
    Atom,
    Bound,
    Class,
    Const,
    Container,
    Decorated,
    External,
    ExternalMethod,
    Function,
    Instance,
    Made,
    Manager,
    Member,
    Partial,
    Plain,
    SdkMethod,
    Sequence,
    Super,
    Suspended,
    Value,
    join,
    join2,
    one,
)
from acr_lint.sdk.frameworks import COMMAND_APPS


def call_expression(frame: Frame, node: ast.Call) -> Value:
    """What a call gives, after all that it does."""
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        found = _super(frame, node)
        if found is not None:
            return found
    callee = expressions.evaluate(frame, node.func)
    args, fact = calls.arguments_of(frame, node)
    result = None
    if callee == UNKNOWN and isinstance(node.func, ast.Attribute):
        mirrors.of_unknown(frame, node.func)
        result = methods.call_by_name(frame, node.func.attr, args, node)
        if result is None:
            result = _guess(frame, node.func.attr, args, node, fact)
    if result is None:
        result = call(frame, callee, args, node, fact)
    if frame.guards:
        sending.made(frame, result)
    credentials.link(frame, result, node)
    return result


def call(
    frame: Frame,
    callee: Value,
    args: Args,
    node: ast.AST,
    fact: Callable[[], Arguments] = no_arguments,
) -> Value:
    """Call whatever `callee` may be."""
    if frame.state is None or not callee:
        return EMPTY
    if len(callee) == 1:
        (atom,) = callee
        return _call(frame, atom, args, node, fact)
    before = frame.state
    after = None
    result = EMPTY
    for atom in callee:
        frame.state = before.copy()
        result = join2(result, _call(frame, atom, args, node, fact))
        after = frame.join_into(frame.state, after)
    frame.state = after
    return result


def _guess(
    frame: Frame, name: str, args: Args, node: ast.Call, fact: Callable[[], Arguments]
) -> Value | None:
    """Call the methods of that name which nothing else in the program calls, if there are any."""
    methods_named = frame.read((GUESSES, name))
    fitting = frozenset(
        atom
        for atom in methods_named or ()
        if isinstance(atom, Bound) and _fits(atom.function, args)
    )
    return join2(call(frame, fitting, args, node, fact), UNKNOWN) if fitting else None


def _fits(function: Function, args: Args) -> bool:
    """Whether a method can be called with these arguments, after the object that it is of."""
    arguments = function.code.node.args
    places = [*arguments.posonlyargs, *arguments.args][1:]
    words = {parameter.arg for parameter in (*places, *arguments.kwonlyargs)}
    if len(args.positional) > len(places) and arguments.vararg is None:
        return False
    if not words.issuperset(args.keywords) and arguments.kwarg is None:
        return False
    needed = places[len(args.positional) : len(places) - len(arguments.defaults)]
    given = args.rest is not None or args.more is not None
    return given or all(parameter.arg in args.keywords for parameter in needed)


def give_away(frame: Frame, args: Args, node: ast.AST) -> Value:
    """Hand the arguments to code that isn't analysed; what that gives isn't known."""
    if frame.state is not None and frame.state.choices:
        choices.given_away(frame, node)
    for value in args.every():
        sending.unknown_use(frame, value, node)
        for atom in value:
            if isinstance(atom, (Function, Bound)):
                detach(frame, one(atom), ANY_ARGUMENTS, node)
    return UNKNOWN


def detach(
    frame: Frame, callee: Value, args: Args, node: ast.AST, app: Made | None = None
) -> Value:
    """Run a function whose errors end outside of the code that is analysed."""
    outer, before = frame.sink, frame.state
    if before is None:
        return EMPTY
    frame.sink = sink = Sink()
    frame.state = before.copy()
    result = EMPTY
    if args is ANY_ARGUMENTS:
        for atom in callee:
            if isinstance(atom, Function):
                calls.call_from_outside(frame, atom, None, node)
            elif isinstance(atom, Bound):
                calls.call_from_outside(frame, atom.function, one(atom.receiver), node)
    else:
        result = call(frame, callee, args, node)
    for atom in result:
        if isinstance(atom, Suspended):
            sending.run_suspended(frame, atom, node)
    frame.sink = outer
    frame.state = frame.join_into(frame.state, before)
    if sink.errors:
        frame.note(Detached(frame.place(node), dict(sink.errors), app))
    return result


def run_aside(frame: Frame, callee: Value, node: ast.AST) -> Sink:
    """Run a call somewhere else; its errors, which wait until its result is asked for."""
    outer, before = frame.sink, frame.state
    if before is None:
        return Sink()
    frame.sink = sink = Sink()
    frame.state = before.copy()
    call(frame, callee, Args(), node)
    frame.sink = outer
    frame.state = frame.join_into(frame.state, before)
    return sink


def assign(frame: Frame, target: ast.expr, value: Value) -> None:
    """Assign a value to a target of any form."""
    if frame.state is None:
        return
    match target:
        case ast.Name(id=name):
            names.store(frame, name, value)
        case ast.Attribute(value=owner, attr=name):
            subjects = expressions.evaluate(frame, owner)
            for atom in subjects:
                if isinstance(atom, External):
                    frameworks.hooked(frame, f"{atom.name}.{name}", target)
            attributes.store(frame, subjects, name, value, target)
        case ast.Subscript(value=owner, slice=key):
            _assign_item(frame, owner, key, value)
        case ast.Starred(value=inner):
            assign(frame, inner, value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part, item in zip(parts, unpack(frame, value, parts, target)):
                assign(frame, part, item)


def unpack(frame: Frame, value: Value, parts: list[ast.expr], node: ast.AST) -> list[Value]:
    """What each part of a target gets of an unpacked value."""
    found = [EMPTY] * len(parts)
    rest: Value = EMPTY
    for atom in value:
        items = _items(frame, atom)
        starred = [index for index, part in enumerate(parts) if isinstance(part, ast.Starred)]
        if items is None:
            rest = join2(rest, sending.advance(frame, one(atom), node))
        elif starred and len(items) >= len(parts) - 1:
            head, tail = starred[0], len(parts) - starred[0] - 1
            middle = join(items[head : len(items) - tail])
            spread = [*items[:head], middle, *items[len(items) - tail :]]
            found = [join2(old, new) for old, new in zip(found, spread)]
        elif len(items) == len(parts):
            found = [join2(old, new) for old, new in zip(found, items)]
    result = [join2(item, rest) for item in found]
    for index, part in enumerate(parts):
        if isinstance(part, ast.Starred):
            container = containers.new(frame, "list", part)
            containers.append(frame, container, result[index])
            result[index] = one(container)
    return result


def delete_item(frame: Frame, value: Value, key: Value, node: ast.AST) -> None:
    """`del value[key]`."""
    for atom in value:
        if isinstance(atom, Container) and len(value) == 1:
            containers.delete(frame, atom, key)
        elif isinstance(atom, Instance):
            for inner in classes.find(frame, atom.cls, "__delitem__") or ():
                if isinstance(inner, Function):
                    calls.call_function(frame, inner, Args((one(atom), key)), node)


def assign_comprehension_target(frame: Frame, target: ast.expr, value: Value) -> None:
    """Bind a comprehension's target, which is local to it."""
    if frame.state is None:
        return
    match target:
        case ast.Name(id=name):
            frame.state.names[name] = value
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part, item in zip(parts, unpack(frame, value, parts, target)):
                assign_comprehension_target(frame, part, item)
        case _:
            assign(frame, target, value)


def _call(
    frame: Frame, atom: Atom, args: Args, node: ast.AST, fact: Callable[[], Arguments]
) -> Value:
    match atom:
        case Function():
            return calls.call_function(frame, atom, args, node)
        case Bound(function, receiver):
            return calls.call_function(frame, function, args.preceded_by(one(receiver)), node)
        case SdkMethod():
            return clients.call_operation(frame, atom, args, node, fact)
        case Class():
            return classes.instantiate(frame, atom, args, node, fact)
        case External(name):
            return libraries.call(frame, name, args, node, fact)
        case ExternalMethod(Super(cls, receiver), method):
            return _external_super(frame, cls, receiver, method, args, node, fact)
        case ExternalMethod(receiver, method):
            return methods.call(frame, receiver, method, args, node)
        case Partial(function, first, keywords):
            whole = args._replace(
                positional=(*first, *args.positional),
                keywords={**dict(keywords), **args.keywords},
            )
            return call(frame, function, whole, node)
        case Decorated():
            return decorators.call(frame, atom, args, node)
        case Instance():
            bound = _called(frame, atom)
            return call(frame, bound, args, node) if bound else give_away(frame, args, node)
        case Member():
            return call(frame, _called(frame, atom) or UNKNOWN, args, node)
        case Manager("retrying", policy):
            return retries.call_retrying(frame, policy, args, node)
        case Made(maker) if maker in COMMAND_APPS:
            return commands.run(frame, atom, node)
        case Plain.NONE | Plain.UNBOUND:
            return EMPTY
    return give_away(frame, args, node)


def _called(frame: Frame, atom: Instance | Member) -> Value:
    """What is called where an object of the program is; EMPTY where that isn't known."""
    return join(
        one(Bound(inner, atom)) if isinstance(inner, Function) else UNKNOWN
        for inner in classes.find(frame, atom.cls, "__call__") or ()
    )


def _super(frame: Frame, node: ast.Call) -> Value | None:
    """What `super()` is in a method; None where that isn't known."""
    if len(node.args) == 2:
        cls_value = expressions.evaluate(frame, node.args[0])
        receiver = expressions.evaluate(frame, node.args[1])
        if len(cls_value) == len(receiver) == 1:
            (cls,), (inner,) = cls_value, receiver
            return one(Super(cls, inner)) if isinstance(cls, Class) else None
        return None
    code = frame.code
    while code is not None and code.owner is None:
        code = code.parent
    if code is None or code.owner is None or frame.receiver is None:
        return None
    return one(Super(Class(code.owner, frame.closure), frame.receiver))


def _external_super(
    frame: Frame,
    cls: Class,
    receiver: Atom,
    method: str,
    args: Args,
    node: ast.AST,
    fact: Callable[[], Arguments],
) -> Value:
    """A method of a base class that isn't the program's."""
    if isinstance(receiver, Instance) and method == "__init__":
        classes.initialize_external(frame, receiver, args, node, fact)
        return frozenset((Plain.NONE,))
    if isinstance(receiver, Instance) and method == "__exit__":
        return managers.left(frame, receiver, args)
    if method in ("__enter__", "__aenter__"):
        return one(receiver)
    if isinstance(receiver, Instance) and method in classes.STACK_METHODS:
        stack = classes.stack_of(frame, receiver)
        if stack is not None:
            return methods.call(frame, stack, method, args, node)
    if method == "__setattr__":
        return mirrors.set_attribute(frame, args.preceded_by(one(receiver)), node)
    if method == "__new__":
        kinds = frozenset((receiver,)) | args.argument(0, "cls")
        for atom in kinds:
            if isinstance(atom, Class):
                classes.note_instance(frame, atom)
                return one(Instance(atom, frame.place(node), frame.context))
        return UNKNOWN
    return give_away(frame, args, node)


def _assign_item(frame: Frame, owner: ast.expr, key: ast.expr, value: Value) -> None:
    subjects = expressions.evaluate(frame, owner)
    key_value = EMPTY if isinstance(key, ast.Slice) else expressions.evaluate(frame, key)
    for atom in subjects:
        if atom == External("os.environ"):
            for name in key_value:
                if isinstance(name, Const) and isinstance(name.value, str):
                    frame.note(LogLevel(frame.place(key), name.value))
        if isinstance(atom, Container):
            if isinstance(key, ast.Slice):
                containers.append(frame, atom, sending.advance(frame, value, owner))
            else:
                containers.store(frame, atom, key_value, value)
        elif isinstance(atom, ExternalMethod) and atom.method == "__dict__":
            mirrors.store(frame, atom, key_value, value, owner)
        elif atom is Plain.UNKNOWN and mirrors.shown(owner) is not None:
            mirrors.set_named(frame, UNKNOWN, key_value, value, attributes.put, owner)
        elif isinstance(atom, Instance):
            for inner in classes.find(frame, atom.cls, "__setitem__") or ():
                if isinstance(inner, Function):
                    calls.call_function(frame, inner, Args((one(atom), key_value, value)), owner)


def _items(frame: Frame, atom: Atom) -> tuple[Value, ...] | None:
    """The items of something whose length is known."""
    if isinstance(atom, Sequence):
        return atom.items
    if isinstance(atom, Container) and atom.kind == "list":
        return containers.exact_items(frame, atom)
    if isinstance(atom, Instance):
        return subscripts.record_items(frame, atom)
    return None
