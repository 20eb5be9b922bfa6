"""The quick answer for a hook: nothing can be found, for no file of the project mentions the SDK.

It may only say so where the full check would say the same. It looks at more files than that does,
for it knows no ignore rules, and it leaves the question open wherever there is something to be
told: settings, a file that isn't text, a path that is no file. It imports nearly nothing: for most
files the start of a process is all that a hook does.
"""

from __future__ import annotations

import os

from acr_lint.layout import CONFIGURATION, EXCLUDED, PYTHON, absolute
from acr_lint.project.roots import is_loose, is_shared, project_of
from acr_lint.project.search import mentions_sdk, read

TYPE_CHECKING = False  # typing itself would cost a hook's start more than all of this module
if TYPE_CHECKING:
    from collections.abc import Sequence

    from acr_lint.project.exclusion import Rules


def nothing_to_find(paths: Sequence[str], force_exclude: bool = False) -> bool:
    """Whether a check of the paths, all of them files, is sure to find nothing and complain of
    nothing, and to leave none of them out. False means that it isn't known."""
    if not paths:
        return False
    projects: dict[str, None] = {}
    folders: dict[str, str] = {}
    rules: dict[str, Rules] = {}
    try:
        for path in paths:
            path = absolute(path)
            if not path.endswith((".py", ".pyi", ".pyw")) or not os.path.isfile(path):
                return False
            content = read(path)
            if b"\0" in content or mentions_sdk(content):
                return False
            content.decode("utf-8")
            folder = path.rpartition("/")[0]
            if folder not in folders:
                if _has_settings_above(folder):
                    return False
                folders[folder] = project_of(folder)
            if force_exclude:
                from acr_lint.project.exclusion import may_be_left_out

                if may_be_left_out(path, folders[folder], rules):
                    return False
            projects[folders[folder]] = None
        return not any(is_shared(one) or _mentions_sdk(one) for one in projects)
    except (OSError, ValueError):
        return False


def _has_settings_above(folder: str) -> bool:
    """Whether there may be settings in a folder or above it."""
    while True:
        for name in CONFIGURATION:
            if _may_be_settings(f"{folder}/{name}", name):
                return True
        parent = folder.rpartition("/")[0]
        if not parent or parent == folder:
            return False
        folder = parent


def _may_be_settings(path: str, name: str) -> bool:
    if name != "pyproject.toml":
        return os.path.exists(path)
    try:
        return b"acr-lint" in read(path)
    except FileNotFoundError:
        return False


def _mentions_sdk(project: str) -> bool:
    """Whether a file of the project may mention the SDK, or settings lie somewhere in it."""
    stack = [project]
    loose = is_loose(project)
    while stack:
        folder = stack.pop()
        holds_python = folder == project
        folders: list[str] = []
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(PYTHON):
                    if entry.is_file():
                        holds_python = holds_python or name.endswith(".py")
                        if mentions_sdk(read(entry.path)):
                            return True
                    elif entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                elif name in CONFIGURATION:
                    if _may_be_settings(entry.path, name):
                        return True
                elif name not in EXCLUDED and entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
        if loose and not holds_python:  # no other folder than a package touches it
            folders = [one for one in folders if os.path.isfile(f"{one}/__init__.py")]
        stack += folders
    return False
