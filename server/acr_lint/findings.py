"""What a rule says: findings with the places that matter and the fixes that mend them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from acr_lint.text.choice import Enum
from acr_lint.text.record import NamedTuple
from acr_lint.text.source import Edit, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    _T = TypeVar("_T")


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


class Lazy(Collection["_T"]):
    """Things that are made when they are first looked at: nobody who types waits for what is never
    asked for."""

    __slots__ = ("_made", "_source")

    def __init__(self, source: Iterable[_T]) -> None:
        """`source` is iterated once, at the first look."""
        self._source = source
        self._made: tuple[_T, ...] | None = None

    def __getitem__(self, index: int) -> _T:
        return self.made()[index]

    def __iter__(self) -> Iterator[_T]:
        return iter(self.made())

    def __contains__(self, one: object) -> bool:
        return one in self.made()

    def __len__(self) -> int:
        return len(self.made())

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, type(self)) and self.made() == other.made())

    def __hash__(self) -> int:
        return hash(type(self))  # what has them is told apart by the rest of it

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.made()!r})"

    def made(self) -> tuple[_T, ...]:
        """All of them."""
        if self._made is None:
            self._made = tuple(self._source)
            self._source = ()
        return self._made


class Fixes(Lazy[Fix]):
    """The fixes of a finding."""

    __slots__ = ()


class Places(Lazy[Related]):
    """The related places of a finding; `told` is what they are made of, the same object for as long
    as an edit leaves the code at all of them as it is."""

    __slots__ = ("told",)

    def __init__(self, source: Iterable[Related], told: object = None) -> None:
        super().__init__(source)
        self.told = told


NO_FIXES = Fixes(())
NO_PLACES = Places(())


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
