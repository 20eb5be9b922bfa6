"""The commands beside `check`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from acr_lint import __version__
from acr_lint.cli.usage import COMMANDS, USAGE
from acr_lint.rules.registry import rules
from tests.cli.conftest import CommandLine


@pytest.mark.parametrize("argument", ["version", "--version", "-V"])
def test_the_version(acr_lint: CommandLine, argument: str) -> None:
    assert acr_lint(argument) == (0, f"acr-lint {__version__}\n", "")


def test_the_version_as_json_tells_what_it_runs_in(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "acr-lint.toml").write_text("")
    described = json.loads(acr_lint("version", "--output-format", "json").out)
    assert described["version"] == __version__
    assert described["libraries"]["azure-containerregistry"] == "1.2.0"
    assert described["configuration"] == f"{tmp_path}/acr-lint.toml"
    assert described["executable"] == sys.executable


@pytest.mark.parametrize("argument", ["help", "--help", "-h"])
def test_help_names_every_command_and_exit_code(acr_lint: CommandLine, argument: str) -> None:
    ended = acr_lint(argument)
    assert ended.code == 0
    for word in (*COMMANDS, "4  nothing"):
        assert word in ended.out


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "server"])
def test_help_about_a_command(acr_lint: CommandLine, command: str) -> None:
    ended = acr_lint("help", command)
    assert ended.code == 0
    assert ended.out.startswith(f"usage: acr-lint {command}")
    assert ended == acr_lint(command, "--help")


@pytest.mark.parametrize("word", ["ACR301", "acr301", "uncaught-http-response-error"])
def test_a_rules_page_by_code_and_name(acr_lint: CommandLine, word: str) -> None:
    ended = acr_lint("rule", word)
    assert ended.code == 0
    assert ended.out.startswith("# uncaught-http-response-error (ACR301)\n\nSeverity: warning; on")
    assert "TROUBLESHOOTING.md#general-troubleshooting" in ended.out


def test_all_rules_are_listed(acr_lint: CommandLine) -> None:
    lines = acr_lint("rule").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in rules()]
    described = json.loads(acr_lint("rule", "--output-format", "json").out)
    assert [each["name"] for each in described] == [rule.name for rule in rules()]


@pytest.mark.parametrize("word", ["anonymos-write", "Anonymous-Write"])
def test_an_unknown_rule_gets_the_near_one(acr_lint: CommandLine, word: str) -> None:
    ended = acr_lint("rule", word)
    assert ended == (
        2,
        "",
        f"acr-lint: there is no rule `{word}`; did you mean `anonymous-write`?\n",
    )


def test_config_shows_what_is_in_force_and_from_where(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    assert "# from nowhere: these are the defaults" in acr_lint("config").out
    (tmp_path / "acr-lint.toml").write_text(
        "ignore = ['ACR301']\nseverity = { ACR305 = 'error' }\nbaseline = 'known.json'\n"
    )
    ended = acr_lint("config", "src/a.py")
    assert ended.code == 0
    assert f"# settings for {tmp_path}/src/a.py\n# from {tmp_path}/acr-lint.toml\n" in ended.out
    for line in (
        'ignore = ["ACR301"]  # from acr-lint.toml',
        "[severity]  # from acr-lint.toml",
        '"ACR305" = "error"',
        'baseline = "known.json"  # from acr-lint.toml',
        'fail-on = "warning"',
        "respect-gitignore = true",
    ):
        assert line in ended.out.splitlines()
    assert "ACR301" not in ended.out.partition("# rules that are on:")[2]


def test_config_names_the_file_of_each_key(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("extend-select = ['ACR107']\nfail-on = 'error'\n")
    (tmp_path / "acr-lint.toml").write_text(
        "extend = 'base.toml'\nextend-select = ['ACR108']\nfail-on = 'info'\nroots = ['lib']\n"
    )
    lines = acr_lint("config").out.splitlines()
    assert 'extend-select = ["ACR107", "ACR108"]  # from base.toml, acr-lint.toml' in lines
    assert 'fail-on = "info"  # from acr-lint.toml' in lines
    assert 'roots = ["lib"]  # from acr-lint.toml' in lines
    assert 'select = ["DEFAULT"]' in lines


def test_config_for_programs(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "acr-lint.toml").write_text(
        'fail-on = "error"\nseverity = {ACR301 = "info"}\nper-file-ignores = {"a.py" = ["ACR3"]}\n'
    )
    (tmp_path / "a.py").write_text("")
    shown = json.loads(acr_lint("config", "a.py", "--output-format", "json").out)
    file = f"{tmp_path}/acr-lint.toml"
    assert (shown["path"], shown["configuration"]) == (f"{tmp_path}/a.py", file)
    assert shown["settings"]["fail-on"] == {"value": "error", "from": [file]}
    assert shown["settings"]["severity"] == {"value": {"ACR301": "info"}, "from": [file]}
    assert shown["settings"]["ignore"] == {"value": [], "from": []}
    assert "ACR101" in shown["rules"] and "ACR301" not in shown["rules"]


def test_what_config_shows_can_be_read_back(acr_lint: CommandLine, tmp_path: Path) -> None:
    shown = acr_lint("config").out
    (tmp_path / "acr-lint.toml").write_text(shown)
    ended = acr_lint("config")
    assert ended.code == 0
    assert (
        ended.out.replace("  # from acr-lint.toml", "").splitlines()[2:] == (shown.splitlines()[2:])
    )


def test_a_wrong_configuration_is_named(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "acr-lint.toml").write_text("fail-on = 'never'\n")
    ended = acr_lint("config")
    assert ended.code == 2
    assert "acr-lint.toml: `fail-on` must be" in ended.err


def test_the_schema_is_one(acr_lint: CommandLine) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(acr_lint("config", "--schema").out))


def test_verbose_says_how(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "acr-lint.toml").write_text("")
    said = acr_lint("-v", "a.py").err
    assert f"acr-lint {__version__}, Python 3." in said
    assert f"a.py: settings from {tmp_path}/acr-lint.toml" in said
    assert "checked 1 files; the program has 0" in said


def test_all_is_written_when_the_process_ends() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "acr_lint"]
    ended = subprocess.run([*command, "--help"], capture_output=True, env=environment, check=True)
    assert ended.stdout.decode() == USAGE
    ended = subprocess.run([*command, "chek"], capture_output=True, env=environment, check=False)
    assert (ended.returncode, ended.stdout.count(b"\n")) == (2, 1)
