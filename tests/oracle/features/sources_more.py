"""Less usual ways in which a client is made, kept and found again."""

from __future__ import annotations

from tests.oracle.builder import Body, Builder, Lines, feature, indent


@feature("managers", "source", weight=2)
def entering_class(b: Builder, body: Body) -> Lines:
    """A class whose `__enter__` makes the client."""
    setup, credential = b.credential()
    kind, name = b.fresh("Session"), b.fresh("session")
    enter, leave = ("__aenter__", "__aexit__") if b.aio else ("__enter__", "__exit__")
    result, used = b.one_of(("self", f"{name}.client"), ("self.client", name))
    closed = b.one_of([b.awaited("self.client.close()")], ["pass"], ["return None"])
    b.define(
        (kind,),
        [
            f"class {kind}:",
            *indent(
                b.function(
                    enter,
                    "self",
                    [*setup, f"self.client = {b.made(credential)}", f"return {result}"],
                )
            ),
            *indent(b.function(leave, "self, *error", closed)),
        ],
    )
    return [f"{b.prefix}with {kind}() as {name}:", *indent(body(used))]


@feature("records", "source")
def post_init(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Settings"), b.fresh("settings")
    b.define(
        (kind,),
        [
            "@$dataclasses.dataclass",
            f"class {kind}:",
            "    credential: object = None",
            "    def __post_init__(self):",
            f"        self.client = {b.made('self.credential')}",
        ],
    )
    made = b.one_of(f"{kind}({credential})", f"{kind}()", f"{kind}(credential={credential})")
    return [*setup, f"{name} = {made}", *body(f"{name}.client")]


@feature("records", "source")
def replaced(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    kind, name, other = b.fresh("Settings"), b.fresh("settings"), b.fresh("settings")
    b.define(
        (kind,),
        [f"class {kind}($typing.NamedTuple):", "    name: str", f"    client: {b.Client}"],
    )
    return [
        *first_setup,
        *second_setup,
        f'{name} = {kind}("app", {b.made(first)})',
        f"{other} = {name}._replace(client={b.made(second)})",
        *body(f"{b.one_of(name, other)}.client"),
    ]


@feature("attributes", "source", weight=2)
def two_instances(b: Builder, body: Body) -> Lines:
    """Two instances of one class, with different clients."""
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    kind, one, other = b.fresh("Registry"), b.fresh("registry"), b.fresh("registry")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
        ],
    )
    return [
        *first_setup,
        *second_setup,
        f"{one} = {kind}({b.made(first)})",
        f"{other} = {kind}({b.made(second)})",
        *body(f"{b.one_of(one, other)}.client"),
    ]


@feature("attributes", "source")
def nested_attribute(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    inner, outer, name = b.fresh("Clients"), b.fresh("App"), b.fresh("app")
    b.define(
        (inner,),
        [
            f"class {inner}:",
            "    def __init__(self):",
            *indent(indent([*setup, f"self.registry = {b.made(credential)}"])),
        ],
    )
    b.define(
        (outer,),
        [
            f"class {outer}:",
            "    def __init__(self):",
            f"        self.clients = {inner}()",
        ],
    )
    return [f"{name} = {outer}()", *body(f"{name}.clients.registry")]


@feature("attributes", "source")
def attribute_replaced(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("registry")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self):",
            *indent(indent([*first_setup, f"self.client = {b.made(first)}"])),
            "    def login(self):",
            *indent(indent([*second_setup, f"self.client = {b.made(second)}"])),
        ],
    )
    login = b.one_of([f"{name}.login()"], [f"if {b.flag()}:", f"    {name}.login()"])
    return [f"{name} = {kind}()", *login, *body(f"{name}.client")]


@feature("inheritance", "source")
def hook_method(b: Builder, body: Body) -> Lines:
    """The base class asks the derived one for the credential."""
    setup, credential = b.credential()
    base, kind, name = b.fresh("Base"), b.fresh("Registry"), b.fresh("registry")
    default = b.one_of("return None", f"return {b.Credential}()", "raise NotImplementedError")
    b.define(
        (base,),
        [
            f"class {base}:",
            "    def __init__(self):",
            f"        self.client = {b.made('self.credential()')}",
            "    def credential(self):",
            f"        {default}",
        ],
    )
    b.define(
        (kind,),
        [
            f"class {kind}({base}):",
            "    def credential(self):",
            *indent(indent([*setup, f"return {credential}"])),
        ],
    )
    return [f"{name} = {kind}()", *body(f"{name}.client")]


