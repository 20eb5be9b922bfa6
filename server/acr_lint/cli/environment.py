"""What the process runs in: a terminal or a pipe, somebody's machine or a build."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from acr_lint.layout import slashed
from acr_lint.text.choice import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

CACHE_DIR = "ACR_LINT_CACHE_DIR"
"""The variable that names the folder in which answers are kept."""

_LINKING_PROGRAMS = frozenset({"ghostty", "Hyper", "iTerm.app", "vscode", "WezTerm"})
_LINKING_TERMINALS = ("alacritty", "foot", "xterm-ghostty", "xterm-kitty")


class Build(Enum):
    """A build service, by the environment variable that it sets."""

    GITHUB = "GITHUB_ACTIONS"
    AZURE = "TF_BUILD"
    GITLAB = "GITLAB_CI"


def build(environment: Mapping[str, str]) -> Build | None:
    """The build service that the process runs in."""
    for service in Build:
        if environment.get(service.value, "").lower() not in ("", "0", "false"):
            return service
    return None


def wants_color(choice: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to write colours to `stream`: as the option, then NO_COLOR and FORCE_COLOR say."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return environment.get("TERM") != "dumb" and stream.isatty() and _understands_color()


def wants_links(color: bool, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to write hyperlinks: where FORCE_HYPERLINK or a terminal known to show them is."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    return (
        color
        and stream.isatty()
        and (
            environment.get("TERM_PROGRAM", "") in _LINKING_PROGRAMS
            or environment.get("TERM", "").startswith(_LINKING_TERMINALS)
            or _number(environment.get("VTE_VERSION", "")) >= 5000
            or any(name in environment for name in ("DOMTERM", "KONSOLE_VERSION", "WT_SESSION"))
        )
    )


def columns(stream: TextIO | None) -> int:
    """The width of the terminal that `stream` writes to, 80 where it is none or doesn't say."""
    try:
        return max(40, os.get_terminal_size(stream.fileno() if stream else 1).columns or 80)
    except (OSError, ValueError):
        return 80


def current_folder() -> str:
    """The current folder, with forward slashes."""
    return slashed(os.getcwd())


def source_root(environment: Mapping[str, str], folder: str) -> str:
    """The folder that a build service relates paths to: what was checked out, around `folder`.

    It is where the build service says, else the repository that holds `folder`, else `folder`.
    """
    for name in ("GITHUB_WORKSPACE", "BUILD_SOURCESDIRECTORY", "CI_PROJECT_DIR"):
        root = slashed(environment.get(name, "")).rstrip("/")
        if root and (folder == root or folder.startswith(root + "/")):
            return root
    above = folder
    while not os.path.lexists(f"{above}/.git"):
        parent = os.path.dirname(above)
        if parent == above:
            return folder
        above = parent
    return above


def _number(text: str) -> int:
    """The number that a text is; 0 where it is none."""
    return int(text) if text.isdecimal() else 0


def _understands_color() -> bool:
    """Whether the terminal takes colours; on Windows after it was asked to."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel = ctypes.windll.kernel32
    handle = kernel.GetStdHandle(-11)
    mode = ctypes.c_uint32()
    return bool(
        kernel.GetConsoleMode(handle, ctypes.byref(mode))
        and kernel.SetConsoleMode(handle, mode.value | 4)
    )
