from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from acr_lint.project import stamps
from acr_lint.project.stamps import Stamp, Stamps, stamp
from acr_lint.project.walk import Folder, walked
from acr_lint.settings import DEFAULT


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Folder, ...]:
    for name in ("one.py", "a/two.py", "a/three.py", "a/b/four.ipynb"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return walked(str(tmp_path), lambda folder: DEFAULT).folders


def test_each_file_has_its_own(folders: tuple[Folder, ...], tmp_path: Path) -> None:
    found = Stamps(folders)
    paths = [f"{folder.path}/{name}" for folder in folders for name in folder.names]
    assert len(paths) == 4
    assert [number for path in paths for number in found.of(path)] == found.numbers
    for path in paths:
        assert found.of(path) == stamp(path)
        assert found.of(path).size == len(path.removeprefix(f"{tmp_path}/"))
    for path in (f"{tmp_path}/other.py", f"{tmp_path}/b/one.py"):
        with pytest.raises(LookupError):
            found.of(path)


def test_a_file_that_is_gone(folders: tuple[Folder, ...], tmp_path: Path) -> None:
    (tmp_path / "one.py").unlink()
    with pytest.raises(OSError):
        Stamps(folders)


@pytest.mark.parametrize("field", Stamp._fields)
def test_all_of_it_counts(
    field: str, folders: tuple[Folder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(values: Stamp) -> tuple[list[int], int]:
        status = SimpleNamespace(
            st_size=values.size,
            st_mtime_ns=values.written,
            st_ctime_ns=values.changed,
            st_ino=values.number,
        )
        monkeypatch.setattr(stamps, "os", SimpleNamespace(stat=lambda path: status))
        assert stamp("x") == values
        found = Stamps(folders)
        return found.numbers, found.newest()

    plain = Stamp(1, 2, 2, 9)
    before, newest = told(plain)
    after, newer = told(plain._replace(**{field: 5}))
    assert before != after
    assert (newest, newer) == (2, 5 if field in ("written", "changed") else 2)


def test_without_files() -> None:
    assert Stamps(()).numbers == []
    assert Stamps(()).newest() == 0