@feature("inheritance", "source")
def class_setting(b: Builder, body: Body) -> Lines:
    """A class attribute that a derived class replaces."""
    base, kind, name = b.fresh("Base"), b.fresh("Registry"), b.fresh("registry")
    first, second = b.one_of(("None", f"{b.Credential}()"), (f"{b.Credential}()", "None"))
    b.define(
        (base,),
        [
            f"class {base}:",
            f"    credential = {first}",
            "    def connect(self):",
            f"        return {b.made('self.credential')}",
        ],
    )
    b.define((kind,), [f"class {kind}({base}):", f"    credential = {second}"])
    return [f"{name} = {b.one_of(kind, kind, base)}().connect()", *body(name)]


@feature("inheritance", "source")
def mixin(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    part, base, kind, name = (
        b.fresh("Mixin"),
        b.fresh("Base"),
        b.fresh("Registry"),
        b.fresh("registry"),
    )
    b.define(
        (part,),
        [
            f"class {part}:",
            "    def connect(self):",
            *indent(indent([*setup, f"return {b.made(credential)}"])),
        ],
    )
    b.define((base,), [f"class {base}:", "    def __init__(self):", "        self.name = 'app'"])
    b.define(
        (kind,),
        [
            f"class {kind}({part}, {base}):",
            "    def __init__(self):",
            "        super().__init__()",
            "        self.client = self.connect()",
        ],
    )
    return [f"{name} = {kind}()", *body(f"{name}.client")]


@feature("inheritance", "source")
def own_class_method(b: Builder, body: Body) -> Lines:
    """`cls(...)` in a base makes the derived client."""
    setup, credential = b.credential()
    base, kind, name = b.fresh("Base"), b.fresh("Registry"), b.fresh("client")
    b.define(
        (base,),
        [
            f"class {base}({b.Client}):",
            "    @classmethod",
            "    def connect(cls, credential=None):",
            "        return cls($URL, credential)",
        ],
    )
    b.define((kind,), [f"class {kind}({base}):", "    pass"])
    call = b.one_of(f"{kind}.connect({credential})", f"{kind}.connect()")
    return [*setup, f"{name} = {call}", *body(name)]


@feature("globals", "source")
def cache(b: Builder, body: Body) -> Lines:
    """A dict at the top level keeps what was made."""
    setup, credential = b.credential()
    store, get = b.fresh("_clients"), b.fresh("get_client")
    b.define(
        (get, store),
        [
            f"{store} = {{}}",
            f"def {get}(name):",
            f"    if name not in {store}:",
            *indent(indent([*setup, f"{store}[name] = {b.made(credential)}"])),
            f"    return {store}[name]",
        ],
    )
    name = b.fresh("client")
    return [f'{name} = {get}("app")', *body(name)]


@feature("globals", "source")
def singleton(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind = b.fresh("Registry")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    _instance = None",
            "    def __init__(self):",
            *indent(indent([*setup, f"self.client = {b.made(credential)}"])),
            "    @classmethod",
            "    def get(cls):",
            "        if cls._instance is None:",
            "            cls._instance = cls()",
            "        return cls._instance",
        ],
    )
    return body(f"{kind}.get().client")


