"""Reading text that isn't valid Python, as it is while somebody types.

The line that CPython complains about is replaced by a *placeholder* that keeps the structure of the
blocks around it, and the text is parsed again, a bounded number of times. All other lines keep
their places. A placeholder claims nothing: what it stands for is the unknown name `__unread__`.
"""

from __future__ import annotations

import _ast as ast
from collections.abc import Collection, Iterator

from acr_lint.syntax.draft import Draft
from acr_lint.syntax.lexing import unclosed_quotes
from acr_lint.syntax.newer import rewrite_newer
from acr_lint.syntax.parsing import Failure, parse_text
from acr_lint.text.record import NamedTuple

_TRIES = 8
_MOST_TRIES = 60
_CHARACTERS = 250_000


class Repaired(NamedTuple):
    """The statements of a repaired text, and its lines that weren't read as they are.

    The lines are counted from 0, each with the reason.
    """

    statements: list[ast.stmt]
    gaps: dict[int, str]


def repair(text: str, failure: Failure, edited: Collection[int] = ()) -> Repaired | None:
    """What can be read of a text that CPython refuses; None where that is nothing.

    `edited` are the lines, from 0, that are just being typed: they are the first suspects.
    """
    if not failure.line:
        return None
    newer = rewrite_newer(text)
    if newer:
        outcome = parse_text(newer.text)
        if isinstance(outcome, list):
            return Repaired(outcome, newer.gaps)
        if outcome.line > failure.line:
            found = _mend(Draft(newer.text, newer.gaps), outcome)
            if found:
                return found
    if not edited:
        return repair_quote(text, failure) or _mend(Draft(text, {}), failure)
    suspects: tuple[Draft, Failure] | None = None
    for draft, outcome in _without(text, failure, edited):
        if isinstance(outcome, list):
            return Repaired(outcome, draft.gaps)
        suspects = (draft, outcome)
    both = (_mend(Draft(text, {}), failure), _mend(*suspects) if suspects else None)
    return min(filter(None, both), key=lambda one: len(one.gaps), default=None)


def repair_only(text: str, failure: Failure, edited: Collection[int]) -> Repaired | None:
    """What can be read of a text if nothing is broken but the lines that are being typed."""
    for draft, outcome in _without(text, failure, edited):
        if isinstance(outcome, list):
            return Repaired(outcome, draft.gaps)
    return None


def repair_newer(text: str) -> Repaired | None:
    """What can be read of a text if it is only too new for the running Python."""
    newer = rewrite_newer(text)
    outcome = parse_text(newer.text) if newer else None
    return Repaired(outcome, newer.gaps) if newer and isinstance(outcome, list) else None


def repair_quote(text: str, failure: Failure) -> Repaired | None:
    """What can be read of a text if nothing is broken but a line with an unclosed triple quote."""
    for line in unclosed_quotes(text, failure.line - 1):
        found = repair_only(text, failure, (line,))
        if found:
            return found
    return None


def _without(
    text: str, failure: Failure, edited: Collection[int]
) -> Iterator[tuple[Draft, list[ast.stmt] | Failure]]:
    """A text with placeholders for the lines that are being typed, and what CPython says of it."""
    for stars in ("*", "**", ""):
        draft = Draft(text, {})
        if draft.suspect(edited, stars, failure.reason):
            yield draft, parse_text(draft.text)


def _mend(draft: Draft, failure: Failure) -> Repaired | None:
    """Replace the line that CPython complains about until it complains no more."""
    size = len(draft.text)
    allowed = 3 if size > _CHARACTERS else max(_TRIES, min(_MOST_TRIES, _CHARACTERS // (size + 1)))
    for attempt in range(allowed):
        if not failure.line or not draft.mend(failure, whole_blocks=attempt > allowed * 0.6):
            return None
        outcome = parse_text(draft.text)
        if isinstance(outcome, list):
            return Repaired(outcome, draft.gaps)
        failure = outcome
    return None
