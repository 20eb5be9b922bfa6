"""Programs on which acr-lint was wrong once, made small; `python -m tests.oracle --keep` adds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.oracle import notes
from tests.oracle.judge import judge

_NEW_IN_3_11 = ("TaskGroup", "except*")
CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    text = path.read_text()
    if sys.version_info < (3, 11) and any(word in text for word in _NEW_IN_3_11):
        pytest.skip("exception groups came with Python 3.11")
    program = notes.parse(text)
    judgement = judge(program)
    assert notes.known(judgement.truth) == notes.noted(program), program.text()
    assert not any(found.wrong for found in judgement.differences), judgement.text()
