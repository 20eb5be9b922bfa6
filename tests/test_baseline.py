from __future__ import annotations

import pytest

from acr_lint.baseline import (
    REASON,
    compare,
    entries,
    format_baseline,
    parse_baseline,
    stale,
    symbol_at,
)
from acr_lint.findings import Finding, Report, Severity
from acr_lint.text.source import Source, Span

CODE = """\
class A:
    def f(self):
        return (
            client.one()
        )

    def g(self):
        client.one(); client.one()


client.two()
"""


def report(source: Source, word: str, code: str = "ACR301") -> Report:
    """A report with a finding at each place of a word."""
    spans: list[Span] = []
    at = source.text.find(word)
    while at >= 0:
        spans.append(Span(at, at + len(word)))
        at = source.text.find(word, at + 1)
    found = (
        Finding(code, "some-rule", Severity.WARNING, "m", source.path, span, "") for span in spans
    )
    return Report(source.path, tuple(found))


def known(source: Source, word: str) -> dict[object, int]:
    baseline: dict[object, int] = {}
    for _, entry in entries(report(source, word), source, "m.py"):
        baseline[entry] = baseline.get(entry, 0) + 1
    return baseline


@pytest.mark.parametrize(
    ("at", "symbol"),
    [("class", "A"), ("def f", "A.f"), ("client.one", "A.f"), ("        )", "A.f"),
     ("client.one(); c", "A.g"), ("client.two", "")],
)  # fmt: skip
def test_symbols(at: str, symbol: str) -> None:
    assert symbol_at(Source("m.py", CODE), CODE.index(at)) == symbol


def test_a_baseline_survives_its_file() -> None:
    baseline = known(Source("m.py", CODE), "one")
    assert sum(baseline.values()) == 3
    assert parse_baseline(format_baseline(baseline)) == baseline


def test_known_findings_are_silent_where_lines_move() -> None:
    baseline = known(Source("m.py", CODE), "one")
    moved = Source("m.py", "import x\n\n" + CODE.replace("    def g", "    x = 1\n\n    def g"))
    compared = compare(report(moved, "one"), moved, "m.py", baseline)
    assert [finding.suppressed for finding in compared.report.findings] == [REASON] * 3
    assert not stale(baseline, compared.used, ["m.py"])


def test_new_findings_count() -> None:
    baseline = known(Source("m.py", CODE), "one")
    source = Source("m.py", CODE.replace("client.two()", "client.one()"))
    found = compare(report(source, "one"), source, "m.py", baseline).report.findings
    assert [finding.suppressed for finding in found] == [REASON] * 3 + [None]


def test_one_more_of_the_same_line_counts() -> None:
    baseline = known(Source("m.py", "c.one()\n"), "one")
    source = Source("m.py", "c.one()\nc.one()\n")
    found = compare(report(source, "one"), source, "m.py", baseline).report.findings
    assert [finding.suppressed for finding in found] == [REASON, None]


def test_other_rules_and_files_are_not_known() -> None:
    source = Source("m.py", CODE)
    baseline = known(source, "one")
    for other, path in ((report(source, "one", "ACR302"), "m.py"), (report(source, "one"), "n.py")):
        found = compare(other, source, path, baseline).report.findings
        assert {finding.suppressed for finding in found} == {None}


def test_what_is_gone_is_stale_in_files_that_were_looked_at() -> None:
    baseline = known(Source("m.py", CODE), "one")
    source = Source("m.py", "client.two()\n")
    used = compare(report(source, "one"), source, "m.py", baseline).used
    assert stale(baseline, used, ["m.py"]) == baseline
    assert stale(baseline, used, ["n.py"]) == {}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "files": {"m.py": [3]}}']
)
def test_what_is_no_baseline(text: str) -> None:
    with pytest.raises(ValueError):
        parse_baseline(text)
