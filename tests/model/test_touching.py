"""Which functions are worth to be run by themselves: leaving the others out changes no answer."""

from __future__ import annotations

import argparse
import configparser
import inspect
import random
import re
import textwrap
from collections.abc import Iterable

import pytest

from acr_lint.check import check_sources
from acr_lint.findings import Report
from acr_lint.model import world
from acr_lint.model.touching import UNTOUCHED, Touched, touched
from acr_lint.settings import DEFAULT
from acr_lint.syntax.tree import Island, parse
from acr_lint.text.source import Source
from tests.oracle.generate import generate

_EVERYTHING = DEFAULT._replace(extend_select=("ALL",))
_HEAD = """\
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
"""


def _reports(files: dict[str, str]) -> tuple[Report, ...]:
    return check_sources(files, _EVERYTHING)


def _all(islands: Iterable[Island], before: Touched) -> Touched:
    found = touched(islands, before)
    return found._replace(islands=frozenset(found.words))


def _names(text: str) -> set[str]:
    """What the islands of a program that touch the SDK bind."""
    syntax = parse(Source("main.py", textwrap.dedent(text)))
    found = touched(syntax.islands, UNTOUCHED)
    return {name for island in found.islands for name in found.words[island].bound}


def test_plain_functions_do_not_touch_the_sdk() -> None:
    found = _names(
        _HEAD
        + """
import logging
log = logging.getLogger(__name__)
def plain(values):
    log.info("%s values for the client", len(values))
    return sorted(values)
def used_by_one(name):
    return name.lower()
def deletes(client, name):
    client.delete_repository(used_by_one(name))
def calls_it(client):
    deletes(client, "Hello")
class Plain:
    def run(self):
        return plain(self.values)
"""
    )
    assert {"deletes", "calls_it"} <= found
    assert found.isdisjoint({"plain", "used_by_one", "Plain"})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
    CREDENTIAL = None
    def log_in():
        global CREDENTIAL
        CREDENTIAL = DefaultAzureCredential()
    def log_out():
        global CREDENTIAL
        CREDENTIAL = None
    def clean(endpoint):
        ContainerRegistryClient(endpoint, CREDENTIAL).delete_repository("hello")
    """,
            id="a function that sets a global",
        ),
        pytest.param(
            """
    class Base:
        def forget(self):
            self.credential = None
    class Job(Base):
        def __init__(self):
            self.credential = DefaultAzureCredential()
        def run(self, endpoint):
            ContainerRegistryClient(endpoint, self.credential).delete_repository("hello")
    """,
            id="a base class that sets an attribute",
        ),
        pytest.param(
            """
    class Config:
        credential = DefaultAzureCredential()
        def reset(self):
            self.credential = None
    def clean(endpoint, config: Config):
        ContainerRegistryClient(endpoint, config.credential).delete_repository("hello")
    """,
            id="a class whose objects are passed in",
        ),
        pytest.param(
            """
    class Config:
        def __init__(self):
            self.credential = DefaultAzureCredential()
    CONFIG = Config()
    def change(config):
        config.credential = None
    def setup():
        change(CONFIG)
    def clean(endpoint):
        ContainerRegistryClient(endpoint, CONFIG.credential).delete_repository("hello")
    """,
            id="an object that is changed elsewhere",
        ),
        pytest.param(
            """
    OPTIONS = {"credential": DefaultAzureCredential()}
    def setup():
        OPTIONS["credential"] = None
    def clean(endpoint):
        ContainerRegistryClient(endpoint, **OPTIONS).delete_repository("hello")
    """,
            id="a dict that is changed elsewhere",
        ),
        pytest.param(
            """
    CLIENTS = []
    def keep(endpoint):
        CLIENTS.append(ContainerRegistryClient(endpoint))
    def each(what):
        for one in CLIENTS:
            what(one)
    def drop(one):
        one.delete_repository("hello")
    def start():
        each(drop)
    """,
            id="clients in a list",
        ),
        pytest.param(
            """
    class Job:
        def __init__(self, client: ContainerRegistryClient):
            self.client = client
        def step(self):
            return self.client.get_repository_properties("hello")
        def again(self):
            return self.step()
    def runs(job):
        try:
            job.again()
        except HttpResponseError as error:
            print(error.message)
    """,
            id="a method that is called on an unknown object",
        ),
        pytest.param(
            """
    from fastapi import FastAPI
    app = FastAPI()
    def setup():
        app.add_exception_handler(Exception, print)
    @app.get("/")
    def clean():
        ContainerRegistryClient("https://a.azurecr.io", DefaultAzureCredential()).get_repository_properties("a")
    """,
            id="a handler that a function registers",
        ),
        pytest.param(
            """
    import sys
    def quiet(kind, error, trace):
        pass
    def setup():
        sys.excepthook = quiet
    def main():
        setup()
        ContainerRegistryClient("https://a.azurecr.io", DefaultAzureCredential()).get_repository_properties("a")
    main()
    """,
            id="a hook that a function sets",
        ),
    ],
)
def test_what_others_change_is_seen(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"main.py": _HEAD + textwrap.dedent(text)}
    found = _reports(files)
    monkeypatch.setattr(world, "touched", _all)
    assert found == _reports(files)
    assert found[0].findings


def test_other_code_around_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(40):
        files = dict(generate(seed).program.files)
        found = _reports(files)
        with monkeypatch.context() as patched:
            patched.setattr(world, "touched", _all)
            assert found == _reports(files), files


def test_after_edits_as_of_the_new_text() -> None:
    """One word after the other is exchanged for another one of the same program."""
    chance = random.Random(1)
    kept = 0
    for seed in range(60):
        text = "\n".join(generate(seed).program.files.values())
        words = sorted(set(_WORD.findall(text))) + ["q"] * 20
        known, syntax = UNTOUCHED, parse(Source("main.py", text))
        for _ in range(40):
            start, end = chance.choice([match.span() for match in _WORD.finditer(text)])
            text = text[:start] + chance.choice(words) + text[end:]
            syntax = parse(Source("main.py", text), syntax)
            known, before = touched(syntax.islands, known), known
            assert known.islands == touched(syntax.islands, UNTOUCHED).islands, text
            kept += known.bound is before.bound
    assert kept > 500


@pytest.mark.parametrize(
    ("text", "word", "other"),
    [
        ("class A:\n    def go(self, c): c.delete_tag()\n\ndef f(x): x().stop()\n", "stop", "go"),
        ("LIST = []\ndef f(c): c.delete_tag(LIST)\n\ndef g(x): x.append(1)\n", "x", "LIST"),
        ("LIST = []\ndef f(c): c.delete_tag(LIST)\n\ndef g(): LIST.index(1)\n", "index", "append"),
        ("def f(c):\n    global N\n    N = c.delete_tag\n\ndef g(): return q\n", "q", "N"),
        ("def f(c): c.delete_tag()\n\ndef g(): return q\n", "q", "f"),
    ],
)
def test_an_edit_that_lets_another_island_touch_it(text: str, word: str, other: str) -> None:
    for old, new in ((word, other), (other, word)):
        syntax = parse(Source("main.py", re.sub(rf"\b{word}\b(?!.*\n.)", old, text)))
        edited = parse(Source("main.py", re.sub(rf"\b{word}\b(?!.*\n.)", new, text)), syntax)
        known = touched(syntax.islands, UNTOUCHED)
        anew = touched(edited.islands, UNTOUCHED)
        assert len(known.islands) != len(anew.islands)
        assert touched(edited.islands, known).islands == anew.islands


_WORD = re.compile(r"[A-Za-z_]\w*")


def test_much_other_code_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules of the standard library, as a part of a file that uses the client."""
    other = "".join(
        inspect.getsource(module).replace("from __future__", "# ")
        for module in (argparse, configparser)
    )
    text = (
        _HEAD
        + "\ndef retire_images(client: ContainerRegistryClient):\n    client.delete_tag('a', 'b')\n"
    )
    entered = []
    run = world.World.is_exhausted

    def counted(self: world.World, code: object) -> bool:
        entered.append(code)
        return run(self, code)  # type: ignore[arg-type]  # whatever code it is

    monkeypatch.setattr(world.World, "is_exhausted", counted)
    alone, together = _reports({"main.py": text}), _reports({"main.py": text + other})
    assert [finding.code for finding in together[0].findings] == ["ACR301"]
    assert alone == together
    assert len(entered) < 40
