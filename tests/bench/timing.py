"""Timing commands round by round, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""In which everything runs: bytecode is written once, as where a program is installed."""


class Times(NamedTuple):
    """What the runs of one command took: seconds of the clock and of all processors, and bytes of
    memory at its most, or those of this process if it has more."""

    wall: list[float]
    cpu: list[float]
    memory: list[int]


class Goal(NamedTuple):
    """How many times as long as something else a piece of work took, may take, and should."""

    work: str
    ratio: float
    most: float
    aim: float
    base: str


def rounds(commands: Mapping[str, Sequence[str]], count: int, folder: Path) -> dict[str, Times]:
    """Run every command once a round in a folder; the first round only warms the caches."""
    found = {name: Times([], [], []) for name in commands}
    for number in range(count + 1):
        for name, command in commands.items():
            times = _once(command, folder)
            if number:
                for all_, one in zip(found[name], times, strict=True):
                    all_.append(one)  # type: ignore[arg-type]
    return found


def ratio(found: Mapping[str, Times], name: str, base: str) -> float:
    """How many times as long as the base a command took."""
    return median(found[name].wall) / median(found[base].wall)


def goals(reached: Sequence[Goal]) -> str:
    """The goals, and what was reached of them."""
    lines = [f"{'':50}{'x':>6}{'most':>6}{'aim':>6}"]
    for work, times, most, aim, base in reached:
        lines.append(f"{work:50}{times:6.2f}{most:6.1f}{aim:6.1f}  times {base}")
    return "\n".join(lines)


def table(found: Mapping[str, Times], base: str) -> str:
    """Medians and minima in milliseconds, and as ratios to those of the command `base`."""
    titles = f"{'median ms':>10}{'min ms':>8}{'cpu ms':>8}{'median x':>10}{'min x':>7}{'cpu x':>7}"
    lines = [f"{'':50}{titles}{'MB':>6}"]
    of = found[base]
    for name, times in found.items():
        lines.append(
            f"{name:50}{median(times.wall) * 1e3:10.1f}{min(times.wall) * 1e3:8.1f}"
            f"{median(times.cpu) * 1e3:8.1f}{median(times.wall) / median(of.wall):10.2f}"
            f"{min(times.wall) / min(of.wall):7.2f}{median(times.cpu) / median(of.cpu):7.2f}"
            f"{max(times.memory) / 1e6:6.0f}"
        )
    return "\n".join(lines)


def _once(command: Sequence[str], folder: Path) -> tuple[float, float, int]:
    """What one run of a command takes."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, process.returncode, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss << 10
