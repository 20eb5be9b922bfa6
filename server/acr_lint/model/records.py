"""Records: classes that `namedtuple` makes, and what `dataclasses` does with objects."""

from __future__ import annotations

import _ast as ast
import keyword

from acr_lint.model import calls, classes, dispatch, hints, iterables
from acr_lint.model.arguments import Args
from acr_lint.model.frame import Frame
from acr_lint.model.state import BASES
from acr_lint.model.values import (
    EMPTY,
    UNBOUND,
    UNKNOWN,
    Class,
    Const,
    Container,
    External,
    Function,
    Instance,
    Sequence,
    Value,
    join,
    join2,
    one,
)
from acr_lint.syntax.nodes import nodes_of, standing


def named_tuple(frame: Frame, args: Args, node: ast.AST) -> Value:
    """The class that `namedtuple(name, fields, defaults=...)` makes."""
    names = _field_names(frame, args.argument(1, "field_names") or args.argument(1, "fields"))
    if names is None or frame.island is None:
        return UNKNOWN
    defaults = iterables.exact(frame, args.keywords.get("defaults", one(Sequence(()))))
    if defaults is None or len(defaults) > len(names):
        return UNKNOWN
    written = _written(names, len(defaults), node)
    code = frame.world.made_class(frame.module, frame.island, node, written)
    cls = Class(code, frame.id)
    frame.write((cls, BASES), one(Sequence((one(External("typing.NamedTuple")),))))
    for name, default in zip(names[len(names) - len(defaults) :], defaults):
        frame.write((cls, name), default)
    return one(cls)


def initialize(frame: Frame, instance: Instance, args: Args, node: ast.AST) -> None:
    """Give a new record its fields, and run its `__post_init__`, which gets what is only for it."""
    positional = list(args.positional)
    keywords = dict(args.keywords)
    passed_on: list[Value] = []
    for code, owner, statement in classes.fields_of(frame, instance.cls):
        assert isinstance(statement.target, ast.Name)
        name = statement.target.id
        default = frame.read((owner, name)) if statement.value is not None else None
        if name in keywords:
            value = keywords[name]
            if value & UNBOUND:
                value = join2(value - UNBOUND, default or EMPTY)
        elif positional and not _keyword_only(statement):
            value = positional.pop(0)
        elif args.rest is not None or args.more is not None:
            value = join((args.rest or EMPTY, args.more or EMPTY, default or EMPTY))
        elif default is not None:
            value = default
        else:
            inside = classes.defining_frame(frame, code)
            value = hints.of_annotation(inside, statement.annotation, statement)
        if classes.outer_name(statement.annotation) == "InitVar":
            passed_on.append(value)
        else:
            frame.write((instance, name), value)
    for atom in classes.find(frame, instance.cls, "__post_init__") or ():
        if isinstance(atom, Function):
            calls.call_function(frame, atom, Args((one(instance), *passed_on)), node)


def _keyword_only(statement: ast.AnnAssign) -> bool:
    value = statement.value
    return isinstance(value, ast.Call) and any(
        word.arg == "init" and isinstance(word.value, ast.Constant) and word.value.value is False
        for word in value.keywords
    )


def replaced(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`dataclasses.replace`: another object with some fields changed."""
    return join(
        changed(frame, atom, args, node)
        for atom in args.argument(0, "obj")
        if isinstance(atom, Instance)
    )


def changed(frame: Frame, instance: Instance, args: Args, node: ast.AST) -> Value:
    """A record like `instance` whose fields are those given by keyword, where they are."""
    fresh = Instance(instance.cls, frame.place(node), frame.context)
    classes.note_instance(frame, instance.cls)
    for _, _, statement in classes.fields_of(frame, instance.cls):
        assert isinstance(statement.target, ast.Name)
        name = statement.target.id
        value = args.keywords.get(name)
        if value is None:
            value = classes.instance_attribute(frame, instance, name)
        if value is not None:
            frame.write((fresh, name), value)
    return one(fresh)


def held_by(frame: Frame, instance: Instance) -> dict[str, Value]:
    """The fields of a record; none for other objects."""
    held: dict[str, Value] = {}
    if classes.is_record(frame, instance.cls):
        for _, _, statement in classes.fields_of(frame, instance.cls):
            assert isinstance(statement.target, ast.Name)
            value = classes.instance_attribute(frame, instance, statement.target.id)
            held[statement.target.id] = UNKNOWN if value is None else value
    return held


def as_dict(frame: Frame, args: Args, node: ast.AST) -> Value:
    """`dataclasses.asdict`: the fields of a record as a dict."""
    subject = args.argument(0, "obj")
    fields = [held_by(frame, a) for a in subject if isinstance(a, Instance)]
    if len(fields) != 1 or len(subject) != 1 or not fields[0]:
        return UNKNOWN
    return iterables.dict_(frame, Args((), fields[0]), node)


def field(frame: Frame, args: Args, node: ast.AST) -> Value:
    """A dataclass field's default, or what its factory makes."""
    if "default" in args.keywords:
        return args.keywords["default"]
    factory = args.keywords.get("default_factory") or args.keywords.get("factory")
    return dispatch.call(frame, factory, Args(), node) if factory else EMPTY


def bare_object(frame: Frame, args: Args, node: ast.AST) -> Value:
    for atom in args.argument(0, "cls"):
        if isinstance(atom, Class):
            return one(Instance(atom, frame.place(node), frame.context))
    return UNKNOWN


def _field_names(frame: Frame, value: Value) -> list[str] | None:
    """The names in a text, or in a list of texts or of pairs; None where one isn't known."""
    if len(value) != 1:
        return None
    (atom,) = value
    found: list[object] = []
    if isinstance(atom, Const) and isinstance(atom.value, str):
        found += atom.value.replace(",", " ").split()
    elif isinstance(atom, (Sequence, Container)):
        for item in iterables.exact(frame, value) or ():
            for part in item:
                name = next(iter(part.items[0]), None) if isinstance(part, Sequence) else part
                found.append(name.value if isinstance(name, Const) else None)
    names = [name for name in found if isinstance(name, str)]
    usable = all(name.isidentifier() and not keyword.iskeyword(name) for name in names)
    return names if names and usable and len(names) == len(found) else None


def _written(names: list[str], defaults: int, node: ast.AST) -> ast.ClassDef:
    """The `class` statement that would do the same, as if it stood where the call does."""
    body: list[ast.stmt] = []
    for index, name in enumerate(names):
        value = ast.Constant(None) if index >= len(names) - defaults else None
        target = ast.Name(name, ast.Store())
        body.append(ast.AnnAssign(target, ast.Name("object", ast.Load()), value, 1))
    written = ast.ClassDef(name="Record", bases=[], keywords=[], body=body, decorator_list=[])
    for part in nodes_of(written):
        standing(part, node)
    return written


CALLS = {
    "collections.namedtuple": named_tuple,
    "typing.NamedTuple": named_tuple,
    "dataclasses.field": field,
    "dataclasses.asdict": as_dict,
    "dataclasses.replace": replaced,
    "copy.replace": replaced,
    "attr.ib": field,
    "attrs.field": field,
}
"""What calls of functions outside of the program do, by dotted name."""
