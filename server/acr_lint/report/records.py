"""Findings as the JSON formats give them; suppressed ones carry the reason of their comment."""

from __future__ import annotations

from acr_lint.findings import Fix, Related
from acr_lint.report.places import Place, Placed, locate, locate_related
from acr_lint.report.view import guide
from acr_lint.text.source import Position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import FileReport, Run


def record(run: Run, placed: Placed) -> dict[str, object]:
    """One finding."""
    finding = placed.finding
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "filename": placed.place.path,
        "cell": placed.place.cell,
        **_range(placed.place),
        "url": guide(finding.section),
        "suppressed": finding.suppressed,
        "related": [_related(run, related) for related in finding.related],
        "fixes": [_fix(placed.file, fix) for fix in finding.fixes],
    }


def _related(run: Run, related: Related) -> dict[str, object]:
    """Another place that matters."""
    place = locate_related(run, related)
    return {"message": related.message, "filename": place.path, **_range_in_cell(place)}


def _fix(file: FileReport, fix: Fix) -> dict[str, object]:
    """A fix and its edits."""
    edits = [
        {**_range_in_cell(locate(file, edit.span)), "content": edit.content} for edit in fix.edits
    ]
    return {"title": fix.title, "safety": fix.safety.value, "edits": edits}


def _range(place: Place) -> dict[str, object]:
    """The ends of a place."""
    return {"location": _point(place.start), "end_location": _point(place.end)}


def _range_in_cell(place: Place) -> dict[str, object]:
    """The ends of a place and, in a notebook, its cell, which may be another than the finding's."""
    return _range(place) if place.cell is None else {"cell": place.cell, **_range(place)}


def _point(position: Position) -> dict[str, int]:
    """A row and a column from 1."""
    return {"row": position.row, "column": position.column}
