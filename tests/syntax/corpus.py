"""Real Python files to hold the syntax against: the standard library and what is installed."""

from __future__ import annotations

import ast
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path

from acr_lint.text.decoding import NotText, decode


def paths(*, installed: bool = False) -> list[Path]:
    """The files of the standard library, or also those of the installed packages, in order."""
    library = Path(sysconfig.get_path("stdlib"))
    found = sorted(library.rglob("*.py"))
    if not installed:
        return [path for path in found if "site-packages" not in path.parts]
    return found + sorted(Path(sysconfig.get_path("purelib")).rglob("*.py"))


def texts(files: list[Path]) -> Iterator[tuple[Path, str]]:
    """The files that are text, with their texts."""
    for path in files:
        try:
            yield path, decode(path.read_bytes()).text
        except NotText:
            continue


def valid(text: str) -> ast.Module | None:
    """The tree of a text that CPython takes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
