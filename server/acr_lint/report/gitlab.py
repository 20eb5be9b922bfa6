"""The format `gitlab`: a Code Quality report.

GitLab tells findings apart, and knows them again in the next pipeline, by their fingerprints alone:
they name the rule, the file, the text of the line and the definition it is in, never its number.
"""

from __future__ import annotations

from acr_lint.findings import Severity
from acr_lint.report.echo import in_json
from acr_lint.report.fingerprints import stable
from acr_lint.report.places import Placed, active, relative
from acr_lint.report.view import View
from acr_lint.text.source import Position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(run: Run, view: View) -> str:
    """The array of findings, indented."""
    found = list(active(run))
    prints = stable(found, view.root)
    entries = [_entry(placed, mark, view) for placed, mark in zip(found, prints, strict=True)]
    return in_json(entries)


def _entry(placed: Placed, fingerprint: str, view: View) -> dict[str, object]:
    """One finding; GitLab doesn't show the rule's name, so the description begins with it."""
    finding, place = placed.finding, placed.place
    where = "" if place.cell is None else f" ({place})"
    in_file = placed.in_file
    return {
        "description": f"{finding.code} {finding.name}: {finding.message}{where}",
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": relative(place.path, view.root),
            "positions": {"begin": _point(in_file.start), "end": _point(in_file.end)},
        },
    }


def _point(position: Position) -> dict[str, int]:
    """A line and a column from 1."""
    return {"line": position.row, "column": position.column}
