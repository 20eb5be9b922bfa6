"""The format `checkstyle`: the XML of Checkstyle, which many build servers read."""

from __future__ import annotations

from itertools import groupby

from acr_lint.report.places import Placed, active, relative
from acr_lint.report.view import View
from acr_lint.report.xml import DECLARATION, attributes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run


def render(run: Run, view: View) -> str:
    """The document."""
    files: list[str] = []
    for path, group in groupby(active(run), key=lambda placed: placed.place.path):
        errors = "".join(_error(placed) for placed in group)
        name = attributes({"name": relative(path, view.root)})
        files.append(f"  <file{name}>\n{errors}  </file>\n")
    return f'{DECLARATION}<checkstyle version="8.0">\n{"".join(files)}</checkstyle>\n'


def _error(placed: Placed) -> str:
    """One finding; a notebook's says its cell."""
    finding, place, in_file = placed.finding, placed.place, placed.in_file
    values: dict[str, str | int] = {
        "line": in_file.start.row,
        "column": in_file.start.column,
        "severity": finding.severity.value,
        "message": finding.message if place.cell is None else f"{place}: {finding.message}",
        "source": f"acr-lint.{finding.code}",
    }
    return f"    <error{attributes(values)}/>\n"
