"""What a test that is asked again still tells, and what makes it tell nothing more."""

from __future__ import annotations

import textwrap

import pytest

from tests.model.programs import assert_flow

_CHANGERS = """\
def setup(cfg):
    cfg.cred = flag()
def set_deep(cfg):
    setup(cfg)
def set_by_name(cfg):
    setattr(cfg, "cred", flag())
def set_any(cfg):
    setattr(cfg, flag(), flag())
def set_in_vars(cfg):
    vars(cfg)["cred"] = flag()
def set_in_dict(cfg):
    cfg.__dict__["cred"] = flag()
def update(cfg):
    cfg.__dict__.update(cred=flag())
def delete(cfg):
    del cfg.cred
def fail(cfg):
    setup(cfg)
    raise ValueError
@contextlib.contextmanager
def set_up(cfg):
    setup(cfg)
    yield
"""
_ASKED_AGAIN = """\
async def run(cfg, other):
    client = ContainerRegistryClient("e", cred if cfg.cred is None else None)
    {change}
    if cfg.cred is not None:
        client.delete_tag("a", "1")  # anonymous: {then}, escapes
    if cfg.cred is None:
        client.delete_tag("a", "2")  # {otherwise}
"""
CHANGES = (
    "cfg.cred = flag()",
    "setup(cfg)",
    "setup(other)",
    "if other: setup(cfg)",
    "set_deep(cfg)",
    "set_by_name(cfg)",
    "delete(cfg)",
    "flag(lambda: setup(cfg))",
    "for cfg.cred in other: pass",
    "with set_up(cfg): pass",
    """
    try:
        fail(cfg)
    except ValueError:
        pass
    """,
)
DOUBTS = (
    "set_any(cfg)",
    "update(cfg)",
    "flag(cfg)",
    "flag(other, config=cfg)",
    "cfg.load()",
    "await asyncio.sleep(1)",
    "async with other: pass",
    "async for _ in other: pass",
    "yield other",
)
NO_CHANGES = (
    "other.cred_ = flag()",
    "print(cfg.cred, cfg)",
    "flag(other, cfg.cred)",
    "isinstance(cfg, other)",
)
PROGRAMS = {
    "a name that holds the answer keeps it": """
        def setup(cfg):
            cfg.cred = flag()
        def run(cfg):
            known = cfg.cred is None
            client = ContainerRegistryClient("e", cred if known else None)
            setup(cfg)
            if known:
                client.delete_tag("a", "1")  # escapes
            cfg = flag()
            if not known:
                client.delete_tag("a", "2")  # anonymous: always, escapes
    """,
    "tests of several things within each other": """
        def either(a, b, c):
            given = None
            if a and b or c:
                given = cred
            client = ContainerRegistryClient("e", given)
            if a and b:
                client.delete_tag("a", "1")  # escapes
            if a:
                if b:
                    client.delete_tag("a", "2")  # escapes
                client.delete_tag("a", "3")  # anonymous: sometimes, escapes
            if not a and not c:
                client.delete_tag("a", "4")  # anonymous: always, escapes
            if not c:
                if not b:
                    client.delete_tag("a", "5")  # anonymous: always, escapes
            if c or (b and a):
                client.delete_tag("a", "6")  # escapes
            else:
                client.delete_tag("a", "7")  # anonymous: always, escapes
            b = flag()
            if a and b:
                client.delete_tag("a", "8")  # anonymous: sometimes, escapes
            if c:
                client.delete_tag("a", "9")  # escapes
            if not a and not c:
                client.delete_tag("a", "10")  # anonymous: always, escapes
        either(flag(), flag(), flag())
        def with_either(a, b, c):
            given = None
            if a and (b or c):
                given = cred
            client = ContainerRegistryClient("e", given)
            if a:
                if c:
                    client.delete_tag("a", "11")  # escapes
            if not a:
                client.delete_tag("a", "12")  # anonymous: always, escapes
            if b or c:
                if a:
                    client.delete_tag("a", "13")  # escapes
                else:
                    client.delete_tag("a", "14")  # anonymous: always, escapes
            if a and c or b and a:
                client.delete_tag("a", "15")  # escapes
            if not (b or c):
                client.delete_tag("a", "16")  # anonymous: always, escapes
        with_either(flag(), flag(), flag())
        def more_than_matter(a, b):
            client = ContainerRegistryClient("e", cred if a and b or a and not b else None)
            if a:
                client.delete_tag("a", "17")  # escapes
            if b:
                client.delete_tag("a", "18")  # anonymous: sometimes, escapes
        more_than_matter(flag(), flag())
        def named(a, b):
            skip = not (a and b is not None)
            client = ContainerRegistryClient("e", None if skip else cred)
            if not a:
                client.delete_tag("a", "19")  # anonymous: always, escapes
        named(flag(), flag())
        def too_many(a, b, c, d, e, f, g):
            client = ContainerRegistryClient("e", cred if a and b and c and d and e and f and g else None)
            if a:
                client.delete_tag("a", "20")  # anonymous: sometimes, escapes
        too_many(*flag())
    """,
    "clients of equal credentials that hang on different tests": """
        def inline(a, b):
            c1 = ContainerRegistryClient("e", cred if a else None)
            c2 = ContainerRegistryClient("e", cred if b else None)
            if a:
                c1.delete_tag("a", "1")  # escapes
                c2.delete_tag("a", "2")  # anonymous: sometimes, escapes
            if not a:
                c1.delete_tag("a", "3")  # anonymous: always, escapes
                c2.delete_tag("a", "4")  # anonymous: sometimes, escapes
            if b:
                c1.delete_tag("a", "5")  # anonymous: sometimes, escapes
                c2.delete_tag("a", "6")  # escapes
        inline(flag(), flag())
        def named(a, b):
            x = cred if a else None
            y = cred if b else None
            c1 = ContainerRegistryClient("e", x)
            c2 = ContainerRegistryClient("e", y)
            if x:
                c1.delete_tag("a", "11")  # escapes
                c2.delete_tag("a", "12")  # anonymous: sometimes, escapes
            if not a:
                c1.delete_tag("a", "13")  # anonymous: always, escapes
                c2.delete_tag("a", "14")  # anonymous: sometimes, escapes
            if b:
                c1.delete_tag("a", "15")  # anonymous: sometimes, escapes
                c2.delete_tag("a", "16")  # escapes
            if y is None:
                c1.delete_tag("a", "17")  # anonymous: sometimes, escapes
                c2.delete_tag("a", "18")  # anonymous: always, escapes
        named(flag(), flag())
        def one_named(a):
            x = cred if a else None
            c1 = ContainerRegistryClient("e", x)
            c2 = ContainerRegistryClient("e", cred if flag() else None)
            if x:
                c1.delete_tag("a", "21")  # escapes
                c2.delete_tag("a", "22")  # anonymous: sometimes, escapes
            if not x:
                c1.delete_tag("a", "23")  # anonymous: always, escapes
                c2.delete_tag("a", "24")  # anonymous: sometimes, escapes
        one_named(flag())
        def made():
            return cred if flag() else None
        def by_call():
            x = made()
            c1 = ContainerRegistryClient("e", x)
            c2 = ContainerRegistryClient("e", made())
            if x:
                c1.delete_tag("a", "31")  # escapes
                c2.delete_tag("a", "32")  # anonymous: sometimes, escapes
            if not x:
                c1.delete_tag("a", "33")  # anonymous: always, escapes
                c2.delete_tag("a", "34")  # anonymous: sometimes, escapes
        by_call()
        def connect(credential):
            return ContainerRegistryClient("e", credential)
        def connect_too(credential):
            return ContainerRegistryClient("e", credential)
        def by_function(a, b):
            x = cred if a else None
            y = cred if b else None
            c1 = connect(x)
            c2 = connect_too(y)
            if x:
                c1.delete_tag("a", "41")  # escapes
            if y is None:
                c2.delete_tag("a", "42")  # anonymous: always, escapes
        by_function(flag(), flag())
        def same(a):
            x = cred if a else None
            c1 = ContainerRegistryClient("e", x)
            c2 = ContainerRegistryClient("e", x)
            if x:
                c1.delete_tag("a", "51")  # escapes
                c2.delete_tag("a", "52")  # escapes
        same(flag())
        def alike(a, b):
            x = cred if a else None
            y = cred if b else None
            first, second = connect(x), connect(y)
            if x is None:
                second.delete_tag("a", "53")  # anonymous: sometimes, escapes
        alike(flag(), flag())
        def either(a):
            x = cred if a else None
            if flag():
                client = ContainerRegistryClient("e1", x)
            else:
                client = ContainerRegistryClient("e2", x)
            if x:
                client.delete_tag("a", "61")  # escapes
        either(flag())
        def perhaps(a):
            x = cred if a else None
            client = None
            if flag():
                client = ContainerRegistryClient("e1", x)
            if client and x:
                client.delete_tag("a", "71")  # escapes
        perhaps(flag())
        def again():
            for _ in range(2):
                x = made()
                client = connect(x)
                if not x:
                    client.delete_tag("a", "81")  # anonymous: always, escapes
                    continue
                client.delete_tag("a", "82")  # escapes
                x = made()
                if x:
                    client.delete_tag("a", "83")  # escapes
        again()
        x, y = made(), made()
        first, second = connect(x), connect_too(credential=y)
        if y is None:
            first.delete_tag("a", "91")  # anonymous: sometimes, escapes
            second.delete_tag("a", "92")  # anonymous: always, escapes
        x and first.delete_tag("a", "93")  # escapes
        y and first.delete_tag("a", "94")  # anonymous: sometimes, escapes
    """,
    "a method sets an attribute of what its object holds": """
        class Service:
            def __init__(self, cfg):
                self.cfg = cfg
            def setup(self):
                self.cfg.cred = flag()
            def run(self):
                client = ContainerRegistryClient("e", cred if self.cfg.cred is None else None)
                self.setup()
                if self.cfg.cred is not None:
                    client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        Service(flag()).run()
    """,
    "an attribute under any name": """
        class Settings:
            def __init__(self):
                self.anonymous = flag()
            def update(self, name):
                setattr(self, name, False)
        settings = Settings()
        client = ContainerRegistryClient("e", None if settings.anonymous else cred)
        settings.update(flag())
        if settings.anonymous:
            client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        if not settings.anonymous:
            client.delete_tag("a", "2")  # escapes
    """,
    "a name that a `try` has changed": """
        def run(chosen):
            client = ContainerRegistryClient("e", cred if chosen else None)
            try:
                chosen = flag()
                print(client.get_repository_properties("a"))
            except HttpResponseError:
                if not chosen:
                    client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        run(flag())
    """,
    "a flag that a function asks of an object it is given": """
        class Settings:
            def __init__(self):
                self.anonymous = bool(flag())
            def credential(self):
                return None if self.anonymous else cred
            @property
            def public(self):
                return flag() == "public"
        def credential(args):
            return None if args.anonymous else DefaultAzureCredential()
        def connect(args, other):
            return ContainerRegistryClient("e", credential(args))
        def of_public(settings):
            return ContainerRegistryClient("e", None if settings.public else cred)
        def main(args, other):
            client = ContainerRegistryClient(args.endpoint, credential(args))
            second = connect(args, other)
            if not args.anonymous:
                client.delete_tag("a", "1")  # escapes
                second.delete_tag("a", "2")  # escapes
            else:
                client.delete_tag("a", "3")  # anonymous: always, escapes
            if not other.anonymous:
                client.delete_tag("a", "4")  # anonymous: sometimes, escapes
            if not args.verbose:
                client.delete_tag("a", "5")  # anonymous: sometimes, escapes
            if args.anonymous:
                return
            second.delete_tag("a", "6")  # escapes
        def reset(args):
            client = ContainerRegistryClient("e", credential(args))
            args.anonymous = False
            if not args.anonymous:
                client.delete_tag("a", "7")  # anonymous: sometimes, escapes
        def of_settings():
            settings = Settings()
            client = ContainerRegistryClient("e", settings.credential())
            third = of_public(settings)
            if not settings.anonymous:
                client.delete_tag("a", "8")  # escapes
                third.delete_tag("a", "9")  # anonymous: sometimes, escapes
            if not settings.public:
                third.delete_tag("a", "10")  # escapes
        main(flag(), flag())
        reset(flag())
        of_settings()
    """,
    "a script that asks its arguments twice": """
        import argparse
        def credential(args):
            return None if args.anonymous else cred
        args = argparse.ArgumentParser().parse_args()
        client = ContainerRegistryClient("e", credential(args))
        if args.anonymous:
            client.delete_tag("a", "1")  # anonymous: always, escapes
        else:
            client.delete_tag("a", "2")  # escapes
        client.delete_tag("a", "3")  # anonymous: sometimes, escapes
    """,
    "a flag that was asked before a function is given it": """
        def connect(anonymous, verbose=False):
            return ContainerRegistryClient("e", None if anonymous else cred)
        def main(anonymous, dry_run):
            early = connect(anonymous)
            if anonymous or dry_run:
                return
            client = connect(anonymous)
            client.delete_tag("a", "1")  # escapes
            early.delete_tag("a", "2")  # escapes
            other = connect(dry_run)
            other.delete_tag("a", "3")  # escapes
        def within(anonymous):
            if not anonymous:
                client = connect(anonymous)
                client.delete_tag("a", "1")  # escapes
            else:
                client = connect(anonymous)
                client.delete_tag("a", "2")  # anonymous: always, escapes
        def required(args):
            assert not args.anonymous
            with connect(args.anonymous) as client:
                client.delete_tag("a", "1")  # escapes
        def refused(args):
            if not args.anonymous:
                return
            client = connect(args.anonymous)
            client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        def changed(anonymous):
            if anonymous:
                return
            anonymous = flag()
            client = connect(anonymous)
            client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        def in_a_loop(anonymous):
            if anonymous:
                return
            for each in flag():
                client = connect(anonymous)
                client.delete_tag("a", "1")  # anonymous: sometimes, escapes
                anonymous = flag()
        def goes_on(anonymous):
            if anonymous:
                print()
            client = connect(anonymous)
            client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        main(flag(), flag())
        within(flag())
        required(flag())
        refused(flag())
        changed(flag())
        in_a_loop(flag())
        goes_on(flag())
    """,
    "flags of what is assigned in other ways": """
        def connect(anonymous):
            return ContainerRegistryClient("e", None if anonymous else cred)
        def named(anonymous):
            return connect(anonymous), "a"
        class Registry:
            def __init__(self, args, other):
                self.credential = None if args.anonymous else cred
                self.anonymous = args.anonymous
                self.other = None if args.other else cred
                self.other_anonymous = other.other
            def clear(self):
                if self.anonymous:
                    return
                client = ContainerRegistryClient("e", self.credential)
                client.delete_tag("a", "1")  # escapes
            def clear_other(self):
                if self.other_anonymous:
                    return
                client = ContainerRegistryClient("e", self.other)
                client.delete_tag("a", "2")  # anonymous: sometimes, escapes
        @contextlib.contextmanager
        def opened(anonymous):
            client = connect(anonymous)
            try:
                yield client
            finally:
                client.close()
        def main(args, anonymous, other):
            client, tag = connect(anonymous), "1"
            second, tag = named(anonymous)
            third, fourth = connect(anonymous), None if other else connect(False)
            fifth: ContainerRegistryClient = connect(anonymous)
            anonymous_too, sixth = anonymous, connect(other)
            with opened(args.anonymous) as entered:
                if not args.anonymous:
                    entered.delete_tag("a", "3")  # escapes
                else:
                    entered.delete_tag("a", "4")  # anonymous: always, escapes
                if not other:
                    entered.delete_tag("a", "5")  # anonymous: sometimes, escapes
            if not anonymous:
                client.delete_tag("a", "6")  # escapes
                second.delete_tag("a", "7")  # escapes
                third.delete_tag("a", "8")  # escapes
                fifth.delete_tag("a", "9")  # escapes
                sixth.delete_tag("a", "10")  # anonymous: sometimes, escapes
            else:
                client.delete_tag("a", "11")  # anonymous: always, escapes
            if not other:
                client.delete_tag("a", "12")  # anonymous: sometimes, escapes
                fourth.delete_tag("a", "13")  # escapes
            if args.anonymous:
                return
            with opened(args.anonymous) as entered:
                entered.delete_tag("a", "14")  # escapes
            anonymous, seventh = False, connect(anonymous)
            if not anonymous:
                seventh.delete_tag("a", "15")  # anonymous: sometimes, escapes
        main(flag(), flag(), flag())
        Registry(flag(), flag()).clear()
        Registry(flag(), flag()).clear_other()
    """,
    "a function that raises where there is no credential": """
        credential = None if flag() else cred
        client = ContainerRegistryClient("e", credential)
        def ensure():
            if credential is None:
                raise RuntimeError
        def look():
            if credential is None:
                print()
        def log_in():
            global credential
            credential = cred
        def needs_credential(function):
            @functools.wraps(function)
            def checked(*args):
                if credential is None:
                    raise RuntimeError
                return function(*args)
            return checked
        def clear():
            client.delete_tag("a", "1")  # anonymous: sometimes, escapes
            ensure()
            client.delete_tag("a", "2")  # escapes
        @needs_credential
        def clear_checked():
            client.delete_tag("a", "3")  # escapes
        def clear_unchecked():
            look()
            client.delete_tag("a", "4")  # anonymous: sometimes, escapes
        def clear_late():
            log_in()
            client.delete_tag("a", "5")  # anonymous: sometimes, escapes
        class Registry:
            def __init__(self, credential):
                self.credential = credential
                self.client = ContainerRegistryClient("e", credential)
            def _ensure(self):
                if not self.credential:
                    raise RuntimeError
            def clear(self):
                self._ensure()
                self.client.delete_tag("a", "6")  # escapes
        if flag(1):
            clear()
        elif flag(2):
            clear_checked()
        elif flag(3):
            clear_unchecked()
        else:
            clear_late()
        Registry(None if flag() else cred).clear()
    """,
    "what is equal to one text is to no other": """
        MODE = flag()
        read_only = MODE == "ro"
        client = ContainerRegistryClient("e", None if read_only else cred)
        def clear():
            if MODE == "rw":
                client.delete_tag("a", "1")  # escapes
            if MODE != "ro":
                client.delete_tag("a", "2")  # escapes
            if MODE != "rw":
                client.delete_tag("a", "3")  # anonymous: sometimes, escapes
        def clear_by_own_mode(MODE):
            if MODE == "rw":
                client.delete_tag("a", "4")  # anonymous: sometimes, escapes
        def run(mode, other):
            client = ContainerRegistryClient("e", cred if mode == "rw" else None)
            second = ContainerRegistryClient("e", None if mode != "rw" else cred)
            third = ContainerRegistryClient("e", None if mode == "ro" else cred)
            if mode == "ro":
                client.delete_tag("a", "5")  # anonymous: always, escapes
                second.delete_tag("a", "6")  # anonymous: always, escapes
            if other == "rw":
                third.delete_tag("a", "7")  # anonymous: sometimes, escapes
            if mode == other:
                third.delete_tag("a", "8")  # anonymous: sometimes, escapes
            mode = flag()
            if mode == "rw":
                third.delete_tag("a", "9")  # anonymous: sometimes, escapes
        clear()
        clear_by_own_mode(flag())
        run(flag(), flag())
    """,
    "a client that a property makes when it is asked for": """
        class Registry:
            def __init__(self, anonymous, other):
                self.anonymous = anonymous
                self.other = other
                self._client = None
            @property
            def client(self):
                if self._client is None:
                    self._client = ContainerRegistryClient("e", None if self.anonymous else cred)
                return self._client
            @functools.cached_property
            def kept(self):
                return ContainerRegistryClient("e", None if self.anonymous else cred)
            def look(self):
                self.client.delete_tag("a", "1")  # anonymous: sometimes, escapes
            def clear(self):
                if self.anonymous:
                    raise RuntimeError
                self.client.delete_tag("a", "2")  # escapes
                self.kept.delete_tag("a", "3")  # escapes
            def clear_other(self):
                if self.other:
                    raise RuntimeError
                self.client.delete_tag("a", "4")  # anonymous: sometimes, escapes
            def clear_changed(self):
                if self.anonymous:
                    raise RuntimeError
                self.anonymous = flag()
                self.client.delete_tag("a", "5")  # anonymous: sometimes, escapes
            def clear_only_anonymous(self):
                if not self.anonymous:
                    raise RuntimeError
                self.client.delete_tag("a", "6")  # anonymous: sometimes, escapes
        registry = Registry(flag(), flag())
        registry.look()
        registry.clear()
        registry.clear_other()
        registry.clear_only_anonymous()
        registry.clear_changed()
    """,
}


def _assert_asked_again(change: str, then: str, otherwise: str) -> None:
    change = textwrap.indent(textwrap.dedent(change).strip(), "    ").lstrip()
    program = _ASKED_AGAIN.format(change=change, then=then, otherwise=otherwise)
    assert_flow(_CHANGERS + program)


@pytest.mark.parametrize("change", CHANGES)
def test_a_test_of_what_has_changed_tells_nothing(change: str) -> None:
    _assert_asked_again(change, "sometimes", "anonymous: sometimes, escapes")


@pytest.mark.parametrize("change", DOUBTS)
def test_a_test_of_what_may_have_changed_never_accuses(change: str) -> None:
    _assert_asked_again(change, "sometimes", "escapes")


@pytest.mark.parametrize("change", NO_CHANGES)
def test_a_test_of_what_has_not_changed_tells_the_same(change: str) -> None:
    _assert_asked_again(change, "always", "escapes")


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_test_that_is_asked_again(program: str) -> None:
    assert_flow(program)
