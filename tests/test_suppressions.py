from __future__ import annotations

import io
import tokenize
from typing import NamedTuple

import pytest

from acr_lint import settings, suppressions
from acr_lint.findings import Finding, Severity
from acr_lint.suppressions import Verdict, apply, directives, statement_rows
from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source, Span, apply_edits


class FakeRule(NamedTuple):
    """As much of a rule as comments are about."""

    code: str
    name: str
    severity: Severity = Severity.WARNING
    section: str = ""
    default: bool = True


RULES = (
    FakeRule("ACR101", "anonymous-write"),
    FakeRule("ACR301", "uncaught-http-response-error"),
    FakeRule("ACR302", "lazy-result-outside-try"),
    FakeRule("ACR901", "unused-suppression"),
    FakeRule("ACR902", "unknown-suppression"),
)
ON = frozenset(rule.code for rule in RULES)


@pytest.fixture(autouse=True)
def five_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "rules", lambda: RULES)
    monkeypatch.setattr(suppressions, "rules", lambda: RULES)


def comments(source: Source) -> list[Span]:
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            start = source.offset(token.start[0], token.start[1] + 1)
            found.append(Span(start, start + len(token.string)))
    return found


def verdict(
    text: str, selected: frozenset[str] = ON, unsuppressible: frozenset[str] = frozenset()
) -> Verdict:
    """What becomes of findings of ACR301 at each `BAD`, of ACR101 at each `ANON`, in statements
    that go from one blank line to the next."""
    source = Source("m.py", text)
    findings = []
    for word, code, name in (
        ("BAD", "ACR301", "uncaught-http-response-error"),
        ("ANON", "ACR101", "anonymous-write"),
    ):
        at = text.find(word)
        while at >= 0:
            span = Span(at, at + len(word))
            findings.append(Finding(code, name, Severity.WARNING, "m", "m.py", span, ""))
            at = text.find(word, at + 1)

    def statement_rows(span: Span) -> tuple[int, int]:
        first = last = source.position(span.start).row
        while first > 1 and source.line(first - 1).strip():
            first -= 1
        while last < len(source.line_starts) and source.line(last + 1).strip():
            last += 1
        while source.line(first).startswith("#"):
            first += 1
        return first, last

    found = directives(source, comments(source))
    return apply(source, found, findings, statement_rows, selected, unsuppressible)


def reasons(text: str) -> list[str | None]:
    return [finding.suppressed for finding in verdict(text).findings]


def complaints(text: str, selected: frozenset[str] = ON) -> list[tuple[str, str]]:
    found = verdict(text, selected).about_comments
    return [(finding.code, finding.message) for finding in found]


def fixed(text: str) -> str:
    edits = [edit for found in verdict(text).about_comments for edit in found.fixes[0].edits]
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("BAD()  # acr-lint: ignore[ACR301]", ""),
        ("BAD()  # acr-lint: ignore[ACR301] the job is retried", "the job is retried"),
        ("BAD()  # acr-lint: ignore[ACR301] -- why", "why"),
        ("BAD()  # acr-lint: ignore[uncaught-http-response-error]", ""),
        ("BAD()  # acr-lint: ignore[ACR302, ACR301]", ""),
        ("BAD()  # acr-lint: ignore[ACR3]", ""),
        ("BAD()  # acr-lint: ignore[ALL]", ""),
        ("BAD()  #acr-lint:ignore [ ACR301 ]", ""),
        ("BAD()  # type: ignore # acr-lint: ignore[ACR301] why # nosec", "why"),
        ("# acr-lint: ignore[ACR301] why\nBAD()", "why"),
        ("# acr-lint: ignore[ACR301] why\n# more prose\n\nBAD()", "why"),
        ("x = 1\n\n# acr-lint: ignore-file[ACR301] why\n\nBAD()", "why"),
        ("BAD()  # noqa: ACR301", ""),
        ("BAD()  # noqa:ACR301 why", "why"),
        ("BAD()  # NOQA: E501,ACR301", ""),
        ("BAD()  # noqa: E501 ACR301", ""),
        ("BAD()  # noqa", ""),
        ("f(\n    BAD(),\n)  # acr-lint: ignore[ACR301]", ""),
        ("# acr-lint: ignore[ACR301]\nf(\n    BAD(),\n)", ""),
        ("f(\n    BAD(),  # acr-lint: ignore[ACR301]\n)", ""),
    ],
)
def test_silent(text: str, reason: str) -> None:
    assert reasons(text) == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "BAD()  # acr-lint: ignore[ACR302]",
        "BAD()  # acr-lint: ignore",
        "BAD()  # acr-lint: ignored[ACR301]",
        "BAD()  # acr-lint ignore[ACR301]",
        "BAD()  # noqa: E501",
        "BAD()  # noqa: uncaught",
        "BAD()  # noqa-not",
        'BAD("# acr-lint: ignore[ACR301]")',
        "BAD()  # write '# acr-lint: ignore[ACR301]' to silence this",
        "BAD()\n\nx = 1  # acr-lint: ignore[ACR301]",
        "# noqa: ACR301\nBAD()",
        "x = 1  # acr-lint: ignore[ACR301]\n\nBAD()",
    ],
)
def test_not_silent(text: str) -> None:
    assert reasons(text) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BAD()  # acr-lint: ignore[ACR301]", []),
        (
            "x()  # acr-lint: ignore[ACR301]",
            [("ACR901", "unused `ACR301`: nothing here is silenced")],
        ),
        (
            "BAD()  # acr-lint: ignore[ACR301, ACR101]",
            [("ACR901", "unused `ACR101`: nothing here is silenced")],
        ),
        ("x()  # noqa: E501", []),
        ("x()  # noqa", []),
        ("x()  # noqa: ACR301", [("ACR901", "unused `ACR301`: nothing here is silenced")]),
        (
            "BAD()  # acr-lint: ignore[ACR301, anonymous-writes]",
            [("ACR902", "`anonymous-writes` names no rule; did you mean `anonymous-write`?")],
        ),
        ("x()  # noqa: ACR999", [("ACR902", "`ACR999` names no rule")]),
        ("BAD()  # acr-lint: ignore", [("ACR902", "`ignore` names no rule to ignore")]),
        ("BAD()  # acr-lint: ignore[]", [("ACR902", "`ignore` names no rule to ignore")]),
        ("# acr-lint: ignore-file[nothing]", [("ACR902", "`nothing` names no rule")]),
    ],
)
def test_complaints(text: str, expected: list[tuple[str, str]]) -> None:
    assert [
        (code, message.partition("; did you mean `ACR")[0]) for code, message in complaints(text)
    ] == expected


