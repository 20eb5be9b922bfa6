"""What can be noted beside the code: where requests are sent that nobody sees there, which errors
leave a function, and what is known of a client.

Nothing here knows the protocol; it runs in the worker's thread.
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.explain import Explanation, explain, nothing
from acr_lint.explaining.operations import sendings
from acr_lint.explaining.topics import head, listed
from acr_lint.lsp.known import has
from acr_lint.lsp.projects import Results
from acr_lint.model.values import Client, Place
from acr_lint.rules.found import callee_span, span_of
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.settings import Settings
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Span


class Note(NamedTuple):
    """A few words on a span of a file."""

    span: Span
    text: str


def sent_unseen(results: Results, path: str) -> list[Note]:
    """The places of a file where requests are sent that were made elsewhere: a pager that is
    advanced, a coroutine that is awaited."""
    model = results.model()
    names: dict[Span, list[str]] = {}
    for each in sendings(model) if model is not None else ():
        for site in each.sites:
            if site != each.call and site.module.path == path:
                names.setdefault(span_of(site), []).append(each.operation.name)
    return [Note(span, f"sends {listed(sorted(sent))}") for span, sent in sorted(names.items())]


def clients_and_escapes(results: Results, path: str) -> list[Note]:
    """What is known of the clients that are made in a file, and the functions of it that
    HttpResponseError leaves and that nothing analysed calls."""
    return sorted({*_clients(results, path), *_escapes(results, path)})


def explanation(
    results: Results, path: str, offset: int, settings: Settings, project: str
) -> Explanation:
    """What is known at the line of an offset, and why it is or isn't flagged; other places are
    named from the folder of the project."""
    model, module = results.model(), results.module(path)
    if model is None or module is None:
        return nothing("nothing in this file is known to use azure.containerregistry")
    row = module.syntax.source.position(offset).row
    return explain(model, module, row, settings, _Places(results, project))


class _Places:
    """Shows places as an explanation names them."""

    def __init__(self, results: Results, project: str) -> None:
        self._results = results
        self._project = project

    def __call__(self, path: str, span: Span) -> str:
        name = path.removeprefix(self._project).lstrip("/") or path
        report = self._results.reports.get(path)
        if report is not None and report.notebook is not None:
            cell, row, column = report.notebook.locate(span.start)
            return f"{name}:cell {cell}:{row}:{column}"
        row, column = self._results.sources[path].position(span.start)
        return f"{name}:{row}:{column}"


def _clients(results: Results, path: str) -> Iterator[Note]:
    model = results.model()
    if model is None:
        return
    for made in model.constructions:
        if made.place.module.path != path:
            continue
        calls = {
            call.place: OPERATIONS[call.operation].writes
            for call in model.calls
            if call.operation in OPERATIONS and _is_used(made.place, call.clients)
        }
        writes = sum(calls.values())
        counted = f"{_counted(len(calls) - writes, 'read')}, {_counted(writes, 'write')}"
        yield Note(callee_span(made.place), f"{has(made.credential)} · {counted}")


def _escapes(results: Results, path: str) -> Iterator[Note]:
    model = results.model()
    found: dict[Span, set[str]] = {}
    for escape in model.escapes if model is not None else ():
        if escape.root is not None and escape.root.module.path == path:
            names = found.setdefault(head(escape.root.place), set())
            names |= {error.site.origin.operation for error in escape.errors}
    for span, names in found.items():
        yield Note(span, f"HttpResponseError of {listed(sorted(names))} leaves this function")


def _is_used(made: Place, clients: frozenset[Client]) -> bool:
    return any(client.place == made for client in clients)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
