"""Which of the objects that a run has made can be reached when it is over."""

from __future__ import annotations

from acr_lint.model.values import (
    EMPTY,
    Client,
    Container,
    Instance,
    Made,
    Pager,
    Place,
    Value,
    join2,
)
from acr_lint.model.world import any_instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from acr_lint.model.frame import Summary
    from acr_lint.model.state import Location

    Cells = dict[Location, Value]


def reachable(run: Summary) -> Cells:
    """The cells that a run leaves, without those of objects that it has made and that nothing leads
    to which it has read, left or given back: whoever runs the same code later makes others. Objects
    of the program's classes still tell what any of their class may hold."""
    cells = run.returned or {}
    inside: dict[Place, list[Location]] = {}
    pending: list[tuple[object, ...] | frozenset[object]] = [run.result]
    pending += filter(None, run.reads.values())
    for location, value in cells.items():
        place = _made_at(location[0])
        if place is not None:
            inside.setdefault(place, []).append(location)
        else:
            pending += (location, value)
    if not inside:
        return cells
    seen: set[int] = set()
    while pending and inside:
        for part in pending.pop():
            if isinstance(part, (tuple, frozenset)) and id(part) not in seen:
                seen.add(id(part))
                pending.append(part)
                if isinstance(part, Place):
                    pending += [cells[location] for location in inside.pop(part, ())]
    lost = dict.fromkeys(location for locations in inside.values() for location in locations)
    found = {location: value for location, value in cells.items() if location not in lost}
    for location in lost:
        subject, name = location
        if isinstance(subject, Instance):
            anyone = any_instance(subject.cls), name
            found[anyone] = join2(found.get(anyone, EMPTY), cells[location])
    return found


def _made_at(subject: object) -> Place | None:
    """Where an object was made of which nothing is known but by what leads to it."""
    match subject:
        case Container(_, place, _) | Client(place, _, _, _, False) | Made(_, place):
            return place
        case Instance(_, place, _):
            return place
        case Pager(origin, _):
            return origin.place
    return None
