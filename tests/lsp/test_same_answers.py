"""The server says what the command line says: of each file of a tree, pushed, asked for, and asked
for as a workspace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.lsp.client import SERVER, Client
from tests.lsp.conftest import CLEANUP, PULLING, PUSHED, Starter
from tests.lsp.test_diagnostics import FACTORY, USER

CELLS = [
    "%pip install azure-containerregistry\nfrom azure.containerregistry import *",
    "client = ContainerRegistryClient('https://a.azurecr.io')",
    "# é😀\nclient.delete_tag('a', 'b')\n'é😀'; client.delete_tag('c', 'd')  # noqa: ACR301",
]
LOGGED = CLEANUP.replace("(endpoint)", "(endpoint, logging_enable=True)")
FILES = {
    "pyproject.toml": """\
[tool.acr-lint]
extend-select = ["ACR107"]
baseline = "known.json"
severity = { ACR301 = "error" }
extend-per-file-ignores = { "scripts/*.py" = ["ACR201"], "**/generated.py" = ["ALL"] }
extend-exclude = ["vendored"]
""",
    ".gitignore": "made/\n",
    "factory.py": FACTORY,
    "user.py": USER,
    "known_for_long.py": CLEANUP.replace("remove", "old"),
    "logged.py": LOGGED,
    "scripts/clean.py": CLEANUP.replace("            try:\n    ", "            if 1:\n    "),
    "scripts/unhandled.py": FACTORY + "\n\nconnect('é😀').delete_tag('a', 'b')\n",
    "pkg/__init__.py": "",
    "pkg/generated.py": CLEANUP,
    "pkg/deep/more.py": CLEANUP.replace("delete_tag", "delete_manifest"),
    "pkg/quiet.py": CLEANUP.replace('"v1")', '"v1")  # acr-lint: ignore[ACR101] known'),
    "pkg/unused.py": CLEANUP + "x = 1  # acr-lint: ignore[ACR301]\n",
    "pkg/whole.py": "# acr-lint: ignore-file[ACR201]\n" + CLEANUP,
    "pkg/broken.py": CLEANUP + "def half(\n",
    "pkg/wide.py": CLEANUP.replace("client.delete_tag", '"é😀"; client.delete_tag'),
    "pkg/mac.py": CLEANUP.replace("\n", "\r"),
    "pkg/stub.pyi": FACTORY,
    "tests/test_cleanup.py": CLEANUP,
    "strict/acr-lint.toml": 'extend = "../pyproject.toml"\nignore = ["ACR201"]\n',
    "strict/cleanup.py": CLEANUP,
    "kept/acr-lint.toml": '[severity]\n"ACR101" = "info"\n',
    "kept/cleanup.py": CLEANUP,
    "vendored/x.py": CLEANUP,
    "made/x.py": CLEANUP,
    "book.ipynb": json.dumps(
        {
            "cells": [
                {"cell_type": "markdown", "source": ["# A title"], "metadata": {}},
                *(
                    {
                        "cell_type": "code",
                        "source": cell.splitlines(keepends=True),
                        "metadata": {},
                        "outputs": [],
                        "execution_count": None,
                    }
                    for cell in CELLS
                ),
            ],
            "metadata": {"language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    ),
}
SEVERITIES = {1: "error", 2: "warning", 3: "info"}


class Told(NamedTuple):
    """A finding as both tell it; row and column count from 0, columns in code points."""

    code: str
    severity: str
    message: str
    start: tuple[int, int]
    end: tuple[int, int]
    related: tuple[str, ...]


Answers = dict[tuple[str, int | None], list[Told]]
"""By file, and by the number of the cell in a notebook."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all that decides what is said, one file of which has only known findings."""
    root = tmp_path_factory.mktemp("tree")
    (root / ".git").mkdir()
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    latin = "# -*- coding: latin-1 -*-\n# é\n" + CLEANUP
    (root / "pkg" / "latin.py").write_bytes(latin.encode("latin-1"))
    _run(root, "known_for_long.py", "--baseline", "known.json", "--update-baseline")
    assert (root / "known.json").exists()
    return root


@pytest.fixture(scope="module")
def expected(tree: Path) -> Answers:
    """What the command line says."""
    found: Answers = {}
    for one in json.loads(_run(tree, ".", "--output-format", "json")):
        if one["suppressed"] is None:
            start, end = (
                (one[place]["row"] - 1, one[place]["column"] - 1)
                for place in ("location", "end_location")
            )
            related = tuple(sorted(each["message"] for each in one["related"]))
            told = Told(one["code"], one["severity"], one["message"], start, end, related)
            name = Path(one["filename"]).relative_to(tree).as_posix()
            found.setdefault((name, one["cell"]), []).append(told)
    return found


