"""Fixes that are made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.findings import Fix, Fixes, Safety


def test_fixes_are_made_at_the_first_look_and_once() -> None:
    made: list[str] = []

    def source() -> Iterator[Fix]:
        made.append("now")
        yield Fix("Do it", Safety.SAFE, ())

    fixes = Fixes(source())
    assert made == []
    assert len(fixes) == 1
    assert fixes[0].title == "Do it"
    assert [fix.title for fix in fixes] == ["Do it"]
    assert made == ["now"]
    assert fixes == Fixes([Fix("Do it", Safety.SAFE, ())]) != Fixes(())
