"""Completion: rules in comments that silence, and options of the client's constructor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from acr_lint.lsp.known import constructor_at
from acr_lint.lsp.pages import rule_summary, title
from acr_lint.lsp.server import Server
from acr_lint.rules.registry import rules
from acr_lint.sdk.operations import CONSTRUCTOR
from acr_lint.sdk.options import CONSTRUCTOR_OPTIONS
from acr_lint.text.source import Source, Span

_IN_LIST = re.compile(
    r"#\s*acr-lint:\s*ignore(?:-file)?\[(?P<before>[^\]]*?)(?P<word>[\w-]*)$"
    r"|#\s*noqa:\s*(?P<codes>(?:[A-Z]+[0-9]+[\s,]+)*)(?P<code>[\w-]*)$"
)
_DIRECTIVE = re.compile(r"#\s*acr-lint:\s*(?P<word>[\w-]*)$")
_WORD = re.compile(r"\w*$")
_DIRECTIVES = {
    "ignore": ("ignore[$1]$0", "silence rules on this line, or on the next one"),
    "ignore-file": ("ignore-file[$1]$0", "silence rules in this file"),
}


async def at_position(ls: Server, params: types.CompletionParams) -> types.CompletionList:
    """What can stand at a position."""
    document = ls.session.documents.get(params.text_document.uri)
    items: list[types.CompletionItem] = []
    if document is not None:
        source = document.source
        offset = ls.session.units.offset(source, params.position)
        before = (
            source.text[source.line_starts[params.position.line] : offset]
            if (params.position.line < len(source.line_starts))
            else ""
        )
        if match := _IN_LIST.search(before):
            word = match["word"] if match["word"] is not None else match["code"]
            only_codes = match["code"] is not None
            area = Span(offset - len(word), offset)
            taken = set(re.findall(r"[\w-]+", match["before"] or match["codes"] or ""))
            items += _rules(ls, source, area, taken, only_codes)
        elif match := _DIRECTIVE.search(before):
            items += _directives(ls, source, Span(offset - len(match["word"]), offset))
        elif "#" not in before and (match := _WORD.search(before)):
            area = Span(offset - len(match[0]), offset)
            view = await ls.session.view(document.uri)
            if view is not None and view.document.source is source:
                path, start = ls.session.file_of(document), view.start
                results = view.results
                given = await ls.session.in_worker(
                    lambda: constructor_at(results, path, offset + start)
                )
                if given is not None:
                    items += _options(ls, source, area, given)
    return types.CompletionList(is_incomplete=False, items=items)


def _rules(
    ls: Server, source: Source, area: Span, taken: set[str], only_codes: bool
) -> Iterator[types.CompletionItem]:
    """The rules, by code and by name."""
    for index, rule in enumerate(rules()):
        for word in (rule.code,) if only_codes else (rule.code, rule.name):
            if taken & {rule.code, rule.name}:
                continue
            yield types.CompletionItem(
                label=word,
                kind=types.CompletionItemKind.Constant,
                detail=title(rule),
                documentation=types.MarkupContent(types.MarkupKind.Markdown, rule_summary(rule)),
                sort_text=f"{word != rule.code:d}{index:03}",
                filter_text=word,
                text_edit=types.TextEdit(ls.session.units.range(source, area), word),
            )


def _directives(ls: Server, source: Source, area: Span) -> Iterator[types.CompletionItem]:
    snippets = ls.can("text_document.completion.completion_item.snippet_support")
    for word, (snippet, doc) in _DIRECTIVES.items():
        yield types.CompletionItem(
            label=word,
            kind=types.CompletionItemKind.Keyword,
            detail=doc,
            insert_text_format=types.InsertTextFormat.Snippet if snippets else None,
            text_edit=types.TextEdit(
                ls.session.units.range(source, area), snippet if snippets else f"{word}["
            ),
        )


def _options(
    ls: Server, source: Source, area: Span, given: frozenset[str]
) -> Iterator[types.CompletionItem]:
    """The keywords that a constructor's call doesn't have yet, those that matter most first."""
    names = [each.name for each in CONSTRUCTOR if each.keyword and each.name not in given]
    names += [name for name in CONSTRUCTOR_OPTIONS if name not in given and name not in names]
    for name in names:
        option = CONSTRUCTOR_OPTIONS.get(name)
        first = name in ("credential", "logging_enable", "audience")
        yield types.CompletionItem(
            label=f"{name}=",
            kind=types.CompletionItemKind.Field,
            detail=f"{option.kind}: {option.meaning}" if option is not None else None,
            sort_text=f"{not first:d}{name}",
            filter_text=name,
            text_edit=types.TextEdit(ls.session.units.range(source, area), f"{name}="),
        )
