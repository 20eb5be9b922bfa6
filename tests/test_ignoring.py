from __future__ import annotations

import pytest

from acr_lint.check import check_sources
from acr_lint.ignoring import ignoring, ignoring_all
from acr_lint.text.source import Source, apply_edits

HEAD = """\
from azure.containerregistry import ContainerRegistryClient


def remove(endpoint: str) -> None:
    client = ContainerRegistryClient(endpoint, logging_enable=False)
"""
CALLS = {
    "plain": 'client.delete_tag("hello-world", "v1")',
    "with a comment": 'client.delete_tag("hello-world", "v1")  # once',
    "with another rule": 'client.delete_tag("a", "b")  # acr-lint: ignore[ACR301] known',
    "below another rule": '# acr-lint: ignore[ACR301] known\n    client.delete_tag("a", "b")',
    "several lines": 'client.delete_tag(\n        "hello-world",\n        "v1",\n    )',
    "a string over lines": 'client.delete_tag("""a\nb""", "v1")',
    "a backslash": 'client. \\\n    delete_tag("hello-world", "v1")',
    "backslash behind": 'client.delete_tag("hello-world", \\\n    "v1")',
    "several statements": 'x = 1; client.delete_tag("hello-world", "v1"); y = 2',
    "blanks at the end": 'client.delete_tag("hello-world", "v1")   ',
    "a header": 'if client.delete_tag("hello-world", "v1"):\n        pass',
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_the_comment_silences_the_finding_and_only_its_rule(call: str, end: str) -> None:
    text = f"{HEAD}    {call}\n".replace("\n", end)
    before = {
        finding.code
        for finding in check_sources({"x.py": text})[0].findings
        if finding.suppressed is None
    }
    assert "ACR101" in before
    finding = next(f for f in check_sources({"x.py": text})[0].findings if f.code == "ACR101")
    comment = ignoring(Source("x.py", text), finding.span, "ACR101")
    assert comment is not None
    after = check_sources({"x.py": apply_edits(text, [comment.edit])})[0]
    left = {finding.code for finding in after.findings if finding.suppressed is None}
    assert left == before - {"ACR101"}
    assert not after.unread


def test_all_findings_of_a_file_at_once() -> None:
    text = HEAD + (
        "    client.delete_tag('a', \\\n        'b')\n"
        "    client.delete_tag('a', 'c'); client.delete_blob('a', 'b')  # noqa: E501\n"
        "    client.delete_tag('a', 'd')  # acr-lint: ignore[ACR105] old\n"
    )
    found = [f for f in check_sources({"x.py": text})[0].findings if f.code != "ACR201"]
    edits = ignoring_all(Source("x.py", text), ((f.span, f.code) for f in found), "since May")
    assert apply_edits(text, edits) == HEAD + (
        "    client.delete_tag('a', \\\n"
        "        'b')  # acr-lint: ignore[ACR101, ACR301] since May\n"
        "    client.delete_tag('a', 'c'); client.delete_blob('a', 'b')  # noqa: E501"
        "  # acr-lint: ignore[ACR101, ACR301] since May\n"
        "    client.delete_tag('a', 'd')  # acr-lint: ignore[ACR105, ACR101, ACR301] old\n"
    )


def test_what_is_said_of_comments_is_not_ignored() -> None:
    text = "x = 1  # acr-lint: ignore[ACR301]\n"
    (finding,) = check_sources({"x.py": text})[0].findings
    assert ignoring_all(Source("x.py", text), [(finding.span, finding.code)], "") == ()
