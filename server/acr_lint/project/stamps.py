"""What files are known by without being read.

A *stamp* is what the file system tells of a file: its size, when its content and when anything of
it changed, in nanoseconds, and its number. Whatever is written to a file later than `newest` gives
it another stamp, once the clock of the file system has moved on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from acr_lint.project.walk import Folder
from acr_lint.text.record import NamedTuple


class Stamp(NamedTuple):
    """The stamp of one file."""

    size: int
    written: int
    changed: int
    number: int


def stamp(path: str) -> Stamp:
    """The stamp of the file at `path`, or of what it is a link to; raises OSError."""
    status = os.stat(path)
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


class Stamps:
    """The stamps of all files in some folders, as they are now; raises OSError.

    `numbers` are those of all stamps, one after the other, in the order of the files.
    """

    __slots__ = ("_folders", "_starts", "numbers")

    def __init__(self, folders: Sequence[Folder]) -> None:
        self._folders = folders
        self._starts: dict[str, tuple[int, Folder]] = {}
        numbers: list[int] = []
        look = os.stat
        for folder in folders:
            path = folder.path
            for name in folder.names:
                status = look(f"{path}/{name}")  # a call of `stamp` for each would cost a third
                numbers += (
                    status.st_size,
                    status.st_mtime_ns,
                    status.st_ctime_ns,
                    status.st_ino,
                )
        self.numbers = numbers

    def of(self, path: str) -> Stamp:
        """The stamp of the file at `path`; raises LookupError where it is in no folder of these."""
        if not self._starts:
            start = 0
            for folder in self._folders:
                self._starts[folder.path] = start, folder
                start += len(folder) * len(Stamp._fields)
        above, _, name = path.rpartition("/")
        start, folder = self._starts[above]
        if name not in folder:
            raise LookupError(path)
        at = start + folder.names.index(name) * len(Stamp._fields)
        return Stamp(*self.numbers[at : at + len(Stamp._fields)])

    def newest(self) -> int:
        """When the file that changed last did so, 0 where there is no file."""
        fields = len(Stamp._fields)
        return max((*self.numbers[1::fields], *self.numbers[2::fields]), default=0)
