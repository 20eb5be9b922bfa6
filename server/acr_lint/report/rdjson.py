"""The format `rdjson`: reviewdog's, whose columns count bytes of UTF-8 from 1."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from acr_lint.findings import Finding, Severity
from acr_lint.report.places import (
    Placed,
    active,
    locate_related,
    relative,
    source_at,
)
from acr_lint.report.view import View, guide
from acr_lint.text.source import Position, Source, Span

if TYPE_CHECKING:
    from acr_lint.project.run import FileReport, Run

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(run: Run, view: View) -> str:
    """The object, indented."""
    diagnostics = [_diagnostic(run, placed, view) for placed in active(run)]
    whole = {"source": {"name": "acr-lint"}, "severity": "WARNING", "diagnostics": diagnostics}
    return json.dumps(whole, indent=2) + "\n"


def _diagnostic(run: Run, placed: Placed, view: View) -> dict[str, object]:
    """One finding."""
    finding, place = placed.finding, placed.place
    in_file = place.cell is None
    code: dict[str, str] = {"value": finding.code}
    if address := guide(finding.section):
        code["url"] = address
    shown: dict[str, object] = {
        "message": finding.message if in_file else f"{place}: {finding.message}",
        "location": _location(relative(place.path, view.root), placed.file.source, finding.span)
        if in_file
        else {"path": relative(place.path, view.root)},
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    if in_file and (suggestions := _suggestions(placed.file, finding)):
        shown["suggestions"] = suggestions
    if finding.related:
        shown["related_locations"] = [
            {
                "message": related.message,
                "location": _location(
                    relative(related.path, view.root), source_at(run, related.path), related.span
                )
                if locate_related(run, related).cell is None
                else {"path": relative(related.path, view.root)},
            }
            for related in finding.related
        ]
    return shown


def _suggestions(file: FileReport, finding: Finding) -> list[dict[str, object]]:
    """The fixes that are one edit: suggestions of one diagnostic can't be told to go together."""
    return [
        {"range": _range(file.source, fix.edits[0].span), "text": fix.edits[0].content}
        for fix in finding.fixes
        if len(fix.edits) == 1
    ]


def _location(path: str, source: Source | None, span: Span) -> dict[str, object]:
    """A file and, where its text is at hand, a range in it."""
    return {"path": path, "range": _range(source, span)} if source else {"path": path}


def _range(source: Source, span: Span) -> dict[str, object]:
    """A range of a file."""
    return {
        "start": _point(source, source.position(span.start)),
        "end": _point(source, source.position(span.end)),
    }


def _point(source: Source, position: Position) -> dict[str, int]:
    """A row and a column in bytes."""
    before = source.line(position.row)[: position.column - 1]
    return {"line": position.row, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
