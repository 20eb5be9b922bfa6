from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

from acr_lint.project.page import Page

CONTENTS = [
    b"",
    b"x",
    b"containerregistry",
    b"import a\nfrom b import c\n",
    b"ab" * 40,
    b"\0import",
]


@pytest.mark.parametrize("swift", [True, False])
def test_a_page_shows_one_file_after_the_other(tmp_path: Path, swift: bool) -> None:
    page = Page(swift, room=16)
    path = tmp_path / "m.py"
    for content in (*CONTENTS, *reversed(CONTENTS), *(bytes(size) for size in (15, 16, 17, 99))):
        path.write_bytes(content)
        page.put(b"import containerregistry")
        page.read(str(path))
        _assert_shows(page, content)
        page.read(__file__)
        page.put(content)
        _assert_shows(page, content)


def _assert_shows(page: Page, content: bytes) -> None:
    assert page.copy() == content == page.content[: page.size]
    for word in (b"import", b"containerregistry", b"ba", b"\0", b"x" * 30):
        for start in range(page.size + 1):
            assert page.find(word, start, page.size) == content.find(word, start)
    assert page.find(b"import", page.size, page.size) == -1


@pytest.mark.parametrize("swift", [True, False])
def test_what_can_not_be_read_leaves_the_page_of_use(tmp_path: Path, swift: bool) -> None:
    page = Page(swift)
    for path in (tmp_path / "none.py", tmp_path):
        with pytest.raises(OSError):
            page.read(str(path))
    page.put(b"import a")
    assert page.copy() == b"import a"


def test_without_a_c_library_a_page_searches_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "PyDLL", lambda _: object())
    page = Page(swift=True)
    page.put(b"from a import b")
    assert page.find(b"import", 0, page.size) == 7
    assert page.find == page.content.find


def test_where_files_are_read_in_one_piece_a_page_does_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "readv", raising=False)
    path = tmp_path / "m.py"
    page = Page(swift=True, room=16)
    for content in CONTENTS:
        path.write_bytes(content)
        page.read(str(path))
        assert page.copy() == content
