"""How a client comes from where it is made to where it is used."""

from __future__ import annotations

from tests.oracle.builder import Body, Builder, Lines, feature, indent


@feature("plain", "carrier", weight=3)
def stays(b: Builder, client: str, body: Body) -> Lines:
    return body(client)


@feature("functions", "carrier", weight=5)
def parameter(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    return [b.awaited(f"{run}({b.one_of('', 'client=')}{client})")]


@feature("functions", "carrier", weight=2)
def default_parameter(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", 'name="app", client=None', body("client"))
    before = b.one_of("client=", '"tools", ')
    return [b.awaited(f"{run}({before}{client})")]


@feature("functions", "carrier", weight=3)
def two_clients(b: Builder, client: str, body: Body) -> Lines:
    """The same helper is called with two clients, each call guarded in its own way."""
    run = b.helper("work", "client", body("client"))
    setup, credential = b.credential()
    other = b.fresh("client")
    first = b.guarded([b.awaited(f"{run}({client})")])
    second = b.guarded([b.awaited(f"{run}({other})")])
    return [*setup, f"{other} = {b.made(credential)}", *first, *second]


@feature("functions", "carrier", weight=2)
def two_callers(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    first = b.helper("first", "client", b.guarded([b.awaited(f"{run}(client)")], client="client"))
    second = b.helper("second", "client", b.guarded([b.awaited(f"{run}(client)")], client="client"))
    return [b.awaited(f"{first}({client})"), b.awaited(f"{second}({client})")]


@feature("functions", "carrier")
def returned(b: Builder, client: str, body: Body) -> Lines:
    same, name = b.fresh("same"), b.fresh("client")
    b.define((same,), [f"def {same}(client):", "    return client"])
    return [f"{name} = {same}({client})", *body(name)]


@feature("options", "carrier")
def starred(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client, name", body("client"))
    arguments = b.fresh("arguments")
    return b.one_of(
        [f'{arguments} = ({client}, "app")', b.awaited(f"{run}(*{arguments})")],
        [
            f'{arguments} = {{"client": {client}, "name": "app"}}',
            b.awaited(f"{run}(**{arguments})"),
        ],
    )


@feature("options", "carrier")
def passed_on(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    all_of_it = b.one_of("*arguments", "*arguments, **options")
    forward = b.helper("forward", all_of_it, [b.awaited(f"{run}({all_of_it})")])
    return [b.awaited(f"{forward}({client})")]


@feature("attributes", "carrier", weight=5)
def attribute(b: Builder, client: str, body: Body) -> Lines:
    kind = b.fresh("Service")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function("run", "self", body("self.client"))),
        ],
    )
    if b.chance(0.5):
        return [b.awaited(f"{kind}({client}).run()")]
    name = b.fresh("service")
    return [f"{name} = {kind}({client})", b.awaited(f"{name}.run()")]


@feature("attributes", "carrier", weight=2)
def attribute_set_later(b: Builder, client: str, body: Body) -> Lines:
    kind, name = b.fresh("Service"), b.fresh("service")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self):",
            "        self.client = None",
            "    def connect(self, client):",
            "        self.client = client",
            *indent(b.function("run", "self", body("self.client"))),
        ],
    )
    connect = b.one_of(f"{name}.connect({client})", f"{name}.client = {client}")
    return [f"{name} = {kind}()", connect, b.awaited(f"{name}.run()")]


@feature("attributes", "carrier", weight=2)
def method_calls(b: Builder, client: str, body: Body) -> Lines:
    """A method that calls another one, which sends."""
    kind = b.fresh("Service")
    call = b.guarded([b.awaited("self.step(self.client)")], client="self.client")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function("step", "self, client", body("client"))),
            *indent(b.function("run", "self", call)),
        ],
    )
    return [b.awaited(f"{kind}({client}).run()")]


