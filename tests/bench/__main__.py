"""`python -m tests.bench [PART ...]`: print what acr-lint costs.

The parts are `start` (a check of one file beside other tools), `imports` (what such a check
imports), `curve` (how the analysis grows with the code) and `tree` (a whole tree beside ripgrep and
ruff); all of them unless some are named. Times hang on the machine and on what else it does: each
round runs every command once, and what counts is the ratio within a run. Nothing asserts a time.
"""

from __future__ import annotations

import argparse
import platform
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from acr_lint import __version__
from tests.bench import curve, imports, start, tree
from tests.bench.tools import version

PARTS = ("start", "imports", "curve", "tree")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the parts that are asked for; 1 where a check imports what it must not."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Print what acr-lint costs."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=15, help="of `start`; `tree` has a third")
    parser.add_argument(
        "--tree", default=sysconfig.get_path("purelib"), help="the folder that `tree` walks"
    )
    options = parser.parse_args(arguments)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    wanted = options.parts or PARTS
    tools = ", ".join(f"{name} {version(name)}" for name in ("pyflakes", "ruff", "ripgrep"))
    print(f"acr-lint {__version__}, {tools}, {platform.python_implementation()} ", end="")
    print(f"{platform.python_version()} on {platform.system()}")
    forbidden: list[str] = []
    if "start" in wanted:
        start.show(options.rounds)
    if "imports" in wanted:
        forbidden = imports.show()
    if "curve" in wanted:
        curve.show()
    if "tree" in wanted:
        tree.show(Path(options.tree), max(3, options.rounds // 3))
    return 1 if forbidden else 0


raise SystemExit(main())
