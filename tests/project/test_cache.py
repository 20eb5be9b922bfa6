"""The folder of answers: what is broken is none, what can't be written isn't kept, and nothing of
others is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from acr_lint.project import cache
from acr_lint.project.cache import Cache

NAME = "ab" * 20
QUESTION = b"\x00what?\n"
ANSWER = b'["an answer",\n 42]'


def always(now: int) -> bool:
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def file(folder: Path) -> Path:
    """The file of an answer."""
    assert Cache(str(folder)).write(NAME, QUESTION, ANSWER, always)
    return folder / f"{NAME}.acr-lint"


def read(folder: Path) -> bytes | None:
    return Cache(str(folder)).read(NAME, QUESTION)


def test_an_answer_answers_its_question_alone(folder: Path, file: Path) -> None:
    kept = Cache(str(folder))
    assert kept.holds(NAME)
    assert read(folder) == ANSWER
    assert kept.read(NAME, QUESTION + b"!") is None
    assert kept.read(NAME, QUESTION[:-1]) is None
    assert kept.read("cd" * 20, QUESTION) is None
    assert kept.write(NAME, b"another", b"[]", always)
    assert read(folder) is None
    assert kept.read(NAME, b"another") == b"[]"


def test_a_file_that_is_cut_off_is_none(folder: Path, file: Path) -> None:
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert read(folder) is None, length
    file.write_bytes(whole + b"\n")
    assert read(folder) is None


def test_a_file_with_any_other_byte_is_none(folder: Path, file: Path) -> None:
    whole = file.read_bytes()
    for at in range(len(whole)):
        for flipped in (whole[at] ^ 1, whole[at] ^ 0x80, 0):
            file.write_bytes(whole[:at] + bytes([flipped]) + whole[at + 1 :])
            assert read(folder) is None, (at, flipped)
    file.write_bytes(whole)
    assert read(folder) == ANSWER


def test_an_answer_is_for_its_user_alone(folder: Path, file: Path) -> None:
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_the_folder_says_what_it_is(folder: Path, file: Path) -> None:
    assert (folder / ".gitignore").read_text() == "*\n"
    tag = (folder / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_a_folder_of_others_is_not_marked(folder: Path) -> None:
    folder.mkdir()
    assert Cache(str(folder)).write(NAME, QUESTION, ANSWER, always)
    assert [path.name for path in folder.iterdir()] == [f"{NAME}.acr-lint"]


def test_what_may_not_be_kept(folder: Path) -> None:
    kept = Cache(str(folder))
    asked: list[int] = []

    def never(now: int) -> bool:
        asked.append(now)
        return False

    before = time.time_ns()
    assert not kept.write(NAME, QUESTION, ANSWER, never)
    assert abs(asked[0] - before) < 5e9
    assert not kept.holds(NAME)
    assert {path.name for path in folder.iterdir()} == {".gitignore", "CACHEDIR.TAG"}


def test_where_nothing_can_be_written(folder: Path, tmp_path: Path) -> None:
    folder.write_text("a file")
    for path in (folder, folder / "below"):
        with pytest.raises(OSError):
            Cache(str(path)).write(NAME, QUESTION, ANSWER, always)
        assert Cache(str(path)).read(NAME, QUESTION) is None
    assert folder.read_text() == "a file"


def test_a_folder_in_place_of_an_answer(folder: Path) -> None:
    (folder / f"{NAME}.acr-lint/inside").mkdir(parents=True)
    kept = Cache(str(folder))
    assert not kept.holds(NAME)
    assert read(folder) is None
    with pytest.raises(OSError):
        kept.write(NAME, QUESTION, ANSWER, always)
    assert [path.name for path in folder.iterdir()] == [f"{NAME}.acr-lint"]


def test_a_folder_that_goes_meanwhile(folder: Path, file: Path) -> None:
    def after_all_is_gone(now: int) -> bool:
        shutil.rmtree(folder)
        return True

    kept = Cache(str(folder))
    with pytest.raises(OSError):
        kept.write(NAME, QUESTION, ANSWER, after_all_is_gone)
    assert not folder.exists()
    assert kept.write(NAME, QUESTION, ANSWER, always)
    assert read(folder) == ANSWER


def test_the_oldest_answers_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    kept = Cache(str(folder))
    names = [f"{number:040x}" for number in range(6)]
    for age, name in enumerate(names):
        kept.write(name, QUESTION, ANSWER, always)
        if kept.holds(name):
            os.utime(folder / f"{name}.acr-lint", (0, 10**9 - age))
    kept.write(NAME, QUESTION, ANSWER, always)
    assert [name for name in names if kept.holds(name)] == names[:2]
    assert kept.holds(NAME)


def test_what_was_never_finished_goes(folder: Path, file: Path) -> None:
    old, new = (folder / f"{NAME}.acr-lint.1.{number}.new" for number in (1, 2))
    other = folder / "notes.new"
    for path in (old, new, other):
        path.write_text("")
    for path in (old, other):
        os.utime(path, (0, 0))
    Cache(str(folder)).write(NAME, QUESTION, ANSWER, always)
    assert [path.exists() for path in (old, new, other)] == [False, True, True]


def test_clearing_leaves_what_others_put_there(folder: Path, file: Path) -> None:
    (folder / f"{NAME}.acr-lint.1.2.new").write_text("")
    (folder / "notes.txt").write_text("mine")
    kept = Cache(str(folder))
    assert kept.clear() == 2
    assert {path.name for path in folder.iterdir()} == {".gitignore", "CACHEDIR.TAG", "notes.txt"}
    (folder / "notes.txt").unlink()
    assert kept.clear() == 0
    assert not folder.exists()
    assert kept.clear() == 0


WRITES = """\
import sys
from acr_lint.project.cache import Cache
own, folder = sys.argv[1].encode(), Cache(sys.argv[2])
seen = 0
for number in range(300):
    folder.write("ab" * 20, own, own * 5000, lambda now: True)
    answer = folder.read("ab" * 20, own)
    assert answer in (None, own * 5000), answer[:99]
    seen += answer is not None
print(seen)
"""


def test_two_processes_write_at_once(folder: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITES, word, str(folder)], stdout=subprocess.PIPE, text=True
        )
        for word in ("one", "two")
    ]
    for process in processes:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert int(out) > 0
    assert {path.suffix for path in folder.iterdir() if path.stem.startswith("ab")} == {".acr-lint"}
    answers = [Cache(str(folder)).read(NAME, word) for word in (b"one", b"two")]
    assert sorted(answer is None for answer in answers) == [False, True]
