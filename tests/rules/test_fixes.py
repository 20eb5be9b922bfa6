"""Every fix of every finding of random programs: it ends its finding and breaks nothing."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable

import pytest

from acr_lint.findings import Finding, Fix
from acr_lint.rules.registry import rules
from acr_lint.text.source import apply_edits
from tests.oracle.generate import generate
from tests.rules.harness import findings

_ON = tuple(each for each in rules() if each.default)
_UNCAUGHT = ("ACR302", "ACR303", "ACR305")
# What did nothing does something from now on, and may fail.
_STARTS = ("ACR309", "ACR401", "ACR402", "ACR403", "ACR406", "ACR407", "ACR408")
# A handler that is reached from now on may be one that says nothing.
_REACHES = ("ACR302", *_STARTS)


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_some_programs(first: int) -> None:
    assert not _wrong(range(first, first + 10))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 1500, 100))
def test_many_programs(first: int) -> None:
    assert not _wrong(range(first, first + 100))


def _wrong(seeds: Iterable[int]) -> list[str]:
    found = []
    for seed in seeds:
        files = dict(generate(seed).program.files)
        before = findings(files, _ON)
        for finding in before:
            for fix in finding.fixes:
                problem = _problem(files, before, finding, fix)
                if problem:
                    found.append(f"seed {seed}: {finding.code} {fix.title}: {problem}")
    return found


def _problem(files: dict[str, str], before: list[Finding], finding: Finding, fix: Fix) -> str:
    text = apply_edits(files[finding.path], fix.edits)
    try:
        ast.parse(text)
    except SyntaxError as error:
        return f"{error}\n{text}"
    after = _counted(findings({**files, finding.path: text}, _ON))
    known = _counted(before)
    code = _family(finding.code)
    if after[finding.path, code] >= known[finding.path, code]:
        return f"the finding stays\n{text}"
    new = [
        key
        for key in after - known
        if not (finding.code in _STARTS and key[1] == _family("ACR301"))
        and not (finding.code in _REACHES and key[1] == "ACR306")
    ]
    return f"new: {new}\n{text}" if new else ""


def _counted(found: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.path, _family(finding.code)) for finding in found)


def _family(code: str) -> str:
    """The code; one for all that an uncaught error can be."""
    return "ACR301" if code in _UNCAUGHT else code
