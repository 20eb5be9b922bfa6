"""Notebooks that `--fix` mends: whatever their cells are, only the code that is mended changes."""

from __future__ import annotations

import ast
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from acr_lint.project.notebooks import Notebook, parse_notebook
from tests.cli.conftest import CommandLine

FIX = ("--fix", "--unsafe-fixes", "--select", "ACR101,ACR201,ACR301")
_IMPORTS = "from azure.containerregistry import ContainerRegistryClient"
_CLIENT = "client = ContainerRegistryClient('https://a.azurecr.io')"
_MAGICS = ["%matplotlib inline", "!pip install x", "files = !ls", "!ls \\\n  -l", "client?"]
_PYTHON_MAGICS = ["%%time", "%%capture out"]
_CODE = [
    "client.delete_tag('é😀', 'b')",
    "for tag in client.list_tag_properties('a'):\n    !echo {tag.name}\n    print(tag)",
    "if files:\n\t%run more.py\n\tclient.delete_tag('a', \"b\")  # comment",
    "def remove(tag):\n  '''%no'''\n  client.delete_tag('a', tag)\n  %time 1\n\nremove('b')",
    "x = '''\n%no magic\n'''; client.delete_blob('a', x)",
    "client.delete_tag(\n    'a',  # one\n    'b',\n)",
    "print(1)",
]
_OTHERS = ["%%bash\nfor x in y; do\n  z\ndone", "%%writefile x.py\nimport os", "", "\n", "# only"]


def _random_notebook(dice: random.Random) -> str:
    """A notebook that deletes with an anonymous client, among all that may stand in cells."""
    cells = [_cell(dice, dice.choice(_OTHERS + _MAGICS)) for _ in range(dice.randrange(3))]
    start = [_IMPORTS, _CLIENT]
    if dice.random() < 0.3:
        cells += [_cell(dice, _IMPORTS), _cell(dice, dice.choice(_OTHERS))]
        start = [_CLIENT]
    cells.append(_cell(dice, "\n".join(_with_magics(dice, start))))
    for _ in range(dice.randrange(1, 5)):
        code = dice.choices(_CODE, k=dice.randrange(1, 3))
        cells.append(_cell(dice, "\n".join(_with_magics(dice, code))))
        if dice.random() < 0.4:
            cells.append(_cell(dice, dice.choice(_OTHERS), dice.choice(["code", "markdown"])))
    odd = {"metadata": {"é": 1.50, "kernelspec": {"language": "python"}}, "nbformat": 4}
    whole = {"cells": cells, **odd} if dice.random() < 0.5 else {**odd, "cells": cells}
    text = json.dumps(whole, indent=dice.choice([None, 1, 2]), ensure_ascii=dice.random() < 0.5)
    return text.replace("1.5", "1.50") + dice.choice(["", "\n", "\n\n"])


def _with_magics(dice: random.Random, code: list[str]) -> list[str]:
    """Some lines of code, among magics and below one that has to be first."""
    lines = [line for each in code for line in (*dice.choices(_MAGICS, k=dice.randrange(2)), each)]
    return dice.choices(_PYTHON_MAGICS, k=dice.random() < 0.3) + lines


