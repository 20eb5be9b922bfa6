"""Less usual ways in which a client comes to where it is used."""

from __future__ import annotations

from tests.oracle.builder import Body, Builder, Lines, feature, indent


@feature("options", "carrier")
def from_arguments(b: Builder, client: str, body: Body) -> Lines:
    name = b.fresh("client")
    parameters, taken, call = b.one_of(
        ("*arguments", "arguments[0]", client),
        ("**options", 'options["client"]', f"client={client}"),
        ("**options", 'options.get("client")', f"client={client}"),
        ("*arguments, **options", 'options.pop("client")', f"client={client}"),
    )
    run = b.helper("work", parameters, [f"{name} = {taken}", *body(name)])
    return [b.awaited(f"{run}({call})")]


@feature("callbacks", "carrier")
def chosen_function(b: Builder, client: str, body: Body) -> Lines:
    first = b.helper("work", "client", body("client"))
    second = b.helper("work", "client", ["print(client)"])
    name = b.fresh("chosen")
    return [
        f"{name} = {first} if {b.flag()} else {second}",
        *b.guarded([b.awaited(f"{name}({client})")], 0.3),
    ]


@feature("decorators", "carrier")
def class_decorator(b: Builder, client: str, body: Body) -> Lines:
    """A decorator that is a class; its `__call__` may handle."""
    kind, run = b.fresh("Decorate"), b.fresh("work")
    call = b.guarded([f"return {b.awaited('self.function(*arguments)')}"], 0.6, client="")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, function):",
            "        self.function = function",
            *indent(b.function("__call__", "self, *arguments", call)),
        ],
    )
    b.define((run,), [f"@{kind}", *b.function(run, "client", body("client"))])
    return [b.awaited(f"{run}({client})")]


@feature("decorators", "carrier")
def stacked_decorators(b: Builder, client: str, body: Body) -> Lines:
    first, second, run = b.fresh("decorate"), b.fresh("decorate"), b.fresh("work")
    for name in (first, second):
        call = b.guarded([f"return {b.awaited('function(*arguments)')}"], 0.4, client="")
        b.define(
            (name,),
            [
                f"def {name}(function):",
                "    @$functools.wraps(function)",
                *indent(b.function("wrapper", "*arguments", call)),
                "    return wrapper",
            ],
        )
    b.define((run,), [f"@{first}", f"@{second}", *b.function(run, "client", body("client"))])
    return [b.awaited(f"{run}({client})")]


@feature("decorators", "carrier")
def retrying_decorator(b: Builder, client: str, body: Body) -> Lines:
    decorate, run = b.fresh("retry"), b.fresh("work")
    kind = b.one_of("$HttpResponseError", "$HttpResponseError", "Exception", "ValueError")
    end = b.one_of(["raise"], ["return None"], ["continue"])
    b.define(
        (decorate,),
        [
            f"def {decorate}(times=3, on={kind}):",
            "    def decorate(function):",
            *indent(
                indent(
                    b.function(
                        "wrapper",
                        "*arguments",
                        [
                            "for attempt in range(times):",
                            "    try:",
                            f"        return {b.awaited('function(*arguments)')}",
                            "    except on:",
                            "        if attempt == times - 1:",
                            *indent(indent(indent(end))),
                        ],
                    )
                )
            ),
            "        return wrapper",
            "    return decorate",
        ],
    )
    used = b.one_of(f"@{decorate}()", f"@{decorate}(times=2)")
    b.define((run,), [used, *b.function(run, "client", body("client"))])
    return [b.awaited(f"{run}({client})")]


@feature("decorators", "carrier", "sync")
def manager_as_decorator(b: Builder, client: str, body: Body) -> Lines:
    manager, run = b.fresh("handled"), b.fresh("work")
    inside = b.guarded_sync(["yield"], 0.8)
    b.define((manager,), ["@$contextlib.contextmanager", f"def {manager}():", *indent(inside)])
    b.define((run,), [f"@{manager}()", *b.function(run, "client", body("client"))])
    return [b.awaited(f"{run}({client})")]


