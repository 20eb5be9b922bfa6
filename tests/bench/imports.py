"""What a check of one file imports, and what of that costs."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from acr_lint.model import RARE
from tests.bench.programs import SAMPLE

FORBIDDEN = ("azure", "lsprotocol", "pygls")
"""Packages that no check imports."""
LATE = (
    *("ast", "contextlib", "heapq", "importlib", "json", "threading", "tokenize", "typing"),
    *("inspect", "unicodedata", "warnings", "acr_lint.report.unrelated"),
    *("acr_lint.keys", "acr_lint.salvage", "acr_lint.suppressions", "acr_lint.versions"),
    *("acr_lint.fixes.handlers", "acr_lint.fixes.renaming", "acr_lint.sdk.options"),
    *("acr_lint.project.exclusion", "acr_lint.project.question", "acr_lint.project.stamps"),
    *("acr_lint.rules.credentials.closing", "acr_lint.rules.flags", "acr_lint.rules.locals"),
    *("acr_lint.rules.bad_endpoint", "acr_lint.rules.cloud_mismatch", "acr_lint.sdk.clouds"),
    *("acr_lint.rules.lost_error", "acr_lint.rules.unused_suppression"),
    *("acr_lint.rules.unsupported_credential", "acr_lint.rules.update_arguments"),
    *("acr_lint.rules.operation_not_awaited", "acr_lint.rules.unknown_option"),
    *(f"acr_lint.model.{name}" for name in RARE),
)
"""Modules for what the sample doesn't have, which its check has no reason to import."""
_LINE = re.compile(r"import time:\s*(\d+) \|\s*(\d+) \| ( *)(\S+)")
_SHOWN = 12
_CHECK = """\
import sys
from acr_lint.cli.main import run
run(["check", "file.py"])
print("\\nMODULES", *sys.modules)
"""


def show() -> list[str]:
    """Print the costliest imports of a check with findings; what it imports too much."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "file.py").write_text(SAMPLE.read_text())
        command = (sys.executable, "-X", "importtime", "-c", _CHECK)
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    modules = told.stdout.split("\nMODULES ")[1].split()
    found = {
        match[4]: int(match[1]) / 1e3
        for line in told.stderr.splitlines()
        if (match := _LINE.fullmatch(line))
    }
    ours = [name for name in modules if name.split(".")[0] == "acr_lint"]
    print(
        f"\nimports: {len(modules)} modules, {len(ours)} of them acr-lint's; {len(found)} of them "
        f"by statements, in {sum(found.values()):.0f} ms with the cost of measuring"
    )
    for name in sorted(found, key=lambda name: -found[name])[:_SHOWN]:
        print(f"  {found[name]:6.1f} ms  {name}")
    forbidden = [name for name in modules if name.split(".")[0] in FORBIDDEN]
    print(f"  of {', '.join(FORBIDDEN)}: {', '.join(forbidden) or 'none'}")
    early = [name for name in modules if name in LATE]
    print(f"  of the {len(LATE)} modules for rarer code: {', '.join(early) or 'none'}")
    return [*forbidden, *early]
