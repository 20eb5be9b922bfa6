"""Timing commands round by round, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Times(NamedTuple):
    """What the runs of one command took, in seconds: of the clock, and of all processors."""

    wall: list[float]
    cpu: list[float]


def rounds(commands: Mapping[str, Sequence[str]], count: int, folder: Path) -> dict[str, Times]:
    """Run every command once a round in a folder; the first round only warms the caches."""
    found = {name: Times([], []) for name in commands}
    for number in range(count + 1):
        for name, command in commands.items():
            wall, cpu = _once(command, folder)
            if number:
                found[name].wall.append(wall)
                found[name].cpu.append(cpu)
    return found


def table(found: Mapping[str, Times], base: str) -> str:
    """Medians and minima in milliseconds, and as ratios to those of the command `base`."""
    titles = f"{'median ms':>10}{'min ms':>8}{'cpu ms':>8}{'median x':>10}{'min x':>7}{'cpu x':>7}"
    lines = [f"{'':34}{titles}"]
    of = found[base]
    for name, times in found.items():
        lines.append(
            f"{name:34}{median(times.wall) * 1e3:10.1f}{min(times.wall) * 1e3:8.1f}"
            f"{median(times.cpu) * 1e3:8.1f}{median(times.wall) / median(of.wall):10.2f}"
            f"{min(times.wall) / min(of.wall):7.2f}{median(times.cpu) / median(of.cpu):7.2f}"
        )
    return "\n".join(lines)


def _once(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """The time of the clock and of the processors that a run of a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