@feature("inheritance", "carrier", weight=2)
def base_class(b: Builder, client: str, body: Body) -> Lines:
    base, kind = b.fresh("Base"), b.fresh("Service")
    init = b.one_of(
        [],
        ["    def __init__(self, client):", "        super().__init__(client)"],
        ["    def __init__(self, client, name='app'):", "        super().__init__(client)"],
    )
    b.define(
        (base,),
        [
            f"class {base}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function("run", "self", body("self.client"))),
        ],
    )
    b.define((kind,), [f"class {kind}({base}):", *(init or ["    pass"])])
    return [b.awaited(f"{kind}({client}).run()")]


@feature("inheritance", "carrier", weight=2)
def template_method(b: Builder, client: str, body: Body) -> Lines:
    """The base class guards and calls what the derived class does."""
    base, kind = b.fresh("Base"), b.fresh("Service")
    step = b.guarded([b.awaited("self.step()")], client="self.client")
    b.define(
        (base,),
        [
            f"class {base}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function("run", "self", step)),
            *indent(b.function("step", "self", ["raise NotImplementedError"])),
        ],
    )
    b.define(
        (kind,),
        [f"class {kind}({base}):", *indent(b.function("step", "self", body("self.client")))],
    )
    return [b.awaited(f"{kind}({client}).run()")]


@feature("inheritance", "carrier", weight=2)
def overridden(b: Builder, client: str, body: Body) -> Lines:
    """The derived method calls the base's through `super()`."""
    base, kind = b.fresh("Base"), b.fresh("Service")
    b.define(
        (base,), [f"class {base}:", *indent(b.function("run", "self, client", body("client")))]
    )
    call = b.guarded([b.awaited("super().run(client)")], client="client")
    b.define((kind,), [f"class {kind}({base}):", *indent(b.function("run", "self, client", call))])
    return [b.awaited(f"{kind}().run({client})")]


@feature("closures", "carrier", weight=3)
def nested_function(b: Builder, client: str, body: Body) -> Lines:
    run = b.fresh("work")
    inner = b.fresh("client")
    return [
        f"{inner} = {client}",
        *b.function(run, "", body(inner)),
        b.awaited(f"{run}()"),
    ]


@feature("closures", "carrier", weight=2)
def returned_closure(b: Builder, client: str, body: Body) -> Lines:
    make, run = b.fresh("make"), b.fresh("work")
    b.define(
        (make,),
        [f"def {make}(client):", *indent(b.function(run, "", body("client"))), f"    return {run}"],
    )
    if b.chance(0.5):
        return [b.awaited(f"{make}({client})()")]
    name = b.fresh("work")
    return [f"{name} = {make}({client})", b.awaited(f"{name}()")]


@feature("defaults", "carrier")
def default_argument(b: Builder, client: str, body: Body) -> Lines:
    run = b.fresh("work")
    return [*b.function(run, f"client={client}", body("client")), b.awaited(f"{run}()")]


@feature("scopes", "carrier", weight=2)
def set_global(b: Builder, client: str, body: Body) -> Lines:
    state, connect, run = b.fresh("_client"), b.fresh("connect"), b.fresh("work")
    b.define(
        (connect, run, state),
        [
            f"{state} = None",
            f"def {connect}(client):",
            f"    global {state}",
            f"    {state} = client",
            *b.function(run, "", body(state)),
        ],
    )
    return [f"{connect}({client})", b.awaited(f"{run}()")]


@feature("scopes", "carrier")
def set_nonlocal(b: Builder, client: str, body: Body) -> Lines:
    state, connect = b.fresh("client"), b.fresh("connect")
    return [
        f"{state} = None",
        f"def {connect}(given):",
        f"    nonlocal {state}",
        f"    {state} = given",
        f"{connect}({client})",
        *body(state),
    ]


@feature("containers", "carrier", weight=2)
def looped_over(b: Builder, client: str, body: Body) -> Lines:
    name = b.fresh("client")
    items = b.one_of(f"[{client}]", f"({client},)", f'{{"a": {client}}}.values()')
    return [f"for {name} in {items}:", *indent(body(name))]


@feature("containers", "carrier")
def dict_items(b: Builder, client: str, body: Body) -> Lines:
    name, key = b.fresh("client"), b.fresh("key")
    return [f'for {key}, {name} in {{"a": {client}}}.items():', *indent(body(name))]