def test_a_comment_about_a_rule_that_is_off_is_not_unused() -> None:
    assert complaints("x()  # acr-lint: ignore[ACR301]", ON - {"ACR301"}) == []


def test_both_comments_that_silence_a_finding_are_used() -> None:
    assert complaints("# acr-lint: ignore-file[ACR301]\nBAD()  # noqa: ACR301") == []


def test_what_no_comment_silences() -> None:
    found = verdict("BAD()  # acr-lint: ignore[ACR301]", unsuppressible=frozenset({"ACR301"}))
    assert [finding.suppressed for finding in found.findings] == [None]
    (about,) = found.about_comments
    assert about.message == "unused `ACR301`: the settings let no comment silence it"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x()  # acr-lint: ignore[ACR301] why\ny()\n", "x()\ny()\n"),
        ("x()\n# acr-lint: ignore[ACR301]\ny()\n", "x()\ny()\n"),
        ("if x:\n    # acr-lint: ignore[ACR301]\n    y()\n", "if x:\n    y()\n"),
        ("BAD()  # acr-lint: ignore[ACR301, ACR101]\n", "BAD()  # acr-lint: ignore[ACR301]\n"),
        ("x()  # noqa: E501, ACR301\n", "x()  # noqa: E501\n"),
        ("x()  # noqa: ACR301\n", "x()\n"),
        ("x()  # acr-lint: ignore[ACR301] # nosec\n", "x()  # nosec\n"),
        ("x()  # type: ignore  # acr-lint: ignore[ACR301]\n", "x()  # type: ignore\n"),
        ("BAD()  # acr-lint: ignore[nothing, ACR301]", "BAD()  # acr-lint: ignore[ACR301]"),
        ("x()  # acr-lint: ignore[ACR301]", "x()"),
        ("x()\r\n# acr-lint: ignore[ACR301]\r\ny()\r\n", "x()\r\ny()\r\n"),
    ],
)
def test_fixes(before: str, after: str) -> None:
    assert fixed(before) == after
    assert complaints(after) == []


DECORATED = """\
@first
@second(
    x)
def f(
    a,
    b):
    y = g(
        1,
        2)
    if (a and
        c):
        for i in h(
            3):
            pass
    @inner(
        z)
    def k(): pass
    match m:
        case Q(
            4):
            w
last
"""


@pytest.mark.parametrize(
    ("at", "rows"),
    [
        ("second", (1, 6)),
        ("b):", (1, 6)),
        ("g(", (7, 9)),
        ("2)", (7, 9)),
        ("c):", (10, 11)),
        ("3)", (12, 13)),
        ("pass\n    @", (14, 14)),
        ("z)", (15, 17)),
        ("4)", (18, 20)),
        ("w\n", (21, 21)),
        ("last", (22, 22)),
    ],
)
def test_rows_of_statements(at: str, rows: tuple[int, int]) -> None:
    offset = DECORATED.index(at)
    found = statement_rows(parse(Source("m.py", DECORATED)))(Span(offset, offset + 1))
    assert found == rows
