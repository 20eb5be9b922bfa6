"""What the VS Code extension declares is what its sources and acr-lint do; no node is needed."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from acr_lint.findings import Severity
from acr_lint.keys import KEYS
from acr_lint.lsp.configuration import client_settings
from acr_lint.lsp.features import complete_server
from acr_lint.rules.registry import rules
from acr_lint.sdk.guide import GUIDE_URL
from tests.editors.author import EDITORS
from tests.lsp.client import SERVER

EXTENSION = EDITORS / "vscode"
PACKAGE = json.loads((EXTENSION / "package.json").read_text())
CONTRIBUTES = PACKAGE["contributes"]
SETTINGS = CONTRIBUTES["configuration"]["properties"]
SOURCES = {path.name: path.read_text() for path in (EXTENSION / "src").glob("*.ts")}
SOURCE = "\n".join(SOURCES.values())
COMMANDS = {each["command"] for each in CONTRIBUTES["commands"]}
START = EXTENSION / "bundled" / "start.py"


def kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower()


def test_commands_are_registered_and_nothing_else_is() -> None:
    registered = set(re.findall(r'^    "(acr-lint\.\w+)": ', SOURCES["commands.ts"], re.MULTILINE))
    assert registered == COMMANDS
    ours = set(complete_server().protocol.fm.commands)
    assert not ours & COMMANDS, "the client library registers the server's commands itself"
    asked = set(re.findall(r'ask(?:<[^(]*>)?\(client, "([\w.-]+)"', SOURCES["commands.ts"]))
    assert asked and asked <= ours


def test_commands_that_are_named_exist() -> None:
    named = set(re.findall(r'command: "(acr-lint\.\w+)"', SOURCE))
    for walkthrough in CONTRIBUTES["walkthroughs"]:
        for step in walkthrough["steps"]:
            named |= set(re.findall(r"command:(acr-lint\.\w+)", step["description"]))
            events = [event.partition(":")[2] for event in step["completionEvents"]]
            named |= {event for event in events if event.startswith("acr-lint.")} - SETTINGS.keys()
            media = step["media"].get("image") or step["media"].get("markdown")
            assert (EXTENSION / media).is_file()
    assert named and named <= COMMANDS


def test_settings_are_read_by_the_extension_or_by_the_server() -> None:
    keys = {key.name for key in KEYS}
    for setting in SETTINGS:
        name = setting.removeprefix("acr-lint.")
        value = {"boolean": True, "string": "x", "object": {"x": "y"}}.get(
            SETTINGS[setting]["type"] if isinstance(SETTINGS[setting]["type"], str) else "string"
        )
        by_server = kebab(name) in keys or client_settings({name: value}, "/p") != client_settings(
            {name: not value}, "/p"
        )
        by_extension = f'"{name}"' in SOURCE
        assert by_server or by_extension, setting


def test_the_settings_that_decide_on_the_server_restart_it() -> None:
    (listed,) = re.findall(r"const DECIDING = \[(.*?)\]", SOURCES["settings.ts"])
    function = SOURCES["settings.ts"].partition("function serverSettings")[2].partition("\n}")[0]
    read = set(re.findall(r'(?:words|get<string>)\("(\w+)"', function))
    assert set(re.findall(r'"(\w+)"', listed)) == read


def test_a_workspace_that_is_not_trusted_names_no_program() -> None:
    restricted = PACKAGE["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert {"acr-lint.interpreter", "acr-lint.path", "acr-lint.args"} <= set(restricted)
    assert set(restricted) <= SETTINGS.keys()


def test_severities_are_those_of_the_rules() -> None:
    offered = SETTINGS["acr-lint.severity"]["properties"]
    advice = "run editors/vscode/scripts/rules.py"
    assert list(offered) == [rule.code for rule in rules()], advice
    levels = [severity.value for severity in Severity]
    for rule in rules():
        assert offered[rule.code]["enum"] == levels, advice
        assert offered[rule.code]["description"] == rule.name, advice
    ((_, other),) = SETTINGS["acr-lint.severity"]["patternProperties"].items()
    assert other["enum"] == levels


def test_the_guide_is_ours() -> None:
    assert GUIDE_URL in SOURCES["commands.ts"]


@pytest.mark.parametrize("name", ["cleanup.py", "notebook.ipynb"])
def test_the_problem_matcher_reads_what_concise_writes(name: str, tmp_path: Path) -> None:
    code = "from azure.containerregistry import ContainerRegistryClient\n"
    code += "client = ContainerRegistryClient(e, foo=[1])\nclient.delete_tag('a', 'b')\n"
    text = code
    if name.endswith(".ipynb"):
        cell = {"cell_type": "code", "source": code, "metadata": {}, "outputs": []}
        text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (tmp_path / name).write_text(text)
    concise, found = (
        subprocess.run(
            [sys.executable, "-m", "acr_lint", "check", "--output-format", style, "--", "."],
            cwd=tmp_path,
            env={"PYTHONPATH": str(SERVER), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for style in ("concise", "json")
    )
    (matcher,) = CONTRIBUTES["problemMatchers"]
    pattern = matcher["pattern"]
    expression = re.compile(pattern["regexp"])
    wanted = ("file", "line", "column", "severity", "message", "code")
    read = [
        tuple(match[pattern[part]] for part in wanted)
        for line in concise.splitlines()
        if (match := expression.match(line))
    ]
    expected = [
        (
            name,
            str(finding["location"]["row"]),
            str(finding["location"]["column"]),
            finding["severity"],
            finding["message"],
            finding["code"],
        )
        for finding in json.loads(found)
    ]
    assert read == expected and len({row[3] for row in read}) > 1


@pytest.mark.parametrize("path", ["C:/a b/c.py", "c:\\a\\b.py", "//server/share/c.py", "12:3/a.py"])
def test_the_problem_matcher_reads_paths_of_windows(path: str) -> None:
    (matcher,) = CONTRIBUTES["problemMatchers"]
    line = f"{path}:3:14: error: the client has no `x` [ACR407 unknown-operation]"
    match = re.match(matcher["pattern"]["regexp"], line)
    assert match and match.groups()[:3] == (path, "3", "14")


def test_the_task_writes_what_the_matcher_reads() -> None:
    assert '"--output-format", "concise"' in SOURCES["tasks.ts"]
    assert f'"${CONTRIBUTES["problemMatchers"][0]["name"]}"' in SOURCES["tasks.ts"]
    (definition,) = CONTRIBUTES["taskDefinitions"]
    assert f'"{definition["type"]}"' in SOURCES["tasks.ts"]
    assert all(f"definition.{name}" in SOURCES["tasks.ts"] for name in definition["properties"])


def test_the_bundle_has_what_the_package_needs() -> None:
    pinned = dict(
        line.split("==")
        for line in (EXTENSION / "bundled" / "requirements.txt").read_text().splitlines()
        if not line.startswith("#")
    )
    project = (EDITORS.parent / "pyproject.toml").read_text()
    (listed,) = re.findall(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    needed = set(re.findall(r'^  "([\w-]+)', listed, re.MULTILINE))
    assert needed and needed <= pinned.keys()


def test_start_runs_the_origin_that_it_is_told(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-S", START, *arguments],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path / "environment")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    (tmp_path / "acr_lint.py").write_text("raise SystemExit('from the current folder')")
    assert (
        "origin" not in json.loads(run("probe", "environment")) or (START.parent / "libs").exists()
    )
    for name in ("pygls", "lsprotocol", "acr_lint"):
        package = tmp_path / "environment" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("__version__ = '9.9'\n")
    (package / "__main__.py").write_text("import sys\ndef main(): print(sys.argv[1:])\n")
    probed: dict[str, Any] = json.loads(run("probe", "environment"))
    assert (probed["origin"], probed["version"]) == ("environment", "9.9")
    assert probed["python"] == list(sys.version_info[:3])
    assert run("environment", "check", ".") == "['check', '.']\n"


def test_start_is_read_by_pythons_that_are_too_old_for_acr_lint() -> None:
    ast.parse(START.read_text(), feature_version=(3, 7))
    assert not re.search(r"\bf['\"]|->|: str\b", START.read_text())


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((EXTENSION / "package-lock.json").read_text())
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
    assert lock["packages"][""]["devDependencies"] == PACKAGE["devDependencies"]
    assert all(re.fullmatch(r"[\d.]+", version) for version in PACKAGE["devDependencies"].values())


def test_readme_tells_all_settings_and_commands() -> None:
    readme = (EXTENSION / "README.md").read_text()
    assert [name for name in SETTINGS if f"`{name}`" not in readme] == []
    assert [each["title"] for each in CONTRIBUTES["commands"] if each["title"] not in readme] == []
    for image in re.findall(r"!\[[^]]*\]\((\S+)\)", readme):
        assert (EXTENSION / image).is_file()
