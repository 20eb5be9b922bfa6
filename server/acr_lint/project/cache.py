"""The folder in which answers are kept from one run to the next.

An answer lies in a file of its own, behind a checksum of it and of the *question* that it answers.
A file that is broken, or answers another question, is as good as none, and what can't be written
isn't kept: the worst that a cache does is to cost time.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator

from acr_lint.project.search import read

FOLDER = ".acr_lint_cache"
MOST = 32
"""Of more answers the oldest go."""

_FORMAT = b"acr-lint answer 1 "
_OURS = re.compile(r"[0-9a-f]{40}\.acr-lint(?P<unfinished>\.\d+\.\d+\.new)?")
_LONGEST_WRITE = 3600
_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# What acr-lint keeps from one run to the next; it may be removed at any time.
# See https://bford.info/cachedir/
"""
_MARKS = {"CACHEDIR.TAG": _TAG, ".gitignore": "*\n"}


class Cache:
    """The answers in a folder, which is made when the first is written."""

    __slots__ = ("folder",)

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def holds(self, name: str) -> bool:
        """Whether there may be an answer of that name."""
        return os.path.isfile(self._path(name))

    def read(self, name: str, question: bytes) -> bytes | None:
        """The answer of that name; None where it answers another question, or is broken."""
        try:
            content = read(self._path(name))
        except OSError:
            return None
        head, _, answer = content.partition(b"\n")
        return answer if head == _head(question, answer) else None

    def write(self, name: str, question: bytes, answer: bytes, may: Callable[[int], bool]) -> bool:
        """Keep an answer, if it may be at the time that it is in the folder, in nanoseconds; says
        whether it was kept, and raises OSError.

        Who reads meanwhile finds the old answer or the new one.
        """
        self._make()
        path = self._path(name)
        unfinished = f"{path}.{os.getpid()}.{time.time_ns()}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            with open(os.open(unfinished, flags, 0o600), "wb") as file:
                if not may(os.fstat(file.fileno()).st_mtime_ns):
                    return False
                file.write(_head(question, answer) + b"\n" + answer)
            os.replace(unfinished, path)
        finally:
            _remove(unfinished)
        self._leave_newest()
        return True

    def clear(self) -> int:
        """Remove all answers, and the folder if there is nothing of others in it; says how many
        files are gone, and raises OSError where one can't be removed."""
        found = [path for path, _ in self._ours()]
        for path in found:
            os.unlink(path)
        if os.path.isdir(self.folder) and set(os.listdir(self.folder)) <= _MARKS.keys():
            for name in os.listdir(self.folder):
                os.unlink(f"{self.folder}/{name}")
            os.rmdir(self.folder)
        return len(found)

    def _path(self, name: str) -> str:
        return f"{self.folder}/{name}.acr-lint"

    def _make(self) -> None:
        """Make the folder; one of ours says to git and to backups that it is a cache."""
        if os.path.isdir(self.folder):
            return
        os.makedirs(self.folder, exist_ok=True)
        for name, text in _MARKS.items():
            with open(f"{self.folder}/{name}", "w", encoding="utf-8", newline="\n") as file:
                file.write(text)

    def _leave_newest(self) -> None:
        """Remove the oldest answers, and what was never finished."""
        finished: list[tuple[float, str]] = []
        for path, is_finished in self._ours():
            try:
                written = os.stat(path).st_mtime
            except OSError:
                continue
            if is_finished:
                finished.append((written, path))
            elif written < time.time() - _LONGEST_WRITE:
                _remove(path)
        for _, path in sorted(finished, reverse=True)[MOST:]:
            _remove(path)

    def _ours(self) -> Iterator[tuple[str, bool]]:
        """The files of ours in the folder, and whether each is finished."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return
        for name in names:
            match = _OURS.fullmatch(name)
            if match:
                yield f"{self.folder}/{name}", match["unfinished"] is None


def _head(question: bytes, answer: bytes) -> bytes:
    """What stands before an answer."""
    from hashlib import blake2b

    return _FORMAT + blake2b(question + answer, digest_size=32).hexdigest().encode()


def _remove(path: str) -> None:
    """Remove a file, if it is there and can be."""
    try:
        os.unlink(path)
    except OSError:
        return
