"""What is found in a project, in a form that lies in a file and comes back from it.

It holds no text of the project: places are offsets in files that are read again.
"""

from __future__ import annotations

from acr_lint.findings import (
    Finding,
    Fix,
    Fixes,
    Places,
    Related,
    Report,
    Safety,
    Severity,
    Unread,
)
from acr_lint.project.run import Answer
from acr_lint.project.search import read
from acr_lint.project.stamps import Stamps, stamp
from acr_lint.project.walk import Problem
from acr_lint.text.decoding import decode
from acr_lint.text.source import Edit, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from acr_lint.project.notebooks import Notebook


def packed(answer: Answer, which: bool) -> bytes:
    """An answer as JSON, with the files that were looked at where `which` asks for them."""
    import json

    parts = (
        answer.reports,
        answer.problems,
        answer.total,
        sorted(answer.checked) if which else (),
        list(answer.sources),
    )
    return json.dumps(parts, default=_plain, separators=(",", ":")).encode()


def unpacked(content: bytes, stamps: Stamps) -> Answer | None:
    """The answer that `packed` made this of, with the texts that the disk has; None where a file
    isn't as it was when its stamp was taken."""
    import json

    try:
        reports, problems, total, checked, paths = json.loads(content)
        sources: dict[str, Source] = {}
        notebooks: dict[str, Notebook] = {}
        for path in paths:
            text = decode(read(path)).text
            if stamp(path) != stamps.of(path):
                return None
            if path.endswith(".ipynb"):
                from acr_lint.project.notebooks import parse_notebook

                notebook = notebooks[path] = parse_notebook(path, text)
                sources[path] = notebook.source
            else:
                sources[path] = Source(path, text)
        return Answer(
            tuple(_report(each) for each in reports),
            tuple(Problem(*each) for each in problems),
            total,
            frozenset(checked),
            sources,
            notebooks,
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _plain(value: object) -> object:
    """What JSON has no word for."""
    match value:
        case Severity() | Safety():
            return value.value
        case Fixes() | Places():
            return tuple(value)
    raise TypeError(f"{value!r} can't be kept")


def _report(value: Any) -> Report:
    path, findings, unread, crashes = value
    return Report(
        path,
        tuple(_finding(*each) for each in findings),
        tuple(Unread(Span(*span), reason) for span, reason in unread),
        tuple(crashes),
    )


def _finding(
    code: str,
    name: str,
    severity: str,
    message: str,
    path: str,
    span: Any,
    section: str,
    related: Any,
    fixes: Any,
    suppressed: str | None,
) -> Finding:
    """A finding, of the values of its fields."""
    return Finding(
        code,
        name,
        Severity(severity),
        message,
        path,
        Span(*span),
        section,
        Places([Related(text, where, Span(*place)) for text, where, place in related]),
        Fixes([_fix(*each) for each in fixes]),
        suppressed,
    )


def _fix(title: str, safety: str, edits: Any) -> Fix:
    return Fix(title, Safety(safety), tuple(Edit(Span(*span), text) for span, text in edits))
