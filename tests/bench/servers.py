"""Language servers side by side: from their start to the first diagnostics, and from a key press to
those of the new text.

Each server is asked for diagnostics where it lets itself be asked, as editors do, and else waited
for. All of them run at once, but only one has something to do: a key goes to the first, its answer
is waited for, then one to the next.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.bench.programs import passing
from tests.bench.timing import ENVIRONMENT
from tests.bench.tools import program
from tests.lsp.client import SERVER, Client

BARE, RUFF = "bare pygls", "ruff server"
OTHERS = ("python-lsp-server[pyflakes]==1.15.0", "basedpyright==1.40.2")
_STILL = 0.02
_SLOW = 0.25
_CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
    },
    "workspace": {"configuration": True, "workspaceFolders": True},
}
_ASKING: dict[str, Any] = {
    **_CAPABILITIES,
    "textDocument": {
        **_CAPABILITIES["textDocument"],
        "diagnostic": {"dynamicRegistration": True, "relatedDocumentSupport": False},
    },
}
_FILLER = '''

class Shelf_{number}:
    """A shelf of things with a width."""

    def __init__(self, width: int, names: list[str]) -> None:
        self.width = width
        self.names = {{name: index for index, name in enumerate(names)}}
        self._total = 0

    def place(self, name: str, size: int = {number}) -> bool:
        """Whether there was room for a thing."""
        if name in self.names or self._total + size > self.width:
            return False
        self.names[name] = len(self.names)
        for index in range(size):
            if index % 2 and self._total < self.width:
                self._total += 1
            else:
                print(f"{{name}} at {{index}}: {{self._total}} of {{self.width}}")
        return True

    @property
    def free(self) -> float:
        try:
            return 1 - self._total / self.width
        except ZeroDivisionError:
            return 0.0
'''


class Figures(NamedTuple):
    """What was measured of a server, in seconds and in bytes."""

    starts: list[float]
    keys: list[float]
    memory: int


def mixed(lines: int) -> str:
    """A file of about that many lines, a fifth of which use the client; the rest is other code."""
    parts = [passing(max(2, lines // 100))]
    used, filler = parts[0].count("\n"), _FILLER.count("\n")
    parts += (_FILLER.format(number=number) for number in range((lines - used) // filler))
    return "".join(parts)


def show(cache: Path, rounds: int, keys: int) -> None:
    """Print what servers take for files of 100, 1,000 and 5,000 lines; those that aren't installed
    are, below the folder `cache`."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / ".git").mkdir()
        commands = _commands(cache)
        for lines in (100, 1000, 5000):
            text = mixed(lines)
            print(f"\nservers: a file of {len(text.splitlines())} lines, {rounds} starts, ", end="")
            print(f"{keys} key presses; ratios of medians")
            print(table(measured(commands, root / f"file_{lines}.py", text, rounds, keys)))


def measured(
    commands: Mapping[str, Sequence[str]], path: Path, text: str, rounds: int, keys: int
) -> dict[str, Figures]:
    """Start every server so many times, and press so many keys in each, round by round. Servers
    that take long get a quarter of the keys."""
    path.write_text(text)
    starts: dict[str, list[float]] = {name: [] for name in commands}
    running: dict[str, _Running] = {}
    try:
        for _ in range(rounds):
            for name, command in commands.items():
                if name in running:
                    running.pop(name).end()
                before = time.perf_counter()
                running[name] = _Running(command, path, text, "push" not in name)
                starts[name].append(time.perf_counter() - before)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(keys):
            for name, server in running.items():
                if number % 4 and times[name] and median(times[name]) > _SLOW:
                    continue
                times[name].append(server.press())
        return {
            name: Figures(starts[name], times[name], server.memory())
            for name, server in running.items()
        }
    finally:
        for server in running.values():
            server.end()


def memory(folder: Path, keys: int) -> dict[str, int]:
    """The bytes that servers hold after so many key presses in a file of the project in a folder,
    which only the editor has."""
    found: dict[str, int] = {}
    for name, command in _own_commands().items():
        server = _Running(command, folder / "not_written.py", mixed(100), "push" not in name)
        try:
            for _ in range(keys):
                server.press()
            found[name] = server.memory()
        finally:
            server.end()
    return found


def table(found: Mapping[str, Figures]) -> str:
    """All figures in milliseconds and megabytes, and the ratios to a bare server and to ruff."""
    titles = ("start", "x bare", "key", "p95", "min", "x bare", "x ruff", "MB")
    lines = [f"{'':24}" + "".join(f"{title:>9}" for title in titles)]
    for name, (starts, keys, memory) in found.items():
        figures = [
            f"{median(starts) * 1e3:.0f}",
            _ratio(starts, found[BARE].starts),
            f"{median(keys) * 1e3:.1f}",
            f"{percentile(keys, 95) * 1e3:.1f}",
            f"{min(keys) * 1e3:.1f}",
            _ratio(keys, found[BARE].keys),
            _ratio(keys, found[RUFF].keys) if RUFF in found else "",
            f"{memory / 1e6:.0f}",
        ]
        lines.append(f"{name:24}" + "".join(f"{figure:>9}" for figure in figures))
    return "\n".join(lines)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _ratio(values: Sequence[float], base: Sequence[float]) -> str:
    return f"{median(values) / median(base):.2f}"


