from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

from acr_lint.project.page import Page, quick_search

CONTENTS = [
    b"",
    b"x",
    b"containerregistry",
    b"import a\nfrom b import c\n",
    b"ab" * 40,
    b"\0import",
    *(bytes(size) for size in (14, 15, 16, 17, 31, 32, 33, 99)),
]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    for number, content in enumerate(CONTENTS):
        (tmp_path / f"{number}.py").write_bytes(content)
    return tmp_path.as_posix()


def _shown(page: Page, folder: str, numbers: list[int]) -> list[bytes]:
    """What the page shows of the files of these numbers, in which it searches as bytes do."""
    found: list[bytes] = []
    unread: dict[str, str] = {}
    names = [f"{number}.py" for number in numbers]
    shown: list[str] = []
    for taken in page.fill(folder, names, unread):
        contents = [*page.copies()]
        whole = b"\n".join(contents)
        assert whole == page.content[: page.ends[-1]]
        for word in (b"import", b"containerregistry", b"ba", b"\0", b"x" * 30):
            for start in range(len(whole) + 1):
                assert page.find(word, start, len(whole)) == whole.find(word, start)
        found += contents
        shown += taken
    assert shown == names
    assert not unread
    return found


@pytest.mark.parametrize("room", [1, 16, 60, 1 << 18])
def test_a_page_shows_the_files_of_a_folder(folder: str, room: int) -> None:
    page = Page(room)
    for numbers in ([*range(len(CONTENTS))], [*reversed(range(len(CONTENTS)))], [3], [13, 2]):
        assert _shown(page, folder, numbers) == [CONTENTS[number] for number in numbers]


def test_as_many_files_are_read_at_once_as_fit(folder: str) -> None:
    taken = [[*names] for names in Page(60).fill(folder, ["2.py", "3.py", "5.py", "6.py"], {})]
    assert taken == [["2.py", "3.py", "5.py"], ["6.py"]]


def test_what_can_not_be_read_is_told_of_and_left_out(folder: str) -> None:
    unread: dict[str, str] = {}
    page = Page()
    os.mkdir(f"{folder}/folder.py")
    for names in page.fill(folder, ["none.py", "3.py", "folder.py", "2.py"], unread):
        assert names == ["3.py", "2.py"]
        assert [*page.copies()] == [CONTENTS[3], CONTENTS[2]]
    assert list(unread) == [f"{folder}/none.py", f"{folder}/folder.py"]
    assert not [*page.fill(folder, ["none.py"], unread)]


def test_without_a_c_library_a_page_searches_by_itself(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes, "PyDLL", lambda _: object())
    page = Page(16)
    assert _shown(page, folder, [3, 0, 4]) == [CONTENTS[3], CONTENTS[0], CONTENTS[4]]
    assert page.find == page.content.find


@pytest.mark.parametrize("with_c_library", [True, False])
def test_a_quick_search_finds_what_is_there(
    monkeypatch: pytest.MonkeyPatch, with_c_library: bool
) -> None:
    if not with_c_library:
        monkeypatch.setattr(ctypes, "PyDLL", lambda _: object())
    is_in = quick_search()
    for content in CONTENTS:
        for word in (b"import", b"b", b"ba", b"\0", b"\0i", b"c\n"):
            assert is_in(content, word) is (word in content)


def test_where_files_are_read_in_one_piece_a_page_does_so(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "readv", raising=False)
    assert _shown(Page(16), folder, [*range(len(CONTENTS))]) == CONTENTS