@feature("inheritance", "carrier")
def abstract(b: Builder, client: str, body: Body) -> Lines:
    base, kind = b.fresh("Base"), b.fresh("Step")
    b.define(
        (base,),
        [
            f"class {base}($abc.ABC):",
            "    @$abc.abstractmethod",
            *indent(b.function("run", "self, client", ["..."])),
        ],
    )
    b.define(
        (kind,),
        [f"class {kind}({base}):", *indent(b.function("run", "self, client", body("client")))],
    )
    call = b.guarded([b.awaited("step.run(client)")], 0.4, client="client")
    start = b.helper("start", f"step: {base}, client", call)
    return [b.awaited(f"{start}({kind}(), {client})")]


@feature("inheritance", "carrier")
def several_steps(b: Builder, client: str, body: Body) -> Lines:
    """Two derived classes; only one of them sends."""
    base, first, second = b.fresh("Base"), b.fresh("Step"), b.fresh("Step")
    step = b.fresh("step")
    b.define((base,), [f"class {base}:", *indent(b.function("run", "self, client", ["pass"]))])
    b.define(
        (first,),
        [f"class {first}({base}):", *indent(b.function("run", "self, client", body("client")))],
    )
    b.define((second,), [f"class {second}({base}):", "    pass"])
    return [
        f"for {step} in ({first}(), {second}()):",
        *indent(b.guarded([b.awaited(f"{step}.run({client})")], 0.3)),
    ]


@feature("attributes", "carrier")
def fluent(b: Builder, client: str, body: Body) -> Lines:
    kind = b.fresh("Job")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def using(self, client):",
            "        self.client = client",
            "        return self",
            *indent(b.function("run", "self", body("self.client"))),
        ],
    )
    return [b.awaited(f"{kind}().using({client}).run()")]


@feature("attributes", "carrier")
def state_between_methods(b: Builder, client: str, body: Body) -> Lines:
    """One method handles what it starts, another one does not."""
    kind, name = b.fresh("Service"), b.fresh("service")
    first = b.guarded([b.awaited("self.work()")], 0.8, client="self.client")
    second = b.guarded([b.awaited("self.work()")], 0.3, client="self.client")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            *indent(b.function("work", "self", body("self.client"))),
            *indent(b.function("start", "self", first)),
            *indent(b.function("stop", "self", second)),
        ],
    )
    used = b.one_of(("start", "stop"), ("stop", "start"))
    calls = [b.awaited(f"{name}.{method}()") for method in used]
    return [f"{name} = {kind}({client})", *calls]


@feature("properties", "carrier")
def sending_property(b: Builder, client: str, body: Body) -> Lines:
    if b.aio:
        return body(client)
    kind, name = b.fresh("Repository"), b.fresh("repository")
    decorator = b.one_of("@property", "@$functools.cached_property")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.client = client",
            f"    {decorator}",
            "    def size(self):",
            *indent(indent([*body("self.client"), "return 1"])),
        ],
    )
    return [f"{name} = {kind}({client})", *b.guarded([f"print({name}.size)"])]


@feature("properties", "carrier")
def property_setter(b: Builder, client: str, body: Body) -> Lines:
    kind, name = b.fresh("Holder"), b.fresh("holder")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    @property",
            "    def client(self):",
            "        return self._client",
            "    @client.setter",
            "    def client(self, value):",
            "        self._client = value",
        ],
    )
    return [f"{name} = {kind}()", f"{name}.client = {client}", *body(f"{name}.client")]


@feature("closures", "carrier")
def closure_in_loop(b: Builder, client: str, body: Body) -> Lines:
    jobs, job, held = b.fresh("jobs"), b.fresh("job"), b.fresh("client")
    run = b.helper("work", "client", body("client"))
    bound = b.one_of(f"lambda: {run}({held})", f"lambda {held}={held}: {run}({held})")
    return [
        f"{jobs} = []",
        f"for {held} in [{client}]:",
        f"    {jobs}.append({bound})",
        f"for {job} in {jobs}:",
        *indent(b.guarded([b.awaited(f"{job}()")], 0.3)),
    ]


@feature("threads", "carrier", "sync")
def thread_class(b: Builder, client: str, body: Body) -> Lines:
    kind, name = b.fresh("Worker"), b.fresh("worker")
    b.define(
        (kind,),
        [
            f"class {kind}($threading.Thread):",
            "    def __init__(self, client):",
            "        super().__init__()",
            "        self.client = client",
            "    def run(self):",
            *indent(indent(body("self.client"))),
        ],
    )
    return [f"{name} = {kind}({client})", f"{name}.start()", f"{name}.join()"]


