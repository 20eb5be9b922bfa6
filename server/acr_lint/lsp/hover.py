"""Hover: what a comment silences, what a finding is about, what an operation does here, and what is
known of a client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from acr_lint.findings import Finding
from acr_lint.lsp.known import at_offset
from acr_lint.lsp.pages import finding_summary, guide_link, rule_page, title
from acr_lint.lsp.said import findings
from acr_lint.lsp.server import Server
from acr_lint.lsp.session import View
from acr_lint.rules.registry import Rule, rule
from acr_lint.settings import matching
from acr_lint.suppressions import Directive, directives
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Span


class Said(NamedTuple):
    """Markdown, the span of a report that it is about, and the section of the guide that has more,
    or ""."""

    text: str
    span: Span
    section: str = ""


async def at_position(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What there is to say at a position; None where that is nothing."""
    document = ls.session.documents.get(params.text_document.uri)
    if document is None:
        return None
    source = document.source
    inside = ls.session.units.offset(source, params.position)
    view = await ls.session.view(document.uri)
    if view is None or view.report is None or view.document.source is not source:
        return None
    offset = inside + view.start
    said = _about_comment(view, offset)
    if said is None:
        parts = list(_about_findings(view, offset))
        results, path = view.results, ls.session.file_of(document)
        known = await ls.session.in_worker(lambda: at_offset(results, path, offset))
        if known is not None:
            text = known.markdown(lambda place: _link(ls, view, place))
            parts.append(Said(text, known.span, known.section))
        if not parts:
            return None
        said = Said(_with_guide(parts), parts[-1].span)
    kind = types.MarkupKind.Markdown
    formats = ls.hover_formats
    if formats and kind not in formats:
        kind = types.MarkupKind.PlainText
    area = ls.session.units.range(source, view.here(said.span))
    return types.Hover(types.MarkupContent(kind, said.text), area)


def _about_findings(view: View, offset: int) -> Iterator[Said]:
    for finding in findings(view):
        found = rule(finding.code)
        if found is not None and finding.span.start <= offset <= finding.span.end:
            yield Said(finding_summary(found, finding.message), finding.span, finding.section)


def _with_guide(parts: Sequence[Said]) -> str:
    """All that is said, and below it each section of the guide once."""
    sections = dict.fromkeys(part.section for part in parts if part.section)
    links = "\n\n".join(map(guide_link, sections))
    return "\n\n---\n\n".join([*(part.text for part in parts), links])


def _about_comment(view: View, offset: int) -> Said | None:
    """What a comment at an offset silences; the page of the rule that is named there."""
    report = view.report
    module = view.results.module(report.source.path) if report is not None else None
    if report is None or module is None:
        return None
    comments = [comment.span for comment in module.syntax.comments()]
    for directive in directives(report.source, comments):
        if directive.span.start <= offset <= directive.span.end:
            named = _word_at(directive, report.source.text, offset)
            silenced = [
                finding
                for finding in report.report.findings
                if finding.suppressed is not None and _silences(directive, finding, view)
            ]
            parts = [_silenced(directive, silenced)]
            parts += [rule_page(each) for each in named]
            return Said("\n\n---\n\n".join(parts), directive.span)
    return None


def _silenced(directive: Directive, silenced: Iterable[Finding]) -> str:
    lines = [
        f"- {title(each)}: {finding.message}"
        for finding in silenced
        if (each := rule(finding.code)) is not None
    ]
    where = "in this file" if directive.row is None else "here"
    if not lines:
        return f"This comment silences nothing {where}."
    return f"This comment silences {where}:\n\n" + "\n".join(lines)


def _silences(directive: Directive, finding: Finding, view: View) -> bool:
    """Whether a directive names the rule of a silenced finding and is for its lines."""
    if not directive.is_blanket and not any(
        finding.code == each.code for word in directive.words for each in _named(word)
    ):
        return False
    if directive.row is None:
        return True
    report = view.report
    module = view.results.module(finding.path)
    if report is None or module is None:
        return False
    from acr_lint.suppressions import statement_rows

    rows = {
        report.source.position(finding.span.start).row,
        *statement_rows(module.syntax)(finding.span),
    }
    return directive.row in rows


def _word_at(directive: Directive, text: str, offset: int) -> tuple[Rule, ...]:
    """The rules that the word at an offset names, as long as it is one or two."""
    if directive.listed is None:
        return ()
    start, end = directive.listed
    if not start <= offset <= end:
        return ()
    while offset > start and text[offset - 1] not in " ,\t":
        offset -= 1
    stop = offset
    while stop < end and text[stop] not in " ,\t":
        stop += 1
    named = _named(text[offset:stop])
    return named if len(named) == 1 else ()


def _named(word: str) -> tuple[Rule, ...]:
    return matching(word.upper() if word[:3].upper() == "ACR" else word) if word else ()


def _link(ls: Server, view: View, place: tuple[str, Span]) -> str:
    """A link to a place, as Markdown."""
    shown = ls.session.shown(view.results, *place)
    row = shown.source.position(shown.span.start).row
    name = shown.uri.rpartition("/")[2]
    return f"[{name}:{row}]({shown.uri}#L{row})"
