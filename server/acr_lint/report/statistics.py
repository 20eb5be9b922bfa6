"""How many findings each rule has, the most frequent first."""

from __future__ import annotations

from acr_lint.findings import Severity
from acr_lint.report.echo import in_json
from acr_lint.report.full import SEVERITY_COLORS
from acr_lint.report.places import active
from acr_lint.report.summary import summary
from acr_lint.report.terminal import link, paint
from acr_lint.report.view import View, guide
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run


class Count(NamedTuple):
    """A rule with the number of its findings, the worst severity among them, and its section."""

    number: int
    code: str
    name: str
    severity: Severity
    section: str


FORMATS = ("full", "json")
"""The formats that have statistics."""


def statistics(name: str, run: Run, view: View) -> str:
    """The numbers in one of FORMATS."""
    return _json(run) if name == "json" else _text(run, view)


def _text(run: Run, view: View) -> str:
    """One line a rule, and the summary."""
    counts = _counts(run)
    widest = max((len(str(count.number)) for count in counts), default=1)
    lines = []
    for count in counts:
        severity = paint(f"{count.severity.value:<7}", SEVERITY_COLORS[count.severity], view.color)
        rule = link(f"{count.code} {count.name}", guide(count.section) if view.links else None)
        lines.append(f"{count.number:>{widest}}  {severity}  {rule}\n")
    return "".join(lines) + (summary(run) if view.summary else "")


def _json(run: Run) -> str:
    """One object a rule."""
    counts = [
        {
            "code": count.code,
            "name": count.name,
            "severity": count.severity.value,
            "count": count.number,
            "url": guide(count.section),
        }
        for count in _counts(run)
    ]
    return in_json(counts)


def _counts(run: Run) -> list[Count]:
    found: dict[str, Count] = {}
    for placed in active(run):
        finding = placed.finding
        before = found.get(finding.code)
        severities = [finding.severity, *([before.severity] if before else [])]
        found[finding.code] = Count(
            before.number + 1 if before else 1,
            finding.code,
            finding.name,
            max(severities, key=lambda severity: severity.rank),
            finding.section,
        )
    return sorted(found.values(), key=lambda count: (-count.number, count.code))
