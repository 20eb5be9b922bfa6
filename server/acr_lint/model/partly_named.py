"""Functions by names of which only a part is written: `getattr(self, f"do_{command}")`."""

from __future__ import annotations

import _ast as ast
from collections.abc import Iterator

from acr_lint.model import classes
from acr_lint.model.frame import Frame
from acr_lint.model.state import GUESSES
from acr_lint.model.values import (
    EMPTY,
    UNBOUND,
    Atom,
    Bound,
    Function,
    Instance,
    ModuleValue,
    Value,
    join,
    one,
)

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def functions(frame: Frame, subject: Value, name: ast.AST) -> Value:
    """The functions of a module, or the methods of an object, whose names may be that text.

    Where nothing of the name is written these are the public methods of an object that nothing else
    calls: of others it is more likely that the name is never theirs.
    """
    start, end = _ends_of(name)
    return join(
        found
        for atom in (subject if len(subject) == 1 else EMPTY)
        for defined, found in _defined_by(frame, atom)
        if defined.startswith(start) and defined.endswith(end)
        if start
        or end
        or (not defined.startswith("_") and _is_only_called_so(frame, defined, found))
    )


def _defined_by(frame: Frame, atom: Atom) -> Iterator[tuple[str, Value]]:
    """The functions that `def` statements give to the object, but for the one that runs."""
    if isinstance(atom, ModuleValue):
        for _, statement in atom.module.syntax.statements():
            if isinstance(statement, _DEFINITIONS):
                held = (frame.read((atom.module, statement.name)) or UNBOUND) - UNBOUND
                yield statement.name, frozenset(_others(frame, held))
    if isinstance(atom, Instance):
        for cls in classes.ancestors(frame, atom.cls):
            for statement in cls.code.node.body:
                if isinstance(statement, _DEFINITIONS):
                    held = classes.find(frame, atom.cls, statement.name) or EMPTY
                    bound = (one(Bound(each, atom)) for each in _others(frame, held))
                    yield statement.name, join(bound)


def _is_only_called_so(frame: Frame, name: str, methods: Value) -> bool:
    """Whether nothing calls methods of that name by what is known."""
    guesses = frame.read((GUESSES, name)) or EMPTY
    uncalled = {each.function.code for each in guesses if isinstance(each, Bound)}
    return all(isinstance(each, Bound) and each.function.code in uncalled for each in methods)


def _others(frame: Frame, held: Value) -> list[Function]:
    return [each for each in held if isinstance(each, Function) and each.code is not frame.code]


def _ends_of(name: ast.AST) -> tuple[str, str]:
    """With what a text that is put together begins and ends, as far as that is written there."""
    match name:
        case ast.BinOp(left=ast.Constant(str(start)), op=ast.Add()):
            return start, ""
        case ast.BinOp(right=ast.Constant(str(end)), op=ast.Add()):
            return "", end
        case ast.JoinedStr(values=[first, *_, last]):
            return _text_of(first), _text_of(last)
    return "", ""


def _text_of(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
