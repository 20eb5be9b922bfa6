"""The format `sarif`: SARIF 2.1.0, complete enough for GitHub's code scanning and Azure DevOps.

Columns count code points; a path below the root is relative to `%SRCROOT%`. A flow leads from where
a client or a result was made, over where it is sent, to where its error leaves.
"""

from __future__ import annotations

import re

from acr_lint.baseline import REASON as IN_BASELINE
from acr_lint.baseline import symbol_at
from acr_lint.findings import Fix, Related, Severity
from acr_lint.report.echo import in_json
from acr_lint.report.fingerprints import line_hashes
from acr_lint.report.places import (
    Place,
    Placed,
    every,
    locate,
    locate_in_file,
    related_in_file,
    relative,
    uri,
)
from acr_lint.report.view import View, guide
from acr_lint.sdk.guide import GUIDE_URL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import FileReport, Run
    from acr_lint.rules.registry import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_SECURITY = {"ACR106": "5.3", "ACR202": "6.5", "ACR204": "5.3", "ACR409": "5.3"}
_LONGEST_DESCRIPTION = 1024
_ROOT_ID = "%SRCROOT%"

Json = dict[str, object]


def render(run: Run, view: View) -> str:
    """The log, indented."""
    found = list(every(run))
    codes = {placed.finding.code for placed in found}
    rules = [rule for rule in view.rules if rule.code in codes]
    numbers = {rule.code: index for index, rule in enumerate(rules)}
    hashes: dict[str, list[str]] = {}
    results: list[Json] = []
    for placed in found:
        if placed.place.path not in hashes:
            hashes[placed.place.path] = line_hashes(_text(placed.file))
        line_hash = hashes[placed.place.path][placed.in_file.start.row - 1]
        results.append(_result(run, placed, numbers, line_hash, view))
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(rules, view)},
                "automationDetails": {"id": "acr-lint/"},
                "originalUriBaseIds": {_ROOT_ID: {"uri": _folder_uri(view.root)}},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(run, view)],
                "results": results,
            }
        ],
    }
    return in_json(log)


def _driver(rules: list[Rule], view: View) -> Json:
    """The tool, with the rules that found something."""
    return {
        "name": "acr-lint",
        "semanticVersion": view.version,
        "informationUri": GUIDE_URL,
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> Json:
    """A rule, with its page as help."""
    address = guide(rule.section)
    properties: Json = {
        "precision": "high",
        "problem.severity": _PROBLEMS[rule.severity],
        "tags": ["azure", "containerregistry"],
    }
    if rule.code in _SECURITY:
        properties["security-severity"] = _SECURITY[rule.code]
        properties["tags"] = ["azure", "containerregistry", "security"]
    shown: Json = {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": {"text": _short(rule.summary)},
        "fullDescription": {"text": _short(_prose(rule.page) or rule.summary)},
        "help": {"text": rule.page or rule.summary, "markdown": rule.page or rule.summary},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.default},
        "properties": properties,
    }
    if address:
        shown["helpUri"] = address
    return shown


def _result(run: Run, placed: Placed, numbers: dict[str, int], line_hash: str, view: View) -> Json:
    """One finding."""
    finding, place = placed.finding, placed.place
    in_file = place.cell is None
    result: Json = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message if in_file else f"{place}: {finding.message}"},
        "locations": [_location(placed.in_file, view)],
        "partialFingerprints": {"primaryLocationLineHash": line_hash},
    }
    if finding.code in numbers:
        result["ruleIndex"] = numbers[finding.code]
    if finding.related:
        places = [(related, related_in_file(run, related)) for related in finding.related]
        result["relatedLocations"] = [
            {"id": index, **_location(there, view, related.message)}
            for index, (related, there) in enumerate(places, 1)
        ]
        result["codeFlows"] = [_flow(placed, places, view)]
    if finding.suppressed is not None:
        result["suppressions"] = [_suppression(finding.suppressed)]
    if finding.fixes and in_file:
        result["fixes"] = [_fix(placed.file, fix, view) for fix in finding.fixes if fix.edits]
    return result


