"""The format `grouped`: a heading for each file, its findings below."""

from __future__ import annotations

from itertools import groupby

from acr_lint.report.concise import said
from acr_lint.report.echo import safe_start
from acr_lint.report.places import active, relative
from acr_lint.report.summary import summary
from acr_lint.report.terminal import BOLD, paint
from acr_lint.report.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run


def render(run: Run, view: View) -> str:
    """All findings by file, and the summary."""
    parts: list[str] = []
    for path, group in groupby(active(run), key=lambda placed: placed.place.path):
        findings = list(group)
        widest = max(len(str(placed.place)) for placed in findings)
        heading = safe_start(relative(path, view.root))
        parts.append(paint(heading, BOLD, view.color) + ":\n")
        for placed in findings:
            parts.append(f"  {placed.place!s:<{widest}}  {said(placed.finding, view)}\n")
        parts.append("\n")
    return "".join(parts) + (summary(run) if view.summary else "")
