"""Typing key by key: no finding flickers outside of the statement that is being typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, at

DELETING = '''\
def retire(endpoint: str, repository: str, keep: str = "latest") -> int:
    """Delete all tags but `latest` ("the newest").

    Raises HttpResponseError where the registry refuses.
    """
    count = 0
    kept: dict[str, list[str]] = {
        "always": [keep, 'stable'],
        "never": [],
    }
    with ContainerRegistryClient(
        endpoint,
    ) as client:
        try:
            for tag in client.list_tag_properties(repository):
                if tag.name not in kept["always"] and not (
                    tag.name.startswith("v") and count > 10
                ):
                    client.delete_tag(repository, tag.name)
                    count += 1
                elif tag.name == keep:
                    continue
                else:
                    print(f"kept {tag.name!r}: {kept['always']}")
        except HttpResponseError as error:
            print(f"failed: {error.status_code}, {error.message}")
            if error.status_code == 404:
                return 0
            raise
        finally:
            print(f"{count} deleted")
    text = """
    deleted: (
    """
    print(text.strip(), count)
    while count > 100:
        count -= 1
    match count:
        case 0 | 1:
            return 1
        case _:
            return count


'''
WAITING = '''\
async def sizes(endpoint: str, names: list[str]) -> dict[str, int]:
    """How large the newest manifest of each repository is."""
    from azure.containerregistry.aio import ContainerRegistryClient as AsyncClient
    from azure.identity.aio import DefaultAzureCredential

    found: dict[str, int] = {}
    async with DefaultAzureCredential() as credential:
        async with AsyncClient(endpoint, credential, logging_enable=True) as client:
            for name in names:
                try:
                    async for manifest in client.list_manifest_properties(name):
                        found[name] = manifest.size_in_bytes
                        break
                    else:
                        print("nothing in", name)
                except (HttpResponseError, ValueError) as error:
                    print(f"{name}: {error}")
                    raise
                await client.close()
    total = sum(
        size
        for name, size in found.items()
        if not name.endswith((".old", ".bak"))
    )
    longest = max(found, key=lambda name: len(name), default=None)
    if longest is None:
        raise ValueError(
            "no repository: "
            f"{names!r}"
        )
    report = [f"{name:>10} {size // 1024} kB" for name, size in found.items()]
    print("\\n".join(report), total, sep="\\n")

    @staticmethod
    def inner(value: int, /, *, key: str = "x") -> str:
        return key * value

    async def later() -> None:
        with open("sizes.txt", "w") as file:
            file.write(inner(3))
    await later()
    return found


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
    ("lines", "keys", "tail"),
    [
        pytest.param(60, 160, False, id="the start"),
        pytest.param(60, 160, True, id="the end"),
        pytest.param(1000, 10_000, False, marks=pytest.mark.long, id="all of it in a long file"),
    ],
)
@pytest.mark.parametrize("typed", [DELETING, WAITING], ids=["deleting", "waiting"])
def test_nothing_flickers(
    pulled: Client, project: Path, lines: int, keys: int, tail: bool, typed: str
) -> None:
    assert 40 <= typed.strip().count("\n") + 1 <= 45
    skipped = max(0, len(typed) - keys) if tail else 0
    text = long_file(lines)
    place = at(text, MARK)
    start = place["line"]
    text = text.replace(MARK, typed[:skipped] + MARK)
    before = _known(pulled, project / "plain.py", long_file(lines))
    assert len(before) >= lines // 12
    uri = pulled.open(project / "x.py", text)
    place = _after(place, typed[:skipped])
    flickering: list[str] = []
    for version, key in enumerate(typed[skipped : skipped + keys], 2):
        area = {"start": dict(place), "end": dict(place)}
        pulled.change(uri, version, {"range": area, "text": key})
        place = _after(place, key)
        found = [
            item
            for item in pulled.pull(uri)["items"]
            if not start <= item["range"]["start"]["line"] <= place["line"]
        ]
        if _outside(found) != _moved(before, start, place["line"] - start):
            flickering.append(typed[: skipped + version - 1].rpartition("\n")[2])
    assert not flickering


def _known(client: Client, path: Path, text: str) -> list[dict[str, Any]]:
    """What is found in a text by itself."""
    uri = client.open(path, text)
    items = client.pull(uri)["items"]
    client.close(uri)
    assert isinstance(items, list)
    return items


def _after(place: dict[str, int], typed: str) -> dict[str, int]:
    """The place after a text was typed at one."""
    head, end, last = typed.rpartition("\n")
    if not end:
        return {**place, "character": place["character"] + len(last)}
    return {"line": place["line"] + head.count("\n") + 1, "character": len(last)}


def _moved(items: list[dict[str, Any]], start: int, added: int) -> list[tuple[str, int, int]]:
    """The items after lines were added at a line."""
    return [
        (code, line + added if line >= start else line, character)
        for code, line, character in _outside(items)
    ]


def _outside(items: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [
        (item["code"], item["range"]["start"]["line"], item["range"]["start"]["character"])
        for item in items
    ]
