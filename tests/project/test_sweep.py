from __future__ import annotations

from pathlib import Path

import pytest

from acr_lint.project import sweep as module
from acr_lint.project.importers import Importers
from acr_lint.project.sweep import Keeper, sweep
from tests.project.sweeping import folders_of, made, swept


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return made(tmp_path)


def test_many_files_are_read_as_few_are(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected, importing = swept(project, 1)
    assert len(expected) == 2 + 40
    assert len(importing) == 20 + 14
    assert swept(project, 1, note_all=False) == (expected, importing)
    monkeypatch.setattr(module, "MANY", 1)
    for note_all in (True, False):
        assert swept(project, 1, note_all) == (expected, importing)


@pytest.mark.parametrize("many", [1, 1000])
def test_what_can_not_be_read_is_told_of(
    project: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(module, "MANY", many)
    folders = folders_of(project)
    (project / "pkg3" / "uses.py").unlink()
    found = sweep(folders, Importers(), Keeper(0), 1)
    assert found.unread == {f"{project}/pkg3/uses.py": "no such file or directory"}
    assert len(found.mentioning) == 2 + 40


def test_kept_bytes_change_nothing(project: Path) -> None:
    assert swept(project, 1, note_all=False, room=300) == swept(project, 1)
    assert swept(project, 1, note_all=False, room=1 << 20) == swept(project, 1)


def test_of_a_project_that_does_not_fit_nothing_is_kept(project: Path) -> None:
    for room, expected in ((300, 0), (1 << 20, 96)):
        keeper = Keeper(room)
        sweep(folders_of(project), Importers(), keeper, 1)
        assert keeper.contents
        keeper.settle()
        assert len(keeper.contents) == expected
