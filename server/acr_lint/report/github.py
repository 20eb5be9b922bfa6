"""The format `github`: workflow commands, from which GitHub Actions makes annotations.

The runner shows ten annotations of each type a step and cuts a message at 4,096 characters. What is
beyond goes to the log as plain text.
"""

from __future__ import annotations

from acr_lint.findings import Severity
from acr_lint.report.capped import capped
from acr_lint.report.echo import safe_start
from acr_lint.report.places import Place, Placed, relative
from acr_lint.report.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

_TYPES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_ROOM = {Severity.ERROR: 10, Severity.WARNING: 10, Severity.INFO: 9}
"""One notice is kept for what there is more."""
_LONGEST = 4096


def render(run: Run, view: View) -> str:
    """A command for each finding that will be shown, errors first, then the rest as text."""
    parts = capped(run, _ROOM)
    shown = [_command(placed, view) for placed in parts.findings]
    for problem in parts.problems:
        path = relative(problem.path, view.root)
        shown.append(_line("error", [("file", path)], problem.message))
    if more := parts.more:
        shown.append(_line("notice", [("title", "acr-lint")], f"{more}; the log lists them"))
        shown += [f"::group::acr-lint: {more}", *map(safe_start, parts.rest(view)), "::endgroup::"]
    return "".join(f"{each}\n" for each in shown)


def _command(placed: Placed, view: View) -> str:
    """The command for one finding.

    Its message starts with the place, since the log shows nothing else of the command.
    """
    finding = placed.finding
    path = relative(finding.path, view.root)
    notes = "".join(f"\n{related.message}" for related in finding.related)
    message = f"{path}:{placed.place}: {finding.message}{notes}"
    title = ("title", f"{finding.code} {finding.name}")
    return _line(
        _TYPES[finding.severity], [("file", path), *_range(placed.in_file), title], message
    )


def _range(place: Place) -> list[tuple[str, str]]:
    """The properties that say where; the runner refuses columns of a range of several lines."""
    start, end = place.start, place.end
    lines = [("line", str(start.row)), ("endLine", str(end.row))]
    if start.row != end.row:
        return lines
    return [*lines, ("col", str(start.column)), ("endColumn", str(end.column))]


def _line(kind: str, properties: list[tuple[str, str]], message: str) -> str:
    """A workflow command."""
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{kind} {listed}::{_data(_cut(message))}"


def _cut(message: str) -> str:
    """The message as long as the runner keeps it, counted in UTF-16 as it does."""
    units = message.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _LONGEST:
        return message
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _data(text: str) -> str:
    """A command's message, escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property's value, escaped."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