@feature("containers", "carrier")
def paired(b: Builder, client: str, body: Body) -> Lines:
    name, other = b.fresh("client"), b.fresh("name")
    items = b.one_of(f'[({client}, "app")]', f'zip([{client}], ["app"])', f'[[{client}, "app"]]')
    return [f"for {name}, {other} in {items}:", *indent(body(name))]


@feature("records", "carrier")
def record(b: Builder, client: str, body: Body) -> Lines:
    kind = b.fresh("Job")
    b.define(
        (kind,),
        [
            "@$dataclasses.dataclass",
            f"class {kind}:",
            f"    client: {b.Client}",
            "    tries: int = 3",
        ],
    )
    run = b.helper("work", "job", body("job.client"))
    return [b.awaited(f"{run}({kind}({client}))")]


@feature("partials", "carrier", weight=2)
def partial(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("job")
    first, second = b.one_of((client, ""), (f"client={client}", ""))
    return [f"{name} = $functools.partial({run}, {first})", b.awaited(f"{name}({second})")]


@feature("partials", "carrier")
def partial_method(b: Builder, client: str, body: Body) -> Lines:
    kind, name = b.fresh("Service"), b.fresh("job")
    b.define(
        (kind,), [f"class {kind}:", *indent(b.function("run", "self, client", body("client")))]
    )
    return [f"{name} = {kind}().run", b.awaited(f"{name}({client})")]


@feature("lambdas", "carrier", weight=2)
def lambda_call(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("job")
    held = b.fresh("client")
    made = b.one_of(
        [f"{held} = {client}", f"{name} = lambda: {run}({held})"],
        [f"{name} = lambda client={client}: {run}(client)"],
    )
    return [*made, b.awaited(f"{name}()")]


@feature("callbacks", "carrier", weight=2)
def callback(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    call = b.guarded([b.awaited("function(*arguments)")], 0.4, client="")
    apply = b.helper("apply", "function, *arguments", call)
    return [b.awaited(f"{apply}({run}, {client})")]


@feature("callbacks", "carrier")
def dispatched(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("commands")
    call = b.one_of(f'{name}["run"]({client})', f'{name}.get("run")({client})')
    return [f'{name} = {{"run": {run}}}', b.awaited(call)]


@feature("callbacks", "carrier")
def callable_instance(b: Builder, client: str, body: Body) -> Lines:
    kind = b.fresh("Job")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function("__call__", "self", body("self.client"))),
        ],
    )
    return [b.awaited(f"{kind}({client})()")]


@feature("callbacks", "carrier")
def kept_callback(b: Builder, client: str, body: Body) -> Lines:
    """A callback that an object keeps, and calls later."""
    run, kind, name = (
        b.helper("work", "client", body("client")),
        b.fresh("Button"),
        b.fresh("button"),
    )
    press = b.guarded([b.awaited("self.action(self.client)")], 0.3, client="")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, action, client):",
            "        self.action = action",
            "        self.client = client",
            *indent(b.function("press", "self", press)),
        ],
    )
    return [f"{name} = {kind}({run}, {client})", b.awaited(f"{name}.press()")]


@feature("callbacks", "carrier")
def listed_callbacks(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name, step = b.fresh("steps"), b.fresh("step")
    return [
        f"{name} = []",
        f"{name}.append({run})",
        f"for {step} in {name}:",
        f"    {b.awaited(f'{step}({client})')}",
    ]


@feature("managers", "carrier")
def scope(b: Builder, client: str, body: Body) -> Lines:
    make, name = b.fresh("scope"), b.fresh("client")
    decorator = "$contextlib.asynccontextmanager" if b.aio else "$contextlib.contextmanager"
    inside = b.guarded(["yield client"], 0.3, client="client")
    b.define((make,), [f"@{decorator}", *b.function(make, "client", inside)])
    return [f"{b.prefix}with {make}({client}) as {name}:", *indent(body(name))]


@feature("managers", "carrier")
def manager_class(b: Builder, client: str, body: Body) -> Lines:
    kind, name = b.fresh("Scope"), b.fresh("client")
    enter, leave = ("__aenter__", "__aexit__") if b.aio else ("__enter__", "__exit__")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function(enter, "self", ["return self.client"])),
            *indent(b.function(leave, "self, *error", [b.one_of("pass", "return False")])),
        ],
    )
    return [f"{b.prefix}with {kind}({client}) as {name}:", *indent(body(name))]


