"""What a rule says: findings with the places that matter and the fixes that mend them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from acr_lint.text.choice import Enum
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Severity(Enum):
    """How bad a finding is; the values are the words that users write."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for info."""
        return {"error": 2, "warning": 1, "info": 0}[self.value]


class Safety(Enum):
    """What a fix may do to the program's meaning.

    A safe one keeps or restores it; an unsafe one may change behaviour; a manual one leaves a
    blank that its user has to fill.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


class Related(NamedTuple):
    """Another place that matters to a finding; it may be in another file."""

    message: str
    path: str
    span: Span


class Fix(NamedTuple):
    """Edits to the finding's own file; `title` is a verb phrase."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...]


class Fixes(Collection[Fix]):
    """The fixes of a finding, made when they are first looked at: nobody who types waits for edits
    that are never asked for."""

    __slots__ = ("_made", "_source")

    def __init__(self, source: Iterable[Fix]) -> None:
        """`source` is iterated once, at the first look."""
        self._source = source
        self._made: tuple[Fix, ...] | None = None

    def __getitem__(self, index: int) -> Fix:
        return self.made()[index]

    def __iter__(self) -> Iterator[Fix]:
        return iter(self.made())

    def __contains__(self, fix: object) -> bool:
        return fix in self.made()

    def __len__(self) -> int:
        return len(self.made())

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Fixes) and self.made() == other.made())

    def __hash__(self) -> int:
        return hash(Fixes)  # what has fixes is told apart by the rest of it

    def __repr__(self) -> str:
        return f"Fixes({self.made()!r})"

    def made(self) -> tuple[Fix, ...]:
        """All of them."""
        if self._made is None:
            self._made = tuple(self._source)
            self._source = ()
        return self._made


class Places(Collection[Related]):
    """The related places of a finding, found when they are looked at; `told` is what each is found
    by, which is equal for as long as an edit leaves its code as it is."""

    __slots__ = ("_find", "told")

    def __init__(
        self, told: Sequence[Any] = (), find: Callable[[Any], Related] = lambda place: place
    ) -> None:
        self.told = told
        self._find = find

    def __getitem__(self, index: int) -> Related:
        return self._find(self.told[index])

    def __iter__(self) -> Iterator[Related]:
        return map(self._find, self.told)

    def __contains__(self, place: object) -> bool:
        return place in tuple(self)

    def __len__(self) -> int:
        return len(self.told)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Places) and tuple(self) == tuple(other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Places({tuple(self)!r})"


NO_FIXES = Fixes(())
NO_PLACES = Places()


class Finding(NamedTuple):
    """One thing that is wrong at `span` of the file at `path`.

    `code` and `name` are the rule's; `section` is the anchor in the troubleshooting guide, or ""
    where the guide has nothing to say. `suppressed` is None for a finding that counts, else the
    reason of the comment that silences it (which may be "").
    """

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    section: str
    related: Places = NO_PLACES
    fixes: Fixes = NO_FIXES
    suppressed: str | None = None


class Unread(NamedTuple):
    """Lines of a file that could not be read as Python, and why; information, not a finding."""

    span: Span
    reason: str


class Report(NamedTuple):
    """All findings of one file, in the order of their spans, and what of it was not read."""

    path: str
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...] = ()
    crashes: tuple[str, ...] = ()
