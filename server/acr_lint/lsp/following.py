"""Following the client's settings and the files on the disk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from lsprotocol import types

from acr_lint.layout import CONFIGURATION, PYTHON
from acr_lint.lsp.configuration import SECTION, client_settings
from acr_lint.lsp.documents import path_of, uri_of
from acr_lint.lsp.server import Server

_WATCHED = (*(f"**/*{ending}" for ending in PYTHON), *(f"**/{name}" for name in CONFIGURATION))
_IGNORING = ("**/.gitignore",)

logger = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Let the server ask for settings, and hear of settings and files that change."""
    server.feature(types.INITIALIZED)(_initialized)
    server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_settings_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_folders_changed)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_saved)


async def _initialized(ls: Server, params: types.InitializedParams) -> None:
    wishes: list[types.Registration] = []
    if _watches(ls):
        wishes.append(
            types.Registration(
                "acr-lint-files",
                types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                types.DidChangeWatchedFilesRegistrationOptions(
                    [types.FileSystemWatcher(glob) for glob in (*_WATCHED, *_IGNORING)]
                ),
            )
        )
    if ls.can("workspace.did_change_configuration.dynamic_registration"):
        wishes.append(
            types.Registration(
                "acr-lint-settings",
                types.WORKSPACE_DID_CHANGE_CONFIGURATION,
                types.DidChangeConfigurationRegistrationOptions(SECTION),
            )
        )
    if wishes:
        ls.client_register_capability(types.RegistrationParams(wishes))
    await _ask_for_settings(ls)


async def _settings_changed(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    if ls.can("workspace.configuration"):
        await _ask_for_settings(ls)
        return
    session = ls.session
    session.everywhere = client_settings(params.settings, "")
    for folder in session.folders:
        session.folders[folder] = client_settings(params.settings, folder)
    ls.everything_changed()


async def _folders_changed(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    session = ls.session
    for removed in params.event.removed:
        session.folders.pop(path_of(removed.uri).rstrip("/"), None)
    for added in params.event.added:
        session.folders[path_of(added.uri).rstrip("/")] = session.everywhere
    ls.everything_changed()
    await _ask_for_settings(ls)


async def _files_changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    if any(_matters(ls, change) for change in params.changes):
        ls.everything_changed()


async def _saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """A client that can't watch files may have changed some besides this one."""
    if not _watches(ls):
        ls.everything_changed()


async def _ask_for_settings(ls: Server) -> None:
    """Ask the client for the settings of each folder, and of all other files."""
    if not ls.can("workspace.configuration"):
        return
    session = ls.session
    folders = list(session.folders)
    items = [types.ConfigurationItem(uri_of(folder), SECTION) for folder in folders]
    items.append(types.ConfigurationItem(None, SECTION))
    try:
        found = await ls.workspace_configuration_async(types.ConfigurationParams(items))
    except asyncio.CancelledError:
        raise
    except Exception as error:
        logger.warning("the client doesn't tell its settings: %s", error)
        return
    before = dict(session.folders), session.everywhere
    for folder, value in zip(folders, _padded(found, len(items)), strict=False):
        if value is not None and folder in session.folders:
            session.folders[folder] = client_settings(value, folder)
    everywhere = _padded(found, len(items))[-1]
    if everywhere is not None:
        session.everywhere = client_settings(everywhere, "")
    if before != (session.folders, session.everywhere):
        ls.everything_changed()


def _padded(found: Iterable[object] | None, length: int) -> list[object]:
    """The answers, as many as were asked for."""
    answers = list(found or ())
    return [*answers, *[None] * length][:length]


def _watches(ls: Server) -> bool:
    """Whether the client tells of files that change."""
    return ls.can("workspace.did_change_watched_files.dynamic_registration")


def _matters(ls: Server, change: types.FileEvent) -> bool:
    """Whether a change on the disk may change an answer: what is open counts as it is open."""
    if change.type != types.FileChangeType.Changed:
        return True
    return ls.session.documents.at(path_of(change.uri)) is None
