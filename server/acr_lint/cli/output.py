"""Writing reports: to the standard output, to files, and to the build service."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from acr_lint import __version__
from acr_lint.cli.arguments import Arguments, Output
from acr_lint.cli.environment import (
    Build,
    build,
    current_folder,
    source_root,
    wants_color,
    wants_links,
)
from acr_lint.findings import Severity
from acr_lint.report.formats import FOR_TERMINALS, show
from acr_lint.report.view import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run

GITLAB_REPORT = "gl-code-quality-report.json"
_FROM_THE_ROOT = frozenset({"github", "gitlab", "sarif"})
_LONGEST_SUMMARY = 1 << 20


class Unwritable(Exception):
    """A report that can't be written where it should go; the message says why."""


def write_reports(run: Run, arguments: Arguments, environment: Mapping[str, str]) -> None:
    """Write the run in all formats that were asked for.

    Without a format for the standard output that is `full`, and in a build the build service's own
    as well. Raises Unwritable for the first file that can't be written, after writing the others.
    """
    folder = current_folder()
    to_stdout = [output for output in arguments.outputs if output.file is None]
    if arguments.quiet < 2:
        for output in to_stdout or [Output("full", None)]:
            view = _view(output.format, arguments, environment, folder)
            if arguments.statistics:
                from acr_lint.report.statistics import statistics

                print_text(statistics(output.format, run, view))
            else:
                _print(output.format, run, view)
    errors = write_files(run, arguments, environment)
    if not to_stdout and not arguments.diff:
        _annotate(run, environment, folder, errors)
    if errors:
        raise Unwritable("\n".join(errors))


def write_files(run: Run, arguments: Arguments, environment: Mapping[str, str]) -> list[str]:
    """Write the run in the formats that have a file; the result is what went wrong."""
    errors: list[str] = []
    for output in arguments.outputs:
        if output.file is not None:
            view = _view(output.format, arguments, environment, current_folder(), to_file=True)
            _attempt(errors, output.file, show(output.format, run, view))
    return errors


def print_text(text: str) -> None:
    """Write text to the standard output, with escapes for what its encoding can't hold."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _print(name: str, run: Run, view: View) -> None:
    """Write one format to the standard output; those for programs are UTF-8 whatever it is."""
    text = show(name, run, view)
    buffer = getattr(sys.stdout, "buffer", None)
    if name in FOR_TERMINALS or buffer is None:
        print_text(text)
        return
    sys.stdout.flush()
    buffer.write(text.encode("utf-8", "backslashreplace"))
    buffer.flush()


def _view(
    name: str,
    arguments: Arguments,
    environment: Mapping[str, str],
    folder: str,
    to_file: bool = False,
) -> View:
    """What a format needs to know besides the run."""
    root = source_root(environment, folder) if name in _FROM_THE_ROOT else folder
    if name == "sarif":
        from acr_lint.rules.registry import rules

        return View(root, __version__, rules=rules())
    if to_file or name not in FOR_TERMINALS:
        fail_on = Severity(arguments.fail_on or "warning")
        return View(root, __version__, summary=not arguments.quiet, fail_on=fail_on)
    color = wants_color(arguments.color, sys.stdout, environment)
    links = wants_links(color, sys.stdout, environment)
    return View(root, __version__, color, links, summary=not arguments.quiet)


def _annotate(run: Run, environment: Mapping[str, str], folder: str, errors: list[str]) -> None:
    """Give the build service what it shows beside the log, if the process runs in one."""
    root = source_root(environment, folder)
    view = View(root, __version__)
    match build(environment):
        case Build.GITHUB:
            _print("github", run, view)
            summary = environment.get("GITHUB_STEP_SUMMARY")
            if summary and run.reports:
                _append(summary, show("markdown", run, view))
        case Build.AZURE:
            _print("azure", run, view)
            if run.reports:
                _upload_summary(show("markdown", run, view), environment)
        case Build.GITLAB:
            path = f"{root}/{GITLAB_REPORT}"
            _attempt(errors, path, show("gitlab", run, view))
        case None:
            pass


def _upload_summary(text: str, environment: Mapping[str, str]) -> None:
    """Put Markdown on the page of an Azure build: the agent reads it from a file."""
    import tempfile

    try:
        descriptor, path = tempfile.mkstemp(
            prefix="acr-lint-", suffix=".md", dir=environment.get("AGENT_TEMPDIRECTORY")
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError:
        return
    print_text(f"##vso[task.uploadsummary]{path}\n")


def _append(path: str, text: str) -> None:
    """Add Markdown to the summary of a GitHub step, cut at a line where it would be too long."""
    content = text.encode("utf-8", "backslashreplace")
    try:
        room = _LONGEST_SUMMARY - (os.path.getsize(path) if os.path.exists(path) else 0)
        if len(content) > room:
            content = content[: max(0, content.rfind(b"\n", 0, max(0, room)) + 1)]
        with open(path, "ab") as file:
            file.write(content)
    except OSError:
        return


def _attempt(errors: list[str], path: str, text: str) -> None:
    """Write a file; what goes wrong is added to `errors`."""
    try:
        with open(path, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        errors.append(f"can't write {path}: {error.strerror or error}")
