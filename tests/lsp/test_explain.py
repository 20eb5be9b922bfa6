"""The command that explains a line, of the text as it is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acr_lint.lsp.documents import path_of
from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, Starter, at
from tests.lsp.test_notebooks import WITH_NOTEBOOKS, open_notebook


def explained(client: Client, *arguments: Any) -> str | None:
    """The page on a line."""
    command = {"command": "acr-lint.explain", "arguments": list(arguments)}
    found = client.ask("workspace/executeCommand", command)
    assert found is None or isinstance(found, str)
    return found


@pytest.fixture
def quiet(pushed: Client) -> Iterator[Client]:
    """The shared server, whose client can't show pages but as messages, which are dropped in the
    end."""
    yield pushed
    pushed.settle(0.1)
    pushed.said = [one for one in pushed.said if one.get("method") != "window/showMessage"]


def test_a_line_with_an_operation(quiet: Client, project: Path) -> None:
    uri = quiet.open(project / "x.py", CLEANUP)
    place = at(CLEANUP, "delete_tag")
    page = explained(quiet, uri, place)
    assert page is not None
    assert page.startswith('# `client.delete_tag("hello-world", "v1")`\n\n## ')
    assert "- credential: always None (none is given)" in page
    assert "- client: a sync one, made at x.py:6:10" in page
    assert "`except HttpResponseError` at x.py:9:9" in page
    assert "ACR101" in page
    assert explained(quiet, uri, place["line"]) == page


def test_the_text_counts_as_it_is_open(quiet: Client, project: Path) -> None:
    (project / "x.py").write_text(CLEANUP)
    uri = quiet.open(project / "x.py", CLEANUP.replace("(endpoint)", "(endpoint, key)"))
    page = explained(quiet, uri, at(CLEANUP, "delete_tag"))
    assert page is not None and "always None" not in page


def test_a_line_of_which_nothing_is_known_says_why(quiet: Client, project: Path) -> None:
    uri = quiet.open(project / "x.py", CLEANUP)
    page = explained(quiet, uri, 3)
    assert page is not None and "holds no code" in page
    assert explained(quiet, uri, 9999) is not None
    uri = quiet.open(project / "y.py", "print(1)\n")
    page = explained(quiet, uri, 0)
    assert page is not None and "nothing in this file" in page


@pytest.mark.parametrize(
    "arguments", [(), ("file:///not/open.py", 0), ("?",), (None, None), ("{uri}", "x"), ("{uri}",)]
)
def test_a_line_that_is_none_is_said(
    quiet: Client, project: Path, arguments: tuple[object, ...]
) -> None:
    uri = quiet.open(project / "x.py", CLEANUP)
    filled = [uri if argument == "{uri}" else argument for argument in arguments]
    before = len(quiet.told("window/showMessage"))
    assert explained(quiet, *filled) is None
    quiet.until(lambda: len(quiet.told("window/showMessage")) > before, "a message")


def test_the_page_is_shown_where_the_client_can(start: Starter, tmp_path: Path) -> None:
    client = start(answers={"window/showDocument": {"success": True}})
    client.initialize([tmp_path], {"window": {"showDocument": {"support": True}}})
    uri = client.open(tmp_path / "x.py", CLEANUP)
    page = explained(client, uri, at(CLEANUP, "delete_tag"))
    shown = client.wait_for("window/showDocument")
    assert shown["uri"].endswith("/x.py-line-8.md") and not shown["external"]
    assert not client.told("window/showMessage")
    assert page is not None
    path = Path(path_of(shown["uri"]))
    assert path.read_text(encoding="utf-8") == page
    client.stop()
    assert not path.parent.exists()


def test_a_cell_of_a_notebook(start: Starter, tmp_path: Path) -> None:
    client = start()
    client.initialize([tmp_path], WITH_NOTEBOOKS)
    uris = open_notebook(client, tmp_path / "book.ipynb")
    page = explained(client, uris[3], 1)
    assert page is not None and page.startswith("# `client.delete_tag('a', 'b')")
    assert "made at book.ipynb:cell 3:1:10" in page
