"""What the answer of a run hangs on, and so whether one that was kept still holds.

A *question* is made of all that is known after a walk: what is asked, by which acr-lint and which
Python; which files there are, the stamp of each and what may leave it out; and the settings.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from acr_lint import __file__ as _HERE
from acr_lint import __version__
from acr_lint.project.cache import FOLDER, Cache
from acr_lint.project.roots import is_shared
from acr_lint.project.stamps import Stamp, Stamps, stamp
from acr_lint.project.walk import Folder, Ignore, Walked, reason
from acr_lint.sdk.installation import core_exceptions
from acr_lint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.project.run import Answer

FEW = 1000
"""So many files that don't mention the SDK are read again as fast as an answer is looked up."""
LARGEST = 1 << 24
"""An answer of more bytes isn't kept."""
SETTLED = 2_500_000_000
"""So many nanoseconds after a file changed, whatever is written to it gives it another stamp: no
clock of a file system is coarser than two seconds."""


def asked(
    words: Sequence[object],
    whole: Walked,
    settings: Mapping[str, Settings],
    folder: str | None,
) -> Question | None:
    """What is asked of a project, None where nothing may be kept of it.

    `words` are what the answer hangs on besides, in plain values; `settings` are those in force by
    folder, the project's own first; `folder` is where answers are to be kept, if not as those say.
    """
    project, own = next(iter(settings.items()))
    where = cache_folder(project, own, folder)
    return None if where is None else Question(Cache(where), whole, words, settings)


def may_know(words: Sequence[object], project: str, settings: Settings, folder: str | None) -> bool:
    """Whether something may be kept about what is asked of a project, which isn't walked yet;
    `settings` are its own, and the rest is as in `asked`."""
    where = cache_folder(project, settings, folder)
    if where is None or not os.path.isdir(where):
        return False
    return Cache(where).holds(_named(_by_us(words), [(project, repr(settings))]))


def cache_folder(project: str, settings: Settings, folder: str | None) -> str | None:
    """Where answers about a project are kept: in `folder`, else where its settings say, else in its
    own folder, unless that is nobody's."""
    if folder is not None:
        return os.path.abspath(folder)
    if settings.cache_dir.patterns:
        path = os.path.expanduser(settings.cache_dir.patterns[0])
        return os.path.abspath(os.path.join(settings.cache_dir.base, path))
    return None if is_shared(project) else f"{project}/{FOLDER}"


class Question:
    """What is asked of a project, put after the walk and before a file is read."""

    __slots__ = (
        "_begun",
        "_cache",
        "_moment",
        "_name",
        "_settings",
        "_stamps",
        "_which",
        "_whole",
        "_words",
    )

    def __init__(
        self,
        cache: Cache,
        whole: Walked,
        words: Sequence[object],
        settings: Mapping[str, Settings],
    ) -> None:
        self._cache = cache
        self._whole = whole
        self._words = _by_us(words)
        self._settings = [(folder, repr(found)) for folder, found in settings.items()]
        self._which = any(found.baseline.patterns for found in settings.values())
        self._begun, self._moment = time.time_ns(), time.monotonic_ns()
        self._name = ""
        self._stamps: Stamps | None = None

    def answer(self) -> Answer | None:
        """What was answered before, if that still holds."""
        if not os.path.isdir(self._cache.folder) or not self._cache.holds(self._called()):
            return None
        try:
            stamps, _, asked = self._asked()
        except OSError:
            return None
        content = self._cache.read(self._called(), asked)
        if content is None:
            return None
        from acr_lint.project.kept import unpacked

        return unpacked(content, stamps)

    def keep(self, answer: Answer) -> str:
        """Keep an answer for the next time; says how that went, "" where it isn't worth it."""
        if not answer.sources and answer.total <= FEW:
            return ""
        from acr_lint.project.kept import packed

        try:
            _, newest, asked = self._asked()
            content = packed(answer, self._which)
            if len(content) > LARGEST:
                return "not kept for the next time: too much was found"
            kept = self._cache.write(
                self._called(), asked, content, lambda now: newest < self._settled(now)
            )
        except OSError as error:
            return f"nothing can be kept in {self._cache.folder}: {reason(error)}"
        if kept:
            return f"kept for the next time in {self._cache.folder}"
        return "not kept for the next time: a file has just changed"

    def _called(self) -> str:
        """The name of the answer: it takes the place of what was answered when files, or settings
        below the project's own, were others."""
        self._name = self._name or _named(self._words, self._settings[:1])
        return self._name

    def _asked(self) -> tuple[Stamps, int, bytes]:
        """The stamps of all files, when the newest of them, of azure-core's and of our own changed,
        and all that the answer hangs on, digested; raises OSError."""
        stamps = self._stamps = self._stamps or Stamps(self._whole.folders)
        file = core_exceptions()
        core = Stamp(0, 0, 0, 0) if file is None else stamp(file)
        own = [*_own_files(os.path.dirname(_HERE))]
        newest = max(stamps.newest(), core.written, core.changed, *(when for _, _, when in own))
        asked = (
            self._words,
            self._settings,
            (file, *core),
            own,
            self._whole.walk.roots,
            *_listed(self._whole.folders),
            stamps.numbers,
        )
        return stamps, newest, _digest(asked, 32)

    def _settled(self, now: int) -> int:
        """Up to when a change of a file is seen by its stamp, where it is `now` for the file system
        that the answer is written to: its clock may be another than ours."""
        begun = now - (time.monotonic_ns() - self._moment)
        return min(self._begun, begun) - SETTLED


def _by_us(words: Sequence[object]) -> tuple[object, ...]:
    """What is asked, by which acr-lint and which Python."""
    return (__version__, sys.version, *words)


def _named(words: tuple[object, ...], own: Sequence[tuple[str, str]]) -> str:
    """The name of what is asked of a project with its own settings."""
    return _digest((words, own), 20).hex()


def _listed(folders: Sequence[Folder]) -> tuple[list[object], list[object]]:
    """The folders with the names of their files and the number of the rules that may leave those
    out, and these rules."""
    numbers: dict[tuple[Ignore, ...], int] = {}
    listed: list[object] = []
    for folder in folders:
        number = numbers.setdefault(folder.ignores, len(numbers))
        listed.append((folder.path, folder.names, number))
    rules: list[object] = [
        [(one.base, one.patterns.lines) for one in ignores] for ignores in numbers
    ]
    return listed, rules


def _own_files(folder: str) -> Iterator[tuple[str, int, int]]:
    """acr-lint's own files, each with its size and when it was written: one that is worked on
    changes without its version."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".py"):
            status = entry.stat()
            yield entry.path, status.st_size, status.st_mtime_ns
        elif "." not in entry.name and entry.name != "__pycache__":
            if entry.is_dir():
                yield from _own_files(entry.path)


def _digest(value: tuple[object, ...], size: int) -> bytes:
    """A digest of plain values; of equal ones it is the same."""
    from hashlib import blake2b

    # The second format is the last that is the same however often a value is referred to.
    text = marshal.dumps(value, 2)  # type: ignore[arg-type]  # all in it are plain values
    return blake2b(text, digest_size=size).digest()
