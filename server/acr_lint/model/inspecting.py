"""What `isinstance`, `getattr` and other builtins tell of objects, or show of them."""

from __future__ import annotations

import _ast as ast

from acr_lint.model import (
    attributes,
    conditions,
    iterables,
    kinds,
    mirrors,
    operators,
    partly_named,
    sending,
    special,
    tries,
)
from acr_lint.model.arguments import Args
from acr_lint.model.facts import Misused
from acr_lint.model.frame import Frame
from acr_lint.model.values import (
    EMPTY,
    FLAG,
    NONE,
    NUMBER,
    TEXT,
    UNKNOWN,
    Atom,
    External,
    Instance,
    Pager,
    Plain,
    Sending,
    Sequence,
    Stream,
    Value,
    const,
    join2,
    one,
)


def getattr_(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) < 2:
        return UNKNOWN
    subject, name, *default = args.positional
    found = operators.attribute(frame, subject, name, node)
    if found == UNKNOWN:
        found = join2(found, partly_named.functions(frame, subject, _name_in(node)))
    return join2(found, default[0]) if default and found >= UNKNOWN else found


def _name_in(node: ast.AST) -> ast.AST:
    return node.args[1] if isinstance(node, ast.Call) and len(node.args) > 1 else node


def setattr_(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) == 3:
        mirrors.set_named(frame, *args.positional, attributes.store, node)
    return NONE


def isinstance_(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) == 2:
        wanted: list[Atom] = []
        for atom in args.positional[1]:
            if isinstance(atom, Sequence):
                wanted += (inner for item in atom.items for inner in item)
            else:
                wanted.append(atom)
        answers = {kinds.is_instance(frame, atom, wanted) for atom in args.positional[0]}
        if len(answers) == 1:
            (answer,) = answers
            if answer is not None:
                return const(answer)
        return UNKNOWN if Plain.UNKNOWN in wanted else FLAG
    return FLAG


def issubclass_(frame: Frame, args: Args, node: ast.AST) -> Value:
    if len(args.positional) != 2:
        return FLAG
    wanted = list(tries.flat_classes(frame, args.positional[1]))
    answers: set[bool | None] = set()
    for atom in args.positional[0]:
        if isinstance(atom, External):
            known = [
                frame.world.hierarchy.is_subclass(
                    atom.name, frame.world.hierarchy.canonical(each.name) or each.name
                )
                for each in wanted
                if isinstance(each, External)
            ]
            unknown = len(known) < len(wanted) and Plain.UNKNOWN in wanted
            answers.add(True if True in known else None if unknown else False)
        elif atom is Plain.NONE:
            answers.add(False)
        else:
            answers.add(None)
    if len(answers) == 1:
        (answer,) = answers
        if answer is not None:
            return const(answer)
    return UNKNOWN if Plain.UNKNOWN in wanted else FLAG


def bool_(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = iterables.first(args, node)
    sending.truth_tested(frame, value, place)
    truths = {conditions.truth_of(frame, atom) for atom in value}
    if len(truths) == 1:
        (truth,) = truths
        if truth is not None:
            return const(truth)
    return FLAG


def callable_(frame: Frame, args: Args, node: ast.AST) -> Value:
    answers = {kinds.is_callable(frame, atom) for atom in args.argument(0, "obj")}
    if len(answers) == 1:
        (answer,) = answers
        if answer is not None:
            return const(answer)
    return FLAG


def len_(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, place = iterables.first(args, node)
    sending.sliced(frame, value, place)
    for atom in value:
        if isinstance(atom, Instance):
            special.ask(frame, atom, "__len__", node)
    return NUMBER


def show(frame: Frame, args: Args, node: ast.AST) -> Value:
    for value, place in iterables.placed(args, node):
        special.ask_first(frame, value, ("__str__", "__repr__"), place)
        shown = frozenset(a for a in value if isinstance(a, (Pager, Stream, Sending)))
        if shown:
            frame.note(Misused(frame.place(place), "shown", shown))
    return TEXT


def print_(frame: Frame, args: Args, node: ast.AST) -> Value:
    show(frame, args, node)
    return NONE


def type_(frame: Frame, args: Args, node: ast.AST) -> Value:
    value, _ = iterables.first(args, node)
    found: Value = EMPTY
    for atom in value:
        found = join2(found, one(atom.cls) if isinstance(atom, Instance) else UNKNOWN)
    return found
