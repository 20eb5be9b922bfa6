"""Which fixes can be applied together, and in which line ends: for the command line and editors."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Set

from acr_lint.findings import Finding, Fix, Safety
from acr_lint.text.source import Edit, Source

_LINE_END = re.compile(r"\r\n|\r|\n")


def first_fix(finding: Finding, safeties: Set[Safety]) -> Fix | None:
    """The fix to apply for a finding: the first of an allowed safety that changes anything."""
    return next((fix for fix in finding.fixes if fix.safety in safeties and fix.edits), None)


def chosen(source: Source, findings: Iterable[Finding], safeties: Set[Safety]) -> tuple[Edit, ...]:
    """The edits of one fix for each finding that counts, as far as they go together."""
    fixes = (first_fix(each, safeties) for each in findings if each.suppressed is None)
    return together(source, (fix for fix in fixes if fix is not None))


def together(source: Source, fixes: Iterable[Fix]) -> tuple[Edit, ...]:
    """The edits of the fixes in their order, but for a fix that touches what is taken already.

    The same edit, such as an import that two fixes need, is made once.
    """
    taken: list[Edit] = []
    known: set[Edit] = set()
    for fix in fixes:
        new = {edit for edit in fix.edits if edit not in known}
        if not any(_collides(source, edit, taken) for edit in new):
            known |= new
            for edit in new:
                insort(taken, edit)
    return tuple(taken)


def with_line_ends(text: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits in the line ends that the text has."""
    end = _LINE_END.search(text)
    if end is None:
        return tuple(edits)
    return tuple(edit._replace(content=_LINE_END.sub(end.group(), edit.content)) for edit in edits)


def _collides(source: Source, edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit overlaps one of those, meets one where either of them inserts, or stands on
    a line with one where the later of them is laid out by what is before it.

    No two of `taken` collide, so that only its neighbours among them can.
    """
    index = bisect_left(taken, edit)
    if any(_collide(edit, other) for other in taken[max(index - 1, 0) : index + 1]):
        return True
    if index and _is_laid_out(edit):
        if taken[index - 1].span.end >= _line_start(source, edit):
            return True
    for other in taken[index:]:
        if _line_start(source, other) > edit.span.end:
            return False
        if _is_laid_out(other):
            return True
    return False


def _is_laid_out(edit: Edit) -> bool:
    """Whether an edit begins lines, which are aligned with the one that it is on."""
    return _LINE_END.search(edit.content) is not None


def _line_start(source: Source, edit: Edit) -> int:
    return source.line_starts[source.position(edit.span.start).row - 1]


def _collide(one: Edit, other: Edit) -> bool:
    first, second = sorted((one.span, other.span))
    if first.end > second.start:
        return True
    return first.end == second.start and (first.start == first.end or second.start == second.end)
