"""What there is to say of a document: findings as diagnostics.

They are spelt out as JSON at once, for they are compared and sent at each key press; what an edit
left as it was is not spelt out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from acr_lint.findings import Finding, Severity
from acr_lint.lsp.protocol import COMPACT, Json
from acr_lint.sdk.guide import url
from acr_lint.text.difference import Difference
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
    """The diagnostics of a document, each in JSON."""

    each: tuple[str, ...]

    @property
    def items(self) -> Json:
        """The list of them."""
        return Json(f"[{','.join(self.each)}]")

    @property
    def identity(self) -> str:
        """A word that is the same for the same ones, for as long as this process lives: those that
        are kept from version to version know their hashes."""
        return f"{hash(self.each) & _WORD:016x}"


_WORD = (1 << 64) - 1
NOTHING = Said(())


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
        self._known: dict[str, _Page] = {}

    def of(self, view: View) -> Said:
        """What there is to say of a document."""
        uri, source = view.document.uri, view.document.source
        known = self._known.get(uri)
        if known is None or known.view != view or known.source is not source:
            known = self._known[uri] = _Page(self._server, view, known)
        return known.said

    def forget(self, uri: str) -> None:
        """Keep nothing of a document that is closed."""
        self._known.pop(uri, None)

    def diagnostic(self, view: View, finding: Finding) -> Plain:
        """A finding of a document as a diagnostic."""
        return _diagnostic(self._server, view, finding, _Ranges(self._server))


class _Step(NamedTuple):
    """An edit of one document; `stays` says that no line has moved by it in any file, and that all
    files go by the URIs that they had."""

    difference: Difference
    stays: bool


class _Page:
    """All diagnostics of one version of a document."""

    def __init__(self, server: Server, view: View, before: _Page | None) -> None:
        self.view = view
        self.source = view.document.source
        self.said = NOTHING
        self._open = [document.uri for document in server.session.documents]
        self._spelt: dict[tuple[str, str, Span], tuple[Finding, str]] = {}
        found = list(findings(view))
        if found:
            ranges = _Ranges(server)
            step = None if before is None else before.step_to(self)
            items: list[str] = []
            for finding in found:
                text = None if step is None or before is None else before.spelt(finding, step)
                if text is None:
                    text = COMPACT.encode(_diagnostic(server, view, finding, ranges))
                items.append(text)
                self._spelt[finding.code, finding.message, finding.span] = finding, text
            self.said = Said(tuple(items))

    def step_to(self, page: _Page) -> _Step | None:
        """What was edited up to another version; None where the places in these diagnostics aren't
        all in the document's own text as the analysis saw it."""
        if not (self._is_whole() and page._is_whole()):
            return None
        difference = Difference(self.source.text, page.source.text)
        stays = not difference.moves and self._open == page._open and self._is_alone(page)
        return _Step(difference, stays)

    def _is_alone(self, page: _Page) -> bool:
        """Whether no other file has changed up to another version."""
        own, sources = self.view.document.path, self.view.results.sources
        return all(
            path == own or (path in sources and sources[path].text == source.text)
            for path, source in page.view.results.sources.items()
        )

    def spelt(self, finding: Finding, step: _Step) -> str | None:
        """The diagnostic of a finding in the text after that step, where it is as it was."""
        span = _as_before(finding.span, step.difference)
        known = self._spelt.get((finding.code, finding.message, span)) if span else None
        if known is None:
            return None
        old, text = known
        if old.severity is not finding.severity:
            return None
        places, before = finding.related, old.related
        if step.stays and places.told is before.told:
            return text
        if len(places) != len(before):
            return None
        own = self.view.document.path
        for index, (told, once) in enumerate(zip(places.told, before.told, strict=True)):
            if not step.stays or told != once:
                message, path, place = places[index]
                was = message, path, _as_before(place, step.difference)
                if path != own or before[index] != was:
                    return None
        return text

    def _is_whole(self) -> bool:
        """Whether offsets of the report are those of the document's own text."""
        report = self.view.report
        return (
            self.view.start == 0
            and report is not None
            and report.notebook is None
            and report.source.text == self.source.text
        )


def _as_before(span: Span, step: Difference) -> Span | None:
    """Where a span was, if it was on lines of the same numbers."""
    return None if step.lines and step.is_below(span) else step.before(span)


def _diagnostic(server: Server, view: View, finding: Finding, ranges: _Ranges) -> Plain:
    """A finding of a document as a diagnostic."""
    described = server.can("text_document.publish_diagnostics.code_description_support", True)
    address = url(finding.section) if finding.section else None
    item: Plain = {
        "range": ranges.of(view.document.source, view.here(finding.span)),
        "message": finding.message,
        "severity": _SEVERITIES[finding.severity],
        "code": finding.code,
        "source": SOURCE,
        "data": {"name": finding.name},
    }
    if address and described:
        item["codeDescription"] = {"href": address}
    elif address:
        item["data"]["guide"] = address
    if finding.code in _TAGS:
        item["tags"] = [_TAGS[finding.code]]
    if finding.related:
        item["relatedInformation"] = [
            {"location": {"uri": place.uri, "range": area}, "message": related.message}
            for related in finding.related
            for place in (server.session.shown(view.results, related.path, related.span),)
            for area in (ranges.of(place.source, place.span),)
        ]
    return item


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
