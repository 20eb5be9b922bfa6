"""The judge, on findings that are made up."""

from __future__ import annotations

import pytest

from tests.oracle import judge, notes
from tests.oracle.judge import Findings

PROGRAM = """\
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
from opaque import flag

client = ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential())
anonymous = ContainerRegistryClient("https://example.azurecr.io")
either = client if flag(1) else anonymous
try:
    client.delete_tag("app", "v1")
except HttpResponseError:
    pass
try:
    client.delete_tag("app", "v2")
except HttpResponseError:
    raise
if client is None:
    client.delete_tag("app", "v3")
tags = client.list_tag_properties("app")
print(list(tags))
anonymous.delete_tag("app", "v4")
either.delete_tag("app", "v5")
"""
HANDLED, ON_PURPOSE, DEAD, PAGER, LIST, ANONYMOUS, EITHER = 10, 14, 18, 19, 20, 21, 22
RIGHT = {
    ("main.py", LIST, "ACR302"),
    ("main.py", ANONYMOUS, "ACR301"),
    ("main.py", ANONYMOUS, "ACR101"),
    ("main.py", EITHER, "ACR303"),
    ("main.py", EITHER, "ACR102"),
    ("main.py", HANDLED, "ACR201"),
}


def _differences(found: Findings) -> list[tuple[str, int]]:
    judgement = judge.judge(notes.parse(PROGRAM), lambda files: found)
    return [(found.kind, found.row[1] if found.row else 0) for found in judgement.differences]


def test_right() -> None:
    assert _differences(RIGHT) == []


def test_silent() -> None:
    assert _differences(set()) == [
        (judge.MISSED_ESCAPE, LIST),
        (judge.MISSED_ESCAPE, ANONYMOUS),
        (judge.MISSED_ESCAPE, EITHER),
        (judge.MISSED_ANONYMOUS, ANONYMOUS),
        (judge.MISSED_ANONYMOUS, EITHER),
    ]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (HANDLED, judge.FALSE_ESCAPE),
        (ON_PURPOSE, judge.ON_PURPOSE),
        (DEAD, judge.DEAD),
        (PAGER, judge.NOTHING_SENT),
    ],
)
def test_claimed_too_much(row: int, kind: str) -> None:
    assert _differences(RIGHT | {("main.py", row, "ACR301")}) == [(kind, row)]


def test_anonymous_claimed_too_much() -> None:
    more = {("main.py", HANDLED, "ACR101"), ("main.py", DEAD, "ACR102")}
    assert _differences(RIGHT | more) == [(judge.FALSE_ANONYMOUS, HANDLED), (judge.DEAD, DEAD)]


def test_always_and_sometimes_mixed_up() -> None:
    wrong = (RIGHT - {("main.py", ANONYMOUS, "ACR101"), ("main.py", EITHER, "ACR102")}) | {
        ("main.py", ANONYMOUS, "ACR102"),
        ("main.py", EITHER, "ACR101"),
    }
    assert _differences(wrong) == [
        (judge.NOT_SOMETIMES, ANONYMOUS),
        (judge.NOT_ALWAYS, EITHER),
    ]


def test_a_crash_is_a_difference() -> None:
    def crashing(files: object) -> Findings:
        raise RecursionError("too deep")

    judgement = judge.judge(notes.parse(PROGRAM), crashing)
    assert [found.kind for found in judgement.differences] == [judge.CRASH]
    assert "too deep" in judgement.text()
