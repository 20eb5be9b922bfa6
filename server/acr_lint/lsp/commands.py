"""Commands: the guide, the pages and list of rules and the explanation of a line, shown by the
client."""

from __future__ import annotations

import hashlib
import logging
import os
import platform
from typing import Any

from lsprotocol import types

from acr_lint import __version__
from acr_lint.lsp.documents import uri_of
from acr_lint.lsp.notes import explanation
from acr_lint.lsp.pages import explanation_page, rule_page
from acr_lint.lsp.server import Server
from acr_lint.rules.registry import rule, rules
from acr_lint.sdk.guide import GUIDE_URL

logger = logging.getLogger(__name__)


async def open_guide(ls: Server, *arguments: Any) -> None:
    """Open a section of the guide, or the guide, in the browser; where the client can't, show its
    address."""
    address = arguments[0] if arguments and isinstance(arguments[0], str) else GUIDE_URL
    if not address.startswith(GUIDE_URL):
        address = GUIDE_URL
    if not await _show(ls, address, external=True):
        _say(ls, f"The troubleshooting guide: {address}")


async def show_rule(ls: Server, *arguments: Any) -> str | None:
    """Show the page of a rule beside the text; the page itself is the result."""
    found = rule(str(arguments[0])) if arguments else None
    if found is None:
        _say(ls, f"acr-lint has no rule {arguments[0]}" if arguments else "which rule?")
        return None
    page = rule_page(found)
    if not await _show_text(ls, f"{found.code}-{found.name}.md", page):
        _say(ls, f"{found.code} ({found.name}): {found.summary}")
    return page


async def list_rules(ls: Server, *_: Any) -> list[dict[str, Any]]:
    """All rules, for a client that lets its user choose one."""
    return [
        {
            "code": each.code,
            "name": each.name,
            "severity": each.severity.value,
            "summary": each.summary,
            "default": each.default,
        }
        for each in rules()
    ]


async def explain(ls: Server, *arguments: Any) -> str | None:
    """Show what is known at a line of an open document, and why it is or isn't flagged; the page
    itself is the result. The arguments are the document's URI and the line: a position, or a number
    from 0."""
    session = ls.session
    uri, line = _uri_and_line(arguments)
    document = session.documents.get(uri)
    view = await session.view(uri)
    if document is None or view is None or line < 0:
        _say(ls, "which line of which open document?")
        return None
    source = view.document.source
    line = min(line, len(source.line_starts) - 1)
    offset = source.line_starts[line] + view.start
    results, path, settings = view.results, session.file_of(document), session.settings()
    project = session.project_of(path)
    explained = await session.in_worker(
        lambda: explanation(results, path, offset, settings.of_file(path, project), project)
    )
    page = explanation_page(explained, source.line(line + 1))
    name = path.rpartition("/")[2]
    if not await _show_text(ls, f"{name}-line-{line + 1}.md", page):
        _say(ls, page)
    return page


async def debug_information(ls: Server, *_: Any) -> dict[str, Any]:
    """What a report of a bug needs: versions, and for each document its text's digest, its project
    and where its settings come from."""
    session = ls.session
    settings = session.settings()
    documents = [(document, session.file_of(document)) for document in session.documents]
    origins, problems = await session.in_worker(
        lambda: ([settings.origin(path) for _, path in documents], settings.problems())
    )
    return {
        "version": __version__,
        "python": platform.python_version(),
        "encoding": str(ls.workspace.position_encoding),
        "folders": list(session.folders),
        "documents": [
            {
                "uri": document.uri,
                "version": document.version,
                "digest": digest(document.source.text),
                "project": session.project_of(path),
                "settings": origin,
            }
            for (document, path), origin in zip(documents, origins, strict=True)
        ],
        "problems": [f"{each.path}: {each.message}" for each in problems],
    }


def digest(text: str) -> str:
    """A short word that only this text has."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _uri_and_line(arguments: tuple[Any, ...]) -> tuple[str, int]:
    """The document and line that a command is given; line -1 where that isn't said rightly."""
    uri, line = (*arguments, None, None)[:2]
    if isinstance(line, dict):
        line = line.get("line")
    elif isinstance(line, types.Position):
        line = line.line
    return str(uri), line if isinstance(line, int) else -1


async def _show_text(ls: Server, name: str, text: str) -> bool:
    """Show a text in the client, from a temporary file; whether it was shown."""
    if not ls.can("window.show_document.support"):
        return False
    try:
        path = os.path.join(ls.own_folder(), name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        logger.warning("can't write the page %s: %s", name, error)
        return False
    return await _show(ls, uri_of(path.replace("\\", "/")), external=False)


async def _show(ls: Server, uri: str, external: bool) -> bool:
    """Let the client show a document; whether it did."""
    if not ls.can("window.show_document.support"):
        return False
    try:
        result = await ls.window_show_document_async(
            types.ShowDocumentParams(uri=uri, external=external, take_focus=True)
        )
    except Exception as error:
        logger.warning("the client can't show %s: %s", uri, error)
        return False
    return bool(result and result.success)


def _say(ls: Server, message: str) -> None:
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))