def _flow(placed: Placed, places: list[tuple[Related, Place]], view: View) -> Json:
    """The way of an error: what led to it, where it is, and whom it leaves through."""
    here = _location(placed.in_file, view, placed.finding.message)
    before: list[Json] = []
    after: list[Json] = []
    for related, there in places:
        steps = before if _leads_to(related, placed) else after
        steps.append(_location(there, view, related.message))
    locations = [{"location": step} for step in (*before, here, *after)]
    return {"threadFlows": [{"locations": locations}]}


def _leads_to(related: Related, placed: Placed) -> bool:
    """Whether a related place is where a client was made, or stands before the finding in the same
    function; the others are callers and handlers."""
    finding, source = placed.finding, placed.file.source
    if finding.code.startswith("ACR1"):
        return True
    return (
        related.path == finding.path
        and related.span.start < finding.span.start
        and symbol_at(source, related.span.start) == symbol_at(source, finding.span.start)
    )


def _suppression(reason: str) -> Json:
    """A comment, or the baseline, that silences a finding."""
    if reason == IN_BASELINE:
        return {"kind": "external", "justification": reason}
    return {"kind": "inSource", "justification": reason} if reason else {"kind": "inSource"}


def _fix(file: FileReport, fix: Fix, view: View) -> Json:
    """A fix as replacements in its file."""
    replacements = [
        {
            "deletedRegion": _region(locate(file, edit.span)),
            "insertedContent": {"text": edit.content},
        }
        for edit in fix.edits
    ]
    artifact = _artifact(file.source.path, view.root)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
        "properties": {"safety": fix.safety.value},
    }


def _location(place: Place, view: View, message: str | None = None) -> Json:
    """A place in its file."""
    physical = {"artifactLocation": _artifact(place.path, view.root), "region": _region(place)}
    if message is None:
        return {"physicalLocation": physical}
    return {"physicalLocation": physical, "message": {"text": message}}


def _region(place: Place) -> Json:
    """A range of a file."""
    return {
        "startLine": place.start.row,
        "startColumn": place.start.column,
        "endLine": place.end.row,
        "endColumn": place.end.column,
    }


def _text(file: FileReport) -> str:
    """The text of a file as it is on the disk."""
    return file.notebook.edited(()) if file.notebook else file.source.text


def _artifact(path: str, root: str) -> Json:
    """A file, relative to the root where it is below it."""
    below = relative(path, root)
    if below != path:
        return {"uri": uri(below), "uriBaseId": _ROOT_ID}
    return {"uri": _file_uri(path)}


def _invocation(run: Run, view: View) -> Json:
    """How the run went: what could not be read, and rules that crashed."""
    unread: list[Json] = [
        {
            "level": "error",
            "message": {"text": problem.message},
            "locations": [
                {"physicalLocation": {"artifactLocation": _artifact(problem.path, view.root)}}
            ],
        }
        for problem in run.problems
    ]
    for file in run.reports:
        for part in file.report.unread:
            unread.append(
                {
                    "level": "note",
                    "message": {"text": part.reason},
                    "locations": [_location(locate_in_file(file, part.span), view)],
                }
            )
    unread += [{"level": "error", "message": {"text": crash}} for crash in run.crashes]
    worked = not run.problems and not run.crashes
    return {"executionSuccessful": worked, "toolExecutionNotifications": unread}


def _folder_uri(path: str) -> str:
    """An absolute folder as a URI that others can be relative to."""
    return _file_uri(path).rstrip("/") + "/"


def _file_uri(path: str) -> str:
    """An absolute path as a URI."""
    return f"file://{'' if path.startswith('/') else '/'}{uri(path)}"


def _pascal(name: str) -> str:
    """`uncaught-http-response-error` as SARIF wants names: `UncaughtHttpResponseError`."""
    return "".join(part.capitalize() for part in name.split("-"))


def _prose(page: str) -> str:
    """The paragraphs of a page before its first example or heading, as one."""
    prose: list[str] = []
    for paragraph in re.split(r"\n\s*\n", page.strip()):
        if paragraph.startswith(("#", "```", "    ")):
            break
        prose += paragraph.split()
    return " ".join(prose)


def _short(text: str) -> str:
    """A description as long as GitHub takes it."""
    return text if len(text) <= _LONGEST_DESCRIPTION else text[: _LONGEST_DESCRIPTION - 1] + "…"
