"""Texts where a flag belongs, and flags to put in their place."""

from __future__ import annotations

from acr_lint.findings import Fix, Safety
from acr_lint.model.facts import Argument
from acr_lint.model.values import Const, Plain
from acr_lint.rules.found import expression_of, span_of
from acr_lint.text.source import Edit


def is_text(argument: Argument) -> bool:
    """Whether an argument is a text, or a text or None."""
    atoms = argument.value - {Plain.NONE}
    return bool(atoms) and all(
        atom is Plain.TEXT or (isinstance(atom, Const) and atom.kind is str) for atom in atoms
    )


def as_flag(argument: Argument) -> tuple[Fix, ...]:
    """Compare the text with the words for yes."""
    place = expression_of(argument)
    if place is None:
        return ()
    shown = place.module.syntax.source.slice(span_of(place))
    edit = Edit(span_of(place), f'str({shown}).lower() in ("1", "true", "yes")')
    return (Fix("Compare it with the words for yes", Safety.UNSAFE, (edit,)),)
