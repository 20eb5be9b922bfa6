"""The tools that acr-lint is measured beside, as far as they are installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

PYTHON = (sys.executable,)
ACR_LINT = (sys.executable, "-m", "acr_lint", "check")
PYFLAKES = (sys.executable, "-m", "pyflakes")
_PROGRAMS = {"ruff": "ruff", "ripgrep": "rg"}


def program(name: str) -> str | None:
    """The path of a program, first of one beside the running Python."""
    scripts = sysconfig.get_path("scripts")
    return shutil.which(_PROGRAMS[name], path=scripts) or shutil.which(_PROGRAMS[name])


def version(name: str) -> str:
    """The version of a tool; `not installed` where there is none."""
    if name not in _PROGRAMS:
        try:
            return installed(name)
        except PackageNotFoundError:
            return "not installed"
    path = program(name)
    if path is None:
        return "not installed"
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[1]
