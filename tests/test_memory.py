"""What is remembered of a program never changes an answer: after each edit of many, a check with
memory says what a check without it says."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from acr_lint.check import Project, check
from acr_lint.findings import Report
from acr_lint.layout import Layout, source_folders
from acr_lint.model import calls
from acr_lint.model.frame import Frame, Summary
from acr_lint.model.memory import Memory
from acr_lint.model.program import Module
from acr_lint.model.values import Function, Value
from acr_lint.settings import DEFAULT, Settings
from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source
from tests.oracle.generate import generate

_EVERYTHING = DEFAULT._replace(extend_select=("ALL",))
_WORD = re.compile(r"[A-Za-z_]\w*")
_LINES = (
    "pass",
    "return",
    "raise",
    "x = None",
    "del client",
    "import os",
    "if unknown():",
    "try:",
    "else:",
    "client = None",
    "for each in",
    "def more(client):",
    "class More:",
    'print("""',
    "    )",
)
_SWAPPED = {
    "HttpResponseError": "ResourceNotFoundError",
    "ResourceNotFoundError": "Exception",
    "credential": "None",
    "True": "False",
    "async": "",
    "await": "",
    "return": "yield",
    "self": "cls",
}

_HEAD = """\
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential

def make(endpoint, credential=None):
    return ContainerRegistryClient(endpoint, credential)

client = make("https://a.azurecr.io", DefaultAzureCredential())
"""
_REMOVE = """
def remove(client, tag, kept="tag 3"):
    if tag != kept:
        client.delete_tag("hello", tag)
"""


def _caller(number: int) -> str:
    """A function that calls `remove` in two contexts of its own."""
    caught = "ResourceNotFoundError" if number % 2 else "HttpResponseError"
    return f"""
def caller_{number}():
    try:
        return remove(client, "tag {number}")
    except {caught}:
        return remove(make("https://{number}.azurecr.io"), "tag {number}")
"""


_ORDERED = {
    "many contexts": _REMOVE + "".join(map(_caller, range(14))),
    "as many contexts as are exact": _REMOVE + "".join(map(_caller, range(4))),
    "recursion": """
def walk(client, depth, seen=None):
    if depth:
        other(client, depth - 1, seen)
    client.delete_tag("hello", str(depth))

def other(client, depth, seen):
    try:
        walk(client, depth, client)
    except ResourceNotFoundError:
        walk(make("https://b.azurecr.io"), depth, seen)

def start():
    walk(client, 3)
    other(client, 2, None)

class Tree:
    def visit(self, node, level=0):
        for child in client.list_tag_properties(node):
            self.visit(child.name, level + 1)

Tree().visit("root")
""",
    "a deep chain": """
def step_0(client):
    return client.get_tag_properties("hello", "v1")
"""
    + "".join(
        f"""
def step_{n}(client):
    return step_{n - 1}(client)
"""
        for n in range(1, 100)
    )
    + """
step_99(client)
try:
    step_50(client)
except HttpResponseError:
    step_10(make("https://c.azurecr.io"))
""",
    "classes": """
from dataclasses import dataclass

class Base:
    credential = None

    def client(self):
        return make("https://d.azurecr.io", self.credential)

    def run(self):
        self.client().delete_tag("hello", self.tag())

    def tag(self):
        return "v1"

class Named(Base):
    credential = DefaultAzureCredential()

    def tag(self):
        return self.client().get_tag_properties("hello", "v1").name

@dataclass
class Job:
    client: ContainerRegistryClient
    name: str = "hello"

    def run(self):
        self.client.delete_repository(self.name)

def all_of_them():
    for job in (Named(), Base(), Job(client), Job(make("https://e.azurecr.io"))):
        job.run()

def local(base=Base):
    class Inner(base):
        credential = None
    Inner().run()
""",
    "records": """
from dataclasses import dataclass

@dataclass
class Job:
    client: ContainerRegistryClient
    name: str = "hello"

    def run(self):
        self.client.delete_repository(self.name)

def start(name):
    return begin(Job(make("https://e.azurecr.io"), name))

def begin(job):
    try:
        job.run()
    except ResourceNotFoundError:
        return job
""",
    "ways of the same length": """
def one(client):
    remove(client, "v1")

def two(client):
    remove(client, "v1")

def remove(client, tag):
    try:
        client.delete_tag("hello", tag)
        client.delete_manifest("hello", tag)
        print([each.name for each in client.list_tag_properties("hello")])
    except ResourceNotFoundError:
        pass

def guarded(client):
    try:
        one(client)
    except KeyError:
        pass

def renamed(client):
    one(client)
    two(client)
    client.delete_repository("hello")

def guarded_too(client):
    try:
        renamed(client)
        two(client)
    except ValueError:
        pass
""",
    "files": """
import contextlib

@contextlib.contextmanager
def opened(endpoint):
    from jobs import settings
    with make(endpoint, settings.CREDENTIAL) as client:
        try:
            yield client
        except ResourceNotFoundError:
            pass

def main():
    import jobs
    with opened("https://f.azurecr.io") as client:
        jobs.clean(client)
        jobs.STATE.append(client)

if __name__ == "__main__":
    main()
""",
}
_MORE = {
    "files": {
        "jobs/__init__.py": """\
from .cleaning import clean
STATE = []

def again():
    for client in STATE:
        clean(client, "v2")
""",
        "jobs/cleaning.py": """\
from . import settings

def clean(client, tag="v1"):
    if settings.CREDENTIAL is None:
        return
    client.delete_tag("hello", tag)
""",
        "jobs/settings.py": """\
import os
from azure.identity import DefaultAzureCredential
CREDENTIAL = DefaultAzureCredential() if os.environ.get("LOGIN") else None
""",
    },
}


