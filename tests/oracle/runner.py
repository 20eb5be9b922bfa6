"""What a program really does: which errors escape, and which writes have no credential.

A program is run once for each *refusal*, a set of sites whose requests are refused, and for each
way through its *choices*, the calls of `opaque.flag()`. The answer is 403, the one that the fewest
handlers catch; where that leaves handlers which were never reached, other answers are tried.

A *site* is the row of the program's own innermost frame when a request is sent. An *escape* is an
HttpResponseError that ends the program, one of its threads or a callback; its row is the innermost
of the program's own in its traceback, which is where the error comes into the program: for a
request that is sent by a task or thread of the SDK's own code, where its result is asked for.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.oracle.program import Compiled, Program, Row
from tests.oracle.run import Escape, Refusal, Refused, Run, Site, Write
from tests.oracle.surroundings import Surroundings
from tests.oracle.transport import UNREACHABLE

_MOST_RUNS = 1200
_MOST_RUNS_A_REFUSAL = 80
_FLIPPED_CHOICES = 12
_DEEPEST_REFUSAL = 3
_MOST_REPEATS = 12
_OTHER_ANSWERS = (
    ("ClientAuthenticationError", 401),
    ("ResourceNotFoundError", 404),
    ("ResourceExistsError", 409),
    ("ServiceRequestError", UNREACHABLE),
    ("status_code == 404", 404),
)


class Truth(NamedTuple):
    """What the program did in all its runs.

    `sent` are the rows at which requests are sent, `executed` those that were reached at all.
    `lost` are errors in tasks and futures that nobody looks at in any run. `problems` are other
    exceptions that ended a run in which no request was refused. A truth that isn't `complete` has
    ways through the program that were not tried.
    """

    escapes: frozenset[Escape]
    lost: frozenset[Escape]
    writes: frozenset[Write]
    sent: frozenset[Row]
    executed: frozenset[Row]
    problems: tuple[str, ...]
    complete: bool
    runs: int


def truth(program: Program) -> Truth:
    """Run the program all ways; raises SyntaxError for a program that can't be compiled."""
    return _Search(Compiled(program)).result()


class _Search:
    """All runs of one program."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._surroundings = Surroundings()
        self._runs: list[Run] = []
        self._known: set[tuple[Site, tuple[Row, ...]]] = set()
        self._tried: set[frozenset[tuple[Site, Refused]]] = set()
        self._complete = True

    def result(self) -> Truth:
        """Run the program all ways."""
        with self._surroundings.entered():
            self._search()
        return self._truth()

    def _search(self) -> None:
        self._search_from([({}, [()])])
        executed = set().union(*(run.executed for run in self._runs))
        if self._compiled.handler_rows - executed:
            text = "".join(self._compiled.program.files.values())
            answers = [status for word, status in _OTHER_ANSWERS if word in text]
            base = [run for run in self._runs if not run.refusal]
            sites = {site: None for run in base for site in run.stacks}
            self._search_from(
                ({site: Refused(status=status)}, _starts(base, site))
                for site in sites
                for status in answers
            )

    def _search_from(self, refusals: Iterable[tuple[Refusal, list[tuple[bool, ...]]]]) -> None:
        """Run the program with these refusals, and those to which they lead."""
        queue = deque(refusals)
        while queue:
            refusal, starts = queue.popleft()
            if len(self._runs) >= _MOST_RUNS or any(run.endless for run in self._runs[-1:]):
                self._complete = False
                return
            runs = self._explore(refusal, starts)
            for more in self._refusals(refusal, runs):
                key = frozenset(more.items())
                if key not in self._tried:
                    self._tried.add(key)
                    site = next(site for site in more if site not in refusal)
                    queue.append((more, _starts(runs, site)))

    def _refusals(self, refusal: Refusal, runs: list[Run]) -> Iterator[Refusal]:
        """The refusals to try next: one more site, each time or only the n-th time.

        Under a refusal only what it made the program do, and did not do before, is worth it.
        """
        sites: dict[Site, None] = {}
        for run in runs:
            sites |= {
                site: None for site, rows in run.sent_from() if (site, rows) not in self._known
            }
        for run in runs:
            self._known.update(run.sent_from())
        if len(refusal) >= _DEEPEST_REFUSAL:
            return
        for site in sites:
            if site in refusal:
                continue
            yield {**refusal, site: Refused()}
            repeats = {number for run in runs for number in _telling(run.stacks.get(site, []))}
            self._complete = self._complete and len(repeats) <= _MOST_REPEATS
            for number in sorted(repeats)[:_MOST_REPEATS]:
                yield {**refusal, site: Refused(number)}

    def _explore(self, refusal: Refusal, starts: list[tuple[bool, ...]]) -> list[Run]:
        """Run the program with this refusal, all ways that begin with one of the starts."""
        runs: list[Run] = []
        queue = deque(starts)
        while queue:
            if len(runs) >= _MOST_RUNS_A_REFUSAL or (runs and runs[-1].endless):
                self._complete = False
                break
            prefix = queue.popleft()
            run = Run(self._compiled, refusal, prefix)
            self._surroundings.run = run
            run.execute()
            runs.append(run)
            self._runs.append(run)
            for index in range(len(prefix), min(len(run.taken), _FLIPPED_CHOICES)):
                queue.append((*run.taken[:index], True))
        return runs

    def _truth(self) -> Truth:
        runs = self._runs
        problems = {problem: None for run in runs for problem in run.problems}
        escapes = frozenset().union(*(run.escapes for run in runs))
        seen = frozenset().union(*(escape.rows for escape in escapes))
        lost = frozenset().union(*(run.lost for run in runs))
        return Truth(
            escapes=escapes,
            lost=frozenset(escape for escape in lost if not escape.rows & seen),
            writes=frozenset().union(*(run.writes for run in runs)),
            sent=frozenset().union(*(run.sent for run in runs)),
            executed=frozenset().union(*(run.executed for run in runs)),
            problems=tuple(problems),
            complete=self._complete,
            runs=len(runs),
        )


def _telling(stacks: list[tuple[Row, ...]]) -> Iterator[int]:
    """Which requests of a site, from 1, to refuse alone: the first two of each stack.

    The first of all is left out: what refuses each request refuses it too.
    """
    seen: Counter[tuple[Row, ...]] = Counter()
    for number, rows in enumerate(stacks, 1):
        seen[rows] += 1
        if number > 1 and seen[rows] <= 2:
            yield number


def _starts(runs: list[Run], site: Site) -> list[tuple[bool, ...]]:
    """The ways through the program up to the first request of the site."""
    found = (tuple(run.taken[: run.first_sent[site]]) for run in runs if site in run.first_sent)
    return list(dict.fromkeys(found))