@feature("decorators", "carrier", weight=2)
def decorated(b: Builder, client: str, body: Body) -> Lines:
    """A function behind a decorator of the program, which may handle its errors."""
    decorate, run = b.fresh("decorate"), b.fresh("work")
    call = b.guarded([f"return {b.awaited('function(*arguments, **options)')}"], 0.6, client="")
    wraps = b.one_of(["    @$functools.wraps(function)"], [])
    b.define(
        (decorate,),
        [
            f"def {decorate}(function):",
            *wraps,
            *indent(b.function("wrapper", "*arguments, **options", call)),
            "    return wrapper",
        ],
    )
    b.define((run,), [f"@{decorate}", *b.function(run, "client", body("client"))])
    return [b.awaited(f"{run}({client})")]


@feature("decorators", "carrier")
def decorated_with_arguments(b: Builder, client: str, body: Body) -> Lines:
    decorate, run = b.fresh("handled"), b.fresh("work")
    kinds = b.one_of("$HttpResponseError", "Exception", "ValueError", "$AzureError")
    b.define(
        (decorate,),
        [
            f"def {decorate}(*kinds):",
            "    def decorate(function):",
            *indent(
                indent(
                    b.function(
                        "wrapper",
                        "*arguments",
                        [
                            "try:",
                            f"    return {b.awaited('function(*arguments)')}",
                            "except kinds:",
                            "    return None",
                        ],
                    )
                )
            ),
            "        return wrapper",
            "    return decorate",
        ],
    )
    b.define((run,), [f"@{decorate}({kinds})", *b.function(run, "client", body("client"))])
    return [b.awaited(f"{run}({client})")]


@feature("decorators", "carrier")
def decorated_method(b: Builder, client: str, body: Body) -> Lines:
    decorate, kind = b.fresh("decorate"), b.fresh("Service")
    call = b.guarded([f"return {b.awaited('method(self, *arguments)')}"], 0.6, client="")
    b.define(
        (decorate,),
        [
            f"def {decorate}(method):",
            *indent(b.function("wrapper", "self, *arguments", call)),
            "    return wrapper",
        ],
    )
    b.define(
        (kind,),
        [
            f"class {kind}:",
            f"    @{decorate}",
            *indent(b.function("run", "self, client", body("client"))),
        ],
    )
    return [b.awaited(f"{kind}().run({client})")]


@feature("recursion", "carrier")
def recursion(b: Builder, client: str, body: Body) -> Lines:
    run = b.fresh("work")
    again = b.guarded([b.awaited(f"{run}(client, depth - 1)")], 0.4, client="client")
    lines = ["if depth:", *indent(again), "    return", *body("client")]
    b.define((run,), b.function(run, "client, depth", lines))
    return [b.awaited(f"{run}({client}, 2)")]


@feature("recursion", "carrier")
def mutual_recursion(b: Builder, client: str, body: Body) -> Lines:
    first, second = b.fresh("work"), b.fresh("work")
    b.define(
        (first, second),
        [
            *b.function(
                first,
                "client, depth",
                ["if depth:", f"    {b.awaited(f'{second}(client, depth - 1)')}"],
            ),
            *b.function(
                second, "client, depth", [b.awaited(f"{first}(client, depth)"), *body("client")]
            ),
        ],
    )
    return [b.awaited(f"{first}({client}, 2)")]


