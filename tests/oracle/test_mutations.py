"""Changes that keep a program's meaning keep its findings."""

from __future__ import annotations

import re

import pytest

from tests.oracle.findings import findings
from tests.oracle.generate import generate

_FIRST, _MOST = 700, 60
_OWN_NAME = re.compile(r"\b([A-Za-z]\w*_\d+)\b")  # as the generator numbers what it defines
Rows = set[tuple[int, str]]


def _single() -> list[str]:
    """The texts of generated programs of one file."""
    found = []
    for seed in range(_FIRST, _FIRST + 4 * _MOST):
        files = generate(seed).program.files
        if set(files) == {"main.py"} and len(found) < _MOST:
            found.append(files["main.py"])
    return found


def _rows(files: dict[str, str], path: str) -> Rows:
    return {(row, code) for file, row, code in findings(files) if file == path}


PROGRAMS = _single()


@pytest.fixture(scope="module")
def plain() -> list[Rows]:
    """The findings of each program as it was generated."""
    return [_rows({"main.py": text}, "main.py") for text in PROGRAMS]


def test_there_are_programs_and_findings(plain: list[Rows]) -> None:
    assert len(PROGRAMS) > _MOST // 2
    assert sum(map(len, plain)) > len(PROGRAMS)


def test_renaming(plain: list[Rows]) -> None:
    for text, rows in zip(PROGRAMS, plain, strict=True):
        renamed = _OWN_NAME.sub(lambda name: f"{name[1]}_again", text)
        assert renamed != text
        assert _rows({"main.py": renamed}, "main.py") == rows, text


def test_moving_to_another_module(plain: list[Rows]) -> None:
    for text, rows in zip(PROGRAMS, plain, strict=True):
        moved = text.replace('if __name__ == "__main__":', "if True:")
        files = {"app/__init__.py": "", "app/moved.py": moved, "start.py": "import app.moved\n"}
        assert _rows(files, "app/moved.py") == rows, text


def test_calling_through_a_wrapper(plain: list[Rows]) -> None:
    for text, rows in zip(PROGRAMS, plain, strict=True):
        lines = text.splitlines()
        if lines[-1].strip() != "main()":
            continue
        indent = lines[-1][: -len("main()")]
        lines[-1] = f"{indent}(lambda function: function())(main)"
        assert _rows({"main.py": "\n".join(lines) + "\n"}, "main.py") == rows, text


def test_lines_between(plain: list[Rows]) -> None:
    for text, rows in zip(PROGRAMS, plain, strict=True):
        shifted = _rows({"main.py": "\n# first\n\n" + text}, "main.py")
        assert {(row - 3, code) for row, code in shifted} == rows, text
