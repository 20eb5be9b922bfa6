"""Ways through the standard library: what it holds, calls and puts off for a program."""

from __future__ import annotations

from tests.oracle.builder import DIGEST, Body, Builder, Lines, feature, indent

# ---- where a client comes from


@feature("records", "source")
def named_tuple_by_call(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    kind, name = b.fresh("Settings"), b.fresh("settings")
    fields = b.one_of('"name client"', '["name", "client"]', '("name", "client")')
    b.define((kind,), [f'{kind} = $collections.namedtuple("{kind}", {fields})'])
    made = b.made(credential)
    call = b.one_of(f'{kind}("app", {made})', f'{kind}(name="app", client={made})')
    used = b.one_of(f"{name}.client", f"{name}[1]", f"{name}[-1]")
    return [*setup, f"{name} = {call}", *body(used)]


@feature("attributes", "source")
def simple_namespace(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("settings")
    if b.chance(0.5):
        return [
            *setup,
            f'{name} = $types.SimpleNamespace(name="app", client={b.made(credential)})',
            *body(f"{name}.client"),
        ]
    return [
        *setup,
        f"{name} = $types.SimpleNamespace()",
        f"{name}.client = {b.made(credential)}",
        *body(f"{name}.client"),
    ]


@feature("globals", "source")
def kept_for_a_thread(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    local, connect = b.fresh("local"), b.fresh("connect")
    b.define((local,), [f"{local} = $threading.local()"])
    b.define(
        (connect,),
        [
            f"def {connect}():",
            f'    if not hasattr({local}, "client"):',
            *indent(indent([*setup, f"{local}.client = {b.made(credential)}"])),
            f"    return {local}.client",
        ],
    )
    return body(f"{connect}()")


@feature("globals", "source")
def context_variable(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    name = b.fresh("current")
    b.define((name,), [f'{name} = $contextvars.ContextVar("{name}")'])
    return [*setup, f"{name}.set({b.made(credential)})", *body(f"{name}.get()")]


@feature("inheritance", "source")
def made_once(b: Builder, body: Body) -> Lines:
    """A class whose `__new__` always gives the same object."""
    setup, credential = b.credential()
    kind = b.fresh("Registry")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    instance = None",
            "    def __new__(cls):",
            "        if cls.instance is None:",
            "            cls.instance = super().__new__(cls)",
            *indent(indent(indent([*setup, f"cls.instance.client = {b.made(credential)}"]))),
            "        return cls.instance",
        ],
    )
    return body(f"{kind}().client")


@feature("attributes", "source")
def descriptor(b: Builder, body: Body) -> Lines:
    setup, credential = b.credential()
    attribute, kind = b.fresh("Connection"), b.fresh("Registry")
    b.define(
        (attribute,),
        [
            f"class {attribute}:",
            "    def __get__(self, instance, owner):",
            *indent(indent([*setup, f"return {b.made(credential)}"])),
        ],
    )
    b.define((kind,), [f"class {kind}:", f"    client = {attribute}()"])
    return body(f"{kind}().client")


@feature("containers", "source")
def taken_out(b: Builder, body: Body) -> Lines:
    """Out of a dict, whose default is another client."""
    setup, credential = b.credential()
    clients, name = b.fresh("clients"), b.fresh("client")
    other = b.made(b.one_of("None", f"{b.Credential}()"))
    key = b.one_of("a", "b")
    taken = b.one_of(f'{clients}.pop("{key}", {other})', f'{clients}.setdefault("{key}", {other})')
    before = b.one_of([], [f'{clients}.pop("a")'], [f'del {clients}["a"]'])
    return [
        *setup,
        f'{clients} = {{"a": {b.made(credential)}}}',
        *before,
        f"{name} = {taken}",
        *body(name),
    ]


@feature("containers", "source")
def by_index(b: Builder, body: Body) -> Lines:
    first_setup, first = b.credential()
    second_setup, second = b.credential()
    clients, name = b.fresh("clients"), b.fresh("client")
    return [
        *first_setup,
        *second_setup,
        f"{clients} = [{b.made(first)}, {b.made(second)}]",
        f"{name} = {clients}[{b.one_of('0', '1', '-1', '-2')}]",
        *body(name),
    ]


# ---- who calls


@feature("callbacks", "carrier", "sync")
def parser_defaults(b: Builder, client: str, body: Body) -> Lines:
    """A command line's parser that knows which function to call."""
    run = b.helper("work", "arguments", body("arguments.client"))
    parser, arguments, commands = b.fresh("parser"), b.fresh("arguments"), b.fresh("commands")
    call = b.guarded([f"{arguments}.run({arguments})"], 0.5, client="")
    return [
        f"{parser} = $argparse.ArgumentParser()",
        f"{commands} = {parser}.add_subparsers()",
        f'{commands}.add_parser("work").set_defaults(run={run})',
        f'{arguments} = {parser}.parse_args(["work"])',
        f"{arguments}.client = {client}",
        *call,
    ]


@feature("callbacks", "carrier")
def handlers_in_a_defaultdict(b: Builder, client: str, body: Body) -> Lines:
    run = b.helper("work", "client", body("client"))
    handlers, handler = b.fresh("handlers"), b.fresh("handler")
    return [
        f"{handlers} = $collections.defaultdict(list)",
        f'{handlers}["work"].append({run})',
        f'for {handler} in {handlers}["work"]:',
        *indent(b.guarded([b.awaited(f"{handler}({client})")], 0.4)),
    ]


@feature("callbacks", "carrier", "sync")
def single_dispatch(b: Builder, client: str, body: Body) -> Lines:
    """Two functions, of which the first argument's class chooses one."""
    run, first, second = b.fresh("work"), b.fresh("of_text"), b.fresh("of_list")
    chosen = b.one_of('"v1"', '["v1"]')
    text, other = (body("client"), ["pass"]) if chosen == '"v1"' else (["pass"], body("client"))
    registered = b.one_of(f"@{run}.register(str)", f"@{run}.register")
    annotation = "" if "(" in registered else ": str"
    b.define(
        (run, first, second),
        [
            "@$functools.singledispatch",
            f"def {run}(target, client):",
            "    raise TypeError(target)",
            registered,
            *b.function(first, f"target{annotation}, client", text),
            f"@{run}.register(list)",
            *b.function(second, "target, client", other),
        ],
    )
    return b.guarded([f"{run}({chosen}, {client})"], 0.4)


@feature("inheritance", "carrier", "sync")
def partial_method(b: Builder, client: str, body: Body) -> Lines:
    kind = b.fresh("Steps")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            *indent(b.function("work", "self, name, client", body("client"))),
            '    delete = $functools.partialmethod(work, "delete")',
        ],
    )
    return b.guarded([f"{kind}().delete({client})"], 0.4)


