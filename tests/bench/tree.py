"""A check of a whole tree beside ripgrep, which only searches it, and ruff, which parses it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.bench.timing import rounds, table
from tests.bench.tools import ACR_LINT, program


def show(folder: Path, count: int) -> None:
    """Print what a check of all Python files below a folder costs."""
    files = [Path(at) / name for at, _, names in os.walk(folder) for name in names]
    python = [path for path in files if path.suffix == ".py" and path.is_file()]
    size = sum(path.stat().st_size for path in python) / 1e6
    base = "acr-lint"
    commands: dict[str, tuple[str, ...]] = {base: (*ACR_LINT, "--isolated", ".")}
    ripgrep, ruff = program("ripgrep"), program("ruff")
    if ripgrep is not None:
        base = "rg -lF"
        commands[base] = (ripgrep, "-lF", "-tpy", "azure.containerregistry", ".")
    if ruff is not None:
        ruff_check = (ruff, "check", "--isolated", "--exit-zero", "--select", "F821")
        commands["ruff --select F821, no cache"] = (*ruff_check, "--no-cache", ".")
    print(f"\ntree: {len(python)} Python files, {size:.0f} MB, {count} rounds, ratios to {base}")
    print(table(rounds(commands, count, folder), base))
