"""acr-lint against what random programs really do."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.oracle import judge
from tests.oracle.__main__ import Totals
from tests.oracle.generate import generate

_BLOCK = 10
_MISSES = (judge.MISSED_ESCAPE, judge.MISSED_GROUP, judge.MISSED_ANONYMOUS, judge.CRASH)


@pytest.mark.parametrize("first", range(0, 60, _BLOCK))
def test_some_programs(first: int) -> None:
    totals, shown = _compared(range(first, first + _BLOCK))
    assert not totals.broken
    assert not totals.failing, shown


@pytest.mark.long
@pytest.mark.parametrize("first", range(10_000, 15_000, 500))
def test_many_programs(first: int) -> None:
    """Nothing is missed; less than one claimed escape in a hundred is one that no run shows."""
    totals, shown = _compared(range(first, first + 500))
    assert not totals.broken
    assert not any(totals.kinds[kind] for kind in _MISSES), shown
    wrong = sum(totals.kinds[kind] for kind in judge.WRONG)
    assert wrong * 100 < totals.claims, shown


def _compared(seeds: Iterable[int]) -> tuple[Totals, str]:
    totals = Totals()
    shown = []
    for seed in seeds:
        made = generate(seed)
        judgement = judge.judge(made.program)
        totals.add(made, judgement)
        if any(difference.wrong for difference in judgement.differences):
            shown.append(f"== seed {seed}\n{judgement.text()}")
        shown += judgement.truth.problems
    return totals, "\n".join(["", *shown])