def _cell(dice: random.Random, source: str, kind: str = "code") -> dict[str, Any]:
    source += dice.choice(["", "\n"])
    in_lines = dice.random() < 0.7
    cell: dict[str, Any] = {
        "cell_type": kind,
        "metadata": {"tags": ["ö"]},
        "source": re.findall(r"[^\n]*\n|[^\n]+", source) if in_lines else source,
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": [{"text": "\u2028\x1b[0m", "data": [1e3]}]}
    return cell


def _around(book: Notebook, text: str) -> list[str]:
    """All of a notebook's file but what its code cells say."""
    ends = [0, *(at for cell in book.cells for at in cell.value), len(text)]
    return [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def _magic_lines(book: Notebook) -> list[list[str]]:
    """For each cell the lines that only IPython reads, without their indentation."""
    found = []
    for cell in book.cells:
        end = cell.start + len(cell.text.text)
        text = book.source.text[cell.start : end].split("\n")
        written = book.source.written[cell.start : end].split("\n")
        found.append([w.strip() for t, w in zip(text, written, strict=True) if t != w])
    return found


def _mendable(acr_lint: CommandLine) -> list[str]:
    """The rules of the findings that `--fix` may mend."""
    findings = json.loads(acr_lint(*FIX[2:], "--output-format=json").out)
    return [each["code"] for each in findings for fix in each["fixes"] if fix["safety"] != "manual"]


def _check_fixed(acr_lint: CommandLine, file: Path, before: str) -> None:
    file.write_text(before, encoding="utf-8")
    assert _mendable(acr_lint)
    acr_lint(*FIX)
    after = file.read_text(encoding="utf-8")
    old, new = parse_notebook("n.ipynb", before), parse_notebook("n.ipynb", after)
    assert _around(new, after) == _around(old, before)
    assert _magic_lines(new) == _magic_lines(old)
    for one, other in zip(old.cells, new.cells, strict=True):
        if one.text.text == other.text.text:
            assert after[slice(*other.value)] == before[slice(*one.value)]
        if one.text.text.startswith("%%"):
            assert other.text.text.startswith(one.text.text.split("\n")[0] + "\n")
        ast.parse(new.source.text[other.start : other.start + len(other.text.text)])
    assert not _mendable(acr_lint)
    acr_lint(*FIX)
    assert file.read_text(encoding="utf-8") == after


@pytest.mark.parametrize("seed", range(40))
def test_only_the_mended_code_of_a_notebook_changes(
    acr_lint: CommandLine, tmp_path: Path, seed: int
) -> None:
    _check_fixed(acr_lint, tmp_path / "n.ipynb", _random_notebook(random.Random(seed)))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40, 400))
def test_only_the_mended_code_of_many_notebooks_changes(
    acr_lint: CommandLine, tmp_path: Path, seed: int
) -> None:
    _check_fixed(acr_lint, tmp_path / "n.ipynb", _random_notebook(random.Random(seed)))


def _written(*cells: str) -> str:
    code = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": cell,
            "execution_count": None,
        }
        for cell in cells
    ]
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _fixed(acr_lint: CommandLine, file: Path, *cells: str) -> list[str]:
    file.write_text(_written(*cells))
    acr_lint(*FIX)
    return [cell["source"] for cell in json.loads(file.read_text())["cells"]]


def test_magics_in_a_mended_statement_stay_as_they_are(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    loop = "for tag in client.list_tag_properties('a'):\n    !echo {tag.name}"
    *_, last = _fixed(acr_lint, tmp_path / "n.ipynb", f"{_IMPORTS}\n{_CLIENT}", loop)
    assert (
        "try:\n    for tag in client.list_tag_properties('a'):\n        !echo {tag.name}\n" in last
    )


def test_an_import_goes_below_the_magic_of_a_cell(acr_lint: CommandLine, tmp_path: Path) -> None:
    cells = ("%%capture\nx = 1", f"def f():\n    {_IMPORTS}\n    {_CLIENT}")
    first, _ = _fixed(acr_lint, tmp_path / "n.ipynb", *cells)
    assert first == "%%capture\nimport logging\n\nx = 1"


def test_an_import_stays_in_the_cell_of_the_others(acr_lint: CommandLine, tmp_path: Path) -> None:
    cells = (_IMPORTS, "%%bash\nls", f"{_CLIENT}\nclient.delete_tag('a', 'b')")
    first, second, _ = _fixed(acr_lint, tmp_path / "n.ipynb", *cells)
    assert first.split("\n")[2:] == [
        _IMPORTS,
        "from azure.core.exceptions import HttpResponseError",
        "from azure.identity import DefaultAzureCredential",
    ]
    assert second == "%%bash\nls"


def test_a_statement_over_several_cells_is_left_alone(
    acr_lint: CommandLine, tmp_path: Path
) -> None:
    cells = (f"{_IMPORTS}\n{_CLIENT}", "client.delete_tag(", "'a', 'b')")
    (tmp_path / "n.ipynb").write_text(_written(*cells))
    ended = acr_lint("--fix", "--unsafe-fixes", "--select", "ACR301", "--output-format", "concise")
    assert "n.ipynb:cell 2:1:8: warning" in ended.out
    assert json.loads((tmp_path / "n.ipynb").read_text())["cells"][1]["source"] == cells[1]


def test_what_could_not_be_read_is_named_by_its_cell(acr_lint: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text(_written(_IMPORTS, "x = 1\nbroken ("))
    assert acr_lint().err == "acr-lint: n.ipynb:cell 2:2: not checked: '(' was never closed\n"