class Edited:
    """A project of files that are edited, checked with what is remembered of it."""

    def __init__(self, files: dict[str, str]) -> None:
        self.layout = Layout("", source_folders(files), files.__contains__)
        self.modules = {path: self._module(path, text) for path, text in files.items()}
        self.memory = Memory()

    def _module(self, path: str, text: str) -> Module:
        layout = self.layout
        return Module(
            path,
            layout.name(path),
            layout.is_package(path),
            layout.is_test(path),
            parse(Source(path, text)),
        )

    def edit(self, path: str, text: str) -> None:
        """Give a file another text."""
        module = self.modules[path]
        module.syntax = parse(Source(path, text), module.syntax)

    def remembered(self) -> tuple[Report, ...]:
        """The reports that the memory helped to make."""
        return self._check(list(self.modules.values()), self.memory)

    def fresh(self) -> tuple[Report, ...]:
        """The reports that nothing helped to make."""
        return self._check(
            [
                Module(path, module.name, module.is_package, module.is_test, module.syntax)
                for path, module in self.modules.items()
            ],
            None,
        )

    def _check(self, modules: list[Module], memory: Memory | None) -> tuple[Report, ...]:
        def settings(path: str) -> Settings:
            return _EVERYTHING

        return check(Project(modules, self.layout), settings, strict=True, memory=memory)


_IN_ONE_GO = {
    "main.py": """\
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential

class Box:
    def run(self):
        make(self.credential).delete_tag(name, "v1")

class Holder:
    pass

box = Box()
name = "hello"
from late import chosen
name = "other"
box.credential = chosen
ENDPOINT = "https://f.azurecr.io"

def make(credential):
    return ContainerRegistryClient(ENDPOINT, credential)

def with_box():
    make(box.credential).delete_tag(name, "v1")

def with_chosen():
    make(chosen).delete_tag(name, "v1")

def nothing():
    return None

ContainerRegistryClient("https://g.azurecr.io", DefaultAzureCredential()).delete_tag(name, "v1")

def neither():
    return None

first = Holder()
first.credential = None
first.credential = DefaultAzureCredential()

def with_any(holder: Holder):
    make(holder.credential).delete_tag(name, "v1")
""",
    "zone.py": """\
def nothing():
    return None
""",
    "late.py": """\
import main
from zone import nothing
from azure.identity import DefaultAzureCredential
chosen = DefaultAzureCredential() if main.name == "hello" else None
""",
}


def _changed(text: str, chance: random.Random) -> str:
    """The text after one edit, such as they are made while one types."""
    lines = text.splitlines(keepends=True) or ["client = 1\n"]
    at = chance.randrange(len(lines))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    words = list(_WORD.finditer(text))
    match chance.randrange(9):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines.insert(at, f"{indent}{chance.choice(_LINES)}\n")
        case 3:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 4:
            where = chance.randrange(len(text) + 1)
            return text[:where] + chance.choice("x(.:\n\"' 0") + text[where:]
        case 5 if words:
            first, second = chance.choice(words), chance.choice(words)
            return text[: first.start()] + second.group() + text[first.end() :]
        case 6:
            known = [word for word in words if word.group() in _SWAPPED]
            if known:
                word = chance.choice(known)
                return text[: word.start()] + _SWAPPED[word.group()] + text[word.end() :]
        case 7:
            lines[at] = f"{indent}# {lines[at].lstrip()}"
        case 8:
            islands = [island.text for island in parse(Source("", text)).islands] or [text]
            islands.insert(
                chance.randrange(len(islands)), islands.pop(chance.randrange(len(islands)))
            )
            return "".join(islands)
    return "".join(lines)


def _follow(files: dict[str, str], seed: int, edits: int) -> int:
    """Edit a program again and again; how many findings were compared."""
    chance = random.Random(seed)
    texts = dict(files)
    project = Edited(texts)
    project.remembered()
    compared = 0
    for _ in range(edits):
        path = chance.choice(sorted(texts))
        before = texts[path]
        texts[path] = _changed(before, chance)
        project.edit(path, texts[path])
        shown = "\n".join(f"--- {name}\n{text}" for name, text in texts.items())
        fresh = project.fresh()
        assert project.remembered() == fresh, f"seed {seed}\n{shown}"
        compared += sum(len(report.findings) for report in fresh)
        if chance.random() < 0.6:
            texts[path] = before
            project.edit(path, before)
    return compared