@feature("inheritance", "carrier")
def registered_subclass(b: Builder, client: str, body: Body) -> Lines:
    base, kind, step = b.fresh("Step"), b.fresh("Delete"), b.fresh("step")
    b.define(
        (base, kind),
        [
            f"class {base}:",
            "    known = []",
            "    def __init_subclass__(cls, **options):",
            "        super().__init_subclass__(**options)",
            f"        {base}.known.append(cls)",
            f"class {kind}({base}):",
            *indent(b.function("run", "self, client", body("client"))),
        ],
    )
    return [
        f"for {step} in {base}.known:",
        *indent(b.guarded([b.awaited(f"{step}().run({client})")], 0.4)),
    ]


@feature("generators", "carrier", "sync")
def result_of_yield_from(b: Builder, client: str, body: Body) -> Lines:
    first, second, name = b.fresh("first"), b.fresh("second"), b.fresh("client")
    b.define((first,), [f"def {first}(client):", "    yield 1", "    return client"])
    b.define(
        (second,),
        [f"def {second}(client):", f"    {name} = yield from {first}(client)", *indent(body(name))],
    )
    return b.guarded([f"for _ in {second}({client}):", "    pass"], 0.4)


@feature("exit stacks", "carrier")
def called_back_at_the_end(b: Builder, client: str, body: Body) -> Lines:
    run, stack = b.helper("work", "client", body("client")), b.fresh("stack")
    kind, method = (
        ("$contextlib.AsyncExitStack", "push_async_callback")
        if b.aio
        else ("$contextlib.ExitStack", "callback")
    )
    held = b.one_of([], [f"{stack}.enter_context($contextlib.suppress($HttpResponseError))"])
    after = b.one_of([], [f"{stack}.enter_context($contextlib.suppress($HttpResponseError))"])
    return b.guarded(
        [
            f"{b.prefix}with {kind}() as {stack}:",
            *indent([*held, f"{stack}.{method}({run}, {client})", *after, "print(1)"]),
        ],
        0.3,
    )


# ---- what handles


@feature("exit stacks", "guard")
def pushed_on_a_stack(b: Builder, lines: Lines) -> Lines:
    leave, stack = b.fresh("leave"), b.fresh("stack")
    decides = b.one_of(
        "isinstance(error, $HttpResponseError)",
        "kind is not None and issubclass(kind, $ClientAuthenticationError)",
        "False",
        "error is not None",
    )
    b.define((leave,), [f"def {leave}(kind, error, trace):", f"    return {decides}"])
    return [
        f"with $contextlib.ExitStack() as {stack}:",
        f"    {stack}.push({leave})",
        *indent(lines),
    ]


