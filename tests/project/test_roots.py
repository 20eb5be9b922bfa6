from __future__ import annotations

from pathlib import Path

import pytest

from acr_lint.project.roots import project_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder above which nothing is looked for."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def touch(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).touch()


def project(folder: Path, path: str) -> str:
    (folder / path).mkdir(parents=True, exist_ok=True)
    found = Path(project_of(str(folder / path)))
    return found.relative_to(folder).as_posix()


def test_the_nearest_repository(folder: Path) -> None:
    touch(folder, "a/.git/HEAD", "a/b/.git", "a/b/c/pyproject.toml", "a/x/setup.py")
    assert project(folder, "a/b/c/d") == "a/b"
    assert project(folder, "a/x") == "a"


def test_the_outermost_build_file_without_a_repository(folder: Path) -> None:
    touch(folder, "a/pyproject.toml", "a/libs/one/pyproject.toml", "b/c/acr-lint.toml")
    assert project(folder, "a/libs/one/src") == "a"
    assert project(folder, "b/c/d") == "b/c"


def test_loose_files_belong_with_those_above_them(folder: Path) -> None:
    touch(folder, "a/main.py", "a/app/clients.py", "b/pkg/__init__.py", "b/pkg/sub/__init__.py")
    assert project(folder, "a/app") == "a"
    assert project(folder, "b/pkg/sub") == "b"
    assert project(folder, "c/d") == "c/d"


def test_the_home_folder_is_no_project(folder: Path) -> None:
    touch(folder, ".git/HEAD", "pyproject.toml", "script.py", "a/m.py")
    assert project(folder, "a") == "a"
    assert project_of(str(folder)) == str(folder)
