"""What there is to say of a document: findings as diagnostics, in JSON's plain values.

They are made as plain values at once, for they are compared and sent at each key press.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from acr_lint.findings import Finding, Severity
from acr_lint.sdk.guide import url
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Source, Span

if TYPE_CHECKING:
    from acr_lint.lsp.server import Server
    from acr_lint.lsp.session import View

SOURCE = "acr-lint"
Plain: TypeAlias = dict[str, Any]
_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_UNNECESSARY, _DEPRECATED = 1, 2
_TAGS = {"ACR304": _UNNECESSARY, "ACR901": _UNNECESSARY, "ACR407": _DEPRECATED}


class Said(NamedTuple):
    """The diagnostics of a document, and a word that is the same for the same ones."""

    items: list[Plain]
    identity: str


def said(items: list[Plain]) -> Said:
    """Diagnostics with their word."""
    text = json.dumps(items).encode("utf-8", "surrogatepass")
    return Said(items, hashlib.sha256(text).hexdigest()[:16])


NOTHING = said([])


def findings(view: View) -> Iterator[Finding]:
    """The findings of a document that count."""
    if view.report is not None:
        for finding in view.report.report.findings:
            if finding.suppressed is None and view.holds(finding.span):
                yield finding


class Wording:
    """Says what there is to say; of the same results it is worked out once."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._known: dict[str, tuple[View, Source, Said]] = {}

    def of(self, view: View) -> Said:
        """What there is to say of a document."""
        source = view.document.source
        known = self._known.get(view.document.uri)
        if known is not None and known[0] == view and known[1] is source:
            return known[2]
        found = list(findings(view))
        new = said(list(self.diagnostics(view, found))) if found else NOTHING
        self._known[view.document.uri] = view, source, new
        return new

    def forget(self, uri: str) -> None:
        """Keep nothing of a document that is closed."""
        self._known.pop(uri, None)

    def diagnostics(self, view: View, found: list[Finding]) -> Iterator[Plain]:
        """Some findings of a document as diagnostics."""
        server, session = self._server, self._server.session
        described = server.can("text_document.publish_diagnostics.code_description_support", True)
        ranges = _Ranges(server)
        for finding in found:
            address = url(finding.section) if finding.section else None
            item: Plain = {
                "range": ranges.of(view.document.source, view.here(finding.span)),
                "message": finding.message,
                "severity": _SEVERITIES[finding.severity],
                "code": finding.code,
                "source": SOURCE,
                "data": {"name": finding.name, "guide": address},
            }
            if address and described:
                item["codeDescription"] = {"href": address}
            if finding.code in _TAGS:
                item["tags"] = [_TAGS[finding.code]]
            if finding.related:
                item["relatedInformation"] = [
                    {"location": {"uri": place.uri, "range": area}, "message": related.message}
                    for related in finding.related
                    for place in (session.shown(view.results, related.path, related.span),)
                    for area in (ranges.of(place.source, place.span),)
                ]
            yield item


class _Ranges:
    """The protocol's ranges of spans, each worked out once: many findings name the same place."""

    def __init__(self, server: Server) -> None:
        self._units = server.session.units
        self._known: dict[tuple[int, Span], Plain] = {}

    def of(self, source: Source, span: Span) -> Plain:
        """The range of a span; the source must live as long as this."""
        key = (id(source), span)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = {
                "start": self._place(source, span.start),
                "end": self._place(source, span.end),
            }
        return known

    def _place(self, source: Source, offset: int) -> Plain:
        line, character = self._units.place(source, offset)
        return {"line": line, "character": character}
