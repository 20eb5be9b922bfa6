from __future__ import annotations

import pytest

from acr_lint.report.echo import safe, safe_start, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain [text]", "plain [text]"),
        ("a\tb", "a   b"),
        ("abcd\te", "abcd    e"),
        ("\x1b[31mred\x07", "\ufffd[31mred\ufffd"),
        ("one\r\ntwo\u2028three", "one\ufffd\ufffdtwo\ufffdthree"),
        ("x = 1 # \u202egnitirw\u202c", "x = 1 # \ufffdgnitirw\ufffd"),
        ("##vso[task.setvariable variable=A]1", "#_vso[task.setvariable variable=A]1"),
        ("é ##VSO[task.x]", "é #_VSO[task.x]"),
        ("##[error]no", "#_[error]no"),
        ("#" + "##vso[x]", "##_vso[x]"),
        ("## heading", "## heading"),
        ("#\u200d#vso[task.x]", "#_vso[task.x]"),
        ("lone \udc80", "lone \ufffd"),
    ],
)
def test_safe_text_moves_nothing_and_commands_nothing(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_a_line_never_starts_with_a_command() -> None:
    assert safe_start("::error::x.py") == "./::error::x.py"
    assert safe_start(" \t::error::x.py").lstrip().startswith("./")
    assert safe_start("a::b.py") == "a::b.py"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("😀!", 3), ("ｱ", 1)]
)
def test_width_counts_columns_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns
