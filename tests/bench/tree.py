"""A check of a whole tree beside ripgrep, which only searches it, and ruff, which parses it."""

from __future__ import annotations

from pathlib import Path

from tests.bench.corpus import python_files
from tests.bench.servers import memory
from tests.bench.timing import Goal, goals, ratio, rounds, table
from tests.bench.tools import acr_lint, program

BASE = "rg -lF"
_FIRST, _AGAIN = "acr-lint, no cache", "acr-lint, nothing changed"
_KEYS = 20


def show(folder: Path, count: int) -> list[Goal]:
    """Print what a check of all Python files of a repository costs, and a server that has read
    them."""
    files = python_files(folder)
    size = sum(path.stat().st_size for path in files) / 1e6
    check = (acr_lint(), "check", "-qq", ".")
    commands: dict[str, tuple[str, ...]] = {_FIRST: (*check, "--no-cache"), _AGAIN: check}
    for name, words in (
        ("ripgrep", ("-lF", "-tpy", "azure.containerregistry", ".")),
        ("ast-grep", ("run", "-l", "python", "-p", "ContainerRegistryClient($$$)", ".")),
    ):
        path = program(name)
        if path is not None:
            commands[BASE if name == "ripgrep" else name] = (path, *words)
    ruff = program("ruff")
    if ruff is not None:
        one_rule = (ruff, "check", "--isolated", "--exit-zero", "--select", "F821")
        commands["ruff, one rule, no cache"] = (*one_rule, "--no-cache", ".")
        commands["ruff, one rule, nothing changed"] = (*one_rule, ".")
    base = BASE if BASE in commands else _FIRST
    print(f"\ntree: {len(files)} Python files, {size:.0f} MB, {count} rounds, ratios to `{base}`")
    found = rounds(commands, count, folder)
    print(table(found, base))
    reached = [
        Goal("a whole tree", ratio(found, _FIRST, base), 3.0, 1.5, base),
        Goal("the same again, nothing changed", ratio(found, _AGAIN, base), 1.5, 0.8, base),
    ]
    print(goals(reached))
    held = [f"{name} {held / 1e6:.0f} MB" for name, held in memory(folder, _KEYS).items()]
    print(f"memory of servers in it, of which acr-lint's is to be at most 80 MB: {', '.join(held)}")
    return reached
