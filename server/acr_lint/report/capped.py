"""What of a run a build service shows: so many issues of each kind, and the rest in the log."""

from __future__ import annotations

from acr_lint.findings import Severity
from acr_lint.report.concise import line
from acr_lint.report.places import Placed, active, counted, relative, worst_first
from acr_lint.report.view import View
from acr_lint.text.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from acr_lint.project.run import Run
    from acr_lint.project.walk import Problem


class Capped(NamedTuple):
    """The findings that are shown, the worst first, and the files that couldn't be read; and those
    of both for which there is no room."""

    findings: list[Placed]
    problems: list[Problem]
    more_findings: list[Placed]
    more_problems: list[Problem]

    @property
    def more(self) -> str:
        """`2 more findings and 1 more unread file`; "" where everything is shown."""
        numbers = (
            (len(self.more_findings), "more finding"),
            (len(self.more_problems), "more unread file"),
        )
        return " and ".join(counted(number, thing) for number, thing in numbers if number)

    def rest(self, view: View) -> Iterator[str]:
        """A line of text for each that isn't shown."""
        plain = view._replace(color=False, links=False)
        yield from (line(placed, plain) for placed in self.more_findings)
        for problem in self.more_problems:
            yield f"./{relative(problem.path, view.root)}: {problem.message}"


def capped(run: Run, room: Mapping[Severity, int]) -> Capped:
    """What is shown where there is room for so many of each severity.

    A file that couldn't be read counts as an error, and one is always shown.
    """
    left = dict(room)
    left[Severity.ERROR] -= bool(run.problems)
    shown: list[Placed] = []
    rest: list[Placed] = []
    for placed in worst_first(active(run)):
        severity = placed.finding.severity
        if left.get(severity):
            left[severity] -= 1
            shown.append(placed)
        else:
            rest.append(placed)
    problems = list(run.problems)
    free = left[Severity.ERROR] + 1
    return Capped(shown, problems[:free], rest, problems[free:])
