"""Random programs, each from a seed."""

from __future__ import annotations

import re
from typing import NamedTuple

from tests.oracle.builder import FEATURES, Builder, Lines, flat, indent
from tests.oracle.features import (
    carriers,
    carriers_more,
    choices,
    credentials,
    flows,
    guards,
    guards_more,
    library,
    sources,
    sources_more,
    uses,
)
from tests.oracle.layout import Layout
from tests.oracle.program import Program

MODULES = (
    carriers,
    carriers_more,
    choices,
    credentials,
    flows,
    guards,
    guards_more,
    library,
    sources,
    sources_more,
    uses,
)
NAMES = sorted({found.name for found in FEATURES} | {"modules", "imports", "top level"})
_DEEPEST = 2


class Generated(NamedTuple):
    """A program and the names of the features that it is made of."""

    seed: int
    program: Program
    features: frozenset[str]


def generate(seed: int, allowed: frozenset[str] | None = None) -> Generated:
    """The program of that seed, made of the allowed features and of plain ones."""
    b = Builder(seed, allowed)
    calls: Lines = []
    aio_main = b.chance(0.25)
    for _ in range(b.one_of(1, 1, 2, 2, 3)):
        b.aio = aio_main or b.chance(0.3)
        name = b.fresh("scene")
        b.define((name,), b.function(name, "", _scene(b)))
        if aio_main:
            calls.append(f"await {name}()")
        else:
            calls.append(f"$asyncio.run({name}())" if b.aio else f"{name}()")
    b.aio = False
    if _allows(b, "top level") and b.chance(0.15):
        b.used.add("top level")
        b.top = True
        top = _scene(b)
        b.top = False
    else:
        top = []
    run = ["$asyncio.run(main())"] if aio_main else ["main()"]
    if b.chance(0.7):
        run = ['if __name__ == "__main__":', *indent(run)]
    main = [f"{'async ' if aio_main else ''}def main():", *indent(calls)]
    program = Layout(b, _allows(b, "imports"), _allows(b, "modules")).program([*main, *top, *run])
    return Generated(seed, program, frozenset(b.used))


def _allows(b: Builder, name: str) -> bool:
    return b.allowed is None or name in b.allowed


def _scene(b: Builder) -> Lines:
    """A client, carried to where it is used."""
    lines: Lines = b.pick("source")(b, lambda client: _carry(b, client, _DEEPEST))
    if b.chance(0.15) and not b.top:
        whole: Lines = b.pick("whole guard")(b, lines)
        return whole
    return b.guarded(lines, 0.1)


def _carry(b: Builder, client: str, depth: int) -> Lines:
    before, b.client = b.client, client
    if depth and b.chance(0.55) and not b.top:
        lines: Lines = b.pick("carrier")(b, client, lambda found: _carry(b, found, depth - 1))
        b.client = client
        lines = b.guarded(lines, 0.3)
    else:
        lines = _block(b, client)
    b.client = before
    return lines


def _block(b: Builder, client: str) -> Lines:
    lines: Lines = []
    for _ in range(b.one_of(1, 1, 2)):
        lines += _use(b, client)
    if b.chance(0.2) and not b.top:
        whole: Lines = b.pick("whole guard")(b, lines)
        return whole
    return lines


def _use(b: Builder, client: str) -> Lines:
    statements: list[Lines] = b.pick("use")(b, client)
    if b.chance(0.6):
        first = b.random.randrange(len(statements))
        last = b.random.randrange(first, len(statements)) + 1
        inside: Lines = b.pick("guard")(b, flat(statements[first:last]))
        statements = [*statements[:first], inside, *statements[last:]]
    lines = flat(statements)
    if b.chance(0.25):
        around: Lines = b.pick("flow")(b, lines)
        return around
    return lines


def words(lines: Lines) -> set[str]:
    """All names in the lines."""
    return set(re.findall(r"[A-Za-z_]\w*", "\n".join(lines)))
