"""The format `markdown`: a table of findings, for the summary page of a build."""

from __future__ import annotations

import re

from acr_lint.report.echo import safe
from acr_lint.report.places import Placed, active, relative, worst_first
from acr_lint.report.summary import summary
from acr_lint.report.view import View, guide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

_SPECIAL = re.compile(r"([\\*_{}\[\]<>()#+!|~&])")


def render(run: Run, view: View) -> str:
    """A heading, the summary and, where there are findings, a table of them, the worst first."""
    heading = f"## acr-lint\n\n{summary(run).splitlines()[0]}\n"
    found = worst_first(active(run))
    problems = "".join(
        f"- {_code(relative(problem.path, view.root))}: {_prose(problem.message)}\n"
        for problem in run.problems
    )
    if problems:
        heading += f"\nNot checked:\n\n{problems}"
    if not found:
        return heading
    table = "| | Rule | Place | Message |\n| --- | --- | --- | --- |\n"
    return f"{heading}\n{table}{''.join(_row(placed, view) for placed in found)}"


def _row(placed: Placed, view: View) -> str:
    """One finding."""
    finding = placed.finding
    address = guide(finding.section)
    code = f"[{finding.code}]({address})" if address else finding.code
    place = _code(f"{relative(finding.path, view.root)}:{placed.place}")
    message = _prose(finding.message)
    return f"| {finding.severity.value} | {code} {finding.name} | {place} | {message} |\n"


def _prose(text: str) -> str:
    """Text as it is, but for code in backticks, which stays code."""
    parts = safe(text).split("`")
    if len(parts) % 2 == 0:
        return _SPECIAL.sub(r"\\\1", safe(text)).replace("`", "\\`")
    return "".join(
        _code(part) if index % 2 else _SPECIAL.sub(r"\\\1", part)
        for index, part in enumerate(parts)
    )


def _code(text: str) -> str:
    """Text as code, in a cell of a table."""
    text = safe(text).replace("|", "\\|")
    fence = "`"
    while fence in text:
        fence += "`"
    padding = " " if "`" in text or text != text.strip() else ""
    return f"{fence}{padding}{text}{padding}{fence}" if text else ""
