"""A check of one file, as a pre-commit hook does it, beside other tools."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.programs import PLAIN, SAMPLE
from tests.bench.timing import rounds, table
from tests.bench.tools import ACR_LINT, PYFLAKES, PYTHON, program

BASE = "python -c pass"


def show(count: int) -> None:
    """Print what a check costs of a file that uses the client, and of one that doesn't."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in (("hit", SAMPLE.read_text()), ("plain", PLAIN)):
            (root / name).mkdir()
            (root / name / ".git").mkdir()
            (root / name / "file.py").write_text(text)
        commands: dict[str, tuple[str, ...]] = {
            BASE: (*PYTHON, "-c", "pass"),
            "acr-lint, file without the client": (*ACR_LINT, "plain/file.py"),
            "acr-lint, file with the client": (*ACR_LINT, "hit/file.py"),
            "pyflakes, file with the client": (*PYFLAKES, "hit/file.py"),
        }
        ruff = program("ruff")
        if ruff is not None:
            commands["ruff, no cache"] = (ruff, "check", "--no-cache", "hit/file.py")
            commands["ruff, cache"] = (ruff, "check", "hit/file.py")
        lines = len(SAMPLE.read_text().splitlines())
        print(f"\nstart: one file of {lines} lines, {count} rounds, ratios to `{BASE}`")
        print(table(rounds(commands, count, root), BASE))
