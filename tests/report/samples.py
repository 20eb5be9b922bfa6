"""Runs to show: hand-made, each with what makes formats fail."""

from __future__ import annotations

import json

from acr_lint.findings import Finding, Fix, Related, Report, Safety, Severity, Unread
from acr_lint.project.notebooks import parse_notebook
from acr_lint.project.run import FileReport, Run
from acr_lint.project.walk import Problem
from acr_lint.report.view import View
from acr_lint.text.source import Edit, Source, Span

ROOT = "/repo"
VIEW = View(ROOT, version="0.1.0")


def finding_at(
    source: Source,
    marked: str,
    code: str = "ACR301",
    severity: Severity = Severity.WARNING,
    message: str = "`delete_tag` may raise HttpResponseError, and nothing catches it",
    related: tuple[Related, ...] = (),
    fixes: tuple[Fix, ...] = (),
    suppressed: str | None = None,
    section: str = "general-troubleshooting",
) -> Finding:
    """A finding on the first text in `source` that is `marked`."""
    start = source.text.index(marked)
    return Finding(
        code,
        {"ACR101": "anonymous-write", "ACR301": "uncaught-http-response-error"}.get(code, "other"),
        severity,
        message,
        source.path,
        Span(start, start + len(marked)),
        section,
        related,
        fixes,
        suppressed,
    )


def run_of(*files: FileReport, problems: tuple[Problem, ...] = (), checked: int = 3) -> Run:
    """A run with these reports."""
    return Run(files, problems, checked, sources={file.source.path: file.source for file in files})


def file_of(source: Source, *findings: Finding, unread: tuple[Unread, ...] = ()) -> FileReport:
    """The report of a file."""
    return FileReport(source, Report(source.path, findings, unread))


CLEAN = run_of()

_PLAIN = Source(
    f"{ROOT}/src/cleanup.py",
    "from azure.containerregistry import ContainerRegistryClient\n"
    "\n"
    "client = ContainerRegistryClient(endpoint)\n"
    "\n"
    'client.delete_tag("app", "old")\n'
    'client.delete_repository("app")\n',
)
_MADE = Span(
    _PLAIN.text.index("ContainerRegistryClient(e"),
    _PLAIN.text.index("endpoint)") + len("endpoint)"),
)
PLAIN = run_of(
    file_of(
        _PLAIN,
        finding_at(
            _PLAIN,
            "delete_tag",
            "ACR101",
            Severity.ERROR,
            "`delete_tag` needs a credential, but `client` has none",
            (Related("the client is made here", _PLAIN.path, _MADE),),
            (
                Fix(
                    "Pass `DefaultAzureCredential()`",
                    Safety.SAFE,
                    (
                        Edit(Span(0, 0), "from azure.identity import DefaultAzureCredential\n"),
                        Edit(Span(_MADE.end - 1, _MADE.end - 1), ", DefaultAzureCredential()"),
                    ),
                ),
            ),
            section="anonymous-access-issues",
        ),
        finding_at(_PLAIN, "delete_tag"),
        finding_at(_PLAIN, "delete_repository", suppressed="it may fail"),
    )
)

_HOSTILE = Source(
    f"{ROOT}/a,b:c%d;e]f g é😀/::warning::x.py",
    "\tx = '漢字😀'; client.delete_tag('##vso[task.setvariable variable=PWN]1', '\x1b[31m')\n"
    "call(\n"
    "    one,\n"
    "    two,\n"
    ")\n",
)
_MESSAGE = '100% `a`;\r\n::error::b]c|<d> & "e" ##vso[task.x]1 é😀\x00'
HOSTILE = run_of(
    file_of(
        _HOSTILE,
        finding_at(
            _HOSTILE,
            "delete_tag",
            message=_MESSAGE,
            related=(Related("elsewhere: 5%", f"{ROOT}/other, file.py", Span(3, 4)),),
            fixes=(
                Fix(
                    "Replace ]]>",
                    Safety.UNSAFE,
                    (
                        Edit(
                            Span(_HOSTILE.text.index("client"), _HOSTILE.text.index("client")), "é"
                        ),
                    ),
                ),
            ),
        ),
        finding_at(_HOSTILE, _HOSTILE.text[_HOSTILE.text.index("call(") : -1]),
        finding_at(
            _HOSTILE, "two", severity=Severity.INFO, message="a note", suppressed="", section=""
        ),
        unread=(Unread(Span(0, 3), "newer than the running Python"),),
    ),
    problems=(Problem(f"{ROOT}/no, such%.py", "no such file or directory: 50%"),),
)

NOTEBOOK_DOCUMENT = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Title"]},
            {"cell_type": "code", "source": ["%pip install x\n", "y = 1"]},
            {"cell_type": "code", "source": ["z = 1\n", "client.delete_tag('a', 'b')\n"]},
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
    indent=1,
)
_NOTEBOOK = parse_notebook(f"{ROOT}/nb.ipynb", NOTEBOOK_DOCUMENT)
_CELL_FINDING = finding_at(
    _NOTEBOOK.source,
    "delete_tag",
    fixes=(Fix("Write", Safety.SAFE, (Edit(Span(0, 0), "x"),)),),
)
NOTEBOOK = run_of(
    FileReport(_NOTEBOOK.source, Report(_NOTEBOOK.source.path, (_CELL_FINDING,)), _NOTEBOOK)
)

_MANY = Source(f"{ROOT}/many.py", "client.delete_tag('a', 'b')\n" * 12)
MANY = run_of(
    file_of(
        _MANY,
        *(
            finding_at(_MANY, "delete_tag", severity=severity)._replace(
                span=Span(28 * row + 7, 28 * row + 17)
            )
            for row in range(12)
            for severity in (Severity.WARNING, Severity.INFO, Severity.ERROR)
        ),
    )
)

RUNS = {
    "clean": CLEAN,
    "plain": PLAIN,
    "hostile": HOSTILE,
    "notebook": NOTEBOOK,
    "many": MANY,
}
