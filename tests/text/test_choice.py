"""Choices do what those of `enum` do."""

from __future__ import annotations

import copy
import enum
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import acr_lint
from acr_lint.text.choice import Enum

SERVER = Path(acr_lint.__file__).parent


class Ours(Enum):
    """A colour."""

    RED = "red"
    GREEN = "green"

    @property
    def capital(self) -> str:
        return self.value.upper()

    def mixed(self, other: Ours) -> str:
        return f"{self.value} and {other.value}"


class Theirs(enum.Enum):
    """A colour."""

    RED = "red"
    GREEN = "green"

    @property
    def capital(self) -> str:
        return self.value.upper()

    def mixed(self, other: Theirs) -> str:
        return f"{self.value} and {other.value}"


def _matched(value: Any) -> str:
    match value:
        case Ours.RED | Theirs.RED:
            return "it is red"
        case Ours() | Theirs():
            return "it is another"
    return "it is none"


SHOWN: list[Callable[[Any], object]] = [
    lambda kind: [member.name for member in kind],
    lambda kind: [member.value for member in kind],
    lambda kind: (len(kind), kind.__doc__),
    lambda kind: (kind.RED.capital, kind.RED.mixed(kind.GREEN)),
    lambda kind: kind("red") is kind.RED,
    lambda kind: (kind.RED == kind.RED, kind.RED == kind.GREEN, kind.RED == "red"),
    lambda kind: len({kind.RED, kind.GREEN, kind("red")}),
    lambda kind: [_matched(kind.RED), _matched(kind.GREEN), _matched("red")],
    lambda kind: isinstance(kind.RED, kind),
    lambda kind: [repr(kind.RED).replace("Theirs", "Ours"), str(kind.RED).partition(".")[2]],
    lambda kind: copy.deepcopy([kind.RED])[0] is kind.RED,
    lambda kind: pickle.loads(pickle.dumps(kind.GREEN)) is kind.GREEN,
]


@pytest.mark.parametrize("show", SHOWN)
def test_a_choice_is_what_enum_makes(show: Callable[[Any], object]) -> None:
    assert show(Ours) == show(Theirs)


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_a_value_that_no_member_has(kind: Any) -> None:
    with pytest.raises(ValueError, match="'blue' is not a valid"):
        kind("blue")


def test_all_choices_are_made_so() -> None:
    text = {path: path.read_text() for path in SERVER.rglob("*.py") if path.name != "choice.py"}
    slow = re.compile(r"^from enum import|^import enum", re.MULTILINE)
    assert [path for path, found in text.items() if slow.search(found)] == []


def test_each_member_has_a_value_of_its_own() -> None:
    with pytest.raises(TypeError, match="Same: two members"):
        type(Enum)("Same", (Enum,), {"ONE": "a", "OTHER": "a"})
