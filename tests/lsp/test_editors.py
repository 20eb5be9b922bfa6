"""The server as real editors start it: with their capabilities, by a client of the protocol's own
types."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from tests.lsp.client import SERVER
from tests.lsp.conftest import CLEANUP, at

pytestmark = pytest.mark.asyncio(loop_scope="function")
PATIENCE = 30


@pytest_lsp.fixture(
    scope="function",
    params=["visual_studio_code", "neovim", "emacs"],
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "acr_lint", "server"],
        server_env={"PYTHONPATH": str(SERVER)},
    ),
)
async def editor(
    request: pytest.FixtureRequest, lsp_client: LanguageClient, tmp_path: Path
) -> AsyncIterator[None]:
    """A server that an editor has started on an empty folder."""
    (tmp_path / ".git").mkdir()
    lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda *_: None)
    folder = types.WorkspaceFolder(tmp_path.as_uri(), "work")
    await asyncio.wait_for(
        lsp_client.initialize_session(
            types.InitializeParams(
                capabilities=client_capabilities(request.param), workspace_folders=[folder]
            )
        ),
        PATIENCE,
    )
    yield
    await asyncio.wait_for(lsp_client.shutdown_session(), PATIENCE)


async def test_an_editor_finds_fixes_and_clears(editor: LanguageClient, tmp_path: Path) -> None:
    uri = (tmp_path / "x.py").as_uri()
    document = types.TextDocumentItem(uri, "python", 1, CLEANUP)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(document))
    found = await _diagnostics(editor, uri)
    assert [item.code for item in found] == ["ACR201", "ACR101"]
    identifier = types.TextDocumentIdentifier(uri)
    place = types.Position(**at(CLEANUP, "delete_tag"))
    actions = await asyncio.wait_for(
        editor.text_document_code_action_async(
            types.CodeActionParams(
                identifier, types.Range(place, place), types.CodeActionContext(diagnostics=[])
            )
        ),
        PATIENCE,
    )
    assert actions and isinstance(actions[0], types.CodeAction)
    edit = actions[0].edit
    assert edit is not None and (edit.changes or edit.document_changes)
    hover = await asyncio.wait_for(
        editor.text_document_hover_async(types.HoverParams(identifier, place)), PATIENCE
    )
    assert hover is not None and "anonymous-write" in str(hover.contents)
    whole = types.TextDocumentContentChangeWholeDocument("print(1)\n")
    editor.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(version=2, uri=uri), [whole]
        )
    )
    assert await _diagnostics(editor, uri, 2) == []


async def _diagnostics(
    editor: LanguageClient, uri: str, version: int = 1
) -> list[types.Diagnostic]:
    """The diagnostics of a version, asked for where the editor asks."""
    document = editor.capabilities.text_document
    if document is not None and document.diagnostic is not None:
        report = await asyncio.wait_for(
            editor.text_document_diagnostic_async(
                types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
            ),
            PATIENCE,
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return list(report.items)
    published = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
    await asyncio.wait_for(editor.wait_for_notification(published), PATIENCE)
    return list(editor.diagnostics[uri])
