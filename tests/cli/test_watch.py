from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from acr_lint.cli.arguments import parse
from acr_lint.cli.watch import compared, watch
from acr_lint.project.run import Run
from acr_lint.text.source import Source
from tests.cli.conftest import ANONYMOUS, CommandLine
from tests.cli.conftest import PLAIN as UNRELATED
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


def test_each_change_is_told_and_files_are_written_anew(
    hit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(hit.parent)
    report = hit.parent / "out.json"
    told: list[str] = []
    codes: list[list[str]] = []

    def edits() -> Iterator[None]:
        for text in (None, "\n" + ANONYMOUS, UNRELATED):
            told.append(capsys.readouterr().out)
            codes.append([each["code"] for each in json.loads(report.read_text())])
            if text is not None:
                hit.write_text(text)
            yield
        told.append(capsys.readouterr().out)
        codes.append([each["code"] for each in json.loads(report.read_text())])
        raise KeyboardInterrupt

    options = ["--select", "ACR101", "--output-format", "concise", "--output-format"]
    with pytest.raises(KeyboardInterrupt):
        watch(parse([*options, f"json:{report}", "--watch"]), {}, edits().__next__)
    first, same, moved, gone = told
    assert first.startswith("hit.py:4:8: error: ")
    assert same == ""
    assert "1 finding: 0 new, 0 gone" in moved
    assert "- gone hit.py:5:8: error: " in gone and "0 findings: 0 new, 1 gone" in gone
    assert codes == [["ACR101"], ["ACR101"], ["ACR101"], []]


def test_a_wrong_rule_ends_it(acr_lint: CommandLine) -> None:
    ended = acr_lint("--watch", "--select", "nope")
    assert ended == (2, "", "acr-lint: --select names no rule: `nope`\n")
