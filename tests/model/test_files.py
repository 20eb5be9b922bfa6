"""Programs of several files: imports, re-exports, cycles, callers elsewhere."""

from __future__ import annotations

import pytest

from tests.model.programs import assert_flow

PROGRAMS = {
    "packages and relative imports": """
        # file: app/__init__.py
        # file: app/factory.py
        from azure.containerregistry import ContainerRegistryClient
        def make(credential=None):
            return ContainerRegistryClient("e", credential)
        # file: app/main.py
        from .factory import make
        from app import factory
        import app.factory
        import app.factory as f
        def main():
            make().delete_tag("a", "b")  # anonymous: always, escapes
            factory.make().delete_tag("a", "b")  # anonymous: always, escapes
            app.factory.make().delete_tag("a", "b")  # anonymous: always, escapes
            f.make().delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "module that makes what it lacks": """
        # file: lazily.py
        from azure.containerregistry import ContainerRegistryClient
        def __getattr__(name):
            if name == "client":
                return ContainerRegistryClient("e")
            raise AttributeError(name)
        # file: use.py
        import lazily
        from lazily import client, other
        lazily.client.delete_tag("a", "b")  # anonymous: always, escapes
        client.delete_tag("a", "c")  # anonymous: always, escapes
        other.delete_tag("a", "d")
    """,
    "re-exports and star": """
        # file: pkg/__init__.py
        from .clients import *
        from .clients import make as build
        # file: pkg/clients.py
        from azure.containerregistry import ContainerRegistryClient
        __all__ = ["make"]
        def make():
            return ContainerRegistryClient("e")
        def hidden():
            return ContainerRegistryClient("e")
        # file: use.py
        import pkg
        from pkg import make, build
        pkg.make().delete_tag("a", "b")  # anonymous: always, escapes
        make().delete_tag("a", "b")  # anonymous: always, escapes
        build().delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "star into a script": """
        # file: clients.py
        from azure.containerregistry import ContainerRegistryClient
        client = ContainerRegistryClient("e")
        # file: use.py
        from clients import *
        client.delete_tag("a", "b")  # anonymous: always, escapes
        def f():
            client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "cycle": """
        # file: a.py
        from b import helper
        from azure.containerregistry import ContainerRegistryClient
        client = ContainerRegistryClient("e")
        def main():
            helper()
        main()
        # file: b.py
        import a
        def helper():
            a.client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "caught in another file": """
        # file: ops.py
        from azure.containerregistry import ContainerRegistryClient
        from azure.identity import DefaultAzureCredential
        def purge():
            ContainerRegistryClient("e", DefaultAzureCredential()).delete_tag("a", "b")
        def other():
            ContainerRegistryClient("e", DefaultAzureCredential()).delete_tag("a", "b")  # escapes
        # file: errors.py
        from azure.core.exceptions import HttpResponseError
        FAILED = (HttpResponseError, ValueError)
        # file: main.py
        from ops import purge, other
        from errors import FAILED
        try:
            purge()
        except FAILED:
            pass
        try:
            other()
        except KeyError:
            pass
    """,
    "tests are no callers": """
        # file: ops.py
        from azure.containerregistry import ContainerRegistryClient
        from azure.identity import DefaultAzureCredential
        def purge():
            ContainerRegistryClient("e", DefaultAzureCredential()).delete_tag("a", "b")  # escapes
        # file: tests/test_ops.py
        from ops import purge
        from azure.core.exceptions import HttpResponseError
        def test_purge():
            try:
                purge()
            except HttpResponseError:
                pass
    """,
    "singleton module attr set from elsewhere": """
        # file: state.py
        client = None
        # file: setup_.py
        import state
        from azure.containerregistry import ContainerRegistryClient
        def connect():
            state.client = ContainerRegistryClient("e")
        # file: main.py
        import state, setup_
        def main():
            setup_.connect()
            state.client.delete_tag("a", "b")  # anonymous: always, escapes
        main()
    """,
    "base class elsewhere": """
        # file: base.py
        from azure.containerregistry import ContainerRegistryClient
        class Base:
            def __init__(self, credential=None):
                self.client = ContainerRegistryClient("e", credential)
            def guarded(self, function):
                from azure.core.exceptions import HttpResponseError
                try:
                    return function()
                except HttpResponseError:
                    return None
        # file: main.py
        from base import Base
        class Service(Base):
            def purge(self):
                self.client.delete_tag("a", "b")  # anonymous: always, escapes
            def safe(self):
                self.guarded(lambda: self.client.delete_tag("a", "b"))  # anonymous: always
            def also(self):
                return self.guarded(self._also)
            def _also(self):
                self.client.delete_tag("a", "b")  # anonymous: always
        s = Service()
        s.purge()
        s.safe()
        s.also()
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_the_flow_crosses_files(program: str) -> None:
    assert_flow(program)
