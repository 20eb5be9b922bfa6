"""The format `rdjson`: reviewdog's, whose columns count bytes of UTF-8 from 1."""

from __future__ import annotations

from acr_lint.findings import Finding, Severity
from acr_lint.report.echo import in_json
from acr_lint.report.places import (
    Place,
    Placed,
    active,
    locate_related,
    related_in_file,
    relative,
)
from acr_lint.report.view import View, guide
from acr_lint.text.source import Position, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(run: Run, view: View) -> str:
    """The object, indented."""
    diagnostics = [_diagnostic(run, placed, view) for placed in active(run)]
    whole = {"source": {"name": "acr-lint"}, "severity": "WARNING", "diagnostics": diagnostics}
    return in_json(whole)


def _diagnostic(run: Run, placed: Placed, view: View) -> dict[str, object]:
    """One finding."""
    finding, place = placed.finding, placed.place
    code: dict[str, str] = {"value": finding.code}
    if address := guide(finding.section):
        code["url"] = address
    source = placed.file.source
    shown: dict[str, object] = {
        "message": finding.message if place.cell is None else f"{place}: {finding.message}",
        "location": _location(placed.in_file, place.cell, source, view),
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    if place.cell is None and (suggestions := _suggestions(source, finding)):
        shown["suggestions"] = suggestions
    if finding.related:
        shown["related_locations"] = [
            {
                "message": related.message,
                "location": _location(
                    related_in_file(run, related),
                    locate_related(run, related).cell,
                    run.sources.get(related.path),
                    view,
                ),
            }
            for related in finding.related
        ]
    return shown


def _suggestions(source: Source, finding: Finding) -> list[dict[str, object]]:
    """The fixes that are one edit: suggestions of one diagnostic can't be told to go together."""
    return [
        {"range": _range(source, fix.edits[0].span), "text": fix.edits[0].content}
        for fix in finding.fixes
        if len(fix.edits) == 1
    ]


def _location(
    place: Place, cell: int | None, source: Source | None, view: View
) -> dict[str, object]:
    """A place in its file: a line of a notebook, a range where the text of a file is at hand."""
    path = relative(place.path, view.root)
    if cell is not None:
        return {"path": path, "range": {"start": {"line": place.start.row}}}
    if source is None:
        return {"path": path}
    span = Span(source.offset(*place.start), source.offset(*place.end))
    return {"path": path, "range": _range(source, span)}


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
