"""Running the examples of rule pages.

An example is a fenced block of Python below a heading: `Bad`, with a comment line under each line
that has a finding, whose carets stand under the finding's range and before the rule's code;
`Fixed`, what the first fix of the findings above makes of it; `Right`, without findings. An example
of several files has a line `# file: PATH` above each.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from acr_lint.check import check_sources
from acr_lint.findings import Finding
from acr_lint.rules.registry import Rule
from acr_lint.settings import DEFAULT
from acr_lint.text.source import Position, Source, apply_edits

_EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_CARETS = re.compile(r"^\s*#?\s*(\^+) (ACR\d+)\s*$")
_FILE = re.compile(r"^# file: (.+)\n", re.MULTILINE)


class Example(NamedTuple):
    """A block of a page: its heading, and its text with carets."""

    heading: str
    text: str


class Expected(NamedTuple):
    """A finding as carets show it: the file, where its range starts and ends, and its code."""

    path: str
    start: Position
    end: Position
    code: str


def examples(page: str) -> list[Example]:
    """The examples of a page, in their order."""
    found = []
    for block in _EXAMPLE.finditer(page):
        headings = [match[1] for match in _HEADING.finditer(page, 0, block.start())]
        found.append(Example(headings[-1] if headings else "", block[1]))
    return found


def files_of(text: str) -> dict[str, str]:
    """The files of an example; one without names is `example.py`."""
    parts = _FILE.split(text)
    if len(parts) == 1:
        return {"example.py": text}
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return {path: part.strip("\n") + "\n" for path, part in pairs}


def read(text: str) -> tuple[dict[str, str], set[Expected]]:
    """The files of an example without its carets, and what these expect."""
    files: dict[str, str] = {}
    expected: set[Expected] = set()
    for path, part in files_of(text).items():
        lines: list[str] = []
        for line in part.splitlines(keepends=True):
            carets = _CARETS.match(line)
            if carets is None:
                lines.append(line)
                continue
            row = len(lines)
            start, end = (Position(row, carets.span(1)[side] + 1) for side in (0, 1))
            expected.add(Expected(path, start, end, carets[2]))
        files[path] = "".join(lines)
    return files, expected


def findings(files: dict[str, str], rules: tuple[Rule, ...]) -> list[Finding]:
    """What the rules say of a project of these files."""
    settings = DEFAULT._replace(select=tuple(rule.code for rule in rules), per_file_ignores=())
    return [
        finding
        for report in check_sources(files, settings)
        for finding in report.findings
        if finding.suppressed is None
    ]


def shown(files: dict[str, str], found: list[Finding]) -> set[Expected]:
    """The findings as carets show them."""
    result = set()
    for finding in found:
        source = Source(finding.path, files[finding.path])
        start, end = (source.position(offset) for offset in finding.span)
        result.add(Expected(finding.path, start, end, finding.code))
    return result


def fixed(files: dict[str, str], rule: Rule, rules: tuple[Rule, ...]) -> dict[str, str]:
    """The files after the first fix of each of the rule's findings, one after the other."""
    files = dict(files)
    for _ in range(20):
        for finding in findings(files, rules):
            if finding.code == rule.code and finding.fixes:
                text = apply_edits(files[finding.path], finding.fixes[0].edits)
                files[finding.path] = text
                break
        else:
            return files
    raise AssertionError("fixes never end")
