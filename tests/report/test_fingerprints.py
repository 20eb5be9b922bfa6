"""The expected hashes are those that codeql-action's own tests give for these texts."""

from __future__ import annotations

import pytest

from acr_lint.report.fingerprints import line_hashes, stable
from acr_lint.report.places import active
from acr_lint.text.source import Source
from tests.report.samples import file_of, finding_at, run_of

_GREETINGS = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
            [
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1",
            ],
        ),
        (" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", _GREETINGS),
        (" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", _GREETINGS),
        (" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", _GREETINGS),
        (" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", _GREETINGS),
        (
            "Lorem ipsum dolor sit amet.\n" * 10,
            [
                *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
    ],
)
def test_line_hashes_are_those_of_code_scanning(text: str, expected: list[str]) -> None:
    assert line_hashes(text) == expected


def test_characters_beyond_the_first_plane_count_as_two() -> None:
    assert line_hashes("😀") != line_hashes("\ud83d")
    assert line_hashes("😀") == line_hashes("\ud83d\ude00")


_CODE = "class A:\n    async def remove(self):\n        client.delete_tag('a', 'b')\n"


def _prints(text: str, path: str = "/repo/a.py", times: int = 1) -> list[str]:
    source = Source(path, text)
    run = run_of(file_of(source, *[finding_at(source, "delete_tag")] * times))
    return stable(active(run), "/repo")


def test_a_stable_fingerprint_survives_lines_above_and_reformatting() -> None:
    assert _prints(_CODE) == _prints("import os\n\n\n" + _CODE)
    assert _prints(_CODE) == _prints(_CODE.replace("('a', 'b')", "( 'a','b' )"))


def test_a_stable_fingerprint_names_file_and_definition() -> None:
    different = [
        _CODE,
        _CODE.replace("class A", "class B"),
        _CODE.replace("remove", "purge"),
        _CODE.replace("'a'", "'c'"),
    ]
    assert len({_prints(text)[0] for text in different}) == 4
    assert _prints(_CODE) != _prints(_CODE, "/repo/b.py")


def test_equal_findings_have_different_fingerprints() -> None:
    assert len(set(_prints(_CODE, times=3))) == 3
