"""Comments that silence findings, and what is wrong with them.

`# acr-lint: ignore[ACR301, rule-name] reason` silences findings of its line, or, alone on a line,
of the next one; `# acr-lint: ignore-file[ACR301] reason` those of its file; `# noqa: ACR301`, or a
bare `# noqa`, those of its line. A finding in a statement of several lines is also silenced by a
comment at the statement's end, or above its start. Only comments count: the same words in a
string, or in the middle of a sentence, silence nothing.
"""

from __future__ import annotations

import _ast as ast
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping

from acr_lint.findings import Finding, Fix, Fixes, Safety
from acr_lint.rules.registry import UNKNOWN, UNUSED
from acr_lint.settings import matching, near, rules
from acr_lint.syntax.nodes import children_of
from acr_lint.syntax.tree import Island, Syntax
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Source, Span

_OURS = (
    r"(?:(?<=\s)|^)#\s*acr-lint:\s*(?P<kind>ignore-file|ignore)\b(?:\s*\[(?P<words>[^\]\n]*)\])?"
    r"(?P<reason>[^#]*)"
)
_NOQA = (
    r"(?i)(?:(?<=\s)|^)#\s*noqa(?![\w-])(?!\s*:\s*(?![A-Z]+[0-9])\S)"
    r"(?:\s*:\s*(?P<words>[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*))?(?P<reason>[^#]*)"
)
_WORD = r"[^\s,]+"


class Directive(NamedTuple):
    """One comment that silences.

    `span` is its part of the comment, `listed` that of its list of selectors, None where it has
    none; `row` is the line that it is for, None where it is for the file; `words` are its
    selectors.
    """

    kind: str
    span: Span
    listed: Span | None
    row: int | None
    words: tuple[str, ...]
    reason: str

    @property
    def is_blanket(self) -> bool:
        """Whether it is a bare `# noqa`, which silences all rules."""
        return self.kind == "noqa" and self.listed is None


class Verdict(NamedTuple):
    """The findings, each with the reason that silences it, and what is wrong with the comments."""

    findings: tuple[Finding, ...]
    about_comments: tuple[Finding, ...]


def directives(source: Source, comments: Iterable[Span]) -> Iterator[Directive]:
    """The comments that silence, in the order of the text."""
    spans = sorted(comments)
    alone = {row for row in map(_row_alone(source), spans) if row is not None}
    for span in spans:
        text = source.slice(span)
        if "acr-lint" not in text and "noqa" not in text.lower():
            continue
        for match in sorted(
            (*re.finditer(_OURS, text), *re.finditer(_NOQA, text)), key=lambda match: match.start()
        ):
            row = source.position(span.start).row
            yield _directive(match, span.start, row, alone, source)


def apply(
    source: Source,
    found: Iterable[Directive],
    findings: Iterable[Finding],
    statement_rows: Callable[[Span], tuple[int, int]],
    selected: frozenset[str],
    unsuppressible: frozenset[str] = frozenset(),
) -> Verdict:
    """Silence what the comments silence, and say which of them silence nothing or name no rule.

    `statement_rows` tells the first and the last line of the statement that a span lies in;
    `selected` are the codes of the rules that are on: a selector of none of them isn't unused.
    """
    in_force = tuple(found)
    by_row: dict[int, list[Directive]] = {}
    for directive in in_force:
        if directive.row is not None:
            by_row.setdefault(directive.row, []).append(directive)
    for_file = [directive for directive in in_force if directive.row is None]
    used: dict[Directive, set[str]] = {directive: set() for directive in in_force}
    silenced: list[Finding] = []
    for finding in findings:
        reason = None
        if finding.code not in unsuppressible:
            rows = _rows(source, finding, statement_rows) if by_row else ()
            near_it = [directive for row in rows for directive in by_row.get(row, ())]
            for directive in (*near_it, *for_file):
                words = [word for word in directive.words if _names(word, finding)]
                if words or directive.is_blanket:
                    used[directive].update(words)
                    reason = directive.reason if reason is None else reason
        silenced.append(finding if reason is None else finding._replace(suppressed=reason))
    return Verdict(tuple(silenced), tuple(_about(source, used, selected, unsuppressible)))


def statement_rows(syntax: Syntax) -> Callable[[Span], tuple[int, int]]:
    """A function that tells the first and the last line of the innermost statement around a span;
    of one with a body, of its header, decorators included."""
    source = syntax.source
    statements: list[tuple[Span, Island, ast.stmt]] = []

    def rows(span: Span) -> tuple[int, int]:
        if not statements:
            statements.extend((_whole(syntax, *pair), *pair) for pair in syntax.statements())
        index = bisect_right(statements, span.start, key=lambda one: one[0].start) - 1
        first = last = source.position(span.start).row
        candidates = statements[max(index, 0) : index + 1]
        while inner := next((one for one in candidates if span.start < one[0].end), None):
            whole, island, statement = inner
            below = [(_whole(syntax, island, node), island, node) for node in _below(statement)]
            first = source.position(whole.start).row
            last = source.position(whole.end - 1).row
            if below:
                start = source.position(syntax.span(island, statement).start).row
                last = max(start, source.position(min(one[0].start for one in below)).row - 1)
            candidates = [one for one in below if one[0].start <= span.start]
        return first, last

    return rows


