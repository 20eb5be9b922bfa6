from __future__ import annotations

from acr_lint.cli.watch import compared
from acr_lint.project.run import Run
from acr_lint.text.source import Source
from tests.report.samples import CLEAN, PLAIN, file_of, finding_at, run_of

_LINE = "client.delete_tag('a', 'b')\n"


def _run(text: str, *marked: str) -> Run:
    source = Source("/repo/a.py", text)
    return run_of(file_of(source, *(finding_at(source, word) for word in marked)))


def test_a_finding_that_moved_is_neither_new_nor_gone() -> None:
    change = compared(_run(_LINE, "delete_tag"), _run("\n\n" + _LINE, "delete_tag"))
    assert change == ((), ())


def test_new_and_gone_findings_are_told_apart() -> None:
    assert [placed.finding.code for placed in compared(CLEAN, PLAIN).new] == ["ACR101", "ACR301"]
    assert [placed.finding.code for placed in compared(PLAIN, CLEAN).gone] == ["ACR101", "ACR301"]


def test_a_second_equal_finding_is_new() -> None:
    change = compared(_run(_LINE, "delete_tag"), _run(_LINE, "delete_tag", "delete_tag"))
    assert len(change.new) == 1
    assert not change.gone
