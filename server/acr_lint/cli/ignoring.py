"""Comments that silence the findings of a file, for a program that has many."""

from __future__ import annotations

from collections.abc import Callable

from acr_lint.project.run import FileReport
from acr_lint.text.source import Edit, Span


def comments(
    file: FileReport, reason: str, after: Callable[[tuple[Edit, ...]], FileReport | None]
) -> tuple[Edit, ...]:
    """An edit for each line with findings that count: a comment at the line's end.

    A line that can't end in a comment that silences, such as one inside a string, gets none: that
    is what `after` is asked for, the report of the file after edits.
    """
    edits = {row: _comment(file, row, codes, reason) for row, codes in _active(file).items()}
    if not edits:
        return ()
    again = after(tuple(edits.values()))
    still = _active(again) if again else {}
    return tuple(edit for row, edit in edits.items() if row not in still)


def _active(file: FileReport) -> dict[int, list[str]]:
    """The codes of the findings that count, by row."""
    by_row: dict[int, list[str]] = {}
    for finding in file.report.findings:
        if finding.suppressed is None:
            codes = by_row.setdefault(file.source.position(finding.span.start).row, [])
            if finding.code not in codes:
                codes.append(finding.code)
    return by_row


def _comment(file: FileReport, row: int, codes: list[str], reason: str) -> Edit:
    """The comment at the end of a row."""
    line = file.source.line(row)
    end = file.source.line_span(row).end
    comment = f"# acr-lint: ignore[{', '.join(codes)}] {reason}".rstrip()
    return Edit(Span(end - len(line) + len(line.rstrip()), end), f"  {comment}")
