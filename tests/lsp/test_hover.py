from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client
from tests.lsp.conftest import CLEANUP, Starter, at

KNOWN = """\
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential


def sizes(endpoint: str) -> list[int]:
    client = ContainerRegistryClient(endpoint, DefaultAzureCredential())
    try:
        return [one.size_in_bytes for one in client.list_manifest_properties("hello-world")]
    except HttpResponseError as error:
        print(error.message)
        raise
"""


def hover(client: Client, uri: str, text: str, word: str, nth: int = 0) -> dict[str, Any] | None:
    """What hovering a word gives."""
    found = client.ask(
        "textDocument/hover",
        {"textDocument": {"uri": uri}, "position": at(text, word, nth)},
    )
    assert found is None or isinstance(found, dict)
    return found


def said(client: Client, uri: str, text: str, word: str, nth: int = 0) -> str:
    found = hover(client, uri, text, word, nth)
    assert found is not None
    value = found["contents"]["value"]
    assert isinstance(value, str)
    return value


def test_an_operation(pulled: Client, project: Path) -> None:
    uri = pulled.open(project / "x.py", KNOWN)
    text = said(pulled, uri, KNOWN, "list_manifest_properties")
    assert "**list_manifest_properties**: read; sends nothing yet" in text
    assert "ClientAuthenticationError" in text
    assert f"[x.py:7]({uri}#L7) (sync): has a credential" in text
    assert f"Its errors are caught at [x.py:10]({uri}#L10)" in text
    assert "TROUBLESHOOTING.md#general-troubleshooting" in text


def test_a_finding_with_its_rule_before_the_operation(pulled: Client, project: Path) -> None:
    uri = pulled.open(project / "x.py", CLEANUP)
    found = hover(pulled, uri, CLEANUP, "delete_tag")
    assert found is not None
    text = found["contents"]["value"]
    assert found["contents"]["kind"] == "markdown"
    assert text.index("### anonymous-write (ACR101, error)") < text.index("**delete_tag**: write")
    assert "no credential" in text and "a 404 counts as success" in text
    assert found["range"]["start"] == at(CLEANUP, "delete_tag")


def test_each_section_of_the_guide_is_linked_once(pulled: Client, project: Path) -> None:
    text = CLEANUP.replace("except HttpResponseError", "except KeyError")
    uri = pulled.open(project / "x.py", text)
    shown = said(pulled, uri, text, "delete_tag")
    assert "(ACR101, error)" in shown and "(ACR301, warning)" in shown
    links = [line for line in shown.split("\n") if "TROUBLESHOOTING.md" in line]
    assert links == shown.split("\n\n")[-2:]
    assert len(set(links)) == 2


def test_a_client(pulled: Client, project: Path) -> None:
    uri = pulled.open(project / "x.py", CLEANUP)
    assert "Client made at [x.py:6]" in said(pulled, uri, CLEANUP, "client.delete_tag")
    uri = pulled.open(project / "y.py", KNOWN)
    assert "has a credential" in said(pulled, uri, KNOWN, "ContainerRegistryClient(")


def test_a_comment_that_silences(pulled: Client, project: Path) -> None:
    text = (
        CLEANUP.replace('"v1")', '"v1")  # acr-lint: ignore[anonymous-write, ACR107] known')
        + "# acr-lint: ignore-file[ACR201]\nx = 1  # acr-lint: ignore[ACR301]\n"
    )
    uri = pulled.open(project / "x.py", text)
    over = said(pulled, uri, text, "acr-lint: ignore[anonymous")
    assert over.startswith("This comment silences here:\n\n- anonymous-write (ACR101, error)")
    assert "## Bad" not in over
    assert "## Bad" in said(pulled, uri, text, "anonymous-write, ")
    assert "missing-logging-enable" in said(pulled, uri, text, "ignore-file")
    assert said(pulled, uri, text, "acr-lint: ignore[ACR301").startswith(
        "This comment silences nothing here."
    )


def test_nothing(pulled: Client, project: Path) -> None:
    uri = pulled.open(project / "x.py", CLEANUP)
    assert hover(pulled, uri, CLEANUP, "print") is None
    uri = pulled.open(project / "y.py", "print(1)\n")
    assert hover(pulled, uri, "print(1)\n", "print") is None


@pytest.mark.parametrize("formats", [["plaintext"], ["plaintext", "markdown"]])
def test_the_format_is_one_that_the_client_knows(
    start: Starter, tmp_path: Path, formats: list[str]
) -> None:
    client = start()
    client.initialize([tmp_path], {"textDocument": {"hover": {"contentFormat": formats}}})
    uri = client.open(tmp_path / "x.py", CLEANUP)
    found = hover(client, uri, CLEANUP, "delete_tag")
    assert found is not None
    assert found["contents"]["kind"] == ("markdown" if "markdown" in formats else "plaintext")
