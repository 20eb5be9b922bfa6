"""Where in which file a finding is shown: the one place that knows rows, columns, cells and paths.

A *place* counts rows and columns from 1, columns in code points; in a notebook it counts within its
cell. A place *in its file* counts the lines of the file: in a notebook, those of its JSON, for the
formats whose readers know nothing of cells. Paths are absolute, with forward slashes.
"""

from __future__ import annotations

from collections.abc import Iterator

from acr_lint.findings import Finding, Related
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Position, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import FileReport, Run


class Place(NamedTuple):
    """The text from `start` up to, but without, `end`; `cell` is None outside of notebooks."""

    path: str
    start: Position
    end: Position
    cell: int | None = None

    def __str__(self) -> str:
        """`12:5`, or `cell 3:12:5` in a notebook."""
        row_and_column = f"{self.start.row}:{self.start.column}"
        return row_and_column if self.cell is None else f"cell {self.cell}:{row_and_column}"


class Placed(NamedTuple):
    """A finding, the file that has it, and its place."""

    finding: Finding
    file: FileReport
    place: Place

    @property
    def in_file(self) -> Place:
        """Its place in its file."""
        return locate_in_file(self.file, self.finding.span)


def locate(file: FileReport, span: Span) -> Place:
    """The place of `span` in `file`."""
    source, notebook = file.source, file.notebook
    if notebook is None:
        return Place(source.path, source.position(span.start), source.position(span.end))
    start, end = notebook.locate(span.start), notebook.locate(span.end)
    return Place(
        source.path,
        Position(start.row, start.column),
        Position(end.row, end.column),
        start.cell,
    )


def locate_in_file(file: FileReport, span: Span) -> Place:
    """The place in its file of `span`."""
    return _in_file(file, locate(file, span))


def locate_related(run: Run, related: Related) -> Place:
    """The place of a related span; the start of its file where the run doesn't hold that file."""
    notebook = _notebook(run, related.path)
    if notebook is not None:
        return locate(notebook, related.span)
    source = run.sources.get(related.path)
    if source is None:
        return Place(related.path, Position(1, 1), Position(1, 1))
    return Place(
        related.path, source.position(related.span.start), source.position(related.span.end)
    )


def related_in_file(run: Run, related: Related) -> Place:
    """The place in its file of a related span."""
    notebook = _notebook(run, related.path)
    if notebook is not None:
        return locate_in_file(notebook, related.span)
    return locate_related(run, related)


def shown(file: FileReport, span: Span) -> tuple[Source, Span]:
    """The text whose rows the place of a span counts, and the span in it: of a notebook, its
    cell."""
    cell = file.notebook.cell_at(span.start) if file.notebook else None
    if cell is None:
        return file.source, span
    return cell.text, Span(span.start - cell.start, span.end - cell.start)


def shown_related(run: Run, related: Related) -> tuple[Source, Span] | None:
    """The same for a related span; None where the run doesn't hold its file."""
    notebook = _notebook(run, related.path)
    if notebook is not None:
        return shown(notebook, related.span)
    source = run.sources.get(related.path)
    return None if source is None else (source, related.span)


def active(run: Run) -> Iterator[Placed]:
    """The findings that count, file by file."""
    return (placed for placed in every(run) if placed.finding.suppressed is None)


def every(run: Run) -> Iterator[Placed]:
    """All findings, the suppressed ones too, file by file."""
    for file in run.reports:
        for finding in file.report.findings:
            yield Placed(finding, file, locate(file, finding.span))


def worst_first(findings: Iterator[Placed]) -> list[Placed]:
    """The findings with errors first, else in the order given."""
    return sorted(findings, key=lambda placed: -placed.finding.severity.rank)


def relative(path: str, root: str) -> str:
    """`path` as it is written below the folder `root`; one that lies elsewhere is unchanged."""
    folder = root.rstrip("/") + "/"
    return path[len(folder) :] if path.startswith(folder) else path


def uri(path: str) -> str:
    """`path`, absolute or relative, as the path of a URI: UTF-8, percent-encoded."""
    from urllib.parse import quote

    return quote(path.encode("utf-8", "surrogateescape"), safe="/~")


def _notebook(run: Run, path: str) -> FileReport | None:
    """The report of the notebook at `path`; None where the run has none."""
    if not path.endswith(".ipynb"):
        return None
    return next((file for file in run.reports if file.source.path == path and file.notebook), None)


def _in_file(file: FileReport, place: Place) -> Place:
    """A place as the lines of its file count it; in a notebook it is a whole line of the JSON."""
    notebook = file.notebook
    cells = notebook.cells if notebook else ()
    cell = next((cell for cell in cells if cell.number == place.cell), None)
    if notebook is None or cell is None:
        return place
    import json

    document = Source(place.path, notebook.edited(()))
    rows = 0
    start = cell.value.start
    for span in cell.strings:
        start = span.start
        rows += json.loads(document.slice(span)).count("\n")
        if rows >= place.start.row:
            break
    row = document.position(start).row
    return Place(place.path, Position(row, 1), Position(row, len(document.line(row)) + 1))


def counted(number: int, thing: str) -> str:
    """`1 finding`, `2 findings`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
