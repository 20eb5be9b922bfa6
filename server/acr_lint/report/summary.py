"""The last lines of the text formats: how many findings, and what can be done about them."""

from __future__ import annotations

from acr_lint.findings import Finding, Safety, Severity
from acr_lint.report.places import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run


def summary(run: Run) -> str:
    """How many findings of which severity there are in how many files, and which can be fixed."""
    every = [finding for file in run.reports for finding in file.report.findings]
    found = [finding for finding in every if finding.suppressed is None]
    silenced = len(every) - len(found)
    suffix = f", {silenced} suppressed" if silenced else ""
    if not run.checked:
        return "Nothing was checked\n"
    if not found:
        if not run.sources:
            from acr_lint.report.unrelated import unrelated

            return unrelated(run.checked)
        return f"No findings in {counted(run.checked, 'file')}{suffix}\n"
    counts = ", ".join(
        _of_severity(number, severity)
        for severity in sorted(Severity, key=lambda severity: -severity.rank)
        if (number := sum(finding.severity is severity for finding in found))
    )
    files = len({finding.path for finding in found})
    where = f"{files} of {counted(run.checked, 'file')}"
    line = f"Found {counted(len(found), 'finding')} ({counts}) in {where}{suffix}\n"
    return line + _fixable(found)


def _of_severity(number: int, severity: Severity) -> str:
    """`1 error`, `2 warnings`, `3 info`."""
    return f"{number} info" if severity is Severity.INFO else counted(number, severity.value)


def _fixable(found: list[Finding]) -> str:
    """What the options that fix would do, or nothing."""
    safe = sum(_best(finding) is Safety.SAFE for finding in found)
    unsafe = sum(_best(finding) is Safety.UNSAFE for finding in found)
    offers = []
    if safe:
        offers.append(f"{safe} fixable with --fix")
    if unsafe:
        offers.append(f"{unsafe} {'more ' if safe else ''}fixable with --fix --unsafe-fixes")
    return ", ".join(offers) + "\n" if offers else ""


def _best(finding: Finding) -> Safety | None:
    """The safety of the safest fix of a finding."""
    safeties = [fix.safety for fix in finding.fixes]
    for safety in (Safety.SAFE, Safety.UNSAFE):
        if safety in safeties:
            return safety
    return None
