"""The format `junit`: a suite for each file, a case for each finding.

A finding that doesn't fail the run is a case that passes and says what it found; a clean run has
one case that passes, since readers of the format take no cases for no tests.
"""

from __future__ import annotations

from itertools import groupby

from acr_lint.report.places import Placed, active, relative
from acr_lint.report.view import View, guide
from acr_lint.report.xml import DECLARATION, attributes, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run
    from acr_lint.project.walk import Problem


def render(run: Run, view: View) -> str:
    """The document."""
    suites = [
        _suite(relative(path, view.root), list(group), view)
        for path, group in groupby(active(run), key=lambda placed: placed.place.path)
    ]
    suites += [_unread(relative(problem.path, view.root), problem) for problem in run.problems]
    if not suites:
        case = f"    <testcase{attributes({'name': 'no findings', 'classname': 'acr-lint'})}/>\n"
        suites.append(_element("acr-lint", 1, 0, 0, case))
    failures = sum(_fails(placed, view) for placed in active(run))
    errors = len(run.problems)
    tests = max(1, sum(1 for _ in active(run)) + errors)
    counts = _counts("acr-lint", tests, failures, errors)
    return f"{DECLARATION}<testsuites{attributes(counts)}>\n{''.join(suites)}</testsuites>\n"


def _suite(path: str, findings: list[Placed], view: View) -> str:
    """The findings of one file."""
    cases = "".join(_case(path, placed, view) for placed in findings)
    failures = sum(_fails(placed, view) for placed in findings)
    return _element(path, len(findings), failures, 0, cases)


def _unread(path: str, problem: Problem) -> str:
    """A file that could not be checked."""
    message = attributes({"message": problem.message, "type": "unreadable"})
    name = attributes({"name": "readable", "classname": path})
    case = f"    <testcase{name}>\n      <error{message}/>\n    </testcase>\n"
    return _element(path, 1, 0, 1, case)


def _element(name: str, tests: int, failures: int, errors: int, cases: str) -> str:
    """A test suite."""
    counts = _counts(name, tests, failures, errors)
    return f"  <testsuite{attributes(counts)}>\n{cases}  </testsuite>\n"


def _counts(name: str, tests: int, failures: int, errors: int) -> dict[str, str | int]:
    """The attributes of a suite, or of all."""
    return {"name": name, "tests": tests, "failures": failures, "errors": errors}


def _case(path: str, placed: Placed, view: View) -> str:
    """The case of one finding."""
    finding = placed.finding
    name = f"{finding.code} {finding.name} ({placed.place})"
    details = [f"{path}:{placed.place}: {finding.message}"]
    details += [related.message for related in finding.related]
    details += [fix.title for fix in finding.fixes]
    if address := guide(finding.section):
        details.append(address)
    content = text("\n".join(details))
    if _fails(placed, view):
        kind = attributes({"message": finding.message, "type": finding.severity.value})
        body = f"<failure{kind}>{content}</failure>"
    else:
        body = f"<system-out>{content}</system-out>"
    opening = attributes({"name": name, "classname": path})
    return f"    <testcase{opening}>\n      {body}\n    </testcase>\n"


def _fails(placed: Placed, view: View) -> bool:
    """Whether a finding fails the run."""
    return placed.finding.severity.rank >= view.fail_on.rank