class _Running:
    """A server that has said what it has to say of a file."""

    def __init__(self, command: Sequence[str], path: Path, text: str, asks: bool) -> None:
        self._client = Client(
            command=command,
            environment={**ENVIRONMENT, "PYTHONPATH": str(SERVER), "PYTHONUTF8": "1"},
            answers={"workspace/configuration": lambda params: [{} for _ in params["items"]]},
        )
        able = self._client.initialize([path.parent], _ASKING if asks else _CAPABILITIES)
        self._uri = self._client.open(path, text)
        self._version = 1
        self._known: str | None = None
        self._asks = asks and self._lets_itself_be_asked(able)
        head = text[: text.index("manifest = client")]
        self._line, self._column = head.count("\n"), len(head) - head.rfind("\n") - 1
        self._typed = 0
        self._wait()

    def press(self) -> float:
        """What it takes from a key press to the diagnostics; ten letters are typed before a line,
        then deleted one by one."""
        self._client.settle(_STILL)
        self._version += 1
        grows = self._version % 20 < 10
        end = self._column + self._typed
        start = end if grows or not self._typed else end - 1
        self._typed = self._typed + 1 if grows else max(0, self._typed - 1)
        area = {
            "start": {"line": self._line, "character": start},
            "end": {"line": self._line, "character": end},
        }
        self._client.said.clear()
        before = time.perf_counter()
        self._client.change(self._uri, self._version, {"range": area, "text": "z" * grows})
        self._wait()
        return time.perf_counter() - before

    def memory(self) -> int:
        """The resident memory of the server and its children; 0 where the system doesn't tell."""
        return sum(map(_memory, _family(self._client.process.pid)))

    def end(self) -> None:
        """Shut the server down, or kill it."""
        try:
            self._client.stop()
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            print("a server didn't end by itself", file=sys.stderr)
        self._client.kill()

    def _lets_itself_be_asked(self, able: Mapping[str, Any]) -> bool:
        """Whether diagnostics are asked for; some servers say so later than they start, or publish
        some."""
        if "diagnosticProvider" in able:
            return True
        client = self._client

        def registered() -> bool:
            return any(
                registration["method"] == "textDocument/diagnostic"
                for params in client.told("client/registerCapability")
                for registration in params["registrations"]
            )

        client.until(
            lambda: registered() or bool(client.told("textDocument/publishDiagnostics")),
            "diagnostics",
        )
        return registered()

    def _wait(self) -> None:
        """Wait for the diagnostics of the newest version."""
        if self._asks:
            self._known = self._client.pull(self._uri, self._known).get("resultId")
        else:
            self._client.wait_for(
                "textDocument/publishDiagnostics",
                lambda said: (
                    said["uri"] == self._uri and said.get("version", self._version) == self._version
                ),
            )


def _commands(cache: Path) -> dict[str, tuple[str, ...]]:
    """The servers that there are, by name."""
    commands = _own_commands()
    others = _installed(cache)
    if others is not None:
        commands["basedpyright"] = (str(others / "basedpyright-langserver"), "--stdio")
        commands["pylsp"] = (str(others / "pylsp"),)
    return commands


def _own_commands() -> dict[str, tuple[str, ...]]:
    """Those of them that need no installation of their own."""
    ours = (sys.executable, "-m", "acr_lint", "server")
    commands: dict[str, tuple[str, ...]] = {
        BARE: (sys.executable, "-m", "tests.bench.bare"),
        "acr-lint": ours,
        "acr-lint (push)": ours,
    }
    ruff = program("ruff")
    if ruff is not None:
        commands[RUFF] = (ruff, "server")
    return commands


def _installed(cache: Path) -> Path | None:
    """Where the programs of the other servers are, which are installed the first time."""
    home = cache / "servers-{}.{}".format(*sys.version_info)
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    done = home / "complete"
    if not done.exists():
        print(f"installing {', '.join(OTHERS)} into {home}", file=sys.stderr)
        for command in (
            (sys.executable, "-m", "venv", "--clear", str(home)),
            (str(programs / "python"), "-m", "pip", "install", "-q", *OTHERS),
        ):
            if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
                print("they can't be installed, and are left out", file=sys.stderr)
                return None
        done.touch()
    return programs


def _family(process: int) -> list[int]:
    """A process and all that it has started, as far as the system tells."""
    parents: dict[int, list[int]] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(file.parent.name))
    found = [process]
    for one in found:
        found += parents.get(one, ())
    return found


def _memory(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS")), 0)
