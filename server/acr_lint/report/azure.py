"""The format `azure`: logging commands, from which Azure Pipelines makes issues.

There are errors and warnings only; the agent shows ten of each in a task's summary and all in the
log. A path becomes a link only where the agent finds the file, so paths are absolute.
"""

from __future__ import annotations

from acr_lint.findings import Severity
from acr_lint.report.capped import capped
from acr_lint.report.echo import safe
from acr_lint.report.places import Placed
from acr_lint.report.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

_ROOM = {Severity.ERROR: 10, Severity.WARNING: 10}


def render(run: Run, view: View) -> str:
    """A command for each error and warning that will be shown, then the rest as text."""
    parts = capped(run, _ROOM)
    shown = [_issue(placed) for placed in parts.findings]
    for problem in parts.problems:
        shown.append(_line([("type", "error"), ("sourcepath", problem.path)], problem.message))
    if more := parts.more:
        shown += [f"##[group]acr-lint: {more}", *map(safe, parts.rest(view)), "##[endgroup]"]
    return "".join(f"{each}\n" for each in shown)


def _issue(placed: Placed) -> str:
    """The command for one finding."""
    finding, place, in_file = placed.finding, placed.place, placed.in_file
    properties = [
        ("type", finding.severity.value),
        ("sourcepath", place.path),
        ("linenumber", str(in_file.start.row)),
        ("columnnumber", str(in_file.start.column)),
        ("code", finding.code),
    ]
    where = "" if place.cell is None else f"{place}: "
    return _line(properties, f"{where}{finding.message} ({finding.name})")


def _line(properties: list[tuple[str, str]], message: str) -> str:
    """A logging command."""
    listed = "".join(f"{name}={escaped(value)};" for name, value in properties)
    return f"##vso[task.logissue {listed}]{escaped(message)}"


def escaped(text: str) -> str:
    """A property's value or a message, as the agent decodes it."""
    text = text.replace("%", "%AZP25").replace(";", "%3B").replace("]", "%5D")
    return text.replace("\r", "%0D").replace("\n", "%0A")
