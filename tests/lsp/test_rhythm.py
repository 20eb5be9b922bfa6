from __future__ import annotations

from acr_lint.lsp.rhythm import Rhythm


def waits(*times: float) -> list[float]:
    """How long is waited after changes at these times, when nobody is told in between."""
    rhythm = Rhythm()
    return [round(rhythm.changed(time), 6) for time in times]


def test_a_change_after_stillness_is_told_at_once() -> None:
    assert waits(10.0) == [0]
    assert waits(10.0, 10.1, 10.2) == [0, 0, 0]


def test_a_burst_is_told_at_its_end() -> None:
    assert waits(10.0, 10.03, 10.06, 10.09) == [0, 0.06, 0.06, 0.06]


def test_a_burst_that_does_not_end_is_told_once_a_second() -> None:
    times = [10 + 0.03 * number for number in range(40)]
    assert waits(*times)[-8:-4] == [0.06, 0.04, 0.01, 0]


def test_what_was_told_is_not_waited_with() -> None:
    rhythm = Rhythm()
    for time in (10.0, 10.03):
        rhythm.changed(time)
    rhythm.told()
    assert rhythm.changed(10.2) == 0
    assert rhythm.changed(10.21) > 0