@pytest.mark.parametrize("first", range(0, 60, 15))
def test_some_edits(first: int) -> None:
    seeds = range(first, first + 15)
    assert sum(_follow(generate(seed).program.files, seed, 8) for seed in seeds) > 200


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 3000, 250))
def test_many_edits(first: int) -> None:
    seeds = range(first, first + 250)
    assert sum(_follow(generate(seed).program.files, seed, 20) for seed in seeds) > 10_000


@pytest.mark.parametrize("name", _ORDERED)
def test_what_hangs_on_the_order(name: str) -> None:
    files = {"main.py": _HEAD + _ORDERED[name], **_MORE.get(name, {})}
    assert sum(_follow(files, seed, 10) for seed in range(6)) > 60


def test_what_is_recalled_in_one_go() -> None:
    assert sum(_follow(_IN_ONE_GO, seed, 15) for seed in range(12)) > 100


def test_of_two_ways_the_same_is_told_each_time() -> None:
    """Though what is called is a set: the identities of its members are others in each program."""
    text = (
        _HEAD
        + """
def work():
    client.delete_tag("hello", "v1")

jobs = [lambda: work(), lambda: work() or 1, lambda: work() or 2]
for job in jobs + list(jobs):
    job()
"""
    )
    project = Edited({"main.py": text})
    assert len({repr(project.fresh()) for _ in range(20)}) == 1
    assert project.remembered() == project.fresh()


def test_one_context_more_than_are_kept_apart() -> None:
    """The last call then loses its literal, and with it that it deletes nothing."""
    remove = """
def remove(client, tag):
    if tag == "kept":
        return
    client.delete_tag("hello", tag)
"""
    callers = "".join(f"\ndef caller_{n}():\n    remove(client, 'tag {n}')\n" for n in range(6))
    last = "\ndef last():\n    remove(make('https://b.azurecr.io'), 'kept')\n"
    text = _HEAD + remove + callers + last
    project = Edited({"main.py": text})
    (before,) = project.remembered()
    project.edit("main.py", text.replace("'tag 0')\n", "'tag 0')\n    remove(client, 'more')\n"))
    (after,) = project.remembered()
    codes = [{finding.code for finding in report.findings} for report in (before, after)]
    assert "ACR102" not in codes[0] and "ACR102" in codes[1]
    assert (after,) == project.fresh()


def test_a_record_that_the_program_starts_to_make() -> None:
    """What its annotation promised isn't known any more, though nothing that a run read changed."""
    text = """
from dataclasses import dataclass

@dataclass
class Job:
    client: ContainerRegistryClient

    def run(self):
        self.client.delete_tag("hello", "v1")
"""
    project = Edited({"main.py": _HEAD + text})
    (before,) = project.remembered()
    project.edit("main.py", f"{_HEAD}{text}\nJob(unknown)\n")
    (after,) = project.remembered()
    codes = [{finding.code for finding in report.findings} for report in (before, after)]
    assert "ACR301" in codes[0] and "ACR301" not in codes[1]
    assert (after,) == project.fresh()


def test_an_edit_runs_little_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though a function is called in more contexts than are kept apart, and than there may be."""
    ran: list[str] = []
    interpret = calls.interpret

    def counted(callee: Frame, bound: dict[str, Value]) -> Summary:
        assert callee.code is not None
        ran.append(callee.code.name)
        return interpret(callee, bound)

    monkeypatch.setattr(calls, "interpret", counted)
    text = _HEAD + _REMOVE + "".join(map(_caller, range(60)))
    project = Edited({"main.py": text})
    project.remembered()
    assert ran.count("remove") > 24
    ran.clear()
    project.edit("main.py", text.replace("def caller_30():\n", "def caller_30():\n    # why\n"))
    remembered = project.remembered()
    assert set(ran) == {"caller_30"}
    assert remembered == project.fresh()


def test_an_edit_calls_few_roots_again(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    call_from_outside = calls.call_from_outside

    def counted(frame: Frame, function: Function, *rest: Any) -> Value:
        called.append(function.code.name)
        return call_from_outside(frame, function, *rest)

    monkeypatch.setattr(calls, "call_from_outside", counted)
    text = _HEAD + _REMOVE + "".join(map(_caller, range(60)))
    project = Edited({"main.py": text})
    project.remembered()
    assert len(set(called)) > 60
    called.clear()
    project.edit("main.py", text.replace("def caller_30():\n", "def caller_30():\n    # why\n"))
    remembered = project.remembered()
    assert set(called) == {"caller_30"}
    assert remembered == project.fresh()
