"""Each way to get the SDK wrong in `bugs.md` is found, or it says why a linter shouldn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from acr_lint.rules.registry import rules
from tests.rules.harness import Example, examples, findings, read, shown

_BUGS = examples((Path(__file__).parent / "bugs.md").read_text("utf-8"))
_ORDINARY = {"ACR107", "ACR201", "ACR301"}  # what any program may have


@pytest.mark.parametrize("bug", _BUGS, ids=[bug.heading for bug in _BUGS])
def test_it_is_found(bug: Example) -> None:
    files, expected = read(bug.text)
    found = shown(files, findings(files, rules()))
    codes = {each.code for each in expected}
    assert {each for each in found if each.code in codes} == expected
    if not expected:
        assert {each.code for each in found} <= _ORDINARY


def test_none_is_left_out() -> None:
    assert {bug.heading for bug in _BUGS} == {"0a", "0b", "0c", *map(str, range(1, 52))}
