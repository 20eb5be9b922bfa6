"""What is measured is what it says; nothing here looks at a time."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from acr_lint.check import check_sources
from tests.bench import imports
from tests.bench.programs import PLAIN, SAMPLE, USING, files_passing, passing
from tests.bench.timing import ratio, rounds, table


def test_generated_programs_grow_evenly_and_find_what_their_functions_do() -> None:
    def found(functions: int) -> int:
        (report,) = check_sources({"program.py": passing(functions)})
        assert not report.unread
        return len(report.findings)

    assert found(30) - found(20) == found(20) - found(10) > 10
    lines = [passing(size, filler=3).count("\n") for size in (10, 20, 40)]
    assert lines[2] - lines[1] == 2 * (lines[1] - lines[0])


def test_one_file_of_the_project_is_a_client_of_another() -> None:
    found = {report.path: report.findings for report in check_sources(USING)}
    assert [finding.code for finding in found["report.py"]] == ["ACR301"]


def test_generated_files_hand_a_client_on() -> None:
    found = {report.path: report.findings for report in check_sources(files_passing(12))}
    assert len(found) == 14
    assert all(findings for path, findings in found.items() if path.startswith("part"))


def test_one_of_the_small_files_uses_the_client() -> None:
    hit, plain = check_sources({"hit.py": SAMPLE.read_text(), "plain.py": PLAIN})
    assert hit.findings
    assert not plain.findings


def test_commands_are_timed_round_by_round(tmp_path: Path) -> None:
    found = rounds({"pass": (sys.executable, "-c", "pass")}, 2, tmp_path)
    assert len(found["pass"].wall) == len(found["pass"].cpu) == 2
    assert table(found, "pass").splitlines()[1].split()[-4:-1] == ["1.00", "1.00", "1.00"]
    assert all(megabytes > 1e6 for megabytes in found["pass"].memory)
    assert ratio(found, "pass", "pass") == 1


def test_the_imports_of_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert imports.show() == []
    told = capsys.readouterr().out
    assert "of azure, lsprotocol, pygls: none" in told
    assert "modules for rarer code: none" in told


def test_all_modules_that_are_late_exist() -> None:
    assert [name for name in imports.LATE if find_spec(name) is None] == []
