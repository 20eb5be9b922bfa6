"""Where a client is made and how code gets hold of it."""

from __future__ import annotations

from tests.oracle.builder import Body, Builder, Lines, feature, indent


@feature("plain", "source", weight=3)
def local(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    return [*setup, f"{name} = {b.made(credential)}", *body(name)]


@feature("with", "source", weight=3)
def managed(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    return [*setup, f"{b.prefix}with {b.made(credential)} as {name}:", *indent(body(name))]


@feature("with", "source")
def entered_later(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    bound = b.fresh("client")
    target = b.one_of("", f" as {bound}")
    used = bound if target else name
    return [
        *setup,
        f"{name} = {b.made(credential)}",
        f"{b.prefix}with {name}{target}:",
        *indent(body(used)),
    ]


@feature("with", "source")
def managed_with_credential(b: Builder, body: Body) -> Lines:
    name, credential = b.fresh("client"), b.fresh("credential")
    managers = f"{b.Credential}() as {credential}, {b.made(credential)} as {name}"
    return [f"{b.prefix}with {managers}:", *indent(body(name))]


@feature("locals", "source")
def alternative(b: Builder, body: Body) -> Lines:
    name = b.fresh("client")
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    return [
        f"if {b.flag()}:",
        *indent([*first_setup, f"{name} = {b.made(first)}"]),
        "else:",
        *indent([*second_setup, f"{name} = {b.made(second)}"]),
        *body(name),
    ]


@feature("locals", "source")
def aliased(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, alias = b.fresh("client"), b.fresh("client")
    return [*setup, f"{name} = {b.made(credential)}", f"{alias} = {name}", *body(alias)]


@feature("locals", "source")
def made_in_place(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    made = b.made(credential)
    return [*setup, f"{name} = other = {made}", "$use(other)", *body(name)]


@feature("globals", "source", weight=3)
def module_level(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    b.define((name,), [*setup, f"{name} = {b.made(credential)}"])
    return body(name)


@feature("globals", "source")
def lazy_global(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    state, get = b.fresh("_client"), b.fresh("get_client")
    test = b.one_of(f"{state} is None", f"not {state}")
    b.define(
        (get, state),
        [
            f"{state} = None",
            f"def {get}():",
            f"    global {state}",
            f"    if {test}:",
            *indent(indent([*setup, f"{state} = {b.made(credential)}"])),
            f"    return {state}",
        ],
    )
    if b.chance(0.5):
        return body(f"{get}()")
    name = b.fresh("client")
    return [f"{name} = {get}()", *body(name)]


@feature("factories", "source", weight=2)
def factory(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    b.define((make,), [f"def {make}():", *indent([*setup, f"return {b.made(credential)}"])])
    return [f"{name} = {make}()", *body(name)]


@feature("factories", "source", weight=2)
def factory_with_default(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    b.define((make,), [f"def {make}(credential=None):", f"    return {b.made('credential')}"])
    call = b.one_of(f"{make}()", f"{make}({credential})", f"{make}(credential={credential})")
    return [*setup, f"{name} = {call}", *body(name)]


@feature("factories", "source")
def cached_factory(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make = b.fresh("make")
    decorator = b.one_of(
        "@$functools.lru_cache", "@$functools.lru_cache(maxsize=None)", "@$functools.cache"
    )
    b.define(
        (make,), [decorator, f"def {make}():", *indent([*setup, f"return {b.made(credential)}"])]
    )
    return body(f"{make}()")


@feature("factories", "source")
def class_method(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("client")
    decorator, first = b.one_of(("@classmethod", "cls"), ("@staticmethod", ""))
    b.define(
        (kind,),
        [
            f"class {kind}:",
            f"    {decorator}",
            f"    def connect({first}):",
            *indent(indent([*setup, f"return {b.made(credential)}"])),
        ],
    )
    return [f"{name} = {kind}.connect()", *body(name)]


@feature("factories", "source")
def instance_factory(b: Builder, body: Body) -> Lines:
    """A classmethod that makes an instance around a client."""
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("registry")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            "    @classmethod",
            "    def connect(cls):",
            *indent(indent([*setup, f"return cls({b.made(credential)})"])),
        ],
    )
    return [f"{name} = {kind}.connect()", *body(f"{name}.client")]


@feature("options", "source", weight=2)
def options(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, options = b.fresh("client"), b.fresh("options")
    made = b.one_of(
        f'{options} = {{"credential": {credential}}}',
        f"{options} = dict(credential={credential})",
        f'{options} = {{"retry_total": 1, "credential": {credential}}}',
    )
    return [*setup, made, f"{name} = {b.Client}($URL, **{options})", *body(name)]


@feature("options", "source")
def options_filled(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, options = b.fresh("client"), b.fresh("options")
    return [
        *setup,
        f"{options} = {{}}",
        f'{options}["credential"] = {credential}',
        f"{name} = {b.Client}($URL, **{options})",
        *body(name),
    ]


@feature("options", "source")
def options_passed_on(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    b.define((make,), [f"def {make}(**options):", f"    return {b.Client}($URL, **options)"])
    call = b.one_of(f"{make}(credential={credential})", f"{make}()")
    return [*setup, f"{name} = {call}", *body(name)]


@feature("partials", "source")
def partial(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    first, second = b.one_of(
        (f"$URL, {credential}", ""),
        ("$URL", credential),
        (f"credential={credential}", "$URL"),
        ("$URL", f"credential={credential}"),
    )
    return [
        *setup,
        f"{make} = $functools.partial({b.Client}, {first})",
        f"{name} = {make}({second})",
        *body(name),
    ]


@feature("inheritance", "source", weight=2)
def subclass(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("client")
    extra = b.one_of(
        [],
        [
            "    def __init__(self, credential=None, **options):",
            "        super().__init__($URL, credential, **options)",
        ],
    )
    b.define((kind,), [f"class {kind}({b.Client}):", *(extra or ["    pass"])])
    argument = b.one_of(credential, f"credential={credential}")
    made = f"{kind}({argument})" if extra else f"{kind}($URL, {argument})"
    return [*setup, f"{name} = {made}", *body(name)]


@feature("managers", "source")
def context_manager_factory(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("registry"), b.fresh("client")
    decorator = "$contextlib.asynccontextmanager" if b.aio else "$contextlib.contextmanager"
    inside = b.one_of(
        [f"{b.prefix}with {b.made(credential)} as client:", "    yield client"],
        [f"client = {b.made(credential)}", "yield client"],
        [
            f"client = {b.made(credential)}",
            "try:",
            "    yield client",
            "finally:",
            f"    {b.awaited('client.close()')}",
        ],
    )
    b.define((make,), [f"@{decorator}", *b.function(make, "", [*setup, *inside])])
    return [f"{b.prefix}with {make}() as {name}:", *indent(body(name))]


@feature("managers", "source", "sync")
def closing(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    manager = b.one_of("$contextlib.closing", "$contextlib.nullcontext")
    return [*setup, f"with {manager}({b.made(credential)}) as {name}:", *indent(body(name))]


@feature("stacks", "source")
def exit_stack(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    stack, name = b.fresh("stack"), b.fresh("client")
    kind = "$contextlib.AsyncExitStack" if b.aio else "$contextlib.ExitStack"
    enter = "enter_async_context" if b.aio else "enter_context"
    entered = b.awaited(f"{stack}.{enter}({b.made(credential)})")
    return [
        *setup,
        f"{b.prefix}with {kind}() as {stack}:",
        *indent([f"{name} = {entered}", *body(name)]),
    ]


@feature("containers", "source")
def dict_element(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    name = b.fresh("clients")
    key = b.one_of("a", "b")
    return [
        *first_setup,
        *second_setup,
        f'{name} = {{"a": {b.made(first)}}}',
        f'{name}["b"] = {b.made(second)}',
        *body(b.one_of(f'{name}["{key}"]', f'{name}.get("{key}")')),
    ]


@feature("containers", "source")
def list_element(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, item = b.fresh("clients"), b.fresh("client")
    made = b.one_of(
        [f"{name} = [{b.made(credential)}]"],
        [f"{name} = []", f"{name}.append({b.made(credential)})"],
    )
    used = b.one_of([f"{item} = {name}[0]"], [f"{item}, = {name}"], [f"{item} = {name}.pop()"])
    return [*setup, *made, *used, *body(item)]


@feature("containers", "source")
def unpacked(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, other = b.fresh("client"), b.fresh("name")
    return [*setup, f'{name}, {other} = {b.made(credential)}, "app"', *body(name)]


@feature("containers", "source")
def unpacked_result(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name, other = b.fresh("make"), b.fresh("client"), b.fresh("name")
    result = f'return "app", {b.made(credential)}'
    b.define((make,), [f"def {make}():", *indent([*setup, result])])
    return [f"{other}, {name} = {make}()", *body(name)]


@feature("walrus", "source")
def walrus(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    return [*setup, f"if {name} := {b.made(credential)}:", *indent(body(name))]


@feature("records", "source")
def data_class(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Settings"), b.fresh("settings")
    default = b.one_of("", " = None")
    b.define(
        (kind,),
        [
            "@$dataclasses.dataclass",
            f"class {kind}:",
            "    name: str",
            f"    client: {b.Client}{default}",
        ],
    )
    made = b.one_of(
        f'{kind}("app", {b.made(credential)})', f'{kind}(client={b.made(credential)}, name="app")'
    )
    return [*setup, f"{name} = {made}", *body(f"{name}.client")]


@feature("records", "source")
def default_factory(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, kind, name = b.fresh("make"), b.fresh("Settings"), b.fresh("settings")
    b.define((make,), [f"def {make}():", *indent([*setup, f"return {b.made(credential)}"])])
    b.define(
        (kind,),
        [
            "@$dataclasses.dataclass",
            f"class {kind}:",
            f"    client: {b.Client} = $dataclasses.field(default_factory={make})",
        ],
    )
    return [f"{name} = {kind}()", *body(f"{name}.client")]


@feature("records", "source")
def named_tuple(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Settings"), b.fresh("settings")
    b.define(
        (kind,),
        [f"class {kind}($typing.NamedTuple):", "    name: str", f"    client: {b.Client}"],
    )
    used = b.one_of(f"{name}.client", f"{name}[1]")
    return [*setup, f'{name} = {kind}("app", {b.made(credential)})', *body(used)]


@feature("properties", "source", weight=2)
def client_property(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("registry")
    decorator = b.one_of("@property", "@$functools.cached_property")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            f"    {decorator}",
            "    def client(self):",
            *indent(indent([*setup, f"return {b.made(credential)}"])),
        ],
    )
    return [f"{name} = {kind}()", *body(f"{name}.client")]


@feature("lazy attributes", "source", weight=2)
def lazy_attribute(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("registry")
    test = b.one_of("self._client is None", "not self._client")
    decorator, used = b.one_of((["    @property"], "client"), ([], "client()"))
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self):",
            "        self._client = None",
            *decorator,
            "    def client(self):",
            f"        if {test}:",
            *indent(indent(indent([*setup, f"self._client = {b.made(credential)}"]))),
            "        return self._client",
        ],
    )
    return [f"{name} = {kind}()", *body(f"{name}.{used}")]


@feature("attributes", "source")
def class_attribute(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind = b.fresh("Registry")
    b.define((kind,), [*setup, f"class {kind}:", f"    client = {b.made(credential)}"])
    return body(b.one_of(f"{kind}.client", f"{kind}().client"))


@feature("attributes", "source")
def kept_credential(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Registry"), b.fresh("client")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, credential=None):",
            "        self.credential = credential",
            "    def connect(self):",
            f"        return {b.made('self.credential')}",
        ],
    )
    made = b.one_of(f"{kind}({credential})", f"{kind}()", f"{kind}(credential={credential})")
    return [*setup, f"{name} = {made}.connect()", *body(name)]


@feature("annotations", "source", weight=2)
def annotated(b: Builder, body: Body) -> Lines:
    annotation = b.one_of(b.Client, b.Client, f'"{b.Client}"')
    run = b.helper("work", f"client: {annotation}", body("client"))
    call = "$with_aio_client" if b.aio else "$with_client"
    return [b.awaited(f"{call}({run})")]


@feature("annotations", "source")
def optional(b: Builder, body: Body) -> Lines:
    annotation = b.one_of(f"$typing.Optional[{b.Client}]", f"{b.Client} | None")
    lines = b.one_of(
        ["if client is None:", "    return", *body("client")],
        ["if client:", *indent(body("client"))],
        ["if client is not None:", *indent(body("client"))],
        ["assert client is not None", *body("client")],
    )
    run = b.helper("work", f"client: {annotation} = None", lines)
    call = "$with_aio_client" if b.aio else "$with_client"
    return [b.awaited(f"{call}({run})")]


@feature("credentials", "source")
def one_of_two(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    name = b.fresh("client")
    chosen = b.one_of(
        f"{b.made(first)} if {b.flag()} else {b.made(second)}",
        f"None or {b.made(first)}",
        f"({b.made(first)}, {b.made(second)})[0]",
    )
    return [*first_setup, *second_setup, f"{name} = {chosen}", *body(name)]


@feature("narrowing", "source", weight=2)
def narrowed(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("client")
    made = [
        *setup,
        f"{name} = None",
        f"if {b.flag()}:",
        f"    {name} = {b.made(credential)}",
    ]
    if b.chance(0.5):
        test = b.one_of(
            name, f"{name} is not None", f"isinstance({name}, {b.Client})", f"not {name} is None"
        )
        return [*made, f"if {test}:", *indent(body(name))]
    test = b.one_of(f"not {name}", f"{name} is None", f"not isinstance({name}, {b.Client})")
    return [*made, f"if {test}:", f"    {b.leave}", *body(name)]


@feature("match", "source")
def matched(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    name, mode = b.fresh("client"), b.fresh("mode")
    return [
        f'{mode} = "read" if {b.flag()} else "write"',
        f"match {mode}:",
        '    case "read":',
        *indent(indent([*first_setup, f"{name} = {b.made(first)}"])),
        "    case _:",
        *indent(indent([*second_setup, f"{name} = {b.made(second)}"])),
        *body(name),
    ]


@feature("lambdas", "source")
def made_by_lambda(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    make, name = b.fresh("make"), b.fresh("client")
    return [
        *setup,
        f"{make} = lambda: {b.made(credential)}",
        f"{name} = {make}()",
        *body(name),
    ]


@feature("closures", "source")
def made_by_closure(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    connector, name = b.fresh("connector"), b.fresh("client")
    b.define(
        (connector,),
        [
            f"def {connector}(credential):",
            "    def connect():",
            f"        return {b.made('credential')}",
            "    return connect",
        ],
    )
    return [*setup, f"{name} = {connector}({credential})()", *body(name)]


@feature("comprehensions", "source")
def comprehension(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name, item = b.fresh("clients"), b.fresh("client")
    made = b.one_of(
        f"[{b.made(credential)} for _ in range(2)]",
        f"list({b.made(credential)} for _ in range(2))",
    )
    return [*setup, f"{name} = {made}", f"for {item} in {name}:", *indent(body(item))]