@feature("threads", "carrier", "sync")
def pool_mapped(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    pool = b.fresh("pool")
    return [
        f"with $futures.ThreadPoolExecutor() as {pool}:",
        *indent(b.guarded([f"print(list({pool}.map({run}, [{client}])))"], 0.4)),
    ]


@feature("generators", "carrier", "sync")
def pipeline(b: Builder, client: str, body: Body) -> Lines:
    first, second, name = b.fresh("steps"), b.fresh("steps"), b.fresh("steps")
    b.define((first,), [f"def {first}(client):", *indent([*body("client"), "yield 1"])])
    loop = ["for item in items:", "    yield item"]
    b.define((second,), [f"def {second}(items):", *indent(b.guarded(loop, 0.4, client=""))])
    return [
        f"{name} = {second}({first}({client}))",
        *b.guarded([f"for step in {name}:", "    print(step)"]),
    ]


@feature("generators", "carrier", "sync")
def generator_kept(b: Builder, client: str, body: Body) -> Lines:
    """One method makes the generator, another one advances it."""
    kind, name = b.fresh("Steps"), b.fresh("steps")
    advance = b.one_of(["return next(self.found, None)"], ["return list(self.found)"])
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            "        self.found = self.steps(client)",
            "    def steps(self, client):",
            *indent(indent([*body("client"), "yield 1"])),
            "    def advance(self):",
            *indent(indent(b.guarded(advance, 0.4, client=""))),
        ],
    )
    return [*b.guarded([f"{name} = {kind}({client})"], 0.3), f"{name}.advance()"]


@feature("generators", "carrier", "sync")
def generator_with_cleanup(b: Builder, client: str, body: Body) -> Lines:
    run, name = b.fresh("steps"), b.fresh("steps")
    lines = ["try:", *indent([*body("client"), "yield 1"]), "finally:", "    print(1)"]
    b.define((run,), [f"def {run}(client):", *indent(lines)])
    consumed = b.one_of(
        [f"next({name}, None)", f"{name}.close()"],
        [f"{name}.send(None)"] if "return" not in "".join(lines) else [f"list({name})"],
        [f"for step in {name}:", "    break"],
    )
    return [f"{name} = {run}({client})", *b.guarded(consumed, 0.4)]


@feature("coroutines", "carrier", "aio")
def run_in_executor(b: Builder, client: str, body: Body) -> Lines:
    b.aio = False
    held = b.fresh("client")
    made = b.made("$Credential()")
    inside = b.guarded([b.call(held)], 0.4, held)
    b.aio = True
    run = b.fresh("blocking")
    b.define((run,), [f"def {run}():", *indent([f"{held} = {made}", *inside])])
    loop = b.fresh("loop")
    return [
        f"{loop} = $asyncio.get_running_loop()",
        *b.guarded([f"await {loop}.run_in_executor(None, {run})"], 0.4),
        *body(client),
    ]


@feature("coroutines", "carrier", "aio")
def with_semaphore(b: Builder, client: str, body: Body) -> Lines:
    name = b.fresh("limit")
    manager = b.one_of("$asyncio.Semaphore(2)", "$asyncio.Lock()")
    return [f"{name} = {manager}", f"async with {name}:", *indent(body(client))]


@feature("tasks", "carrier", "aio")
def many_tasks(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name, item = b.fresh("tasks"), b.fresh("task")
    made = b.one_of(
        f"{name} = [$asyncio.create_task({run}({client})) for _ in range(2)]",
        f"{name} = {{$asyncio.create_task({run}({client}))}}",
    )
    used = b.one_of(
        [f"for {item} in {name}:", f"    await {item}"],
        [f"await $asyncio.gather(*{name})"],
        [
            f"done, pending = await $asyncio.wait({name})",
            f"for {item} in done:",
            f"    {item}.result()",
        ],
    )
    return [made, *b.guarded(used, 0.4)]


@feature("groups", "carrier", "aio", since=(3, 11))
def task_group_loop(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    name = b.fresh("group")
    return b.guarded(
        [
            f"async with $asyncio.TaskGroup() as {name}:",
            "    for _ in range(2):",
            f"        {name}.create_task({run}({client}))",
        ]
    )


@feature("coroutines", "carrier", "aio", since=(3, 11))
def with_timeout(b: Builder, client: str, body: Body) -> Lines:
    return ["async with $asyncio.timeout(60):", *indent(body(client))]