def _whole(syntax: Syntax, island: Island, statement: ast.stmt) -> Span:
    """The span of a statement with its decorators."""
    start, end = syntax.span(island, statement)
    decorators = getattr(statement, "decorator_list", ())
    return Span(min([start, *(syntax.span(island, node).start for node in decorators)]), end)


def _below(statement: ast.stmt) -> list[ast.stmt]:
    """The statements directly inside of a statement."""
    found: list[ast.stmt] = []
    for child in children_of(statement):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            found += child.body
    return found


def _row_alone(source: Source) -> Callable[[Span], int | None]:
    """A function that tells the row of a comment that is alone on its line."""

    def row(span: Span) -> int | None:
        number = source.position(span.start).row
        before = source.text[source.line_span(number).start : span.start]
        return None if before.strip() else number

    return row


def _directive(
    match: re.Match[str], offset: int, row: int, alone: set[int], source: Source
) -> Directive:
    """The directive that a match inside the comment at `offset` stands for."""
    groups = match.groupdict()
    kind = groups.get("kind") or "noqa"
    is_alone = row in alone
    if kind == "ignore" and is_alone:
        row += 1
        while row in alone or (row <= len(source.line_starts) and not source.line(row).strip()):
            row += 1
    start, end = match.span("words")
    listed = None if start < 0 else Span(offset + start, offset + end)
    words = tuple(re.findall(_WORD, groups["words"] or ""))
    text = match.group().rstrip()
    return Directive(
        kind,
        Span(offset + match.start(), offset + match.start() + len(text)),
        listed,
        None if kind == "ignore-file" else row,
        words,
        groups["reason"].strip().lstrip("-:").strip(),
    )


def _rows(
    source: Source, finding: Finding, statement_rows: Callable[[Span], tuple[int, int]]
) -> tuple[int, ...]:
    """The lines whose comments silence a finding, the nearest first."""
    first = source.position(finding.span.start).row
    last = source.position(max(finding.span.start, finding.span.end - 1)).row
    start, end = statement_rows(finding.span)
    return tuple(dict.fromkeys((*range(first, last + 1), end, start)))


def _names(word: str, finding: Finding) -> bool:
    """Whether a selector names the finding's rule."""
    if word.upper().startswith("ACR") and word[3:].isdigit():
        return finding.code.startswith(word.upper())
    return word in (finding.name, "ALL")


def _about(
    source: Source,
    used: Mapping[Directive, set[str]],
    selected: frozenset[str],
    unsuppressible: frozenset[str],
) -> Iterator[Finding]:
    """What is wrong with the comments, as findings with fixes that remove it."""
    for directive, words in used.items():
        ours = [word for word in directive.words if directive.kind != "noqa" or _is_ours(word)]
        unknown = [word for word in ours if not matching(_canonical(word))]
        if directive.kind != "noqa" and not directive.words:
            yield _finding(
                source, UNKNOWN, directive, (), f"`{directive.kind}` names no rule to ignore"
            )
        if unknown:
            known = [*(rule.code for rule in rules()), *(rule.name for rule in rules())]
            hint = near(_canonical(unknown[0]), known)
            yield _finding(
                source,
                UNKNOWN,
                directive,
                unknown,
                f"{_quoted(unknown)} names no rule{hint}"
                if len(unknown) == 1
                else f"{_quoted(unknown)} name no rules",
            )
        unused = [
            word
            for word in ours
            if word not in words
            and word not in unknown
            and any(rule.code in selected for rule in matching(_canonical(word)))
        ]
        if unused:
            locked = all(
                rule.code in unsuppressible
                for word in unused
                for rule in matching(_canonical(word))
            )
            why = "the settings let no comment silence it" if locked else "nothing here is silenced"
            yield _finding(source, UNUSED, directive, unused, f"unused {_quoted(unused)}: {why}")


def _finding(
    source: Source, code: str, directive: Directive, words: Iterable[str], message: str
) -> Finding:
    """A finding about `words` of a directive, with the fix that removes them."""
    rule = next(rule for rule in rules() if rule.code == code)
    gone = frozenset(words)
    kept = [word for word in directive.words if word not in gone]
    if kept and directive.listed is not None:
        edit = Edit(directive.listed, ", ".join(kept))
    else:
        edit = Edit(_removal(source, directive.span), "")
    title = "Remove the comment" if not edit.content else f"Remove {_quoted(sorted(gone))}"
    return Finding(
        rule.code,
        rule.name,
        rule.severity,
        message,
        source.path,
        directive.span,
        rule.section,
        fixes=Fixes((Fix(title, Safety.SAFE, (edit,)),)),
    )


def _removal(source: Source, span: Span) -> Span:
    """The text to remove with a directive: its line where nothing else is on it, else the blanks
    before it."""
    text = source.text
    start, end = span
    while start and text[start - 1] in " \t\f":
        start -= 1
    if end < len(text) and text[end] not in "\r\n":
        while text[end] in " \t":
            end += 1
        return Span(span.start, end)
    row = source.position(span.start).row
    if start == source.line_starts[row - 1]:
        following = source.line_starts[row] if row < len(source.line_starts) else len(text)
        return Span(start, following)
    return Span(start, end)


def _canonical(word: str) -> str:
    """A code in capitals; other selectors as they are."""
    return word.upper() if _is_ours(word) else word


def _is_ours(word: str) -> bool:
    return word[:3].upper() == "ACR" and word[3:].isdigit()


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
