"""Why a finding counts or doesn't: the settings and the comments that silence it."""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.findings import Finding
from acr_lint.model.build import Model
from acr_lint.model.program import Module
from acr_lint.rules.registry import rules
from acr_lint.rules.uncaught.documented import without_documented
from acr_lint.settings import (
    TEST_PATTERNS,
    PerFile,
    Settings,
    selected,
    severity,
    unsuppressible,
)
from acr_lint.suppressions import apply, directives, statement_rows
from acr_lint.text.record import NamedTuple


class Judged(NamedTuple):
    """A finding, and why it doesn't count; None for one that does."""

    finding: Finding
    silenced: str | None


def judged(model: Model, module: Module, settings: Settings) -> tuple[Judged, ...]:
    """What all rules say of a module, those that are off too."""
    respects = settings.respect_documented_raises
    model = without_documented(model, lambda path: respects)
    found = [
        finding for rule in rules() for finding in rule.check(model) if finding.path == module.path
    ]
    levels = {rule.code: severity(settings, rule, rule.severity) for rule in rules()}
    comments = _comments(module, found, settings)
    judged = [Judged(f, _off(f.code, module.path, settings) or comments.get(f)) for f in found]
    return tuple(
        one._replace(finding=one.finding._replace(severity=levels[one.finding.code]))
        for one in sorted(judged, key=lambda one: (one.finding.span, one.finding.code))
    )


def _off(code: str, path: str, settings: Settings) -> str | None:
    """The setting that turns a rule off for a file."""
    if code in selected(settings, path):
        return None
    everywhere = settings._replace(per_file_ignores=(), extend_per_file_ignores=())
    if code not in selected(everywhere._replace(ignore=()), path):
        rule = next(rule for rule in rules() if rule.code == code)
        return "`select` doesn't name it" if rule.default else "off unless `extend-select` names it"
    if code not in selected(everywhere, path):
        return "`ignore` names it"
    for entry in (*settings.per_file_ignores, *settings.extend_per_file_ignores):
        if code not in selected(everywhere._replace(per_file_ignores=(entry,)), path):
            return _per_file(entry)
    return "off in this file"


def _per_file(entry: PerFile) -> str:
    why = "this is test code: " if not entry.base and entry.pattern in TEST_PATTERNS else ""
    return f"{why}`per-file-ignores` of `{entry.pattern}` names it"


def _comments(module: Module, found: list[Finding], settings: Settings) -> dict[Finding, str]:
    """The findings that a comment silences, each with that comment."""
    return dict(_silenced(module, found, settings))


def _silenced(
    module: Module, found: list[Finding], settings: Settings
) -> Iterator[tuple[Finding, str]]:
    syntax = module.syntax
    source = syntax.source
    rows = statement_rows(syntax)
    for directive in directives(source, (comment.span for comment in syntax.comments())):
        locked = unsuppressible(settings)
        verdict = apply(source, [directive], found, rows, frozenset(), locked)
        row = source.position(directive.span.start).row
        for finding, after in zip(found, verdict.findings):
            if after.suppressed is not None:
                yield finding, f"the comment `{source.slice(directive.span)}` on line {row}"
