"""Shrinking, against an analysis that is made up."""

from __future__ import annotations

from collections.abc import Mapping

from tests.oracle import notes
from tests.oracle.judge import FALSE_ESCAPE, MISSED_ESCAPE, Findings, Judgement, judge
from tests.oracle.program import Program
from tests.oracle.shrink import shrink

PROGRAM = """\
# file: main.py
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
import later
def purge(client):
    print(1)
    if client:
        try:
            client.delete_tag("app", "v1")
        except HttpResponseError:
            print(2)
        later.show(client)
        print(3)
def main():
    client = ContainerRegistryClient("https://example.azurecr.io")
    purge(client)
main()
# file: later.py
import json
def show(client):
    tags = client.list_tag_properties("app")
    print(json)
    for tag in tags:
        print(tag)
"""


def _silent(files: Mapping[str, str]) -> Findings:
    return set()


def _claims_deletes(files: Mapping[str, str]) -> Findings:
    return {
        (path, row, "ACR301")
        for path, source in files.items()
        for row, line in enumerate(source.splitlines(), 1)
        if "delete_tag" in line
    }


def _small(kind: str, analysis: object) -> Program:
    def judged(program: Program) -> Judgement:
        return judge(program, analysis)  # type: ignore[arg-type]  # both of them are analyses

    return shrink(notes.parse(PROGRAM), kind, judged)


def test_what_has_no_part_in_a_missed_escape_goes() -> None:
    small = _small(MISSED_ESCAPE, _silent)
    text = "".join(small.files.values())
    assert "for tag in " in text
    assert "json" not in text
    assert "print" not in text
    assert "delete_tag" not in text


def test_what_makes_a_claim_false_stays() -> None:
    small = _small(FALSE_ESCAPE, _claims_deletes)
    assert list(small.files) == ["main.py"]
    assert "except HttpResponseError:" in small.files["main.py"]
    assert "later" not in small.files["main.py"]