# ---- what is put off


@feature("callbacks", "use", "sync")
def called_by_name(b: Builder, client: str) -> list[Lines]:
    name = b.fresh("delete")
    made = b.one_of(
        '$operator.methodcaller("delete_tag", "app", "v1")',
        '$operator.methodcaller("get_repository_properties", "app")',
        f'$operator.methodcaller("delete_blob", "app", "{DIGEST}")',
    )
    return [[f"{name} = {made}"], [f"{name}({client})"]]


@feature("callbacks", "use")
def gotten_by_name(b: Builder, client: str) -> list[Lines]:
    name = b.fresh("get")
    call = f'{name}({client})("app", "v1")'
    return [[f'{name} = $operator.attrgetter("delete_tag")'], [b.awaited(call)]]


@feature("pagers", "use", "sync")
def teed(b: Builder, client: str) -> list[Lines]:
    first, second = b.fresh("first"), b.fresh("second")
    return [
        [f"{first}, {second} = $itertools.tee({b.pager(client)})"],
        [
            f"print(list({b.one_of(first, second)}))",
            f"print(sum(1 for _ in {b.one_of(first, second)}))",
        ],
    ]


@feature("pagers", "use", "sync")
def grouped(b: Builder, client: str) -> list[Lines]:
    key, group, groups = b.fresh("key"), b.fresh("group"), b.fresh("groups")
    return [
        [f"{groups} = $itertools.groupby({b.pager(client)}, key=str)"],
        [f"for {key}, {group} in {groups}:", f"    print({key})"],
    ]


@feature("threads", "use", "sync")
def futures_as_keys(b: Builder, client: str) -> list[Lines]:
    pool, futures, future = b.fresh("pool"), b.fresh("futures"), b.fresh("future")
    waited = b.one_of(
        f"$concurrent.futures.as_completed({futures})",
        f"$concurrent.futures.wait({futures})[0]",
        futures,
    )
    asked = b.one_of(
        [f"print({futures}[{future}], {future}.result())"],
        [f"if {future}.exception() is None:", f"    print({future}.result())"],
        [f"if not {future}.exception():", f"    print({future}.result())"],
    )
    return [
        [
            f"with $concurrent.futures.ThreadPoolExecutor() as {pool}:",
            f'    {futures} = {{{pool}.submit({client}.delete_tag, "app", t): t for t in "ab"}}',
        ],
        [f"for {future} in {waited}:", *indent(b.guarded(asked, 0.3, client=""))],
    ]


@feature("threads", "use", "sync")
def called_when_done(b: Builder, client: str) -> list[Lines]:
    done, pool, future = b.fresh("done"), b.fresh("pool"), b.fresh("future")
    body = b.guarded(["print(future.result())"], 0.5, client="")
    b.define((done,), [f"def {done}(future):", *indent(body)])
    return [
        [
            f"with $concurrent.futures.ThreadPoolExecutor() as {pool}:",
            f'    {future} = {pool}.submit({client}.delete_tag, "app", "v1")',
            f"    {future}.add_done_callback({done})",
        ]
    ]


@feature("tasks", "use", "aio", weight=2)
def errors_asked_for(b: Builder, client: str) -> list[Lines]:
    tasks, task, error = b.fresh("tasks"), b.fresh("task"), b.fresh("error")
    asked = b.one_of(
        [f"if {task}.exception() is None:", f"    print({task}.result())"],
        [
            f"{error} = {task}.exception()",
            f"if {error}:",
            f"    print({error})",
            "else:",
            f"    print({task}.result())",
        ],
        [f"print({task}.result())"],
    )
    return [
        [f'{tasks} = [$asyncio.create_task({client}.delete_tag("app", t)) for t in "ab"]'],
        [f"await $asyncio.wait({tasks})"],
        [f"for {task} in {tasks}:", *indent(asked)],
    ]


@feature("groups", "use", "aio", since=(3, 11))
def results_of_a_group(b: Builder, client: str) -> list[Lines]:
    group, task = b.fresh("group"), b.fresh("task")
    return [
        [
            f"{task} = None",
            f"async with $asyncio.TaskGroup() as {group}:",
            f"    {task} = {group}.create_task({b.write_call(client)})",
        ],
        [f"if {task}:", f"    print({task}.result())"],
    ]
