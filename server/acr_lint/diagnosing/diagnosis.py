"""What the failures in a log are symptoms of."""

from __future__ import annotations

from collections.abc import Iterable

from acr_lint.diagnosing.events import Event, events
from acr_lint.sdk.symptoms.known import symptom_of
from acr_lint.sdk.symptoms.symptom import Symptom
from acr_lint.text.record import NamedTuple


class Problem(NamedTuple):
    """A symptom with the events that show it, the first one first."""

    symptom: Symptom
    events: tuple[Event, ...]


def diagnose(lines: Iterable[str]) -> tuple[Problem, ...]:
    """The problems that the lines of a log show, each once, in the order in which they begin."""
    found: dict[str, tuple[Symptom, list[Event]]] = {}
    for event in sorted(events(lines), key=lambda event: event.row):
        symptom = symptom_of(event.facts)
        if symptom is not None:
            found.setdefault(symptom.name, (symptom, []))[1].append(event)
    return tuple(Problem(symptom, tuple(shown)) for symptom, shown in found.values())
