"""Every format on every kind of run, read as its consumer reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema

from acr_lint.findings import Severity
from acr_lint.project.run import Run
from acr_lint.project.walk import Problem
from acr_lint.report.fingerprints import line_hashes
from acr_lint.report.formats import NAMES, show
from acr_lint.report.places import active, every
from tests.report.readers import azure_command, github_annotation, github_command
from tests.report.samples import (
    CLEAN,
    HOSTILE,
    MANY,
    NOTEBOOK,
    NOTEBOOK_DOCUMENT,
    PLAIN,
    ROOT,
    RUNS,
    VIEW,
)

_JUNIT = xmlschema.XMLSchema(str(Path(__file__).parent / "schemas" / "junit-10.xsd"))

every_run = pytest.mark.parametrize("run", RUNS.values(), ids=RUNS.keys())


@every_run
@pytest.mark.parametrize("name", NAMES)
def test_every_format_shows_every_run(name: str, run: Run) -> None:
    text = show(name, run, VIEW)
    assert text.endswith("\n") or (not text and name in ("json-lines", "github", "azure"))
    text.encode("utf-8")


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(ValueError, match="no format 'yaml'"):
        show("yaml", PLAIN, VIEW)


@every_run
@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_text_triggers_no_log_command_and_moves_no_cursor(name: str, run: Run) -> None:
    for line in show(name, run, VIEW).split("\n"):
        assert github_command(line) is None
        assert azure_command(line) is None
        assert line.isprintable()


@every_run
@pytest.mark.parametrize("name", sorted({*NAMES} - {"github", "azure"}))
def test_files_hold_no_log_command_when_they_are_printed(name: str, run: Run) -> None:
    for line in show(name, run, VIEW).split("\n"):
        assert github_command(line) is None
        assert azure_command(line) is None


@pytest.mark.parametrize("name", ["github", "azure"])
def test_files_that_cant_be_read_have_their_share_of_ten(name: str) -> None:
    problems = tuple(Problem(f"{ROOT}/{number}\n::error::.py", "no") for number in range(12))
    lines = show(name, MANY._replace(problems=problems), VIEW).splitlines()
    read = azure_command if name == "azure" else github_command
    commands = [command for command in map(read, lines) if command]
    errors = [each for each in commands if "error" in (each.name, each.properties.get("type"))]
    assert len(errors) == 10
    assert sum("::error::" in "".join(each.properties.values()) for each in errors) == 1
    assert any("more findings and 11 more unread files" in line for line in lines)


@every_run
def test_github_reads_every_command(run: Run) -> None:
    commands = [github_command(line) for line in show("github", run, VIEW).splitlines()]
    issues = [
        command
        for command in commands
        if command and command.name in ("error", "warning", "notice")
    ]
    for command in issues:
        github_annotation(command)
        assert len(command.message.encode("utf-16-le")) <= 2 * 4096
    for kind in ("error", "warning", "notice"):
        assert sum(command.name == kind for command in issues) <= 10


def test_github_keeps_hostile_text_and_paths() -> None:
    first, second, problem = map(github_command, show("github", HOSTILE, VIEW).splitlines())
    assert first and second and problem
    placed = next(active(HOSTILE))
    assert f"{ROOT}/{first.properties['file']}" == placed.finding.path
    assert placed.finding.message in first.message
    assert first.message.startswith(f"{first.properties['file']}:1:20: ")
    assert github_annotation(first) == {"line": 1, "endLine": 1, "col": 20, "endColumn": 30}
    assert github_annotation(second) == {"line": 2, "endLine": 5}
    assert (problem.name, problem.properties["file"]) == ("error", "no, such%.py")


def test_github_shows_the_worst_ten_of_a_type_and_counts_the_rest() -> None:
    lines = show("github", MANY, VIEW).splitlines()
    kinds = [command.name for command in map(github_command, lines) if command]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 9 + [
        "notice",
        "group",
        "endgroup",
    ]
    assert "::notice title=acr-lint::7 more findings; the log lists them" in lines
    assert sum(github_command(line) is None for line in lines) == 7


def test_github_cuts_what_the_runner_would_cut() -> None:
    placed = next(active(PLAIN))
    long = placed.finding._replace(message="😀" * 3000)
    report = placed.file.report._replace(findings=(long,))
    run = PLAIN._replace(reports=(placed.file._replace(report=report),))
    command = github_command(show("github", run, VIEW).splitlines()[0])
    assert command
    assert len(command.message.encode("utf-16-le")) <= 2 * 4096
    assert command.message.endswith("😀…")


@every_run
def test_azure_reads_every_command(run: Run) -> None:
    for line in show("azure", run, VIEW).splitlines():
        command = azure_command(line)
        if line.startswith("##vso["):
            assert command
            assert command.name == "task.logissue"
            assert command.properties["type"] in ("error", "warning")
            assert command.properties["sourcepath"].startswith(ROOT)
        else:
            assert command is None


def test_azure_keeps_hostile_text_and_paths() -> None:
    command = azure_command(show("azure", HOSTILE, VIEW).splitlines()[0])
    assert command
    placed = next(active(HOSTILE))
    assert command.properties == {
        "type": "warning",
        "sourcepath": placed.finding.path,
        "linenumber": "1",
        "columnnumber": "20",
        "code": "ACR301",
    }
    assert command.message == f"{placed.finding.message} (uncaught-http-response-error)"


def test_azure_shows_ten_of_a_type_and_lists_the_rest() -> None:
    lines = show("azure", MANY, VIEW).splitlines()
    kinds = [command.properties["type"] for command in map(azure_command, lines) if command]
    assert kinds == ["error"] * 10 + ["warning"] * 10
    assert len([line for line in lines if line.startswith("many.py:")]) == 16


@every_run
def test_gitlab_has_paths_lines_and_unique_fingerprints(run: Run) -> None:
    entries = json.loads(show("gitlab", run, VIEW))
    assert len(entries) == len(list(active(run)))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["description"].startswith(entry["check_name"])
        assert not entry["location"]["path"].startswith(("/", "./"))
        assert entry["location"]["positions"]["begin"]["line"] >= 1


@every_run
def test_junit_is_valid_and_never_without_a_case(run: Run) -> None:
    text = show("junit", run, VIEW)
    _JUNIT.validate(text)
    suites = ElementTree.fromstring(text.encode())
    assert int(suites.attrib["tests"]) == len(suites.findall(".//testcase")) >= 1
    assert int(suites.attrib["failures"]) == len(suites.findall(".//failure"))
    assert int(suites.attrib["errors"]) == len(suites.findall(".//error")) == len(run.problems)


def test_junit_fails_for_what_fails_the_run() -> None:
    suites = ElementTree.fromstring(show("junit", MANY, VIEW).encode())
    assert suites.attrib["failures"] == "24"
    lenient = VIEW._replace(fail_on=Severity.ERROR)
    suites = ElementTree.fromstring(show("junit", MANY, lenient).encode())
    assert suites.attrib["failures"] == "12"


@every_run
def test_checkstyle_is_xml_with_every_finding(run: Run) -> None:
    document = ElementTree.fromstring(show("checkstyle", run, VIEW).encode())
    errors = document.findall("file/error")
    assert len(errors) == len(list(active(run)))
    for error in errors:
        assert error.attrib["severity"] in ("error", "warning", "info")
        assert error.attrib["source"].startswith("acr-lint.ACR")


def test_rdjson_counts_bytes() -> None:
    found = json.loads(show("rdjson", HOSTILE, VIEW))["diagnostics"][0]
    before = HOSTILE.reports[0].source.line(1)[:19]
    column = len(before.encode()) + 1
    assert column > 20
    assert found["location"]["range"] == {
        "start": {"line": 1, "column": column},
        "end": {"line": 1, "column": column + len("delete_tag")},
    }
    assert [each["text"] for each in found["suggestions"]] == ["é"]


@every_run
def test_json_is_what_the_documentation_says(run: Run) -> None:
    records = json.loads(show("json", run, VIEW))
    assert records == [json.loads(line) for line in show("json-lines", run, VIEW).splitlines()]
    assert len(records) == len(list(every(run)))
    for record in records:
        assert list(record) == [
            "code",
            "name",
            "severity",
            "message",
            "filename",
            "cell",
            "location",
            "end_location",
            "url",
            "suppressed",
            "related",
            "fixes",
        ]
        assert record["url"] is None or "TROUBLESHOOTING.md#" in record["url"]


def test_json_has_related_places_and_edits() -> None:
    first, _, suppressed = json.loads(show("json", PLAIN, VIEW))
    assert first["location"] == {"row": 5, "column": 8}
    assert first["end_location"] == {"row": 5, "column": 18}
    assert first["related"] == [
        {
            "message": "the client is made here",
            "filename": f"{ROOT}/src/cleanup.py",
            "location": {"row": 3, "column": 10},
            "end_location": {"row": 3, "column": 43},
        }
    ]
    (fix,) = first["fixes"]
    assert fix["safety"] == "safe"
    assert fix["edits"][1] == {
        "location": {"row": 3, "column": 42},
        "end_location": {"row": 3, "column": 42},
        "content": ", DefaultAzureCredential()",
    }
    assert suppressed["suppressed"] == "it may fail"


def test_a_notebook_counts_within_its_cell() -> None:
    (record,) = json.loads(show("json", NOTEBOOK, VIEW))
    assert (record["cell"], record["location"]) == (3, {"row": 2, "column": 8})
    (edit,) = record["fixes"][0]["edits"]
    assert edit["cell"] == 2
    assert "nb.ipynb:cell 3:2:8: warning" in show("concise", NOTEBOOK, VIEW)


def test_readers_of_lines_get_the_line_of_a_notebooks_json() -> None:
    row = NOTEBOOK_DOCUMENT.splitlines().index("    \"client.delete_tag('a', 'b')\\n\"") + 1
    command = github_command(show("github", NOTEBOOK, VIEW).splitlines()[0])
    assert command
    assert command.properties["line"] == str(row)
    assert "nb.ipynb:cell 3:2:8: " in command.message
    (entry,) = json.loads(show("gitlab", NOTEBOOK, VIEW))
    assert entry["location"]["positions"]["begin"]["line"] == row
    issue = azure_command(show("azure", NOTEBOOK, VIEW))
    assert issue
    assert issue.properties["linenumber"] == str(row)
    (diagnostic,) = json.loads(show("rdjson", NOTEBOOK, VIEW))["diagnostics"]
    assert diagnostic["location"]["range"] == {"start": {"line": row}}
    (result,) = _sarif(NOTEBOOK)["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == row
    line_hash = line_hashes(NOTEBOOK_DOCUMENT)[row - 1]
    assert result["partialFingerprints"]["primaryLocationLineHash"] == line_hash


def _sarif(run: Run, **view: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(show("sarif", run, VIEW._replace(**view)))
    return log["runs"][0]


@every_run
def test_sarif_has_what_code_scanning_requires(run: Run) -> None:
    found = _sarif(run)
    assert found["columnKind"] == "unicodeCodePoints"
    assert found["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///repo/"}}
    assert found["automationDetails"]["id"].endswith("/")
    assert len(found["results"]) == len(list(every(run)))
    for result in found["results"]:
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert not artifact["uri"].startswith("/")
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    assert found["invocations"][0]["executionSuccessful"] is not bool(run.problems)


def test_sarif_leads_from_the_client_to_the_finding() -> None:
    result, _, suppressed = _sarif(PLAIN)["results"]
    (flow,) = result["codeFlows"]
    steps = flow["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == [
        "the client is made here",
        "`delete_tag` needs a credential, but `client` has none",
    ]
    assert suppressed["suppressions"] == [{"kind": "inSource", "justification": "it may fail"}]
    (fix,) = result["fixes"]
    replacement = fix["artifactChanges"][0]["replacements"][1]
    assert replacement["insertedContent"] == {"text": ", DefaultAzureCredential()"}
    assert replacement["deletedRegion"]["startColumn"] == 42


def test_sarif_encodes_paths_and_names_what_was_not_read() -> None:
    found = _sarif(HOSTILE)
    uri = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == ("a%2Cb%3Ac%25d%3Be%5Df%20g%20%C3%A9%F0%9F%98%80/%3A%3Awarning%3A%3Ax.py")
    notes = found["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error", "note"]


def test_sarif_tells_of_crashes() -> None:
    (invocation,) = _sarif(CLEAN._replace(crashes=("the interpreter failed",)))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"] == {
        "text": "the interpreter failed"
    }


def test_sarif_paths_outside_of_the_root_are_absolute() -> None:
    found = _sarif(PLAIN, root="/elsewhere")
    artifact = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///repo/src/cleanup.py"}


def test_markdown_escapes_what_a_table_and_markup_would_take() -> None:
    text = show("markdown", HOSTILE, VIEW)
    rows = [line for line in text.splitlines() if line.startswith("| warning")]
    assert len(rows) == 2
    assert "b\\]c\\|\\<d\\>" in rows[0]
