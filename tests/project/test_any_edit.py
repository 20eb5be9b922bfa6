"""A project that is edited at random: after each edit, a run that uses what was kept tells what one
tells that keeps nothing."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from acr_lint.findings import Severity
from acr_lint.project.run import Options
from tests.project.keeping import (
    ANONYMOUS,
    CATCHES,
    ESCAPES,
    MAKES,
    begin,
    checked,
    notebook,
    told,
    was_kept,
    write,
)

EDITS = 20
TEXTS = (
    MAKES,
    ESCAPES,
    CATCHES,
    ANONYMOUS,
    ANONYMOUS.replace("\nclient.", "\n#lient."),
    ANONYMOUS.replace(")\n", ")  # acr-lint: ignore[ACR101] so far\n"),
    "import azure.containerregistry\n",
    "x = 1\n",
    "def broken(:\n" + ANONYMOUS,
    "",
)
NAMES = ("clients", "work", "jobs/hit", "jobs/work", "jobs/deep/__init__", "src/clients", "setup")
SETTINGS = (
    "",
    'select = ["ACR1"]\n',
    'extend-select = ["ACR107", "ACR307"]\n',
    'exclude = ["deep"]\n',
    'per-file-ignores = {"hit.py" = ["ALL"]}\n',
    'roots = ["src", "jobs"]\n',
    "respect-gitignore = false\n",
    'baseline = "known.json"\n',
    "broken = [\n",
)
IGNORED = ("", "hit.py\n", "jobs\n", "*.ipynb\n/work.py\n", "*\n!clients.py\n")
ASKED = (
    ((".",), Options()),
    ((".",), Options(select=("ALL",))),
    ((".",), Options(ignore=("ACR3",), severity=(("ACR101", Severity.INFO),))),
    (("jobs",), Options(force_exclude=True)),
    (("jobs", "work.py"), Options()),
)


class Editor:
    """Changes a project in one way or another."""

    def __init__(self, root: Path, random: random.Random) -> None:
        self._root = root
        self._random = random

    def edit(self) -> None:
        """One change, or none."""
        way = self._random.choice(
            [
                self._write,
                self._write,
                self._write_as_if_nothing_was,
                self._notebook,
                self._rename,
                self._remove,
                self._touch,
                self._settings,
                self._ignore,
                self._repository,
                self._link,
                self._nothing,
            ]
        )
        way()

    def _path(self) -> Path:
        return self._root / f"{self._random.choice(NAMES)}.py"

    def _file(self) -> Path:
        """A file that there is."""
        files = [path for path in self._root.rglob("*.py") if path.is_file()]
        return self._random.choice(files) if files else self._path()

    def _write(self) -> None:
        path = self._path()
        path.unlink(missing_ok=True)
        write(self._root, {str(path.relative_to(self._root)): self._random.choice(TEXTS)})

    def _write_as_if_nothing_was(self) -> None:
        path = self._file()
        if path.is_file():
            before = path.stat()
            path.write_text(path.read_text().replace("client.", "#lient."))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def _notebook(self) -> None:
        name = self._random.choice(("notes.ipynb", "jobs/notes.ipynb"))
        write(self._root, {name: notebook("import os", self._random.choice(TEXTS))})

    def _rename(self) -> None:
        source, target = self._file(), self._path()
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)

    def _remove(self) -> None:
        self._file().unlink(missing_ok=True)

    def _touch(self) -> None:
        if self._file().is_file():
            os.utime(self._file(), (10**9, 10**9))

    def _settings(self) -> None:
        name = self._random.choice(("acr-lint.toml", "jobs/acr-lint.toml", "src/acr-lint.toml"))
        if self._random.random() < 0.3:
            (self._root / name).unlink(missing_ok=True)
        else:
            write(self._root, {name: self._random.choice(SETTINGS)})

    def _ignore(self) -> None:
        name = self._random.choice((".gitignore", "jobs/.gitignore", ".git/info/exclude"))
        write(self._root, {name: self._random.choice(IGNORED)})

    def _repository(self) -> None:
        git = self._root / self._random.choice(("jobs/.git", "src/.git"))
        if git.exists():
            shutil.rmtree(git)
        else:
            git.mkdir(parents=True)

    def _link(self) -> None:
        path = self._path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        write(self._root, {"../outside.py": self._random.choice(TEXTS)})
        path.symlink_to(self._root.parent / "outside.py")

    def _nothing(self) -> None:
        """Nothing changes."""


@pytest.mark.parametrize("seed", range(4))
def test_edits(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = begin(tmp_path, monkeypatch)
    chosen = random.Random(seed)
    editor = Editor(root, chosen)
    times_kept = times_changed = 0
    last: dict[int, object] = {}
    for _ in range(EDITS):
        editor.edit()
        (root / "jobs").mkdir(exist_ok=True)
        number = chosen.randrange(len(ASKED))
        paths, options = ASKED[number]
        done = checked(options, paths)
        if chosen.random() < 0.3:
            times_kept += was_kept(checked(options, paths))
        times_changed += last.get(number) not in (None, told(done))
        last[number] = told(done)
    assert times_kept
    assert times_changed


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4, 60))
def test_many_edits(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test_edits(seed, tmp_path, monkeypatch)
