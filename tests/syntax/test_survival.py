"""What survives of a file while one of its lines is half typed; see `survival`."""

from __future__ import annotations

from tests.syntax.survival import KINDS, Survived, halves, read, shares, survived

FILES = 6


def test_nearly_all_survives() -> None:
    alone: dict[str, list[Survived]] = {kind: [] for kind in KINDS}
    known: dict[str, list[Survived]] = {kind: [] for kind in KINDS}
    for kind, half in halves(FILES, largest=20_000):
        alone[kind].append(survived(half, *read(half, like_the_server=False)))
        known[kind].append(survived(half, *read(half, like_the_server=True)))
    for kind in KINDS:
        assert len(alone[kind]) > FILES / 2
        assert min(shares(alone[kind])) >= (0.67 if "triple" in kind else 0.998), kind
        assert min(shares(known[kind])) >= 0.998, kind
