"""Where acr-lint and the truth of a program differ."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tests.oracle.findings import ALWAYS_ANONYMOUS, ESCAPES, SOMETIMES_ANONYMOUS, findings
from tests.oracle.notes import anonymity
from tests.oracle.program import Program, Row
from tests.oracle.run import Escape
from tests.oracle.runner import Truth, truth

Findings = set[tuple[str, int, str]]
Analysis = Callable[[Mapping[str, str]], Findings]

MISSED_ESCAPE = "missed escape"
MISSED_GROUP = "missed escape in a group"
FALSE_ESCAPE = "false escape"
MISSED_ANONYMOUS = "missed anonymous write"
FALSE_ANONYMOUS = "false anonymous write"
CRASH = "crash"

WRONG = (
    MISSED_ESCAPE,
    MISSED_GROUP,
    FALSE_ESCAPE,
    ON_PURPOSE := "claimed though raised again on purpose",
    NOTHING_SENT := "claimed where nothing is sent",
    MISSED_ANONYMOUS,
    FALSE_ANONYMOUS,
    NOT_ALWAYS := "always anonymous claimed for sometimes",
    NOT_SOMETIMES := "sometimes anonymous claimed for always",
    CRASH,
)
MOVED = "escape found at the row of the operation, not where it is asked for"
LOST = "claimed for an error that nobody looks at"
DEAD = "claimed in code that no run reached"
UNPROVEN = "claimed, but not all ways were tried"
NOTED = (MOVED, LOST, DEAD, UNPROVEN)


class Difference(NamedTuple):
    """One difference, at one row; `kind` is one of WRONG or NOTED."""

    kind: str
    row: Row | None
    detail: str = ""

    @property
    def wrong(self) -> bool:
        """Whether acr-lint is wrong, rather than only worth a look."""
        return self.kind in WRONG


class Judgement(NamedTuple):
    """A program, its truth, the findings, and where they differ."""

    program: Program
    truth: Truth
    findings: Findings
    differences: tuple[Difference, ...]

    def text(self) -> str:
        """The differences, and the program with them at their rows."""
        at: dict[Row, list[str]] = {}
        loose = []
        for difference in self.differences:
            note = f"{difference.kind} {difference.detail}".strip()
            if difference.row is None:
                loose.append(note)
            else:
                at.setdefault(difference.row, []).append(note)
        lines = list(loose)
        for path, source in self.program.files.items():
            lines.append(f"--- {path}")
            for row, line in enumerate(source.splitlines(), 1):
                note = f"   <<< {'; '.join(at[path, row])}" if (path, row) in at else ""
                lines.append(f"{row:3} {line}{note}")
        return "\n".join(lines)


def judge(program: Program, analysis: Analysis = findings) -> Judgement:
    """Run and check a program; raises SyntaxError for one that can't be compiled."""
    known = truth(program)
    try:
        found = analysis(program.files)
    except Exception:  # a crash of the analysis is what we are looking for
        crash = Difference(CRASH, None, traceback.format_exc(limit=-6))
        return Judgement(program, known, set(), (crash,))
    return Judgement(program, known, found, tuple(differences(known, found)))


def differences(known: Truth, found: Findings) -> Iterator[Difference]:
    """Where the findings differ from the truth."""
    yield from _missed_escapes(known, found)
    yield from _false_escapes(known, found)
    yield from _anonymous(known, found)


def _missed_escapes(known: Truth, found: Findings) -> Iterator[Difference]:
    claimed = {(path, row) for path, row, code in found if code in ESCAPES}
    seen: set[frozenset[Row]] = set()
    for escape in sorted(known.escapes, key=str):
        if escape.kind == "deliberate" or escape.rows in seen:
            continue
        seen.add(escape.rows)
        if escape.rows & claimed:
            if escape.row is not None and escape.row not in claimed:
                yield Difference(MOVED, escape.row)
        else:
            kind = MISSED_GROUP if escape.kind == "group" else MISSED_ESCAPE
            yield Difference(kind, escape.row or escape.also)


def _false_escapes(known: Truth, found: Findings) -> Iterator[Difference]:
    escaped = _rows(escape for escape in known.escapes if escape.kind != "deliberate")
    deliberate = _rows(escape for escape in known.escapes if escape.kind == "deliberate")
    lost = _rows(known.lost)
    for path, number, code in sorted(found):
        row = (path, number)
        if code not in ESCAPES or row in escaped:
            continue
        if row not in known.executed:
            kind = DEAD
        elif row in deliberate:
            kind = ON_PURPOSE
        elif row in lost:
            kind = LOST
        elif not known.complete:
            kind = UNPROVEN
        elif row in known.sent:
            kind = FALSE_ESCAPE
        else:
            kind = NOTHING_SENT
        yield Difference(kind, row, code)


def _anonymous(known: Truth, found: Findings) -> Iterator[Difference]:
    always = {(path, row) for path, row, code in found if code == ALWAYS_ANONYMOUS}
    sometimes = {(path, row) for path, row, code in found if code == SOMETIMES_ANONYMOUS}
    called: dict[Row, set[bool]] = {}
    for write in known.writes:
        if write.called is not None:
            called.setdefault(write.called, set()).add(write.anonymous)
    named = anonymity(known)
    for row, states in sorted(named.items()):
        rows = {row, *(write.called for write in known.writes if write.row == row)}
        if True in states and not rows & (always | sometimes):
            yield Difference(MISSED_ANONYMOUS, row)
    for row in sorted(always | sometimes):
        states = named.get(row) or called.get(row) or set()
        if True not in states:
            proven = FALSE_ANONYMOUS if known.complete else UNPROVEN
            yield Difference(proven if row in known.executed else DEAD, row)
        elif False in states and row in always:
            yield Difference(NOT_ALWAYS, row)
        elif False not in states and row in sometimes and known.complete:
            yield Difference(NOT_SOMETIMES, row)


def _rows(escapes: Iterator[Escape] | frozenset[Escape]) -> set[Row]:
    return {row for escape in escapes for row in escape.rows}
