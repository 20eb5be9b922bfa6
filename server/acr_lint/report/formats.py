"""The formats by name."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Run
    from acr_lint.report.view import View

NAMES = (
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "sarif",
    "github",
    "azure",
    "gitlab",
    "junit",
    "rdjson",
    "checkstyle",
    "markdown",
)
FOR_TERMINALS = frozenset({"full", "concise", "grouped"})


def show(name: str, run: Run, view: View) -> str:
    """The run in the format of that name; raises ValueError where there is none.

    Only that format's module is imported, and none where a text format has only a summary to show.
    """
    if name in FOR_TERMINALS and not run.reports:
        from acr_lint.report.summary import summary

        return summary(run) if view.summary else ""
    match name:
        case "full":
            from acr_lint.report.full import render
        case "concise":
            from acr_lint.report.concise import render
        case "grouped":
            from acr_lint.report.grouped import render
        case "json":
            from acr_lint.report.json import render
        case "json-lines":
            from acr_lint.report.json_lines import render
        case "sarif":
            from acr_lint.report.sarif import render
        case "github":
            from acr_lint.report.github import render
        case "azure":
            from acr_lint.report.azure import render
        case "gitlab":
            from acr_lint.report.gitlab import render
        case "junit":
            from acr_lint.report.junit import render
        case "rdjson":
            from acr_lint.report.rdjson import render
        case "checkstyle":
            from acr_lint.report.checkstyle import render
        case "markdown":
            from acr_lint.report.markdown import render
        case _:
            raise ValueError(f"there is no format {name!r}")
    return render(run, view)
