"""Records do what those of `typing` do."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from typing import NamedTuple as Model

import pytest

import acr_lint
from acr_lint.text.record import NamedTuple as Record

SERVER = Path(acr_lint.__file__).parent


class Ours(Record):
    """A place."""

    row: int
    column: int | None
    name: str = "here"
    cls: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.row}:{self.column}"


class Theirs(Model):
    """A place."""

    row: int
    column: int | None
    name: str = "here"
    cls: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.row}:{self.column}"


class Nothing(Record):
    pass


def _matched(value: Any) -> object:
    match value:
        case Ours(row, column=column) | Theirs(row, column=column):
            return row, column
    return None


SHOWN: list[Callable[[Any], object]] = [
    lambda kind: kind(1, 2),
    lambda kind: kind(1, column=None, cls=(1,)),
    lambda kind: hash(kind(1, 2)),
    lambda kind: kind(1, 2) == kind(1, 2, "here") != kind(1, 3),
    lambda kind: kind(1, 2) < kind(2, 1),
    lambda kind: [*kind(1, 2)],
    lambda kind: kind(1, 2)[2],
    lambda kind: kind(1, 2).both,
    lambda kind: kind(1, 2)._replace(column=5, cls=()),
    lambda kind: kind._make(range(4)),
    lambda kind: kind(1, 2)._asdict(),
    lambda kind: copy.deepcopy(kind(1, [2])),
    lambda kind: pickle.loads(pickle.dumps(kind(1, 2))),
    lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__),
    lambda kind: (kind.__bases__ != (), isinstance(kind(1, 2), tuple), kind.__module__),
    lambda kind: _matched(kind(1, 2)),
    lambda kind: kind(),
    lambda kind: kind(1, 2, unknown=3),
    lambda kind: kind(1, 2, 3, 4, 5),
    lambda kind: kind._make([1]),
    lambda kind: setattr(kind(1, 2), "row", 3),
    lambda kind: setattr(kind(1, 2), "unknown", 3),
    lambda kind: vars(kind(1, 2)),
]


def test_there_is_no_other_field_to_replace() -> None:
    """Those of `typing` raise a ValueError up to Python 3.12."""
    with pytest.raises(TypeError, match="no field unknown"):
        Ours(1, 2)._replace(unknown=3)


def _outcome(show: Callable[[Any], object], kind: object) -> str:
    try:
        return repr(show(kind)).replace("Theirs", "Ours")
    except Exception as error:
        told = str(error).replace("Theirs", "Ours").replace("_cls", "cls")
        known = "missing|unexpected|takes|expected|attribute|must have"
        return f"{type(error).__name__}: {re.findall(known, told, re.IGNORECASE)}"


@pytest.mark.parametrize("show", SHOWN, ids=range(len(SHOWN)))
def test_a_record_is_what_typing_makes(show: Callable[[Any], object]) -> None:
    ours, theirs = _outcome(show, Ours), _outcome(show, Theirs)
    assert ours.partition(":")[0] == theirs.partition(":")[0]
    assert "Error" in ours or ours == theirs


def test_what_is_wrong_with_a_call_is_told_by_name() -> None:
    with pytest.raises(TypeError, match=r"missing 2 required .* 'row' and 'column'"):
        Ours()  # type: ignore[call-arg]


def test_a_record_without_fields() -> None:
    assert Nothing() == ()
    assert repr(Nothing()) == "Nothing()"


def test_fields_with_defaults_come_last() -> None:
    with pytest.raises(TypeError, match="without a default"):
        exec("class Wrong(Record):\n    a: int = 1\n    b: int", {"Record": Record})


def test_all_records_are_made_so() -> None:
    text = {path: path.read_text() for path in SERVER.rglob("*.py") if path.name != "record.py"}
    slow = re.compile(r"^from typing import .*\bNamedTuple\b", re.MULTILINE)
    assert [path for path, found in text.items() if slow.search(found)] == []
