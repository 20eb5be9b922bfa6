"""The format `concise`: one line a finding, as compilers write it, which editors and grep read."""

from __future__ import annotations

from acr_lint.findings import Finding
from acr_lint.report.echo import safe, safe_start
from acr_lint.report.full import SEVERITY_COLORS
from acr_lint.report.places import Placed, active, relative
from acr_lint.report.summary import summary
from acr_lint.report.terminal import BOLD, link, paint
from acr_lint.report.view import View, guide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run


def render(run: Run, view: View) -> str:
    """All findings, a line each, and the summary."""
    return "".join(line(placed, view) + "\n" for placed in active(run)) + (
        summary(run) if view.summary else ""
    )


def line(placed: Placed, view: View) -> str:
    """`path:row:column: severity: message [code name]`."""
    path = safe_start(relative(placed.place.path, view.root))
    return f"{paint(f'{path}:{placed.place}', BOLD, view.color)}: {said(placed.finding, view)}"


def said(finding: Finding, view: View) -> str:
    """`severity: message [code name]`."""
    severity = paint(finding.severity.value, SEVERITY_COLORS[finding.severity], view.color)
    rule = link(f"{finding.code} {finding.name}", guide(finding.section) if view.links else None)
    return f"{severity}: {safe(finding.message)} [{rule}]"
