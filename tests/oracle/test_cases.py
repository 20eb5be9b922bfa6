"""Programs on which acr-lint was wrong once, made small; `python -m tests.oracle --keep` adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle import notes
from tests.oracle.judge import judge

CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    program = notes.parse(path.read_text())
    judgement = judge(program)
    assert notes.known(judgement.truth) == notes.noted(program), program.text()
    assert not any(found.wrong for found in judgement.differences), judgement.text()
