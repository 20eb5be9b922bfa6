"""The formats before the tools of others: GitHub's own library, Microsoft's SARIF validator,
reviewdog's. They are installed from npm, so these tests are long ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from acr_lint.findings import Severity
from acr_lint.project.run import Run
from acr_lint.report.formats import show
from acr_lint.report.places import active
from acr_lint.rules.registry import rules
from tests.report.samples import RUNS, VIEW

pytestmark = pytest.mark.long

_PACKAGES = (
    "@actions/core@3.0.1",
    "@microsoft/sarif-multitool@5.7.0",
    "@umbrelladocs/rdformat-validator@1.0.1",
)
_PLATFORM = {"linux": "linux", "darwin": "darwin", "win32": "win32"}[sys.platform]

every_run = pytest.mark.parametrize("run", RUNS.values(), ids=RUNS.keys())


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the validators."""
    folder = tmp_path_factory.mktemp("validators")
    subprocess.run(
        ["npm", "install", "--no-fund", "--no-audit", "--loglevel=error", *_PACKAGES],
        cwd=folder,
        check=True,
    )
    return folder / "node_modules"


@pytest.fixture
def multitool(packages: Path) -> Path:
    return packages / "@microsoft" / f"sarif-multitool-{_PLATFORM}"


@every_run
def test_sarif_fits_the_schema(run: Run, multitool: Path) -> None:
    schema = json.loads((multitool / "sarif-2.1.0.json").read_text())
    log = json.loads(show("sarif", run, VIEW._replace(rules=rules())))
    jsonschema.validate(log, schema)


@every_run
def test_the_sarif_validator_finds_nothing(run: Run, multitool: Path, tmp_path: Path) -> None:
    """The validator exits 0 whatever it finds, so what it wrote is read."""
    log = tmp_path / "log.sarif"
    log.write_text(show("sarif", run, VIEW._replace(rules=rules())))
    command = [multitool / "Sarif.Multitool", "validate", log, "--rule-kind", "Sarif;Ghas"]
    output = tmp_path / "verdict.sarif"
    subprocess.run(
        [*command, "--output", output, "--log", "ForceOverwrite"], check=True, capture_output=True
    )
    verdict = json.loads(output.read_text())["runs"][0]
    assert [_told(result) for result in verdict.get("results", ()) if _is_bad(result)] == []
    assert verdict["invocations"][0]["executionSuccessful"]


def _is_bad(result: dict[str, Any]) -> bool:
    return bool(result.get("level", "warning") in ("error", "warning"))


def _told(result: dict[str, Any]) -> str:
    return f"{result['ruleId']} {result['message']}"


@every_run
def test_the_reviewdog_validator_is_content(run: Run, packages: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(show("rdjson", run, VIEW))
    script = packages / ".bin" / "rdformat-validator"
    process = subprocess.run([script, file], capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.parametrize("name", [name for name in RUNS if name != "many"])
def test_github_commands_are_those_of_the_official_library(name: str, packages: Path) -> None:
    run = RUNS[name]
    issues = []
    for placed in active(run):
        place, finding = placed.in_file, placed.finding
        path = finding.path.removeprefix("/repo/")
        same = place.start.row == place.end.row
        columns = {"startColumn": place.start.column, "endColumn": place.end.column}
        notes = "".join(f"\n{related.message}" for related in finding.related)
        issues.append(
            {
                "kind": {Severity.INFO: "notice"}.get(finding.severity, finding.severity.value),
                "message": f"{path}:{placed.place}: {finding.message}{notes}",
                "properties": {
                    "title": f"{finding.code} {finding.name}",
                    "file": path,
                    "startLine": place.start.row,
                    "endLine": place.end.row,
                    **(columns if same else {}),
                },
            }
        )
    script = packages.parent / "official.mjs"
    script.write_text(
        "import * as core from '@actions/core';\n"
        f"for (const issue of {json.dumps(issues)})\n"
        "  core[issue.kind](issue.message, issue.properties);\n"
    )
    process = subprocess.run(["node", script], capture_output=True, text=True, check=True)
    assert bool(issues) == (name != "clean")
    official = [_parts(line) for line in process.stdout.splitlines()]
    ours = [_parts(line) for line in show("github", run, VIEW).splitlines()]
    assert ours[: len(official)] == official


def _parts(line: str) -> tuple[str, frozenset[str], str]:
    """A command's name, its escaped properties in any order, and its escaped message."""
    _, head, message = line.split("::", 2)
    name, _, properties = head.partition(" ")
    return name, frozenset(properties.split(",")), message
