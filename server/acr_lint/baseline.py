"""Baselines: findings that were there when acr-lint came, and don't count.

A finding is known by its rule, the function or class that it lies in, and the text of its line with
blanks squeezed, so that it is still known when the lines around it move. Of findings that are alike
in all that, a baseline knows a number, the first ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from acr_lint.findings import Finding, Report
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source

REASON = "in the baseline"
_VERSION = 1
_HEADER = re.compile(r"([ \t]*)(?:async[ \t]+def|def|class)[ \t]+(\w+)")


class Entry(NamedTuple):
    """What a known finding is recognised by; `path` is relative to the baseline's folder."""

    path: str
    code: str
    symbol: str
    line: str


Baseline = Mapping[Entry, int]


class Compared(NamedTuple):
    """The findings of a file, the known ones silenced, and the entries that it used up."""

    report: Report
    used: Mapping[Entry, int]


def parse_baseline(text: str) -> Baseline:
    """The baseline that a file holds; raises ValueError where it holds none."""
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        raise ValueError(f"no baseline of version {_VERSION}")
    found: dict[Entry, int] = {}
    files = document.get("files")
    for path, entries in files.items() if isinstance(files, dict) else ():
        for entry in entries if isinstance(entries, list) else ():
            match entry:
                case {"code": str(code), "symbol": str(symbol), "line": str(line)}:
                    count = entry.get("count", 1)
                    key = Entry(path, code, symbol, line)
                    found[key] = found.get(key, 0) + (count if isinstance(count, int) else 1)
                case _:
                    raise ValueError(f"an entry of {path} is not as acr-lint writes it")
    return found


def format_baseline(baseline: Baseline) -> str:
    """The text of a baseline's file; the same baseline has the same text."""
    files: dict[str, list[dict[str, object]]] = {}
    for entry, count in sorted(baseline.items()):
        record: dict[str, object] = {"code": entry.code, "symbol": entry.symbol, "line": entry.line}
        if count > 1:
            record["count"] = count
        files.setdefault(entry.path, []).append(record)
    return json.dumps({"version": _VERSION, "files": files}, indent=1, ensure_ascii=False) + "\n"


def entries(report: Report, source: Source, path: str) -> Iterator[tuple[Finding, Entry]]:
    """The findings of a report that count, each with its entry under `path`."""
    for finding in report.findings:
        if finding.suppressed is None:
            offset = finding.span.start
            line = " ".join(source.line(source.position(offset).row).split())
            yield finding, Entry(path, finding.code, symbol_at(source, offset), line)


def compare(report: Report, source: Source, path: str, baseline: Baseline) -> Compared:
    """The report with the findings silenced that a baseline knows under `path`."""
    used: dict[Entry, int] = {}
    known: set[Finding] = set()
    for finding, entry in entries(report, source, path):
        if used.get(entry, 0) < baseline.get(entry, 0):
            used[entry] = used.get(entry, 0) + 1
            known.add(finding)
    findings = tuple(
        finding._replace(suppressed=REASON) if finding in known else finding
        for finding in report.findings
    )
    return Compared(report._replace(findings=findings), used)


def stale(baseline: Baseline, used: Mapping[Entry, int], paths: Iterable[str]) -> dict[Entry, int]:
    """What a baseline knows of the files at `paths` that is no longer found, and how often."""
    looked_at = frozenset(paths)
    return {
        entry: count - used.get(entry, 0)
        for entry, count in baseline.items()
        if entry.path in looked_at and count > used.get(entry, 0)
    }


def symbol_at(source: Source, offset: int) -> str:
    """The dotted name of the functions and classes around an offset, by the indentation of their
    headers; "" outside of all."""
    row = source.position(offset).row
    line = source.line(row)
    depth = len(line) - len(line.lstrip()) if line.strip() else len(line)
    names: list[str] = []
    header = _HEADER.match(line)
    if header:
        names.append(header[2])
    for above in range(row - 1, 0, -1):
        if not depth:
            break
        line = source.line(above)
        indent = len(line) - len(line.lstrip())
        if indent < depth and line.strip() and not line.lstrip().startswith(("#", ")", "]", "}")):
            depth = indent
            header = _HEADER.match(line)
            if header:
                names.append(header[2])
    return ".".join(reversed(names))