@feature("options", "source", weight=2)
def popped_option(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    taken = b.one_of(
        'options.pop("credential", None)', 'options.get("credential")', 'options["credential"]'
    )
    b.define(
        (make,),
        [
            f"def {make}(**options):",
            f"    credential = {taken}",
            f"    return {b.made('credential')}",
        ],
    )
    call = f"{make}(credential={credential})"
    if "[" not in taken and b.chance(0.3):
        call = f"{make}()"
    return [*setup, f"{name} = {call}", *body(name)]


@feature("options", "source")
def keyword_only(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    default = b.one_of("None", f"{b.Credential}()")
    b.define(
        (make,),
        [
            f"def {make}(url=$URL, /, *, credential={default}):",
            f"    return {b.Client}(url, credential)",
        ],
    )
    call = b.one_of(f"{make}(credential={credential})", f"{make}()", f"{make}($URL)")
    return [*setup, f"{name} = {call}", *body(name)]


@feature("options", "source")
def merged_options(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    defaults, name = b.fresh("DEFAULTS"), b.fresh("client")
    first = b.one_of("None", f"{b.Credential}()")
    b.define((defaults,), [f'{defaults} = {{"credential": {first}}}'])
    merged = b.one_of(
        f'{{**{defaults}, "credential": {credential}}}',
        f'{defaults} | {{"credential": {credential}}}',
        f"dict({defaults}, credential={credential})",
        f"{{**{defaults}}}",
    )
    return [*setup, f"{name} = {b.Client}($URL, **({merged}))", *body(name)]


@feature("containers", "source")
def nested_containers(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("environments")
    made = f'{name} = {{"test": {{"client": {b.made(credential)}, "tries": 3}}}}'
    return [*setup, made, *body(f'{name}["test"]["client"]')]


@feature("containers", "source")
def by_comprehension(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, item = b.fresh("clients"), b.fresh("client")
    made = f'{name} = {{key: {b.made(credential)} for key in ("a", "b")}}'
    used = b.one_of(
        [f'{item} = {name}["a"]'],
        [f"{item} = next(iter({name}.values()))"],
        [f"{item} = list({name}.values())[0]"],
    )
    return [*setup, made, *used, *body(item)]


@feature("containers", "source")
def chosen_from_list(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    name, item = b.fresh("clients"), b.fresh("client")
    return [
        *first_setup,
        *second_setup,
        f"{name} = [{b.made(first)}, {b.made(second)}]",
        f"for {item} in {name}:",
        *indent(body(item)),
    ]


@feature("scopes", "source")
def conditional_definition(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    b.define(
        (make,),
        [
            f"if {b.flag()}:",
            f"    def {make}():",
            *indent(indent([*first_setup, f"return {b.made(first)}"])),
            "else:",
            f"    def {make}():",
            *indent(indent([*second_setup, f"return {b.made(second)}"])),
        ],
    )
    return [f"{name} = {make}()", *body(name)]


@feature("scopes", "source")
def made_in_a_loop(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    return [
        f"{name} = None",
        "for _ in range(2):",
        f"    if {name} is None:",
        *indent(indent([*setup, f"{name} = {b.made(credential)}"])),
        *body(name),
    ]


@feature("imports", "source")
def imported_inside(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    module = "azure.containerregistry.aio" if b.aio else "azure.containerregistry"
    local = b.fresh("Client")
    b.define(
        (make,),
        [
            f"def {make}():",
            f"    from {module} import ContainerRegistryClient as {local}",
            *indent([*setup, f"return {local}($URL, {credential})"]),
        ],
    )
    return [f"{name} = {make}()", *body(name)]


@feature("imports", "source")
def guarded_import(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    local, name = b.fresh("Client"), b.fresh("client")
    module = "azure.containerregistry.aio" if b.aio else "azure.containerregistry"
    b.define(
        (local,),
        [
            "try:",
            f"    from {module} import ContainerRegistryClient as {local}",
            "except ImportError:",
            f"    {local} = None",
        ],
    )
    return [*setup, f"{name} = {local}($URL, {credential})", *body(name)]


@feature("annotations", "source")
def only_for_types(b: Builder, body: Body) -> Lines:
    """The class is imported for annotations only."""
    local = b.fresh("Client")
    module = "azure.containerregistry.aio" if b.aio else "azure.containerregistry"
    run = b.fresh("work")
    b.define(
        (run,),
        [
            "if $typing.TYPE_CHECKING:",
            f"    from {module} import ContainerRegistryClient as {local}",
            *b.function(run, f'client: "{local}"', body("client")),
        ],
    )
    call = "$with_aio_client" if b.aio else "$with_client"
    return [b.awaited(f"{call}({run})")]


@feature("callbacks", "source")
def given_factory(b: Builder, body: Body) -> Lines:
    """A class gets the function that makes its client."""
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("registry")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, make):",
            "        self.client = make()",
        ],
    )
    return [
        *setup,
        f"{name} = {kind}(lambda: {b.made(credential)})",
        *body(f"{name}.client"),
    ]


@feature("callbacks", "source")
def class_as_value(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    b.define((make,), [f"def {make}(kind, *arguments):", "    return kind($URL, *arguments)"])
    return [*setup, f"{name} = {make}({b.Client}, {credential})", *body(name)]
