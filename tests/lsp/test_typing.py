"""Typing key by key: no finding flickers outside of the statement that is being typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, at

TYPED = '''\
def retire(endpoint: str, repository: str) -> int:
    """Delete all tags but `latest` ("the newest")."""
    count = 0
    with ContainerRegistryClient(
        endpoint,
    ) as client:
        try:
            for tag in client.list_tag_properties(repository):
                if tag.name != "latest":
                    client.delete_tag(repository, tag.name)
                    count += 1
        except HttpResponseError as error:
            print(f"failed: {error.status_code}, {error.message}")
            raise
    return count


'''
MARK = "def after_it"


def long_file(lines: int) -> str:
    """A file of about that many lines, most functions of which have findings."""
    head, body = CLEANUP.split("\n\n\n")
    parts = [head]
    while sum(part.count("\n") + 3 for part in parts) < lines:
        parts.append(body.replace("def remove", f"def remove_{len(parts)}").strip("\n"))
    parts.insert(len(parts) // 2, f"{MARK}() -> None:\n    print('nothing')")
    return "\n\n\n".join(parts) + "\n"


@pytest.mark.parametrize(
    ("lines", "keys"),
    [(60, 120), pytest.param(1000, 10_000, marks=pytest.mark.long)],
    ids=["short", "long"],
)
def test_nothing_flickers(pulled: Client, project: Path, lines: int, keys: int) -> None:
    text = long_file(lines)
    uri = pulled.open(project / "x.py", text)
    before = pulled.pull(uri)["items"]
    assert before
    place = at(text, MARK)
    start = place["line"]
    flickering: list[str] = []
    for version, key in enumerate(TYPED[:keys], 2):
        area = {"start": dict(place), "end": dict(place)}
        pulled.change(uri, version, {"range": area, "text": key})
        place = _after(place, key)
        added = place["line"] - start
        found = [
            item
            for item in pulled.pull(uri)["items"]
            if not start <= item["range"]["start"]["line"] <= place["line"]
        ]
        if _outside(found) != _outside(_moved(before, start, added)):
            flickering.append(TYPED[: version - 1].rpartition("\n")[2])
    assert not flickering


def _after(place: dict[str, int], key: str) -> dict[str, int]:
    if key == "\n":
        return {"line": place["line"] + 1, "character": 0}
    return {"line": place["line"], "character": place["character"] + 1}


def _moved(items: list[dict[str, Any]], start: int, added: int) -> list[dict[str, Any]]:
    """The items after lines were added at a line."""
    moved = []
    for item in items:
        line = item["range"]["start"]["line"]
        by = added if line >= start else 0
        area = {end: {**place, "line": place["line"] + by} for end, place in item["range"].items()}
        moved.append({**item, "range": area})
    return moved


def _outside(items: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [
        (item["code"], item["range"]["start"]["line"], item["range"]["start"]["character"])
        for item in items
    ]
