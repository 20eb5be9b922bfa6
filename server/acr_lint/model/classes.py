"""Classes of the program: their order of bases, their attributes, their instances."""

from __future__ import annotations

import _ast as ast
from collections.abc import Callable, Iterator

from acr_lint.model import (
    calls,
    clients,
    enums,
    expressions,
    hints,
    records,
    special,
    statements,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Arguments, no_arguments
from acr_lint.model.frame import Frame
from acr_lint.model.scopes import ClassCode
from acr_lint.model.state import ANY_NAME, BASES, SUPPRESSED
from acr_lint.model.values import (
    EMPTY,
    NONE,
    UNBOUND,
    UNKNOWN,
    Atom,
    Bound,
    Class,
    Decorated,
    External,
    Function,
    Instance,
    Made,
    Member,
    Partial,
    Sequence,
    Value,
    const,
    join,
    join2,
    one,
)
from acr_lint.model.world import any_instance
from acr_lint.sdk.operations import CLIENT_NAMES

SUPPRESS = "contextlib.suppress"
STACKS = ("contextlib.ExitStack", "contextlib.AsyncExitStack")
STACK_METHODS = frozenset((
    *("callback", "push_async_callback", "push", "push_async_exit", "pop_all", "close", "aclose"),
    *("enter_context", "enter_async_context"),
))  # fmt: skip
_RECORDS = ("dataclass", "define", "attrs", "s", "frozen", "mutable")
_THREADS = ("threading.Thread", "multiprocessing.Process")
_RECORD_BASES = ("typing.NamedTuple", "pydantic.BaseModel", "typing.TypedDict")


def define(frame: Frame, node: ast.ClassDef) -> Value:
    """The class that a `class` statement makes; its body is run here."""
    assert frame.island is not None
    outer = frame.classes[-1].code if frame.classes else None
    code = frame.world.class_code(frame.module, frame.island, node, frame.code, outer)
    cls = Class(code, frame.id)
    bases = tuple(expressions.evaluate(frame, base) for base in node.bases)
    for word in node.keywords:
        expressions.evaluate(frame, word.value)
    frame.add((cls, BASES), one(Sequence(bases)))
    frame.classes.append(cls)
    statements.execute(frame, node.body)
    frame.classes.pop()
    if _is_enum(frame, cls):
        enums.make_members(frame, cls, node)
    _name_descriptors(frame, cls, node)
    words = {word.arg: UNKNOWN for word in node.keywords if word.arg not in (None, "metaclass")}
    for atom in find(frame, cls, "__init_subclass__", after=cls) or ():
        for hook in atom.function if isinstance(atom, Decorated) else one(atom):
            if isinstance(hook, Function):
                args = Args((one(cls),), {word: value for word, value in words.items() if word})
                calls.call_function(frame, hook, args, node)
    return one(cls)


def _name_descriptors(frame: Frame, cls: Class, node: ast.ClassDef) -> None:
    """Tell the objects that are a class's attributes under which name they are."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                for atom in frame.read((cls, name)) or ():
                    if isinstance(atom, Instance):
                        special.ask(frame, atom, "__set_name__", statement, one(cls), const(name))


def members_of(frame: Frame, cls: Class) -> list[Member] | None:
    """The members of an enum; None for other classes."""
    return enums.members(frame, cls) if _is_enum(frame, cls) else None


def _is_enum(frame: Frame, cls: Class) -> bool:
    return bool(cls.code.node.bases) and any(
        name.startswith("enum.") for name in external_bases(frame, cls)
    )


def ancestors(frame: Frame, cls: Class) -> list[Class]:
    """The class and its bases in the program, in the order in which attributes are looked up."""
    order: list[Class] = []
    pending = [cls]
    while pending:
        current = pending.pop(0)
        if current in order:
            order.remove(current)
        order.append(current)
        if len(order) > 64:
            break
        found = [
            atom for atom in _bases(frame, current) if isinstance(atom, Class) and atom != current
        ]
        pending = found + pending
    return order


def external_bases(frame: Frame, cls: Class) -> Iterator[str]:
    """The qualified names of the classes outside the program that the class derives from."""
    for current in ancestors(frame, cls):
        for atom in _bases(frame, current):
            if isinstance(atom, External):
                yield atom.name


def has_unknown_base(frame: Frame, cls: Class) -> bool:
    """Whether the class may have attributes that the program doesn't show."""
    return any(
        not isinstance(atom, Class)
        for current in ancestors(frame, cls)
        for atom in _bases(frame, current)
        if atom != External("builtins.object")
    )


def is_thread(frame: Frame, cls: Class) -> bool:
    """Whether `start()` runs the `run()` of the class's objects somewhere else."""
    return any(name in _THREADS for name in external_bases(frame, cls))


def stack_of(frame: Frame, instance: Instance) -> Made | None:
    """The exit stack that an object is whose class derives from one's."""
    for name in external_bases(frame, instance.cls):
        if name in STACKS:
            return Made(name, instance.place)
    return None


def client_flavor(frame: Frame, cls: Class) -> str | None:
    """The flavour of the client that the class derives from, if it does."""
    for name in external_bases(frame, cls):
        if name in CLIENT_NAMES:
            return CLIENT_NAMES[name]
    return None


def find(frame: Frame, cls: Class, name: str, after: Class | None = None) -> Value | None:
    """The attribute as the class or a base of it defines it; None where none does.

    With `after`, only what comes after that class in the order of bases (as `super()` asks).
    """
    order = ancestors(frame, cls)
    if after is not None and after in order:
        order = order[order.index(after) + 1 :]
    for current in order:
        value = frame.read((current, name))
        if value is not None:
            return _replaced(frame, current, value) - UNBOUND
    return None


def _replaced(frame: Frame, cls: Class, value: Value) -> Value:
    """An attribute of a class without the method that a loop over all of them has replaced."""
    if len(value) > 1 and frame.read((cls, ANY_NAME)) is not None:
        others = (a for a in value if not isinstance(a, Function) or a.code.owner is not cls.code)
        return frozenset(others) or value
    return value


def instance_attribute(frame: Frame, instance: Instance, name: str) -> Value | None:
    """What an attribute of the instance itself holds; None where nothing sets it."""
    value = frame.read((instance, name))
    if value is not None:
        if value >= NONE and frame.read((instance, ANY_NAME)) is not None:
            value = join2(value - NONE, UNKNOWN)
        return value - UNBOUND
    if instance.place is None:
        for cls in ancestors(frame, instance.cls)[1:]:
            value = frame.read((any_instance(cls), name))
            if value is not None:
                return value - UNBOUND
    return None


def instantiate(
    frame: Frame,
    cls: Class,
    args: Args,
    node: ast.AST,
    fact: Callable[[], Arguments] = no_arguments,
) -> Value:
    """Make an instance of the class with these arguments."""
    known = members_of(frame, cls)
    if known is not None:
        return enums.of_value(known, args.argument(0, "value"))
    maker = find(frame, cls, "__new__")
    functions = frozenset(atom for atom in maker or () if isinstance(atom, Function))
    if functions:
        return _made_by(frame, functions, cls, args, node)
    instance = Instance(cls, frame.place(node), frame.context)
    note_instance(frame, cls)
    return _initialized(frame, instance, args, node, fact)


def _made_by(frame: Frame, functions: Value, cls: Class, args: Args, node: ast.AST) -> Value:
    """What the class's `__new__` gives, initialized where it is one of its instances."""
    made = EMPTY
    for function in functions:
        if isinstance(function, Function):
            given = args.preceded_by(one(cls))
            made = join2(made, calls.call_function(frame, function, given, node))
    for atom in made:
        if isinstance(atom, Instance) and cls in ancestors(frame, atom.cls):
            _initialized(frame, atom, args, node, no_arguments)
    return made


def _initialized(
    frame: Frame, instance: Instance, args: Args, node: ast.AST, fact: Callable[[], Arguments]
) -> Value:
    """The instance after its `__init__`, or what does for one, has run."""
    cls = instance.cls
    made = one(instance)
    initializer = find(frame, cls, "__init__")
    if initializer is not None:
        for atom in initializer:
            if isinstance(atom, Function):
                calls.call_function(frame, atom, args.preceded_by(made), node)
        return made if frame.state is not None else EMPTY
    if is_record(frame, cls):
        records.initialize(frame, instance, args, node)
        return made
    initialize_external(frame, instance, args, node, fact)
    return made


def initialize_external(
    frame: Frame, instance: Instance, args: Args, node: ast.AST, fact: Callable[[], Arguments]
) -> None:
    """Run the `__init__` of the base that isn't the program's, where its meaning is known."""
    flavor = client_flavor(frame, instance.cls)
    if flavor is not None:
        clients.construct(frame, flavor, args, node, instance, fact)
    if SUPPRESS in external_bases(frame, instance.cls):
        frame.write((instance, SUPPRESSED), one(Sequence((*args.positional, args.rest or EMPTY))))


def is_record(frame: Frame, cls: Class) -> bool:
    """Whether the class's fields are the parameters of its constructor."""
    for current in ancestors(frame, cls):
        for decorator in current.code.node.decorator_list:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if name in _RECORDS:
                return True
    return any(name in _RECORD_BASES for name in external_bases(frame, cls))


def fields_of(frame: Frame, cls: Class) -> list[tuple[ClassCode, Class, ast.AnnAssign]]:
    """The fields of a record in the order of its constructor's parameters."""
    found: dict[str, tuple[ClassCode, Class, ast.AnnAssign]] = {}
    for current in reversed(ancestors(frame, cls)):
        for statement in current.code.node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    if outer_name(annotation) != "ClassVar":
                        found[name] = (current.code, current, statement)
    return list(found.values())


def outer_name(annotation: ast.expr) -> str:
    """The last part of an annotation's name, without what stands in brackets."""
    match annotation:
        case ast.Subscript(value=inner):
            return outer_name(inner)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def fill_any_record(frame: Frame, instance: Instance) -> None:
    """Give an instance that stands for any object of a record its fields, if nothing has."""
    if not is_record(frame, instance.cls):
        return
    if instance.cls.code in frame.world.instantiated:
        return
    fill_any(frame, instance)


def fill_any(frame: Frame, instance: Instance) -> None:
    """Give an instance of a record what its fields' annotations promise."""
    for code, cls, statement in fields_of(frame, instance.cls):
        assert isinstance(statement.target, ast.Name)
        name = statement.target.id
        inside = defining_frame(frame, code)
        value = hints.of_annotation(inside, statement.annotation, statement)
        if statement.value is not None:
            default = frame.read((cls, name))
            value = join2(value, default if default is not None else EMPTY)
        frame.write((instance, name), value)


def bound_method(frame: Frame, atom: Atom, receiver: Atom, node: ast.expr) -> Value:
    """A class's attribute as it is seen through an instance: functions become methods."""
    match atom:
        case Function():
            return one(Bound(atom, receiver))
        case Decorated("property" | "cached_property", function):
            return join(
                calls.call_function(frame, getter, Args((one(receiver),)), node)
                for getter in function
                if isinstance(getter, Function)
            )
        case Decorated("staticmethod", function):
            return function
        case Decorated("classmethod", function):
            cls = receiver.cls if isinstance(receiver, (Instance, Member)) else receiver
            return _bound(function, cls)
        case Decorated("managed", parts):
            return frozenset(
                Decorated(
                    "managed", one(Sequence((part.items[0], _bound(part.items[1], receiver))))
                )
                for part in parts
                if isinstance(part, Sequence)
            )
        case Decorated("partial method", partials):
            return frozenset(
                partial._replace(function=_bound(partial.function, receiver))
                for partial in partials
                if isinstance(partial, Partial)
            )
        case Decorated(kind, function):
            return one(Decorated(kind, _bound(function, receiver)))
        case Instance():
            owner = one(receiver.cls) if isinstance(receiver, Instance) else UNKNOWN
            return special.ask(frame, atom, "__get__", node, one(receiver), owner) or one(atom)
    return one(atom)


def promised(frame: Frame, instance: Instance, name: str) -> Value | None:
    """What a bare annotation in a class's body says of an attribute that nothing sets."""
    for cls in ancestors(frame, instance.cls):
        for statement in cls.code.node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=target), value=None) if target == name:
                    inside = defining_frame(frame, cls.code)
                    return hints.of_annotation(inside, statement.annotation, statement)
    return None


def note_instance(frame: Frame, cls: Class) -> None:
    """Note that the program itself makes objects of a class."""
    frame.world.instantiated.add(cls.code)
    frame.summary.instantiated.add(cls.code)


def _bases(frame: Frame, cls: Class) -> Iterator[Atom]:
    """All that the bases of a class may be, in their order."""
    for atom in frame.read((cls, BASES)) or ():
        if isinstance(atom, Sequence):
            for base in atom.items:
                yield from base


def _bound(functions: Value, receiver: Atom) -> Value:
    return frozenset(Bound(a, receiver) if isinstance(a, Function) else a for a in functions)


def defining_frame(frame: Frame, code: ClassCode) -> Frame:
    """A frame that reads names as the class's module does."""
    if frame.module is code.module and frame.island is code.island:
        return frame
    return Frame(frame.world, code.module, code.island, None, None, None, frame)
