"""What comes by itself in a build, and what must not speak to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ANONYMOUS, CommandLine
from tests.report.readers import azure_command, github_command


@pytest.mark.usefixtures("hit")
def test_on_github_annotations_and_a_summary_come_by_themselves(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    ended = acr_lint()
    assert "error[ACR101" in ended.out
    commands = [command for line in ended.out.splitlines() if (command := github_command(line))]
    assert {command.properties["file"] for command in commands} == {f"{tmp_path.name}/hit.py"}
    assert "ACR101" in summary.read_text()
    assert not any(map(github_command, acr_lint("--output-format", "full").out.splitlines()))


@pytest.mark.usefixtures("hit")
def test_on_azure_issues_and_a_summary_come_by_themselves(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TF_BUILD", "True")
    monkeypatch.setenv("AGENT_TEMPDIRECTORY", str(tmp_path))
    commands = [command for line in acr_lint().out.splitlines() if (command := azure_command(line))]
    names = [command.name for command in commands]
    assert names[-1] == "task.uploadsummary"
    assert set(names[:-1]) == {"task.logissue"}
    assert "ACR101" in Path(commands[-1].message).read_text()


@pytest.mark.usefixtures("hit")
def test_on_gitlab_a_report_comes_by_itself(
    acr_lint: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    acr_lint()
    entries = json.loads((tmp_path / "gl-code-quality-report.json").read_text())
    assert {entry["location"]["path"] for entry in entries} == {"hit.py"}


HOSTILE = "##vso[task.setvariable variable=x]1"


@pytest.mark.usefixtures("hit")
def test_names_and_options_cant_speak_to_a_build(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / HOSTILE).mkdir()
    for arguments in (
        [f"{HOSTILE}.py"],
        [HOSTILE],
        [f"--{HOSTILE}"],
        ["--config", HOSTILE],
        ["--output-format", f"json:{HOSTILE}/no/such"],
        ["--select", HOSTILE],
        ["--output-format", HOSTILE],
    ):
        ended = acr_lint(*arguments)
        assert ended.code in (2, 4)
        assert "task.setvariable" in ended.err
        assert azure_command(ended.err) is None


@pytest.mark.parametrize("build", ["TF_BUILD", "GITHUB_ACTIONS"])
def test_a_diff_in_a_build_is_harmless_and_elsewhere_exact(
    acr_lint: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: str
) -> None:
    (tmp_path / "hit.py").write_text(f'{ANONYMOUS}"""\n::error::{HOSTILE}\n"""\n')
    arguments = ("--diff", "--unsafe-fixes", "--select", "ACR101", "hit.py")
    exact = acr_lint(*arguments).out
    assert f"::error::{HOSTILE}" in exact
    monkeypatch.setenv(build, "true")
    printed = acr_lint(*arguments).out
    assert all(github_command(line) is None for line in printed.splitlines())
    assert azure_command(printed) is None
    assert len(printed.splitlines()) == len(exact.splitlines())
