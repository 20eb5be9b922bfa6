"""What README.md shows is what happens; `python -m tests.test_readme` writes it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from acr_lint.cli.arguments import parse
from acr_lint.project.config import Configuration
from acr_lint.report.formats import NAMES
from acr_lint.report.view import guide
from acr_lint.rules.registry import rules

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
_EXAMPLE = re.compile(
    r"(<!-- example: (.*) -->\n```text\n)(.*?)(```\n<!-- /example -->)", re.DOTALL
)
_RULES = re.compile(r"(<!-- rules -->\n)((?s:.*?))(<!-- /rules -->)")
_PLAIN = {"GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "FORCE_COLOR", "FORCE_HYPERLINK"}


def _printed(command: str) -> str:
    """What a command of acr-lint prints, run in the root."""
    arguments = command.removeprefix("acr-lint ").split()
    environment = {name: value for name, value in os.environ.items() if name not in _PLAIN}
    process = subprocess.run(
        [sys.executable, "-m", "acr_lint", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 1, process.stderr
    return process.stdout


def _table() -> str:
    """The rules, a row each, and the addresses of the guide's sections."""
    rows = ["| code | name | severity | says | guide |", "| --- | --- | --- | --- | --- |"]
    sections = {}
    for rule in rules():
        severity = rule.severity.value if rule.default else f"{rule.severity.value}, off"
        summary = rule.summary.replace("|", "\\|")
        section = f"[{rule.section}]" if rule.section else ""
        rows.append(f"| {rule.code} | {rule.name} | {severity} | {summary} | {section} |")
        if rule.section:
            sections[rule.section] = guide(rule.section)
    links = [f"[{section}]: {address}" for section, address in sorted(sections.items())]
    return "\n".join([*rows, "", *links]) + "\n"


def renewed(text: str) -> str:
    """README.md with its example and its table as they are now."""
    text = _EXAMPLE.sub(lambda match: f"{match[1]}{_printed(match[2])}{match[4]}", text)
    return _RULES.sub(lambda match: f"{match[1]}{_table()}{match[3]}", text)


def test_example_and_table_are_true() -> None:
    text = README.read_text(encoding="utf-8")
    assert _EXAMPLE.search(text)
    assert _RULES.search(text)
    assert text == renewed(text), "run: python -m tests.test_readme"


def test_there_are_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    (check,) = re.findall(r"^python3 -m venv \.venv && .*$", text, re.MULTILINE)
    (test,) = re.findall(r"^python3 -m venv \.venv-test && .*$", text, re.MULTILINE)
    sample = check.split()[-1]
    assert (ROOT / sample).is_file()
    assert f"<!-- example: acr-lint check {sample} " in text
    assert test.endswith("/pytest")


def test_its_settings_are_right(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n((?s:.*?))```", text)
    (tmp_path / "pyproject.toml").write_text(block)
    configuration = Configuration()
    assert configuration.of_folder(str(tmp_path)).ignore == ("missing-logging-enable",)
    assert configuration.problems_of([str(tmp_path)]) == []


def test_every_option_and_format_it_names_exists() -> None:
    text = README.read_text(encoding="utf-8")
    for line in re.findall(r"acr-lint check (--[^`\n]*)", text):
        parse([word for word in line.replace("FILE", "x").replace('"', "").split() if word])
    for name in NAMES:
        assert f"`{name}`" in text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
