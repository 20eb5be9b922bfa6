"""What is measured of servers is what it says; nothing here looks at a time."""

from __future__ import annotations

import sys
from pathlib import Path

from acr_lint.check import check_sources
from tests.bench.servers import BARE, measured, memory, mixed, percentile, table


def test_files_have_about_so_many_lines_a_fifth_of_which_use_the_client() -> None:
    for lines in (1000, 5000):
        text = mixed(lines)
        assert abs(text.count("\n") - lines) < 50
        (report,) = check_sources({"x.py": text})
        assert not report.unread
        last = max(finding.span.start for finding in report.findings)
        assert lines / 7 < text.count("\n", 0, last) < lines / 3


def test_servers_are_started_and_typed_into(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    ours = (sys.executable, "-m", "acr_lint", "server")
    commands = {
        BARE: (sys.executable, "-m", "tests.bench.bare"),
        "asked": ours,
        "waited for (push)": ours,
    }
    found = measured(commands, tmp_path / "x.py", mixed(100), 1, 3)
    assert {len(figures.starts) for figures in found.values()} == {1}
    assert {len(figures.keys) for figures in found.values()} == {3}
    lines = table(found).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["bare", "asked", "waited"]
    assert lines[1].split()[3] == lines[1].split()[7] == "1.00"


def test_the_memory_of_servers_in_a_project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    found = memory(tmp_path, 2)
    assert {BARE, "acr-lint"} <= found.keys()
    assert all(held > 1e6 for held in found.values()) or sys.platform != "linux"
    assert not (tmp_path / "not_written.py").exists()


def test_percentiles() -> None:
    assert percentile([3, 1, 2], 95) == 3
    assert percentile(list(range(1, 101)), 95) == 95
    assert percentile([7], 95) == 7
