"""`python -m tests.bench [PART ...]`: print what acr-lint costs, and other tools beside it.

The parts are `start` (a check of one file, as a hook does it), `tree` (a check of a large tree),
`imports` (what a check of one file imports), `curve` (how the analysis grows with the code) and
`servers` (language servers beside each other); all of them unless some are named. Times hang on the
machine and on what else it does: each round runs every command once, and what counts is the ratio
within a run. Nothing asserts a time.

acr-lint, as it is, pyflakes, ruff and ripgrep are installed from PyPI into a virtual environment,
and the tree is made of packages from there; both stand in the folder of `--cache`, by default one
for temporary files, and are used again. `--packages 99` makes a tree of 40,000 files (it takes ten
minutes and 2 GB), `--more` also installs and measures flake8, pylint, ast-grep and semgrep.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

from acr_lint import __version__
from tests.bench import corpus, curve, imports, servers, start, tools, tree

PARTS = ("start", "tree", "imports", "curve", "servers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the parts that are asked for; 1 where a check imports what it must not."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Print what acr-lint costs."
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument(
        "--rounds", type=int, default=15, help="of `start`; `tree` has a third, `servers` a fifth"
    )
    parser.add_argument("--keys", type=int, default=80, help="that `servers` presses")
    parser.add_argument(
        "--packages", type=int, default=3, help="of how many packages the tree is made"
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "acr-lint-bench",
        help="where the tree and the tools are kept",
    )
    parser.add_argument("--more", action="store_true", help="measure more tools, and slower ones")
    options = parser.parse_args(arguments)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    wanted = options.parts or PARTS
    if not {"start", "tree"}.isdisjoint(wanted):
        tools.install(options.cache, options.more)
    told = tools.versions([*tools.ANCHORS, *(tools.MORE if options.more else ())])
    print(f"acr-lint {__version__}, {told}, {platform.python_implementation()} ", end="")
    print(f"{platform.python_version()} on {platform.system()}")
    forbidden: list[str] = []
    if "start" in wanted:
        start.show(options.rounds, corpus.tree(options.cache, 1))
    if "tree" in wanted:
        folder = corpus.tree(options.cache, options.packages)
        tree.show(folder, max(3, options.rounds // 3))
    if "imports" in wanted:
        forbidden = imports.show()
    if "curve" in wanted:
        curve.show()
    if "servers" in wanted:
        servers.show(options.cache, max(2, options.rounds // 5), options.keys)
    return 1 if forbidden else 0


raise SystemExit(main())