@feature("threads", "carrier", "sync")
def thread(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("thread")
    made = b.one_of(
        f"$threading.Thread(target={run}, args=({client},))",
        f'$threading.Thread(target={run}, kwargs={{"client": {client}}})',
    )
    return [f"{name} = {made}", f"{name}.start()", f"{name}.join()"]


@feature("threads", "carrier", "sync")
def executor(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    pool, future = b.fresh("pool"), b.fresh("future")
    result = b.guarded([f"{future}.result()"])
    return [
        f"with $futures.ThreadPoolExecutor() as {pool}:",
        f"    {future} = {pool}.submit({run}, {client})",
        *indent(result),
    ]


@feature("tasks", "carrier", "aio", weight=2)
def task(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("task")
    awaited = b.guarded([f"await {name}"])
    return [f"{name} = $asyncio.create_task({run}({client}))", *awaited]


@feature("tasks", "carrier", "aio", weight=2)
def gathered(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    call = b.one_of(
        f"await $asyncio.gather({run}({client}))",
        f"await $asyncio.gather({run}({client}), $asyncio.sleep(0))",
        f"await $asyncio.gather(*[{run}({client})])",
        f"await $asyncio.gather({run}({client}), return_exceptions=True)",
        f"await $asyncio.wait_for({run}({client}), 5)",
        f"await $asyncio.shield({run}({client}))",
    )
    return [call]


@feature("coroutines", "carrier", "aio", weight=2)
def stored(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("pending")
    made = b.guarded([f"{name} = {run}({client})"], 0.3)
    return [*made, *b.guarded([f"await {name}"])]


@feature("groups", "carrier", "aio", since=(3, 11))
def task_group(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("group")
    return b.guarded(
        [
            f"async with $asyncio.TaskGroup() as {name}:",
            f"    {name}.create_task({run}({client}))",
        ]
    )


@feature("callbacks", "carrier", "aio")
def done_callback(b: Builder, client: str, body: Body) -> Lines:
    """What a task calls when it is done is a root of its own."""
    run, name = b.fresh("after"), b.fresh("task")
    aio, b.aio = b.aio, False
    held, made = b.fresh("client"), b.made("$Credential()")
    lines = b.guarded([b.call(held)], 0.4, held)
    b.define((run,), [f"def {run}(task):", *indent([f"{held} = {made}", *lines])])
    b.aio = aio
    return [
        f"{name} = $asyncio.create_task($asyncio.sleep(0))",
        f"{name}.add_done_callback({run})",
        f"await {name}",
        "await $asyncio.sleep(0)",
        *body(client),
    ]


@feature("generators", "carrier", "sync")
def iterable_class(b: Builder, client: str, body: Body) -> Lines:
    kind, name = b.fresh("Steps"), b.fresh("steps")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            "    def __iter__(self):",
            *indent(indent([*body("self.client"), "yield 1"])),
        ],
    )
    return [f"{name} = {kind}({client})", *b.guarded([f"for step in {name}:", "    print(step)"])]


@feature("generators", "carrier", "sync")
def generator(b: Builder, client: str, body: Body) -> Lines:
    """The body runs where the generator is advanced."""
    run, name = b.fresh("steps"), b.fresh("steps")
    b.define((run,), [f"def {run}(client):", *indent([*body("client"), "yield 1"])])
    made = b.guarded([f"{name} = {run}({client})"], 0.4)
    consumed = b.one_of(
        [f"list({name})"],
        [f"for step in {name}:", "    print(step)"],
        [f"next({name}, None)"],
        [f"print(*{name})"],
        [f"print(sum({name}))"],
    )
    return [*made, *b.guarded(consumed)]


@feature("async generators", "carrier", "aio")
def async_generator(b: Builder, client: str, body: Body) -> Lines:
    run, name = b.fresh("steps"), b.fresh("steps")
    b.define((run,), [f"async def {run}(client):", *indent([*body("client"), "yield 1"])])
    made = b.guarded([f"{name} = {run}({client})"], 0.4)
    consumed = b.one_of(
        [f"async for step in {name}:", "    print(step)"],
        [f"found = [step async for step in {name}]"],
        [f"await anext({name}, None)"],
    )
    return [*made, *b.guarded(consumed)]
