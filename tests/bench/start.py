"""A check of one file, as a pre-commit hook does it, beside other tools."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.bench.corpus import python_files
from tests.bench.programs import PLAIN, USING, passing
from tests.bench.timing import Goal, goals, ratio, rounds, table
from tests.bench.tools import acr_lint, program, python

BASE = "python -c pass"
_FILES = 500
_HIT, _PLAIN, _BESIDE = (
    "acr-lint, file with the client",
    "acr-lint, file without it, none in the project",
    "acr-lint, file without it, some in the project",
)


def show(count: int, tree: Path) -> list[Goal]:
    """Print what a check costs of a file that uses the client, and of one that doesn't, in a
    project of 500 files. The others are from a tree of other code."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        hit = passing(3, filler=5)
        _project(root / "using", python_files(tree)[: _FILES - 4])
        for name, text in (*USING.items(), ("program.py", hit), ("plain.py", PLAIN)):
            (root / "using" / name).write_text(text)
        _project(root / "other", python_files(tree)[: _FILES - 1])
        (root / "other" / "plain.py").write_text(PLAIN)
        check = (acr_lint(), "check")
        commands: dict[str, tuple[str, ...]] = {
            BASE: (python(), "-c", "pass"),
            _PLAIN: (*check, "other/plain.py"),
            _BESIDE: (*check, "using/plain.py"),
            _HIT: (*check, "using/program.py"),
        }
        for name in ("pyflakes", "flake8", "pylint"):
            path = program(name)
            if path is not None:
                commands[name] = (path, "using/program.py")
        ruff = program("ruff")
        if ruff is not None:
            commands["ruff, no cache"] = (ruff, "check", "--no-cache", "using/program.py")
            commands["ruff, cache"] = (ruff, "check", "using/program.py")
        print(
            f"\nstart: one file of {hit.count(chr(10))} lines in a project of {_FILES} files, ",
            end="",
        )
        print(f"{count} rounds, ratios to `{BASE}`")
        found = rounds(commands, count, root)
    print(table(found, BASE))
    reached = [Goal("a file that can't matter", ratio(found, _PLAIN, BASE), 2.5, 1.6, BASE)]
    if "pyflakes" in found:
        times = ratio(found, _HIT, "pyflakes")
        reached.append(Goal("a file with findings", times, 1.5, 1.0, "pyflakes"))
    print(goals(reached))
    return reached


def _project(folder: Path, files: list[Path]) -> None:
    """A repository with copies of some files."""
    (folder / ".git").mkdir(parents=True)
    for number, file in enumerate(files):
        package = folder / f"package_{number // 20}"
        package.mkdir(exist_ok=True)
        shutil.copy(file, package / f"module_{number}.py")
