"""The format `full`: each finding with its code, the places that matter, its fixes and the guide.

error[ACR101 anonymous-write]: `delete_tag` needs a credential, but `client` has none
  --> cleanup.py:4:12
   |
 4 |     client.delete_tag("app", "old")
   |            ^^^^^^^^^^
   |
note: the client is made here
...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from acr_lint.findings import Finding, Safety, Severity
from acr_lint.report.echo import safe
from acr_lint.report.frame import Frame, Row, rows
from acr_lint.report.places import (
    Place,
    Placed,
    active,
    locate_related,
    relative,
    shown,
    shown_related,
)
from acr_lint.report.summary import summary
from acr_lint.report.terminal import BLUE, BOLD, CYAN, GREEN, RED, YELLOW, link, paint
from acr_lint.report.view import View, guide
from acr_lint.text.source import Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

SEVERITY_COLORS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: CYAN}
_CONTEXT = 2


def render(run: Run, view: View) -> str:
    """The whole report, with a summary at its end."""
    blocks = ["\n".join(_block(run, placed, view)) + "\n\n" for placed in active(run)]
    return "".join(blocks) + (summary(run) if view.summary else "")


def _block(run: Run, placed: Placed, view: View) -> Iterator[str]:
    """The lines that show one finding."""
    finding = placed.finding
    yield _header(finding, view)
    yield from _frame(shown(placed.file, finding.span), placed.place, _CONTEXT, "^", view)
    for related in finding.related:
        note = paint("note", GREEN + BOLD, view.color)
        yield f"{note}: {safe(related.message)}"
        code = shown_related(run, related)
        yield from _frame(code, locate_related(run, related), 0, "-", view)
    help_word = paint("help", CYAN + BOLD, view.color)
    for fix in finding.fixes:
        yield f"{help_word}: {safe(fix.title)}{_FIX_NOTES[fix.safety]}"
    if address := guide(finding.section):
        yield f"{help_word}: {address}"


_FIX_NOTES = {
    Safety.SAFE: " (--fix)",
    Safety.UNSAFE: " (--unsafe-fixes)",
    Safety.MANUAL: " (by hand)",
}


def _header(finding: Finding, view: View) -> str:
    """The line that says what is wrong."""
    color = SEVERITY_COLORS[finding.severity] + BOLD
    address = guide(finding.section) if view.links else None
    code = link(f"{finding.code} {finding.name}", address)
    word = paint(f"{finding.severity.value}[{code}]", color, view.color)
    return f"{word}: {paint(safe(finding.message), BOLD, view.color)}"


@lru_cache(maxsize=256)
def _frame(
    code: tuple[Source, Span] | None, place: Place, context: int, mark: str, view: View
) -> tuple[str, ...]:
    """The lines of a place and its code, which is None where the text isn't at hand; many findings
    point to the same."""
    return tuple(_lines(rows(Frame(*code, mark, context)) if code else (), place, mark, view))


def _lines(framed: Sequence[Row], place: Place, mark: str, view: View) -> Iterator[str]:
    """The lines of a place and the rows of its code."""
    gutter = max((len(str(row.number)) for row in framed if row.number), default=1)
    bar = paint("|", BLUE, view.color)
    arrow = paint("-->", BLUE, view.color)
    yield f"{' ' * gutter}{arrow} {safe(relative(place.path, view.root))}:{place}"
    if not framed:
        return
    yield f"{' ' * gutter} {bar}"
    mark_color = RED + BOLD if mark == "^" else BLUE + BOLD
    for row in framed:
        number = paint(f"{row.number or '':>{gutter}}", BLUE, view.color)
        text = paint(row.text, mark_color, view.color) if row.is_mark else row.text
        yield f"{number} {bar} {text}".rstrip()
    yield f"{' ' * gutter} {bar}"
