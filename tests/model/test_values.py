"""How clients and credentials travel: every way in which real code carries them."""

from __future__ import annotations

import pytest

from tests.model.programs import assert_flow

PROGRAMS = {
    "a local": """
        client = ContainerRegistryClient("e")
        client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "with as": """
        with ContainerRegistryClient("e", cred) as client:
            client.delete_tag("a", "b")  # escapes
    """,
    "keyword and positional None": """
        ContainerRegistryClient("e", None).delete_tag("a", "b")  # anonymous: always, escapes
        ContainerRegistryClient("e", credential=None).delete_tag("a", "b")  # anonymous: always, escapes
        ContainerRegistryClient("e", credential=cred).delete_tag("a", "b")  # escapes
    """,
    "branches are joined": """
        if flag(1):
            client = ContainerRegistryClient("e", cred)
        else:
            client = ContainerRegistryClient("e")
        client.delete_tag("a", "b")  # anonymous: sometimes, escapes
    """,
    "conditional credential": """
        client = ContainerRegistryClient("e", cred if flag(1) else None)
        client.delete_tag("a", "b")  # anonymous: sometimes, escapes
    """,
    "or gives a default": """
        def make(credential=None):
            return ContainerRegistryClient("e", credential or DefaultAzureCredential())
        make().delete_tag("a", "b")  # escapes
        make(None).delete_tag("a", "b")  # escapes
    """,
    "contexts are kept apart": """
        def make(credential=None):
            return ContainerRegistryClient("e", credential)
        make().delete_tag("a", "b")  # anonymous: always, escapes
        make(cred).delete_tag("a", "b")  # escapes
    """,
    "a default of None at a root": """
        def purge(endpoint, credential=None):
            client = ContainerRegistryClient(endpoint, credential)
            client.delete_repository("a")  # anonymous: sometimes, escapes
    """,
    "os.getenv": """
        import os
        client = ContainerRegistryClient("e", os.getenv("TOKEN"))
        client.delete_tag("a", "b")  # anonymous: sometimes, escapes
    """,
    "a call makes another object than the last one did": """
        class Options:
            pass
        def options():
            return Options()
        def empty():
            return {}
        def with_none(endpoint):
            given, more = options(), empty()
            given.credential = more["credential"] = None
            ContainerRegistryClient(endpoint, given.credential).get_tag_properties("a", "b")  # escapes
            ContainerRegistryClient(endpoint, more["credential"]).get_tag_properties("a", "b")  # escapes
        def with_one(endpoint):
            given, more = options(), empty()
            if flag(1):
                given.credential = more["credential"] = cred
            ContainerRegistryClient(endpoint, given.credential).delete_tag("a", "b")  # escapes
            ContainerRegistryClient(endpoint, more["credential"]).delete_tag("a", "b")  # escapes
    """,
    "what a call makes and keeps is there for the next": """
        kept, jobs = {}, []
        class Options:
            pass
        def fill(endpoint):
            given, inner = Options(), {}
            given.inner = inner
            inner["credential"] = None
            kept["given"] = given
            def job():
                ContainerRegistryClient(endpoint, inner["credential"]).delete_tag("a", "b")  # anonymous: always, escapes
            jobs.append(job)
        def use(endpoint):
            inner = kept["given"].inner
            ContainerRegistryClient(endpoint, inner["credential"]).delete_tag("a", "b")  # anonymous: always, escapes
        def run():
            for job in jobs:
                job()
        def of_any(endpoint, given: Options):
            ContainerRegistryClient(endpoint, given.credential).delete_tag("a", "b")  # anonymous: sometimes, escapes
        def none(endpoint):
            given = Options()
            given.credential = cred if flag(2) else None
    """,
    "narrowed by early return": """
        def purge(credential=None):
            if credential is None:
                return
            ContainerRegistryClient("e", credential).delete_tag("a", "b")  # escapes
        purge()
        purge(cred)
    """,
    "narrowed by raise, not and assert": """
        def one(credential=None):
            if not credential:
                raise ValueError("no credential")
            ContainerRegistryClient("e", credential).delete_tag("a", "b")  # escapes
        def two(credential=None):
            assert credential is not None
            ContainerRegistryClient("e", credential).delete_tag("a", "b")  # escapes
        def three(credential=None):
            if credential is None:
                credential = DefaultAzureCredential()
            ContainerRegistryClient("e", credential).delete_tag("a", "b")  # escapes
    """,
    "self in __init__": """
        class Service:
            def __init__(self, credential=None):
                self.client = ContainerRegistryClient("e", credential)
            def purge(self):
                self.client.delete_tag("a", "b")  # anonymous: sometimes, escapes
        Service().purge()
        Service(cred).purge()
    """,
    "instances are kept apart": """
        class Service:
            def __init__(self, credential=None):
                self.client = ContainerRegistryClient("e", credential)
        Service().client.delete_tag("a", "b")  # anonymous: always, escapes
        Service(cred).client.delete_tag("a", "b")  # escapes
    """,
    "set in another method": """
        class Service:
            def __init__(self):
                self.client = None
            def connect(self):
                self.client = ContainerRegistryClient("e")
            def purge(self):
                self.client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "filled lazily": """
        class Service:
            _client = None
            def client(self):
                if self._client is None:
                    self._client = ContainerRegistryClient("e", cred)
                return self._client
            def purge(self):
                self.client().delete_tag("a", "b")  # escapes
        Service().purge()
    """,
    "a property": """
        class Service:
            def __init__(self):
                self._client = None
            @property
            def client(self):
                if not self._client:
                    self._client = ContainerRegistryClient("e")
                return self._client
            @functools.cached_property
            def cached(self):
                return ContainerRegistryClient("e")
            def purge(self):
                self.client.delete_tag("a", "b")  # anonymous: always, escapes
                self.cached.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "a module global filled by a function": """
        client = None
        def connect():
            global client
            client = ContainerRegistryClient("e")
        def purge():
            client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "closures": """
        def make(credential):
            client = ContainerRegistryClient("e", credential)
            def purge():
                client.delete_tag("a", "b")  # anonymous: sometimes, escapes
            return purge
        make(None)()
        make(cred)()
    """,
    "nonlocal": """
        def main():
            client = None
            def connect():
                nonlocal client
                client = ContainerRegistryClient("e")
            connect()
            client.delete_tag("a", "b")  # anonymous: always, escapes
        main()
    """,
    "lambda and default evaluated once": """
        make = lambda credential=None: ContainerRegistryClient("e", credential)
        make().delete_tag("a", "b")  # anonymous: always, escapes
        shared = ContainerRegistryClient("e")
        def purge(client=shared):
            client.delete_tag("a", "b")  # anonymous: always, escapes
        purge()
    """,
    "options from a dict": """
        options = {"credential": cred}
        ContainerRegistryClient("e", **options).delete_tag("a", "b")  # escapes
        empty = {"retry_total": 1}
        ContainerRegistryClient("e", **empty).delete_tag("a", "b")  # anonymous: always, escapes
        maybe = {}
        if flag(1):
            maybe["credential"] = cred
        ContainerRegistryClient("e", **maybe).delete_tag("a", "b")  # anonymous: sometimes, escapes
    """,
    "a partial": """
        make = functools.partial(ContainerRegistryClient, "e", credential=cred)
        make().delete_tag("a", "b")  # escapes
        anonymous = functools.partial(ContainerRegistryClient, "e")
        anonymous().delete_tag("a", "b")  # anonymous: always, escapes
        delete = functools.partial(anonymous().delete_tag, "a")
        delete("b")  # anonymous: always, escapes
    """,
    "dataclass and NamedTuple fields": """
        from dataclasses import dataclass
        from typing import NamedTuple, Optional
        @dataclass
        class Config:
            endpoint: str
            credential: object = None
        class Pair(NamedTuple):
            name: str
            client: ContainerRegistryClient
        def use(config):
            ContainerRegistryClient(config.endpoint, config.credential).delete_tag("a", "b")  # anonymous: sometimes, escapes
        use(Config("e"))
        use(Config("e", cred))
        pair = Pair("x", ContainerRegistryClient("e"))
        pair.client.delete_tag("a", "b")  # anonymous: always, escapes
        name, client = pair
        client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "fields of a dataclass that aren't kept": """
        from dataclasses import InitVar, dataclass, field
        from typing import ClassVar
        @dataclass
        class Box:
            spare: ClassVar[ContainerRegistryClient] = ContainerRegistryClient("e", cred)
            name: str
            credential: InitVar[object] = None
            client: ContainerRegistryClient = field(init=False)
            def __post_init__(self, credential):
                self.client = ContainerRegistryClient(self.name, credential)
        Box("e").client.delete_tag("a", "1")  # anonymous: always, escapes
        Box("e", cred).client.delete_tag("a", "2")  # escapes
        Box("e").spare.delete_tag("a", "3")  # escapes
    """,
    "descriptors that know their name": """
        class Lazily:
            def __init__(self, make):
                self.make = make
            def __set_name__(self, owner, name):
                self.name = "_" + name
            def __get__(self, instance, owner=None):
                if not hasattr(instance, self.name):
                    setattr(instance, self.name, self.make())
                return getattr(instance, self.name)
        class Holder:
            client = Lazily(lambda: ContainerRegistryClient("e"))
        Holder().client.delete_tag("a", "1")  # anonymous: always, escapes
    """,
    "what a function makes of a flag": """
        def credential(anonymous):
            return None if anonymous else DefaultAzureCredential()
        def connect(anonymous):
            if anonymous:
                return ContainerRegistryClient("e")
            return ContainerRegistryClient("e", cred)
        def named(mode):
            return None if mode == "anonymous" else cred
        class Registry:
            def __init__(self, anonymous):
                self.client = connect(anonymous=anonymous)
            def clear(self):
                self.client.delete_tag("a", "1")  # escapes
        def main(args):
            found = credential(args.anonymous)
            client = ContainerRegistryClient("e", found)
            other = ContainerRegistryClient("e", credential(not args.login))
            if not args.anonymous:
                client.delete_tag("a", "2")  # escapes
                other.delete_tag("a", "3")  # anonymous: sometimes, escapes
            if args.login:
                other.delete_tag("a", "4")  # escapes
            third = connect(args.anonymous)
            registry = Registry(args.anonymous)
            with connect(args.anonymous) as entered:
                if not args.anonymous:
                    entered.delete_tag("a", "8")  # escapes
                entered.delete_tag("a", "9")  # anonymous: sometimes, escapes
            if args.anonymous:
                return registry.client.delete_tag("a", "5")  # anonymous: always, escapes
            third.delete_tag("a", "6")  # escapes
            registry.clear()
            fourth = ContainerRegistryClient("e", named(args.mode))
            if args.mode:
                fourth.delete_tag("a", "7")  # anonymous: sometimes, escapes
        main(flag)
    """,
    "flags that are asked in other ways": """
        read_only = flag() == "ro"
        given = None if read_only else cred
        client = ContainerRegistryClient("e", given)
        read_only or client.delete_tag("a", "1")  # escapes
        if read_only is False:
            client.delete_tag("a", "2")  # escapes
        if read_only != True:
            client.delete_tag("a", "3")  # escapes
        if read_only == False:
            client.delete_tag("a", "4")  # escapes
        else:
            client.delete_tag("a", "5")  # anonymous: always, escapes
        def clear(other):
            if not read_only:
                client.delete_tag("a", "6")  # escapes
            else:
                client.delete_tag("a", "7")  # anonymous: sometimes, escapes
            if not other:
                client.delete_tag("a", "8")  # anonymous: sometimes, escapes
        def clear_by_own_flag(read_only):
            if not read_only:
                client.delete_tag("a", "9")  # anonymous: sometimes, escapes
        def run(mode):
            without = mode == "ro"
            found = None
            if not without:
                found = cred
            if mode == "ro":
                return
            ContainerRegistryClient("e", found).delete_tag("a", "10")  # escapes
        run(flag())
        clear(flag())
        clear_by_own_flag(flag())
    """,
    "flags of objects": """
        from dataclasses import dataclass
        class Registry:
            def __init__(self, anonymous):
                self.anonymous = anonymous
                self.client = ContainerRegistryClient("e", None if anonymous else cred)
            def clear(self):
                if self.anonymous:
                    return
                self.client.delete_tag("a", "1")  # escapes
            def clear_always(self):
                self.client.delete_tag("a", "2")  # anonymous: sometimes, escapes
        class Store:
            def __init__(self, anonymous=False):
                if anonymous:
                    self.client = ContainerRegistryClient("e")
                else:
                    self.client = ContainerRegistryClient("e", cred)
                self.writable = not anonymous
            def clear(self):
                if self.writable:
                    self.client.delete_tag("a", "3")  # escapes
                else:
                    self.client.delete_tag("a", "4")  # anonymous: sometimes, escapes
        @dataclass
        class Record:
            anonymous: bool = False
            verbose: bool = False
            def __post_init__(self):
                self.client = ContainerRegistryClient("e", None if self.anonymous else cred)
            def clear(self):
                if not self.anonymous:
                    self.client.delete_tag("a", "5")  # escapes
                if not self.verbose:
                    self.client.delete_tag("a", "6")  # anonymous: sometimes, escapes
        Store(flag).clear()
        record = Record(flag)
        if not record.anonymous:
            record.client.delete_tag("a", "7")  # escapes
    """,
    "credentials without those that are None": """
        def clear(credential):
            ContainerRegistryClient("e", credential).delete_tag("a", "1")  # anonymous: sometimes, escapes
        given = cred if flag else None
        clear(given)
        for each in filter(None, (given, None)):
            ContainerRegistryClient("e", each).delete_tag("a", "2")  # escapes
        for each in filter(lambda c: c is not None, [given]):
            ContainerRegistryClient("e", each).delete_tag("a", "3")  # escapes
        for each in filter(lambda c: c is None, [given]):
            ContainerRegistryClient("e", each).delete_tag("a", "4")  # anonymous: sometimes, escapes
        for each in itertools.filterfalse(None, [given]):
            ContainerRegistryClient("e", each).delete_tag("a", "5")  # anonymous: sometimes, escapes
    """,
    "arguments that come in a list": """
        def clear(credential=None, endpoint="e"):
            return ContainerRegistryClient(endpoint, credential)
        clear(*[cred]).delete_tag("a", "1")  # escapes
        clear(*[]).delete_tag("a", "2")  # anonymous: always, escapes
        given = [cred] if flag else []
        clear(*given).delete_tag("a", "3")  # anonymous: sometimes, escapes
        ContainerRegistryClient("e", *given).delete_tag("a", "4")  # anonymous: sometimes, escapes
    """,
    "inheritance and super": """
        class Base:
            def __init__(self, credential):
                self.client = ContainerRegistryClient("e", credential)
            def purge(self):
                self.client.delete_tag("a", "b")  # anonymous: sometimes, escapes
        class Anonymous(Base):
            def __init__(self):
                super().__init__(None)
        class Named(Base):
            def __init__(self):
                super().__init__(cred)
            def purge(self):
                super().purge()
        Anonymous().purge()
        Named().purge()
    """,
    "a subclass of the client": """
        class Registry(ContainerRegistryClient):
            def __init__(self, credential=None):
                super().__init__("e", credential)
            def purge(self):
                self.delete_tag("a", "b")  # anonymous: sometimes, escapes
        Registry().purge()
        Registry(cred).purge()
        class Plain(ContainerRegistryClient):
            pass
        Plain("e").delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "a classmethod factory": """
        class Service:
            def __init__(self, client):
                self.client = client
            @classmethod
            def anonymous(cls):
                return cls(ContainerRegistryClient("e"))
            @staticmethod
            def make():
                return ContainerRegistryClient("e", cred)
        Service.anonymous().client.delete_tag("a", "b")  # anonymous: always, escapes
        Service.make().delete_tag("a", "b")  # escapes
    """,
    "context manager factories": """
        @contextlib.contextmanager
        def connected(credential=None):
            client = ContainerRegistryClient("e", credential)
            try:
                yield client
            finally:
                client.close()
        with connected() as client:
            client.delete_tag("a", "b")  # anonymous: always, escapes
        with connected(cred) as client:
            client.delete_tag("a", "b")  # escapes
    """,
    "an exit stack": """
        with contextlib.ExitStack() as stack:
            client = stack.enter_context(ContainerRegistryClient("e"))
            client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "a singleton": """
        class Holder:
            client = None
            @classmethod
            def get(cls):
                if cls.client is None:
                    cls.client = ContainerRegistryClient("e")
                return cls.client
        Holder.get().delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "walrus and comprehension": """
        if (client := ContainerRegistryClient("e")):
            client.delete_tag("a", "b")  # anonymous: always, escapes
        clients = [ContainerRegistryClient("e", c) for c in (None, None)]
        for each in clients:
            each.delete_tag("a", "b")  # anonymous: always, escapes
        [each.delete_tag("a", "b") for each in clients]  # anonymous: always, escapes
    """,
    "dict and list elements": """
        clients = {"anonymous": ContainerRegistryClient("e"), "named": ContainerRegistryClient("e", cred)}
        clients["anonymous"].delete_tag("a", "b")  # anonymous: always, escapes
        clients["named"].delete_tag("a", "b")  # escapes
        for name, each in clients.items():
            each.delete_tag("a", "b")  # anonymous: sometimes, escapes
        many = []
        many.append(ContainerRegistryClient("e"))
        many[0].delete_tag("a", "b")  # anonymous: always, escapes
        creds = {"prod": cred}
        client = ContainerRegistryClient("e", creds.get("prod"))
        client.delete_tag("a", "b")  # escapes
        client = ContainerRegistryClient("e", creds.get("test"))
        client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "tuple unpacking": """
        def both():
            return ContainerRegistryClient("e"), ContainerRegistryClient("e", cred)
        first, second = both()
        first.delete_tag("a", "b")  # anonymous: always, escapes
        second.delete_tag("a", "b")  # escapes
        first, second = second, first
        first.delete_tag("a", "b")  # escapes
        head, *rest = both()
        rest[0].delete_tag("a", "b")  # escapes
    """,
    "match": """
        def make(kind):
            match kind:
                case "anonymous":
                    return ContainerRegistryClient("e")
                case _:
                    return ContainerRegistryClient("e", cred)
        make("anonymous").delete_tag("a", "b")  # anonymous: always, escapes
        make("named").delete_tag("a", "b")  # escapes
    """,
    "classes among functions": """
        import inspect
        class Anonymous(ContainerRegistryClient):
            pass
        for make in (Anonymous, lambda endpoint: ContainerRegistryClient(endpoint, cred)):
            if isinstance(make, type):
                make("e").delete_tag("a", "1")  # anonymous: always, escapes
            else:
                make("e").delete_tag("a", "2")  # escapes
            if not inspect.isclass(make):
                make("e").delete_tag("a", "3")  # escapes
    """,
    "isinstance": """
        def use(thing):
            if isinstance(thing, ContainerRegistryClient):
                client = thing
            else:
                client = ContainerRegistryClient("e", thing)
            client.delete_tag("a", "b")  # escapes
        use(cred)
        use(ContainerRegistryClient("e", cred))
    """,
    "annotated parameters": """
        from typing import Optional
        def one(client: ContainerRegistryClient):
            client.delete_tag("a", "b")  # escapes
        def two(client: "Optional[ContainerRegistryClient]" = None):
            if client:
                client.delete_tag("a", "b")  # escapes
        def three(clients: list[ContainerRegistryClient]):
            for client in clients:
                client.delete_tag("a", "b")  # escapes
        class Service:
            client: ContainerRegistryClient
            def purge(self):
                self.client.delete_tag("a", "b")  # escapes
    """,
    "other classes are nothing": """
        from azure.mgmt.containerregistry import ContainerRegistryManagementClient
        import boto3
        class ContainerRegistryClient:
            def delete_tag(self, *args): ...
        ContainerRegistryClient().delete_tag("a", "b")
        ContainerRegistryManagementClient(cred, "s").delete_tag("a", "b")
        boto3.client("ecr").delete_repository("a")
        def purge(client):
            client.delete_tag("a", "b")
    """,
    "import styles": """
        import azure.containerregistry
        import azure.containerregistry as acr
        from azure import containerregistry
        from azure.containerregistry import ContainerRegistryClient as C
        azure.containerregistry.ContainerRegistryClient("e").delete_tag("a", "b")  # anonymous: always, escapes
        acr.ContainerRegistryClient("e").delete_tag("a", "b")  # anonymous: always, escapes
        containerregistry.ContainerRegistryClient("e").delete_tag("a", "b")  # anonymous: always, escapes
        C("e").delete_tag("a", "b")  # anonymous: always, escapes
        def late():
            from azure.containerregistry import ContainerRegistryClient as D
            D("e").delete_tag("a", "b")  # anonymous: always, escapes
        try:
            from azure.containerregistry import ContainerRegistryClient as E
        except ImportError:
            E = None
        E("e").delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "imports that don't fail where the SDK is": """
        try:
            from azure.core.exceptions import HttpResponseError as Refused
            from azure.identity import DefaultAzureCredential as Default
            HAS_IDENTITY = True
        except ImportError:
            Default, HAS_IDENTITY = None, False
        credential = Default() if Default else None
        ContainerRegistryClient("e", credential).delete_tag("a", "1")  # escapes
        if HAS_IDENTITY:
            again = Default()
        else:
            again = None
        ContainerRegistryClient("e", again).delete_tag("a", "2")  # escapes
        try:
            from azure.containerregistry import NotThere
            missing = cred
        except ImportError:
            missing = None
        ContainerRegistryClient("e", missing).delete_tag("a", "3")  # anonymous: sometimes, escapes
        try:
            import vault_of_ours
            kept = cred
        except ModuleNotFoundError:
            kept = None
        ContainerRegistryClient("e", kept).delete_tag("a", "4")  # anonymous: sometimes, escapes
    """,
    "getattr and setattr": """
        client = ContainerRegistryClient("e")
        getattr(client, "delete_tag")("a", "b")  # anonymous: always, escapes
        class Box: pass
        box = Box()
        setattr(box, "client", client)
        box.client.delete_tag("a", "b")  # anonymous: always, escapes
    """,
    "set after the object was made": """
        class Service:
            def __init__(self):
                self.credential = None
            def purge(self):
                ContainerRegistryClient("e", self.credential).delete_tag("a", "b")  # escapes
        service = Service()
        service.credential = cred
        service.purge()
    """,
    "members of an enum": """
        import enum
        class Mode(enum.Enum):
            OPEN = enum.auto()
            CLOSED = enum.auto()
            @property
            def credential(self):
                return None if self is Mode.OPEN else cred
            def drop(self, tag):
                ContainerRegistryClient("e", self.credential).delete_tag("a", tag)  # anonymous: sometimes, escapes
        def client(mode):
            return ContainerRegistryClient("e", mode.credential)
        client(Mode.OPEN).delete_tag("a", "1")  # anonymous: always, escapes
        client(Mode.CLOSED).delete_tag("a", "2")  # escapes
        for mode in Mode:
            mode.drop("3")
        handlers = {
            Mode.OPEN: lambda: client(Mode.CLOSED).delete_tag("a", "4"),  # escapes
            Mode.CLOSED: lambda: client(Mode.CLOSED).delete_tag("a", "5"),
        }
        handlers[Mode.OPEN]()
        try:
            handlers[Mode.CLOSED]()
        except HttpResponseError:
            pass
    """,
    "members of an enum by their values": """
        import enum
        class Access(str, enum.Enum):
            READ = "read"
            WRITE = "write"
        class Level(enum.IntEnum):
            LOW = 1
            HIGH = 2
        def client(access, level=Level.LOW):
            if access == "write" or level > Level.LOW:
                return ContainerRegistryClient("e", cred)
            return ContainerRegistryClient("e")
        client(Access("write")).delete_tag("a", "1")  # escapes
        client(Access["READ"]).delete_tag("a", "2")  # anonymous: always, escapes
        client(Access.READ, Level.HIGH).delete_tag("a", "3")  # escapes
        client({"read": Access.READ}[Access.READ]).delete_tag("a", "4")  # anonymous: always, escapes
        class Registry(enum.Enum):
            PUBLIC = ("p", None)
            OURS = ("o", cred)
            def __init__(self, name, credential):
                self.credential = credential
            def __call__(self):
                return ContainerRegistryClient("e", self.credential)
        Registry.PUBLIC().delete_tag("a", "5")  # anonymous: always, escapes
        Registry.OURS().delete_tag("a", "6")  # escapes
    """,
    "values that a dict makes itself": """
        class Clients(dict):
            def __missing__(self, name):
                made = self[name] = ContainerRegistryClient("e")
                return made
        try:
            Clients()["a"].delete_tag("a", "1")  # anonymous: always
        except HttpResponseError:
            pass
        make = functools.lru_cache(None)(lambda: ContainerRegistryClient("e"))
        make().delete_tag("a", "2")  # anonymous: always, escapes
    """,
    "a test that is asked again": """
        def run(anonymous):
            if anonymous:
                client = ContainerRegistryClient("e")
            else:
                client = ContainerRegistryClient("e", cred)
            if not anonymous:
                client.delete_tag("a", "1")  # escapes
            if anonymous:
                client.delete_tag("a", "2")  # anonymous: always, escapes
            client.delete_tag("a", "3")  # anonymous: sometimes, escapes
        run(flag())
        mode = "open" if flag() else "closed"
        if mode == "open":
            client = ContainerRegistryClient("e")
        elif mode == "closed":
            client = ContainerRegistryClient("e", cred)
        else:
            raise SystemExit
        if mode == "closed":
            client.delete_tag("a", "4")  # escapes
        if mode != "closed":
            client.delete_tag("a", "5")  # anonymous: always, escapes
        class Service:
            def __init__(self, open):
                self.open, self.client = open, None
            def run(self):
                self.client = ContainerRegistryClient("e", None if self.open else cred)
                if not self.open:
                    self.client.delete_tag("a", "6")  # escapes
        Service(flag()).run()
    """,
    "a test of several things that is asked again": """
        def run(a, b):
            given = None
            if a and b:
                given = cred
            client = ContainerRegistryClient("e", given)
            if a and b:
                client.delete_tag("a", "1")  # escapes
            if b and a:
                client.delete_tag("a", "2")  # escapes
            if not a or not b:
                client.delete_tag("a", "3")  # anonymous: always, escapes
            else:
                client.delete_tag("a", "4")  # escapes
            if not (a and b):
                client.delete_tag("a", "5")  # anonymous: always, escapes
            if a or b:
                client.delete_tag("a", "6")  # anonymous: sometimes, escapes
            if not a:
                client.delete_tag("a", "10")  # anonymous: always, escapes
            if b:
                client.delete_tag("a", "11")  # anonymous: sometimes, escapes
            a = flag()
            if not b:
                client.delete_tag("a", "12")  # anonymous: always, escapes
            if a and b:
                client.delete_tag("a", "7")  # anonymous: sometimes, escapes
        run(flag(), flag())
        def one_of_two(b, c):
            given = None
            if b or c:
                given = cred
            client = ContainerRegistryClient("e", given)
            if b:
                client.delete_tag("a", "13")  # escapes
            if c:
                client.delete_tag("a", "14")  # escapes
        one_of_two(flag(), flag())
        def all_of_three(b, c):
            d, given = True, None
            if b and d and c:
                given = cred
            client = ContainerRegistryClient("e", given)
            if b:
                if c:
                    client.delete_tag("a", "15")  # escapes
                else:
                    client.delete_tag("a", "16")  # anonymous: always, escapes
            if c:
                client.delete_tag("a", "17")  # anonymous: sometimes, escapes
        all_of_three(flag(), flag())
        x, y = flag(), flag()
        given = cred if x is True or y == 1 else None
        if y == 1 or x is True:
            ContainerRegistryClient("e", given).delete_tag("a", "8")  # escapes
        if x is not True and y != 1:
            ContainerRegistryClient("e", given).delete_tag("a", "9")  # anonymous: always, escapes
    """,
    "a name that says whether not all of several are so": """
        def run(a, b):
            skip = not (a and b)
            client = ContainerRegistryClient("e", cred if skip else None)
            if not a:
                client.delete_tag("a", "1")  # escapes
            if a:
                client.delete_tag("a", "3")  # anonymous: sometimes, escapes
        run(flag(), flag())
    """,
    "an attribute of what isn't known changes": """
        def run(settings, ok):
            if settings.anonymous:
                client = ContainerRegistryClient("e")
            else:
                client = ContainerRegistryClient("e", cred)
            if not settings.anonymous:
                client.delete_tag("a", "1")  # escapes
            settings.anonymous = ok
            if not settings.anonymous:
                client.delete_tag("a", "2")  # anonymous: sometimes, escapes
    """,
    "a client of which a test among several has told": """
        def run(a, b, ok):
            client = ContainerRegistryClient("e", cred if ok else None)
            if a and not ok:
                flag()
            if (ok and b) or not a:
                client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        run(flag(), flag(), flag())
    """,
    "a test that is asked of what has changed": """
        chosen = flag()
        client = ContainerRegistryClient("e", cred if chosen else None)
        if flag():
            client = ContainerRegistryClient("e")
        if chosen:
            client.delete_tag("a", "1")  # anonymous: sometimes, escapes
        again = cred if chosen else None
        if flag():
            again = None
        if chosen:
            ContainerRegistryClient("e", again).delete_tag("a", "5")  # anonymous: sometimes, escapes
        def run(chosen):
            given = cred if chosen else None
            client = ContainerRegistryClient("e", given)
            chosen = flag()
            if chosen:
                client.delete_tag("a", "2")  # anonymous: sometimes, escapes
            if flag():
                given = None
            if not given:
                client.delete_tag("a", "3")  # anonymous: sometimes, escapes
        run(flag())
        def toggle():
            global chosen
            chosen = not chosen
        given = cred if chosen else None
        if flag():
            toggle()
        if chosen:
            ContainerRegistryClient("e", given).delete_tag("a", "4")  # anonymous: sometimes, escapes
    """,
    "a test of the credential after the client was made": """
        credential = cred if flag() else None
        known = credential is not None
        client = ContainerRegistryClient("e", credential)
        def purge(client):
            client.delete_tag("a", "1")  # escapes
        if credential:
            purge(client)
        if known:
            client.delete_tag("a", "2")  # escapes
        if not known:
            client.delete_tag("a", "3")  # anonymous: always, escapes
        client.delete_tag("a", "4")  # anonymous: sometimes, escapes
        class Service:
            def __init__(self, credential):
                self.credential = credential
                self.client = ContainerRegistryClient("e", credential)
            def purge(self):
                if self.credential is None:
                    raise PermissionError("no credential")
                self.client.delete_tag("a", "5")  # escapes
        Service(cred if flag() else None).purge()
        def made():
            return DefaultAzureCredential() if flag() else None
        first, second = made(), made()
        clients = ContainerRegistryClient("e", first), ContainerRegistryClient("e", second)
        if first is not None:
            clients[1].delete_tag("a", "6")  # anonymous: sometimes, escapes
    """,
    "a credential that is given up": """
        credential = None
        try:
            credential = DefaultAzureCredential()
            ContainerRegistryClient("e", credential).get_repository_properties("a")
        except HttpResponseError:
            credential = None
        client = ContainerRegistryClient("e", credential)
        if credential:
            client.delete_tag("a", "1")  # escapes
        else:
            client.delete_tag("a", "2")  # anonymous: always, escapes
    """,
    "a test of two things that leaves": """
        def run(credential, writes):
            if writes and credential is None:
                raise SystemExit("no credential")
            client = ContainerRegistryClient("e", credential)
            print(list(client.list_repository_names()))  # escapes
            if writes:
                client.delete_tag("a", "1")  # escapes
            else:
                client.delete_tag("a", "2")  # anonymous: sometimes, escapes
        run(cred if flag() else None, flag())
    """,
    "a loop over a few pairs": """
        for credential, writes in ((None, False), (cred, True)):
            client = ContainerRegistryClient("e", credential)
            if writes:
                client.delete_tag("a", "1")  # escapes
        clients = {name: ContainerRegistryClient("e", each)
                   for name, each in {"ours": cred, "theirs": None}.items()}
        clients["ours"].delete_tag("a", "2")  # escapes
        clients["theirs"].delete_tag("a", "3")  # anonymous: always, escapes
        class Service:
            def __init__(self, credential):
                self.client = ContainerRegistryClient("e", credential)
        services = [Service(each) for each in (None, cred)]
        services[0].client.delete_tag("a", "4")  # anonymous: always, escapes
        services[1].client.delete_tag("a", "5")  # escapes
        kept = []
        for each in (None, cred):
            kept.append(Service(each))
        for service in kept:
            service.client.delete_tag("a", "6")  # anonymous: sometimes, escapes
    """,
    "a loop over a few pairs that ends early": """
        def first(found):
            for name, credential in (("a", None), ("b", cred)):
                if name == found:
                    break
            else:
                credential = cred
            return ContainerRegistryClient("e", credential)
        first("a").delete_tag("a", "1")  # anonymous: always, escapes
        first("b").delete_tag("a", "2")  # escapes
        first("c").delete_tag("a", "3")  # escapes
    """,
    "set under names of a loop": """
        class Options:
            credential = None
            def __init__(self, **given):
                self.endpoint = None
                for name, value in given.items():
                    setattr(self, name, value)
        options = Options(credential=cred, endpoint="e")
        client = ContainerRegistryClient(options.endpoint, options.credential)
        client.delete_tag("a", "1")  # escapes
        class Module:
            def __init__(self, names):
                self.credential = None
                for name in names:
                    setattr(self, name, names[name])
                client = ContainerRegistryClient("e", self.credential)
                client.delete_tag("a", "2")  # escapes
        Module({"credential": cred, "a": 1, "b": 2, "c": 3, "d": 4})
        def from_outside(names):
            Module(names)
    """,
    "methods that a decorator of their class replaces": """
        def quiet(function):
            @functools.wraps(function)
            def inner(*args):
                try:
                    return function(*args)
                except HttpResponseError:
                    return None
            return inner
        def quiet_all(cls):
            for name, method in list(vars(cls).items()):
                if callable(method) and not name.startswith("_"):
                    setattr(cls, name, quiet(method))
            return cls
        @quiet_all
        class Service:
            def __init__(self):
                self.client = ContainerRegistryClient("e", cred)
            def drop(self):
                self.client.delete_tag("a", "1")
            def lock(self):
                self.client.update_tag_properties("a", "1", can_write=False)
        Service().drop()
        Service().lock()
    """,
    "one of the handlers in a dict": """
        client = ContainerRegistryClient("e", cred)
        handlers = {
            "drop": lambda: client.delete_repository("a"),
            "show": lambda: client.get_repository_properties("a"),  # escapes
            "list": lambda: list(client.list_tag_properties("a")),  # escapes
        }
        handlers["show" if flag() else "list"]()
        try:
            handlers["drop"]()
        except HttpResponseError:
            pass
    """,
    "generator that closes at its end": """
        async def connected():
            async with AsyncClient("e", cred) as client:
                yield client
        async def main():
            async for client in connected():
                await client.delete_tag("a", "1")  # escapes
                print([tag async for tag in client.list_tag_properties("a")])  # escapes
        asyncio.run(main())
    """,
    "attributes in a dict": """
        class Options:
            def __init__(self, **given):
                self.__dict__.update(given)
        options = Options(client=ContainerRegistryClient("e"))
        options.client.delete_tag("a", "1")  # anonymous: always, escapes
        class Service:
            def __init__(self):
                vars(self)["client"] = ContainerRegistryClient("e")
            def purge(self):
                self.__dict__["client"].delete_tag("a", "2")  # anonymous: always, escapes
                vars(self).get("client").delete_tag("a", "3")  # anonymous: always, escapes
        Service().purge()
        def command_drop(client):
            client.delete_tag("a", "4")  # anonymous: always, escapes
        globals()["command_" + "drop"](options.client)
    """,
    "set by the class itself": """
        from dataclasses import dataclass
        @dataclass(frozen=True)
        class Frozen:
            credential: object = None
            def __post_init__(self):
                client = ContainerRegistryClient("e", self.credential)
                object.__setattr__(self, "client", client)
        Frozen().client.delete_tag("a", "1")  # anonymous: always, escapes
        Frozen(cred).client.delete_tag("a", "2")  # escapes
        class Hidden:
            def __setattr__(self, name, value):
                super().__setattr__("_" + name, value)
        hidden = Hidden()
        hidden.client = ContainerRegistryClient("e")
        hidden._client.delete_tag("a", "3")  # anonymous: always, escapes
        hidden.client.delete_tag("a", "4")
    """,
    "all of several are given": """
        def purge(endpoint, credential):
            if not all([endpoint, credential]):
                return
            ContainerRegistryClient(endpoint, credential).delete_tag("a", "1")  # escapes
        def lock(credential):
            if any(each is None for each in ("e", credential)):
                return
            client = ContainerRegistryClient("e", credential)
            client.update_tag_properties("a", "2", can_write=False)  # escapes
        def drop(credential):
            if None in ("e", credential):
                ContainerRegistryClient("e", credential).delete_tag("a", "3")  # anonymous: always, escapes
            else:
                ContainerRegistryClient("e", credential).delete_tag("a", "4")  # escapes
        for credential in (cred, None):
            purge("e", credential)
            lock(credential)
            drop(credential)
    """,
    "one of several is given": """
        def purge(credential, other):
            if any((credential, other)):
                ContainerRegistryClient("e", credential).delete_tag("a", "1")  # anonymous: sometimes, escapes
            else:
                ContainerRegistryClient("e", credential).delete_tag("a", "2")  # anonymous: always, escapes
        purge(cred if flag() else None, None if flag() else cred)
    """,
    "proxy that asks what can be called": """
        class Proxy:
            def __init__(self, inner):
                self.inner = inner
            def __getattr__(self, name):
                found = getattr(self.inner, name)
                if not callable(found):
                    return found
                def quiet(*args):
                    try:
                        return found(*args)  # anonymous: always
                    except HttpResponseError:
                        return None
                return quiet
        Proxy(ContainerRegistryClient("e")).delete_tag("a", "b")
    """,
    "one of several names": """
        client = ContainerRegistryClient("e")
        for name in ("delete_tag", "get_tag_properties"):
            getattr(client, name)("a", "1")  # anonymous: always, escapes
        verb = "delete" if flag() else "list"
        getattr(client, f"{verb}_tag", print)("a", "2")  # anonymous: always, escapes
    """,
    "recursion": """
        def purge(client, depth):
            if depth > 3:
                return
            client.delete_tag("a", "b")  # anonymous: always, escapes
            purge(client, depth + 1)
        purge(ContainerRegistryClient("e"), 0)
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_client_is_followed(program: str) -> None:
    assert_flow(program)
