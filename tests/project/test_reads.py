"""What a question knows is all that an answer can hang on: a run opens no file that isn't in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from acr_lint.project import question
from tests.project.keeping import ANONYMOUS, FILES, write

OPENED = """\
import os, sys
opened = set()
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        opened.add(os.path.abspath(os.fsdecode(arguments[0])))
sys.addaudithook(hook)
from acr_lint.cli.main import run
run(["check", "--no-cache", "-qq"])
print(*opened, sep="\\n")
"""
SETTINGS = {
    "acr-lint.toml": 'extend = "../base.toml"\nbaseline = "known.json"\n',
    "../base.toml": "fail-on = 'info'\n",
    "known.json": '{"version": 1, "files": {}}',
    "jobs/pyproject.toml": "[project]\n",
    ".gitignore": "*.log\n",
    "jobs/.gitignore": "more.py\n",
    ".git/info/exclude": "*.tmp\n",
}
"""What a question knows by what is in it, and what is compared after an answer is known."""


def test_what_a_run_opens(tmp_path: Path) -> None:
    root = tmp_path / "project"
    more = {"jobs/more.py": "", "src/app/__init__.py": "", "setup.cfg": "", "README.md": ""}
    write(root, {**FILES, **SETTINGS, **more, "src/app/a.py": ANONYMOUS})
    process = subprocess.run(
        [sys.executable, "-c", OPENED], cwd=root, capture_output=True, text=True, check=True
    )
    opened = {
        path
        for line in process.stdout.splitlines()
        if (path := Path(line)).is_file() and not _is_pythons(path)
    }
    known = {(root / name).resolve() for name in SETTINGS}
    stamped = {path.resolve() for end in ("*.py", "*.ipynb") for path in root.rglob(end)}
    core = question.core_exceptions()
    assert opened == known | stamped | ({Path(core)} if core else set())


def _is_pythons(path: Path) -> bool:
    """Whether a file is code of acr-lint or of Python, which a question has by their versions."""
    own = Path(question.__file__).parent.parent
    return path.is_relative_to(own) or (
        any(path.is_relative_to(prefix) for prefix in (sys.prefix, sys.base_prefix))
        and path.parts[-3:] != ("azure", "core", "exceptions.py")
    )
