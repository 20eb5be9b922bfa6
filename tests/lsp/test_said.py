"""What is told after edits is what is told of the same text when it is opened."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.bench.programs import passing
from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP

_TYPED = ("\n", "\n\n", "# é😀\n", "x = 1\n", " ", "é😀", "zq", "client", "(", "    ", "\r\n", "")
_PROGRAMS = (passing(6), CLEANUP * 3, passing(4).replace("\n", "\r\n"), f"'é😀'; {CLEANUP}")


def _change(text: str, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """The text after a random edit of one line, and the edit."""
    lines = text.splitlines(keepends=True)
    row = chance.randrange(len(lines))
    line = lines[row]
    column = 0 if chance.random() < 0.4 else chance.randrange(len(line.rstrip("\r\n")) + 1)
    deleted = len(line[column:].rstrip("\r\n")) if chance.random() < 0.1 else 0
    typed = chance.choice(_TYPED)
    lines[row] = line[:column] + typed + line[column + deleted :]
    start, end = (
        len(line[:place].encode("utf-16-le")) // 2 for place in (column, column + deleted)
    )
    area = {"start": {"line": row, "character": start}, "end": {"line": row, "character": end}}
    return "".join(lines), {"range": area, "text": typed}


@pytest.mark.parametrize("seed", range(8))
def test_after_edits_as_when_opened(pushed: Client, project: Path, seed: int) -> None:
    chance = random.Random(seed)
    text = _PROGRAMS[seed % len(_PROGRAMS)]
    path = project / "x.py"
    uri = pushed.open(path, text, 1)
    assert pushed.published(uri, 1)
    for number in range(12):
        version = 100 * (number + 1)
        changes = []
        for _ in range(chance.choice((1, 1, 3))):
            text, change = _change(text, chance)
            changes.append(change)
        pushed.change(uri, version, *changes)
        told = pushed.published(uri, version)
        pushed.close(uri)
        pushed.open(path, text, version + 1)
        assert told == pushed.published(uri, version + 1)


def test_what_an_edit_moves_that_adds_as_many_lines_as_it_takes(
    pushed: Client, project: Path
) -> None:
    text = (
        "from azure.containerregistry import ContainerRegistryClient\n"
        "from azure.identity import DefaultAzureCredential\n\nX = 1\n\n"
        "def make(maybe):\n    credential = DefaultAzureCredential() if maybe else None\n"
        '    return ContainerRegistryClient("https://x.azurecr.io", credential)\n\nY = 1\n\n'
        'def use(maybe):\n    make(maybe).delete_repository("x")\n'
    )
    moved = text.replace("X = 1\n\n", "").replace("Y = 1\n", "Y = 1\n\nZ = 2\n")
    path = project / "x.py"
    uri = pushed.open(path, text, 1)
    assert pushed.published(uri, 1)
    pushed.change(uri, 2, {"text": moved})
    told = pushed.published(uri, 2)
    pushed.close(uri)
    pushed.open(path, moved, 3)
    assert told == pushed.published(uri, 3)
