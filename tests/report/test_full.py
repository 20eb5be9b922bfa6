"""The format that people read, as they see it."""

from __future__ import annotations

import json
import re
import textwrap

import pytest

from acr_lint.findings import Related, Report, Severity
from acr_lint.project.notebooks import parse_notebook
from acr_lint.project.run import FileReport, Run
from acr_lint.report.formats import show
from acr_lint.report.frame import Frame, rows
from acr_lint.report.places import active
from acr_lint.text.source import Source, Span
from tests.report.samples import CLEAN, HOSTILE, NOTEBOOK, PLAIN, VIEW, file_of, finding_at, run_of

_GUIDE = re.compile(r"https://\S*TROUBLESHOOTING\.md")


def _shown(run: Run) -> str:
    return _GUIDE.sub("GUIDE", show("full", run, VIEW))


def test_a_finding_with_its_places_and_its_fix() -> None:
    first = _shown(PLAIN).split("\n\n")[0]
    assert first == textwrap.dedent(
        """\
        error[ACR101 anonymous-write]: `delete_tag` needs a credential, but `client` has none
         --> src/cleanup.py:5:8
          |
        3 | client = ContainerRegistryClient(endpoint)
        4 |
        5 | client.delete_tag("app", "old")
          |        ^^^^^^^^^^
        6 | client.delete_repository("app")
          |
        note: the client is made here
         --> src/cleanup.py:3:10
          |
        3 | client = ContainerRegistryClient(endpoint)
          |          ---------------------------------
          |
        help: Pass `DefaultAzureCredential()` (--fix)
        help: GUIDE#anonymous-access-issues"""
    )


def test_the_summary_counts_and_offers() -> None:
    assert _shown(PLAIN).endswith(
        "\n\nFound 2 findings (1 error, 1 warning) in 1 of 3 files, 1 suppressed\n"
        "1 fixable with --fix\n"
    )
    assert _shown(HOSTILE).endswith("1 fixable with --fix --unsafe-fixes\n")
    assert _shown(CLEAN).startswith("No findings in 3 files")
    assert "Found" not in show("full", PLAIN, VIEW._replace(summary=False))


def test_rows_of_a_notebook_are_those_of_its_cell() -> None:
    shown = _shown(NOTEBOOK).replace(next(active(NOTEBOOK)).finding.message, "MESSAGE")
    assert shown.startswith(
        textwrap.dedent(
            """\
            warning[ACR301 uncaught-http-response-error]: MESSAGE
             --> nb.ipynb:cell 3:2:8
              |
            1 | z = 1
            2 | client.delete_tag('a', 'b')
              |        ^^^^^^^^^^
              |
            """
        )
    )


def test_a_frame_shows_a_cell_as_it_is_and_none_of_the_next() -> None:
    cells = ["!pip install x\nclient.delete_tag('a', 'b')", "y = 1"]
    code = [{"cell_type": "code", "source": cell} for cell in cells]
    book = parse_notebook("/repo/nb.ipynb", json.dumps({"cells": code}))
    here = Span(book.source.text.index("delete_tag"), book.source.text.index("("))
    also = Related("there", book.source.path, here)
    finding = finding_at(book.source, "delete_tag", related=(also,))
    report = FileReport(book.source, Report(book.source.path, (finding,)), book)
    shown = _shown(run_of(report)).split(finding.message)[1]
    assert shown.startswith(
        textwrap.dedent(
            """
             --> nb.ipynb:cell 1:2:8
              |
            1 | !pip install x
            2 | client.delete_tag('a', 'b')
              |        ^^^^^^^^^^
              |
            note: there
             --> nb.ipynb:cell 1:2:8
              |
            2 | client.delete_tag('a', 'b')
              |        ----------
              |
            """
        )
    )


def test_colours_and_links_add_nothing_else() -> None:
    plain = show("full", PLAIN, VIEW)
    colored = show("full", PLAIN, VIEW._replace(color=True, links=True))
    assert "\x1b]8;;https://github.com/Azure" in colored
    assert "\x1b[31m\x1b[1merror[" in colored
    without = re.sub(r"\x1b\[\d+m|\x1b\]8;;.*?\x1b\\", "", colored)
    assert without == plain


def _frame(text: str, marked: str, context: int = 0) -> str:
    source = Source("/a.py", text)
    start = text.index(marked)
    frame = Frame(source, Span(start, start + len(marked)), "^", context)
    return "\n".join(row.text for row in rows(frame))


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("a = delete()", "delete", "a = delete()\n    ^^^^^^"),
        ("\ta = delete()", "delete", "    a = delete()\n        ^^^^^^"),
        ("x\t= delete()", "delete", "x   = delete()\n      ^^^^^^"),
        ("漢 = delete()", "delete", "漢 = delete()\n     ^^^^^^"),
        ("f('漢字')", "'漢字'", "f('漢字')\n  ^^^^^^"),
        ("e\u0301 = delete()", "delete", "e\u0301 = delete()\n    ^^^^^^"),
        ("'👩\u200d🚀' + delete()", "delete", "'👩🚀' + delete()\n         ^^^^^^"),
        ("a\x00 = delete()", "delete", "a\ufffd = delete()\n     ^^^^^^"),
        ("a", "", "a\n^"),
        ("f(\n  a,\n)\n", "f(\n  a,\n)", "f(\n^^\n  a,\n  ^^\n)\n^"),
        ("f(\r\n  a)\r\n", "f(\r\n  a)", "f(\n^^\n  a)\n  ^^"),
        (
            "f(\n1,\n2,\n3,\n4)",
            "f(\n1,\n2,\n3,\n4)",
            "f(\n^^\n1,\n^^\n...\n4)\n^^",
        ),
    ],
)
def test_carets_are_under_what_is_meant(text: str, marked: str, expected: str) -> None:
    assert _frame(text, marked) == expected


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    text = "x = 1; " * 100 + "delete()" + "; x = 1" * 100
    line, marks = _frame(text, "delete").split("\n")
    assert len(line) < 170
    assert line[marks.index("^") :].startswith("delete()")
    assert marks.strip() == "^^^^^^"


def test_blank_lines_at_the_edge_of_a_frame_are_left_out() -> None:
    assert _frame("a\n\nb = 1\n\n\nc", "b", context=2) == "a\n\nb = 1\n^"


def test_messages_cannot_start_a_line_of_their_own() -> None:
    source = Source("/repo/a.py", "x")
    run = run_of(
        file_of(source, finding_at(source, "x", message="one\ntwo", severity=Severity.INFO))
    )
    assert show("concise", run, VIEW).count("\n") == 2
