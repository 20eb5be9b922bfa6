from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lsp.client import Client
from tests.lsp.conftest import PUSHED, Starter, codes, eventually, replaced

CELLS = [
    "%pip install azure-containerregistry\n"
    "from azure.containerregistry import ContainerRegistryClient",
    "# A title",
    "client = ContainerRegistryClient('https://a.azurecr.io', logging_enable=False)",
    "x = 1\nclient.delete_tag('a', 'b')  # acr-lint: ignore[ACR301]",
]
KINDS = [2, 1, 2, 2]
WITH_NOTEBOOKS: dict[str, Any] = {
    **PUSHED,
    "notebookDocument": {"synchronization": {"dynamicRegistration": False}},
}


def cell_uri(path: Path, number: int) -> str:
    return f"vscode-notebook-cell:{path.as_posix()}#W{number}"


def open_notebook(client: Client, path: Path) -> list[str]:
    """Open a notebook of the cells above; the URIs of its cells."""
    uris = [cell_uri(path, number) for number in range(len(CELLS))]
    client.notify(
        "notebookDocument/didOpen",
        {
            "notebookDocument": {
                "uri": path.as_uri(),
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": [
                    {"kind": kind, "document": uri} for kind, uri in zip(KINDS, uris, strict=True)
                ],
            },
            "cellTextDocuments": [
                {"uri": uri, "languageId": "python", "version": 1, "text": text}
                for uri, text, kind in zip(uris, CELLS, KINDS, strict=True)
                if kind == 2
            ],
        },
    )
    return uris


def change(client: Client, path: Path, version: int, cells: dict[str, Any]) -> None:
    client.notify(
        "notebookDocument/didChange",
        {
            "notebookDocument": {"uri": path.as_uri(), "version": version},
            "change": {"cells": cells},
        },
    )


def edits_of(
    client: Client, uri: str, place: dict[str, int], title: str
) -> dict[str, list[dict[str, Any]]]:
    """The edits of an action at a place of a cell, by the cells that they are for."""
    found = client.ask(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        },
    )
    action = next(each for each in found if each["title"].startswith(title))
    changes = action["edit"]["documentChanges"]
    return {each["textDocument"]["uri"]: each["edits"] for each in changes}


def test_cells_are_one_program(start: Starter, tmp_path: Path) -> None:
    client = start()
    able = client.initialize([tmp_path], WITH_NOTEBOOKS)
    assert able["notebookDocumentSync"]["notebookSelector"]
    path = tmp_path / "book.ipynb"
    uris = open_notebook(client, path)
    (write,) = client.published(uris[3], 1)
    assert write["code"] == "ACR101"
    assert write["range"]["start"] == {"line": 1, "character": 7}
    (related,) = write["relatedInformation"]
    assert related["location"]["uri"] == uris[2]
    assert related["location"]["range"]["start"] == {"line": 0, "character": 9}
    assert client.published(uris[0], 1) == []


def test_cells_change_and_go(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], WITH_NOTEBOOKS)
    path = tmp_path / "book.ipynb"
    uris = open_notebook(client, path)
    assert codes(client.published(uris[3], 1)) == ["ACR101"]
    top = {"line": 0, "character": 0}
    edit = {
        "document": {"uri": uris[3], "version": 2},
        "changes": [{"range": {"start": top, "end": top}, "text": "\n"}],
    }
    change(client, path, 2, {"textContent": [edit]})
    (moved,) = client.published(uris[3], 2)
    assert moved["range"]["start"]["line"] == 2
    array = {"start": 2, "deleteCount": 1, "cells": []}
    structure = {"array": array, "didOpen": [], "didClose": [{"uri": uris[2]}]}
    change(client, path, 3, {"structure": structure})
    eventually(client, uris[3], ["ACR901"])
    eventually(client, uris[2], [])
    cells = [{"uri": uri} for uri in uris]
    client.notify(
        "notebookDocument/didClose",
        {"notebookDocument": {"uri": path.as_uri()}, "cellTextDocuments": cells},
    )
    assert client.pull(uris[3])["items"] == []


def test_an_action_edits_each_cell_where_it_has_to(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], WITH_NOTEBOOKS)
    uris = open_notebook(client, tmp_path / "book.ipynb")
    client.published(uris[3], 1)
    place = {"line": 1, "character": 8}
    edits = edits_of(client, uris[3], place, "Pass")
    assert "DefaultAzureCredential()" in replaced(CELLS[2], edits[uris[2]])
    imported = "".join(replaced(CELLS[uris.index(uri)], each) for uri, each in edits.items())
    assert "from azure.identity import DefaultAzureCredential" in imported
    hovered = client.ask(
        "textDocument/hover", {"textDocument": {"uri": uris[3]}, "position": place}
    )
    assert "**delete_tag**" in hovered["contents"]["value"]
    assert hovered["range"]["start"] == {"line": 1, "character": 7}


def test_an_action_keeps_the_magics_of_what_it_moves(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], WITH_NOTEBOOKS)
    path = tmp_path / "book.ipynb"
    uris = open_notebook(client, path)
    client.published(uris[3], 1)
    loop = "for tag in client.list_tag_properties('a'):\n    !echo {tag.name}"
    document = {"uri": uris[3], "version": 2}
    change(client, path, 2, {"textContent": [{"document": document, "changes": [{"text": loop}]}]})
    client.published(uris[3], 2)
    place = {"line": 0, "character": 20}
    edits = edits_of(client, uris[3], place, "Log")
    assert "\n        !echo {tag.name}\n" in replaced(loop, edits[uris[3]])


def test_a_notebook_that_is_no_file_is_checked(start: Starter) -> None:
    client = start()
    client.initialize([], WITH_NOTEBOOKS)
    name = "Untitled-1.ipynb?jupyter-notebook"  # as VS Code names it
    notebook, cells = f"untitled:{name}", [f"vscode-notebook-cell:{name}#W0"]
    text = f"{CELLS[0].splitlines()[1]}\n{CELLS[2]}\nclient.delete_tag('a', 'b')"
    client.notify(
        "notebookDocument/didOpen",
        {
            "notebookDocument": {
                "uri": notebook,
                "notebookType": "jupyter-notebook",
                "version": 1,
                "cells": [{"kind": 2, "document": cells[0]}],
            },
            "cellTextDocuments": [
                {"uri": cells[0], "languageId": "python", "version": 1, "text": text}
            ],
        },
    )
    assert codes(client.published(cells[0])) == ["ACR101", "ACR301"]
