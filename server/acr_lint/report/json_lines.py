"""The format `json-lines`: one object a line, each a finding."""

from __future__ import annotations

from acr_lint.report.echo import in_json
from acr_lint.report.places import every
from acr_lint.report.records import record
from acr_lint.report.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run


def render(run: Run, view: View) -> str:
    """A line for each finding."""
    return "".join(in_json(record(run, placed), indent=None) for placed in every(run))
