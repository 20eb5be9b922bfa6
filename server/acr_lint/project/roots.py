"""Which project a file belongs to; a file's project doesn't depend on who asks, or from where.

A project is the repository that the file lies in, else the outermost folder above it that has a
build file or a file of settings. Loose files belong together where they lie in packages or in
folders of Python files: the project is then the outermost folder that is reached so, and what lies
below it but isn't reached so is another one. The home folder, the folder of temporary files and the
root of the file system are nobody's project, though files may lie right in them.
"""

from __future__ import annotations

import os

from acr_lint.layout import BUILD_FILES, CONFIGURATION, slashed

_REPOSITORY = (".git", ".hg", ".jj", ".sl", ".svn")
_MARKS = (*sorted(BUILD_FILES), *CONFIGURATION)


def project_of(folder: str) -> str:
    """The folder of the project of the files in `folder`, an absolute path."""
    shared = _shared_folders()
    chain = [folder]
    while chain[-1] not in shared and (parent := os.path.dirname(chain[-1])) != chain[-1]:
        chain.append(parent)
    if len(chain) > 1 and chain[-1] in shared:
        chain.pop()
    for above in chain:
        if above not in shared and any(os.path.lexists(f"{above}/{n}") for n in _REPOSITORY):
            return above
    for above in reversed(chain):
        if above not in shared and any(os.path.isfile(f"{above}/{name}") for name in _MARKS):
            return above
    found = folder
    for above in chain[1:]:
        if not os.path.isfile(f"{found}/__init__.py") and not _holds_python(above):
            break
        found = above
    return found


def is_shared(folder: str) -> bool:
    """Whether a folder is nobody's project, so that what lies deeper is not looked for."""
    return folder in _shared_folders()


def is_loose(folder: str) -> bool:
    """Whether a folder is a project of loose files, so that what doesn't touch them isn't of it."""
    return not any(os.path.lexists(f"{folder}/{name}") for name in (*_REPOSITORY, *_MARKS))


def _shared_folders() -> frozenset[str]:
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    found = (os.path.expanduser("~"), "/", "/tmp", "/var/tmp", *named)
    return frozenset(slashed(path).rstrip("/") or "/" for path in found if path)


def _holds_python(folder: str) -> bool:
    """Whether a folder holds Python files itself."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.endswith(".py") and entry.is_file() for entry in entries)
    except OSError:
        return False