def test_the_tree_has_something_of_everything(expected: Answers) -> None:
    said = {(name, told.code) for (name, _), found in expected.items() for told in found}
    assert {
        ("user.py", "ACR101"),
        ("scripts/clean.py", "ACR101"),
        ("kept/cleanup.py", "ACR201"),
        ("pkg/unused.py", "ACR901"),
    } <= said
    assert ("logged.py", "ACR201") not in said
    silent = {"known_for_long.py", "pkg/generated.py", "vendored/x.py", "made/x.py"}
    assert not silent & {name for name, _ in said}
    assert not {("scripts/clean.py", "ACR201"), ("pkg/quiet.py", "ACR101")} & said
    assert not {("strict/cleanup.py", "ACR201"), ("pkg/whole.py", "ACR201")} & said
    assert {told.severity for found in expected.values() for told in found} == {
        "error",
        "warning",
        "info",
    }
    assert {cell for name, cell in expected if name == "book.ipynb"} >= {3, 4}
    assert len({name for name, _ in said}) >= 14


@pytest.mark.parametrize(("capabilities"), [PUSHED, PULLING], ids=["pushed", "asked"])
def test_of_each_open_file(
    start: Starter, tree: Path, expected: Answers, capabilities: dict[str, Any]
) -> None:
    client = _started(start, tree, capabilities)
    for uri, key in _open_all(client, tree).items():
        if capabilities is PUSHED:
            items = client.published(uri, 1)
        else:
            items = client.pull(uri)["items"]
        assert _told(items) == expected.get(key, []), key


def test_of_a_workspace_with_open_files(start: Starter, tree: Path, expected: Answers) -> None:
    client = _started(start, tree, PULLING)
    uris = _open_all(client, tree)
    asked = client.ask("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert {uris[item["uri"]]: _told(item["items"]) for item in asked} == expected


def test_of_a_workspace_as_it_is_on_the_disk(start: Starter, tree: Path, expected: Answers) -> None:
    """The cells of a notebook have no documents as long as it isn't open."""
    client = _started(start, tree, PULLING)
    asked = client.ask("workspace/diagnostic", {"previousResultIds": []})["items"]
    said = {item["uri"]: _told(item["items"]) for item in asked}
    files = {(tree / name).as_uri(): told for (name, cell), told in expected.items() if not cell}
    assert said == files


def _started(start: Starter, tree: Path, capabilities: dict[str, Any]) -> Client:
    """A server on the tree that counts in code points."""
    client = start()
    units = {"general": {"positionEncodings": ["utf-32"]}}
    notebooks = {"notebookDocument": {"synchronization": {"dynamicRegistration": False}}}
    client.initialize([tree], {**capabilities, **notebooks, **units})
    return client


def _open_all(client: Client, tree: Path) -> dict[str, tuple[str, int | None]]:
    """Open all files as they are on the disk, and the notebook; what their URIs stand for."""
    uris: dict[str, tuple[str, int | None]] = {}
    for path in sorted(tree.rglob("*.py*")):
        if path.suffix in (".py", ".pyi"):
            text = path.read_bytes().decode("latin-1" if path.stem == "latin" else "utf-8")
            uris[client.open(path, text)] = (path.relative_to(tree).as_posix(), None)
    book = tree / "book.ipynb"
    cells: list[dict[str, Any]] = json.loads(book.read_text())["cells"]
    documents = []
    for number, cell in enumerate(cells, 1):
        uri = f"vscode-notebook-cell:{book.as_posix()}#W{number}"
        kind = 2 if cell["cell_type"] == "code" else 1
        documents.append((uri, kind, "".join(cell["source"])))
        if kind == 2:
            uris[uri] = ("book.ipynb", number)
    client.notify(
        "notebookDocument/didOpen",
        {
            "notebookDocument": {
                "uri": book.as_uri(),
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": [{"kind": kind, "document": uri} for uri, kind, _ in documents],
            },
            "cellTextDocuments": [
                {"uri": uri, "languageId": "python", "version": 1, "text": text}
                for uri, kind, text in documents
                if kind == 2
            ],
        },
    )
    return uris


def _told(items: list[dict[str, Any]]) -> list[Told]:
    """Diagnostics of a server whose units are code points."""
    return [
        Told(
            item["code"],
            SEVERITIES[item["severity"]],
            item["message"],
            (item["range"]["start"]["line"], item["range"]["start"]["character"]),
            (item["range"]["end"]["line"], item["range"]["end"]["character"]),
            tuple(sorted(each["message"] for each in item.get("relatedInformation", ()))),
        )
        for item in items
    ]


def _run(tree: Path, *arguments: str) -> str:
    """What a check prints."""
    process = subprocess.run(
        [sys.executable, "-m", "acr_lint", "check", *arguments],
        cwd=tree,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(SERVER), "PYTHONUTF8": "1"},
        check=False,
    )
    assert process.returncode in (0, 1), process.stderr
    return process.stdout
