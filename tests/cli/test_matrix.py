"""Every format on every kind of project: each tells, in its own way, what `json` tells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from acr_lint.report.formats import NAMES
from tests.cli.conftest import ANONYMOUS, PLAIN, CommandLine
from tests.report.readers import azure_command, github_command

Said = set[tuple[str, int, str]]
"""Findings as the path of the file, the row in it, and the code."""

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": "# Clean up"},
        {"cell_type": "code", "source": ANONYMOUS.splitlines(keepends=True)},
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
ODD = "añ \U0001f600,b:c%41;d]e.py"


def _clean(root: Path) -> int:
    (root / "plain.py").write_text(PLAIN)
    return 0


def _findings(root: Path) -> int:
    (root / "hit.py").write_text(ANONYMOUS)
    return 1


def _unreadable(root: Path) -> int:
    (root / "hit.py").write_text(ANONYMOUS)
    (root / "bad.py").write_bytes(b"import azure.containerregistry\0")
    return 2


def _odd_names(root: Path) -> int:
    (root / ODD).write_text("größe = '漢字\U0001f600'\n" + ANONYMOUS)
    return 1


def _notebook(root: Path) -> int:
    (root / "n.ipynb").write_text(json.dumps(NOTEBOOK, indent=1))
    return 1


def _concise(out: str) -> Said:
    found = re.findall(r"^(.*?):(?:cell \d+:)?(\d+):\d+: \w+: .* \[(ACR\d+) ", out, re.MULTILINE)
    return {(path, int(row), code) for path, row, code in found}


def _grouped(out: str) -> Said:
    said: Said = set()
    path = ""
    for line in out.splitlines():
        if line[:1] not in ("", " ") and line.endswith(":"):
            path = line[:-1]
        elif match := re.match(r"  (?:cell \d+:)?(\d+):\d+ +\w+: .* \[(ACR\d+) ", line):
            said.add((path, int(match[1]), match[2]))
    return said


def _full(out: str) -> Said:
    found = re.findall(
        r"^\w+\[(ACR\d+) .*\n +--> (.*?):(?:cell \d+:)?(\d+):\d+$", out, re.MULTILINE
    )
    return {(path, int(row), code) for code, path, row in found}


def _json(out: str) -> Said:
    return {_of_record(record) for record in json.loads(out)}


def _json_lines(out: str) -> Said:
    return {_of_record(json.loads(line)) for line in out.splitlines()}


def _of_record(record: dict[str, object]) -> tuple[str, int, str]:
    location = record["location"]
    assert isinstance(location, dict)
    return Path(str(record["filename"])).name, location["row"], str(record["code"])


def _github(out: str) -> Said:
    commands = [command for line in out.splitlines() if (command := github_command(line))]
    return {
        (each.properties["file"], int(each.properties["line"]), each.properties["title"][:6])
        for each in commands
        if "line" in each.properties
    }


def _azure(out: str) -> Said:
    commands = [command for line in out.splitlines() if (command := azure_command(line))]
    return {
        (
            Path(each.properties["sourcepath"]).name,
            int(each.properties["linenumber"]),
            each.properties["code"],
        )
        for each in commands
        if "linenumber" in each.properties
    }


def _gitlab(out: str) -> Said:
    return {
        (
            each["location"]["path"],
            each["location"]["positions"]["begin"]["line"],
            each["check_name"],
        )
        for each in json.loads(out)
    }


def _sarif(out: str) -> Said:
    (run,) = json.loads(out)["runs"]
    said: Said = set()
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        said.add((path, place["region"]["startLine"], result["ruleId"]))
    return said


def _rdjson(out: str) -> Said:
    return {
        (
            Path(each["location"]["path"]).name,
            each["location"]["range"]["start"]["line"],
            each["code"]["value"],
        )
        for each in json.loads(out)["diagnostics"]
    }


def _checkstyle(out: str) -> Said:
    return {
        (Path(file.attrib["name"]).name, int(error.attrib["line"]), error.attrib["source"][9:])
        for file in ElementTree.fromstring(out.encode()).findall("file")
        for error in file.findall("error")
        if "ACR" in error.attrib["source"]
    }


def _junit(out: str) -> Said:
    said: Said = set()
    for case in ElementTree.fromstring(out.encode()).iter("testcase"):
        match = re.match(r"(ACR\d+) .* \((?:cell \d+:)?(\d+):\d+\)$", case.attrib["name"])
        if match:
            said.add((case.attrib["classname"], int(match[2]), match[1]))
    return said


def _markdown(out: str) -> Said:
    said: Said = set()
    for line in out.splitlines():
        code, place = (
            re.search(r"ACR\d+", line),
            re.search(r"`(.*?):(?:cell \d+:)?(\d+):\d+`", line),
        )
        if line.startswith("|") and code and place:
            said.add((place[1], int(place[2]), code[0]))
    return said


READERS: dict[str, Callable[[str], Said]] = {
    "full": _full,
    "concise": _concise,
    "grouped": _grouped,
    "json": _json,
    "json-lines": _json_lines,
    "sarif": _sarif,
    "github": _github,
    "azure": _azure,
    "gitlab": _gitlab,
    "junit": _junit,
    "rdjson": _rdjson,
    "checkstyle": _checkstyle,
    "markdown": _markdown,
}
OF_LINES = {"sarif", "github", "azure", "gitlab", "rdjson", "checkstyle"}
"""Formats whose readers know nothing of cells: their rows are those of a notebook's JSON."""


def test_all_formats_are_here() -> None:
    assert set(READERS) == set(NAMES)


@pytest.mark.parametrize("make", [_clean, _findings, _unreadable, _odd_names, _notebook])
@pytest.mark.parametrize("name", NAMES)
def test_a_format_tells_what_json_tells(
    acr_lint: CommandLine, tmp_path: Path, name: str, make: Callable[[Path], int]
) -> None:
    code = make(tmp_path)
    rules = ("--select", "ACR101,ACR301")
    truth = _json(acr_lint(*rules, "--output-format", "json").out)
    ended = acr_lint(*rules, "--output-format", name)
    assert ended.code == code
    assert ("bad.py: isn't text" in ended.err) == (make is _unreadable)
    assert len(truth) == (0 if make is _clean else 2)
    if make is _notebook and name in OF_LINES:
        lines = (tmp_path / "n.ipynb").read_text().splitlines()
        row = next(at for at, line in enumerate(lines, 1) if "delete_tag" in line)
        truth = {(path, row, rule) for path, _, rule in truth}
    assert READERS[name](ended.out) == truth
