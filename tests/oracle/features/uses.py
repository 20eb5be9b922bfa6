"""What is done with a client, and when that is sent."""

from __future__ import annotations

from tests.oracle.builder import Builder, Lines, feature, indent

_Statements = list[Lines]


@feature("plain", "use", weight=8)
def eager(b: Builder, client: str) -> _Statements:
    return [[b.awaited(b.call(client))]]


@feature("plain", "use", weight=3)
def result_kept(b: Builder, client: str) -> _Statements:
    name = b.fresh("found")
    return [[f"{name} = {b.awaited(b.read_call(client))}"], [f"print({name})"]]


@feature("plain", "use", weight=2)
def in_expression(b: Builder, client: str) -> _Statements:
    call = b.awaited(b.read_call(client))
    return [b.one_of([f"print({call})"], [f"if {call}:", "    print(1)"], [f"str({call})"])]


@feature("positions", "use", weight=4)
def somewhere(b: Builder, client: str) -> _Statements:
    """An operation in a less usual place of a statement."""
    shown = "1" if '"' in client else b.awaited(b.get_call(client))
    call = b.awaited(b.call(client))
    name = b.fresh("value")
    return b.one_of(
        [[f'{name} = f"{{{shown}}}"']],
        [[f"assert {call} != 0"]],
        [[f"{name} = [{call}]"]],
        [[f'{name} = {{"a": {call}}}']],
        [[f"{name} = ({call}, 1)[1]"]],
        [[f"{name} = {call} or 1"]],
        [[f"{name} = 1 if {call} else 2"]],
        [[f"{name} = {call} if {b.flag()} else 2"]],
        [[f"{name} = {b.flag()} and {call}"]],
        [[f"{name} = not {call}"]],
        [[f"{name} = {call} is None"]],
        [[f"while {call} == 0:", "    print(1)"]],
        [[f"for _ in [{call}]:", "    print(1)"]],
        [[f"match {call}:", "    case other:", "        print(other)"]],
        [[f"if ({name} := {call}):", f"    print({name})"]],
        [[f"{name} = {{}}"], [f'{name}["a"] = {call}']],
        [[f"{name} = []"], [f"{name}.append({call})"]],
        [[f"{name} = 0"], [f"{name} += len(str({call}))"]],
        [[f"{name}: object = {call}"]],
        [[f"print(1, {call}, sep='')"]],
        [[f"print(*[{call}])"]],
        [[f"{name} = max([1, 2], key=lambda item: item) if {call} else None"]],
        [[f"if {b.flag()} or {call}:", "    print(1)"]],
    )


@feature("positions", "use", "sync")
def in_a_definition(b: Builder, client: str) -> _Statements:
    """An operation that runs where a function or class is defined."""
    name = b.fresh("defined")
    call = b.call(client)
    return b.one_of(
        [[f"def {name}(value={call}):", "    return value"], [f"{name}()"]],
        [[f"class {name}:", f"    value = {call}"]],
        [[f"{name} = lambda value={call}: value"], [f"{name}()"]],
    )


@feature("callbacks", "use")
def looked_up_method(b: Builder, client: str) -> _Statements:
    call = f'getattr({client}, "delete_tag")("app", "v1")'
    return [[b.awaited(call)]]


@feature("callbacks", "use", "sync")
def sort_key(b: Builder, client: str) -> _Statements:
    call = f'{client}.get_tag_properties("app", tag).name'
    return [
        [
            b.one_of("sorted({}, key={})", "max({}, key={})").format(
                '["a", "b"]', f"lambda tag: {call}"
            )
        ]
    ]


@feature("plain", "use")
def through_alias(b: Builder, client: str) -> _Statements:
    name = b.fresh("c")
    return [[f"{name} = {client}", b.awaited(b.call(name))]]


@feature("functions", "use", weight=2)
def returned_result(b: Builder, client: str) -> _Statements:
    call = b.read_call("client")
    run = b.helper(
        "fetch", "client", b.guarded([f"return {b.awaited(call)}"], 0.3, client="client")
    )
    return [[b.awaited(f"{run}({client})")]]


@feature("pagers", "use", weight=5)
def loop(b: Builder, client: str) -> _Statements:
    tag = b.fresh("tag")
    return [[f"{b.prefix}for {tag} in {b.pager(client)}:", f"    print({tag})"]]


@feature("pagers", "use", weight=5)
def pager_kept(b: Builder, client: str) -> _Statements:
    name, tag = b.fresh("tags"), b.fresh("tag")
    return [
        [f"{name} = {b.pager(client)}"],
        [f"{b.prefix}for {tag} in {name}:", f"    print({tag})"],
    ]


@feature("pagers", "use", weight=3)
def delete_each(b: Builder, client: str) -> _Statements:
    tag = b.fresh("tag")
    delete = b.guarded([b.awaited(b.write_call(client))], 0.4)
    return [[f"{b.prefix}for {tag} in {b.pager(client)}:", *indent(delete)]]


@feature("pagers", "use", "sync", weight=4)
def consumed(b: Builder, client: str) -> _Statements:
    name = b.fresh("tags")
    return [[f"{name} = {b.pager(client)}"], [_consumer(b).format(name)]]


@feature("pagers", "use", "sync", weight=3)
def consumed_at_once(b: Builder, client: str) -> _Statements:
    return [[_consumer(b).format(b.pager(client))]]


@feature("pagers", "use", weight=2)
def looked_at(b: Builder, client: str) -> _Statements:
    """A pager that is never advanced."""
    name = b.fresh("tags")
    look = b.one_of("print({})", "bool({})", "repr({})", "isinstance({}, list)", "id({})")
    return [[f"{name} = {b.pager(client)}"], [look.format(name)]]


@feature("pagers", "use", "sync", weight=2)
def pages(b: Builder, client: str) -> _Statements:
    name, page = b.fresh("pages"), b.fresh("page")
    consumed = b.one_of(
        [f"for {page} in {name}:", f"    print(list({page}))"],
        [f"{page} = next({name})"],
        [f"{page} = [list(page) for page in {name}]"],
    )
    return [[f"{name} = {b.pager(client)}.by_page()"], consumed]


@feature("pagers", "use", "aio", weight=2)
def aio_pages(b: Builder, client: str) -> _Statements:
    name, page = b.fresh("pages"), b.fresh("page")
    consumed = b.one_of(
        [
            f"async for {page} in {name}:",
            f"    async for tag in {page}:",
            "        print(tag)",
        ],
        [f"{page} = await {name}.__anext__()"],
    )
    return [[f"{name} = {b.pager(client)}.by_page()"], consumed]


@feature("pagers", "use", "sync", weight=2)
def unpacked(b: Builder, client: str) -> _Statements:
    name = b.fresh("tags")
    use = b.one_of("first, *rest = {}", "print(*{})", "found = [*{}]", "found = {{*{}}}")
    return [[f"{name} = {b.pager(client)}"], [use.format(name)]]


@feature("comprehensions", "use", weight=2)
def comprehension(b: Builder, client: str) -> _Statements:
    name = b.fresh("tags")
    left, right = b.one_of(("[", "]"), ("{", "}"))
    return [
        [f"{name} = {b.pager(client)}"],
        [f"found = {left}str(tag) {b.prefix}for tag in {name}{right}"],
    ]


@feature("comprehensions", "use")
def operation_in_comprehension(b: Builder, client: str) -> _Statements:
    call = b.awaited(b.call(client))
    return [[f'found = [{call} for name in ("a", "b")]']]


@feature("generators", "use", "sync", weight=2)
def generator_expression(b: Builder, client: str) -> _Statements:
    name = b.fresh("names")
    value = b.one_of(("str(tag)", b.pager(client)), (b.call(client), '("a", "b")'))
    consume = b.one_of(f"list({name})", f"next({name})", f"print(*{name})", f"any({name})")
    return [[f"{name} = ({value[0]} for tag in {value[1]})"], [consume]]


@feature("async generators", "use", "aio")
def async_generator_expression(b: Builder, client: str) -> _Statements:
    name = b.fresh("names")
    return [
        [f"{name} = (str(tag) async for tag in {b.pager(client)})"],
        [f"async for tag in {name}:", "    print(tag)"],
    ]


@feature("pagers", "use", "sync", weight=3)
def chained(b: Builder, client: str) -> _Statements:
    name, lazy = b.fresh("tags"), b.fresh("lazy")
    wrap = b.one_of(
        "$itertools.islice({}, 5)",
        "$itertools.chain({}, [])",
        "$itertools.chain.from_iterable([{}])",
        "map(str, {})",
        "filter(None, {})",
        "enumerate({})",
        "zip({}, range(9))",
        "iter({})",
        "$itertools.takewhile(bool, {})",
    )
    return [
        [f"{name} = {b.pager(client)}"],
        [f"{lazy} = {wrap.format(name)}"],
        [_consumer(b).format(lazy)],
    ]


@feature("pagers", "use", "aio", weight=2)
def stepped(b: Builder, client: str) -> _Statements:
    name = b.fresh("tags")
    step = b.one_of(
        f"await {name}.__anext__()", f"await anext({name})", f"await anext(aiter({name}))"
    )
    return [[f"{name} = {b.pager(client)}"], [step]]


@feature("pagers", "use", weight=3)
def pager_returned(b: Builder, client: str) -> _Statements:
    fetch = b.fresh("fetch")
    name, tag = b.fresh("tags"), b.fresh("tag")
    inside = b.guarded_sync([f"return {b.pager('client')}"], 0.5)
    b.define((fetch,), [f"def {fetch}(client):", *indent(inside)])
    return [
        [f"{name} = {fetch}({client}) or ()"] if not b.aio else [f"{name} = {fetch}({client})"],
        [f"{b.prefix}for {tag} in {name}:", f"    print({tag})"],
    ]


@feature("pagers", "use", weight=3)
def pager_passed(b: Builder, client: str) -> _Statements:
    name = b.fresh("tags")
    show = b.guarded([f"{b.prefix}for tag in tags:", "    print(tag)"], 0.4, client="")
    run = b.helper("show", "tags", show)
    return [[f"{name} = {b.pager(client)}"], [b.awaited(f"{run}({name})")]]


@feature("attributes", "use", weight=2)
def pager_in_attribute(b: Builder, client: str) -> _Statements:
    kind, name = b.fresh("Listing"), b.fresh("listing")
    show = b.function("show", "self", [f"{b.prefix}for tag in self.tags:", "    print(tag)"])
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, client):",
            f"        self.tags = {b.pager('client')}",
            *indent(show),
        ],
    )
    return [[f"{name} = {kind}({client})"], [b.awaited(f"{name}.show()")]]


@feature("containers", "use")
def pager_in_container(b: Builder, client: str) -> _Statements:
    name, item = b.fresh("listings"), b.fresh("listing")
    made = b.one_of(
        f"[{b.pager(client)}]", f'{{"a": {b.pager(client)}}}.values()', f"({b.pager(client)},)"
    )
    return [
        [f"{name} = {made}"],
        [f"for {item} in {name}:", f"    {b.prefix}for tag in {item}:", "        print(tag)"],
    ]


@feature("pagers", "use", "sync")
def given_to_unseen(b: Builder, client: str) -> _Statements:
    return [[f"$consume({b.pager(client)})"]]


@feature("streams", "use", weight=3)
def stream(b: Builder, client: str) -> _Statements:
    name, chunk = b.fresh("stream"), b.fresh("chunk")
    return [
        [f"{name} = {b.awaited(b.stream(client))}"],
        [f"{b.prefix}for {chunk} in {name}:", f"    print({chunk})"],
    ]


@feature("streams", "use", "sync", weight=2)
def stream_consumed(b: Builder, client: str) -> _Statements:
    name = b.fresh("stream")
    return [
        [f"{name} = {b.stream(client)}"],
        [b.one_of(f'content = b"".join({name})', f"chunks = list({name})", f"print(*{name})")],
    ]


@feature("streams", "use")
def stream_managed(b: Builder, client: str) -> _Statements:
    name = b.fresh("stream")
    return [
        [f"{name} = {b.awaited(b.stream(client))}"],
        [
            f"{b.prefix}with {name}:",
            f"    {b.prefix}for chunk in {name}:",
            "        print(chunk)",
        ],
    ]


@feature("generators", "use", "sync", weight=3)
def generator(b: Builder, client: str) -> _Statements:
    make, name = b.fresh("tags"), b.fresh("tags")
    inside = b.one_of(
        [f"for tag in {b.pager('client')}:", "    yield tag"],
        [f"yield from {b.pager('client')}"],
        ['yield "first"', b.call("client"), 'yield "second"'],
    )
    b.define((make,), [f"def {make}(client):", *indent(b.guarded(inside, 0.3, client="client"))])
    return [[f"{name} = {make}({client})"], [_consumer(b).format(name)]]


@feature("generators", "use", "sync")
def primed_generator(b: Builder, client: str) -> _Statements:
    make, name = b.fresh("steps"), b.fresh("steps")
    inside = [
        *b.one_of([], [b.call("client")]),
        'yield "first"',
        *b.guarded([b.call("client")], 0.3, client="client"),
        'yield "second"',
    ]
    b.define((make,), [f"def {make}(client):", *indent(inside)])
    advance = b.one_of(f"print(next({name}, None))", f"{name}.send(None)")
    return [[f"{name} = {make}({client})"], [advance], [_consumer(b).format(name)]]


@feature("generators", "use", "sync")
def delegating_generator(b: Builder, client: str) -> _Statements:
    inner, outer, name = b.fresh("tags"), b.fresh("tags"), b.fresh("tags")
    loop = [f"for tag in {b.pager('client')}:", "    yield tag"]
    b.define((inner,), [f"def {inner}(client):", *indent(loop)])
    b.define(
        (outer,),
        [
            f"def {outer}(client):",
            *indent(b.guarded([f"yield from {inner}(client)"], 0.4, client="client")),
        ],
    )
    return [[f"{name} = {outer}({client})"], [f"for tag in {name}:", "    print(tag)"]]


@feature("async generators", "use", "aio", weight=3)
def async_generator(b: Builder, client: str) -> _Statements:
    make, name = b.fresh("tags"), b.fresh("tags")
    inside = b.one_of(
        [f"async for tag in {b.pager('client')}:", "    yield tag"],
        ['yield "first"', b.awaited(b.call("client")), 'yield "second"'],
    )
    b.define(
        (make,), [f"async def {make}(client):", *indent(b.guarded(inside, 0.3, client="client"))]
    )
    return [[f"{name} = {make}({client})"], [f"async for tag in {name}:", "    print(tag)"]]


@feature("lambdas", "use")
def called_lambda(b: Builder, client: str) -> _Statements:
    name, held = b.fresh("job"), b.fresh("client")
    return [[f"{held} = {client}"], [f"{name} = lambda: {b.call(held)}"], [b.awaited(f"{name}()")]]


@feature("closures", "use")
def nested_function(b: Builder, client: str) -> _Statements:
    name, held = b.fresh("job"), b.fresh("client")
    return [
        [f"{held} = {client}"],
        b.function(name, "", [b.awaited(b.call(held))]),
        [b.awaited(f"{name}()")],
    ]


@feature("callbacks", "use", weight=2)
def bound_method(b: Builder, client: str) -> _Statements:
    name = b.fresh("delete")
    return [
        [f"{name} = {client}.delete_tag"],
        [b.awaited(f'{name}("app", "v1")')],
    ]


@feature("callbacks", "use", weight=2)
def method_given(b: Builder, client: str) -> _Statements:
    call = b.guarded([b.awaited("function(*arguments)")], 0.4, client="")
    apply = b.helper("apply", "function, *arguments", call)
    return [[b.awaited(f'{apply}({client}.delete_tag, "app", "v1")')]]


@feature("partials", "use")
def partial_method(b: Builder, client: str) -> _Statements:
    name = b.fresh("delete")
    return [
        [f'{name} = $functools.partial({client}.delete_tag, "app")'],
        [b.awaited(f'{name}("v1")')],
    ]


@feature("callbacks", "use", "sync")
def mapped(b: Builder, client: str) -> _Statements:
    name = b.fresh("done")
    return [
        [f'{name} = map({client}.delete_repository, ["app", "tools"])'],
        [f"list({name})"],
    ]


@feature("threads", "use", "sync", weight=2)
def submitted(b: Builder, client: str) -> _Statements:
    pool, future = b.fresh("pool"), b.fresh("future")
    result = b.guarded([f"{future}.result()"], 0.4)
    return [
        [
            f"with $futures.ThreadPoolExecutor() as {pool}:",
            f'    {future} = {pool}.submit({client}.delete_tag, "app", "v1")',
            *indent(result),
        ]
    ]


@feature("threads", "use", "sync")
def pool_mapped(b: Builder, client: str) -> _Statements:
    pool = b.fresh("pool")
    return [
        [
            f"with $futures.ThreadPoolExecutor() as {pool}:",
            f'    found = {pool}.map({client}.delete_repository, ["app", "tools"])',
            "    print(list(found))",
        ]
    ]


@feature("threads", "use", "sync")
def completed(b: Builder, client: str) -> _Statements:
    pool, pending, future = b.fresh("pool"), b.fresh("pending"), b.fresh("future")
    submit = f'{pool}.submit({client}.delete_tag, "app", tag)'
    return [
        [
            f"with $futures.ThreadPoolExecutor() as {pool}:",
            f'    {pending} = [{submit} for tag in ("a", "b")]',
            f"    for {future} in $futures.as_completed({pending}):",
            *indent(indent(b.guarded([f"{future}.result()"], 0.4))),
        ]
    ]


@feature("coroutines", "use", "aio", weight=3)
def coroutine_kept(b: Builder, client: str) -> _Statements:
    name = b.fresh("pending")
    return [[f"{name} = {b.call(client)}"], [f"await {name}"]]


@feature("coroutines", "use", "aio")
def coroutine_returned(b: Builder, client: str) -> _Statements:
    make = b.fresh("delete")
    inside = b.guarded_sync([f"return {b.call('client')}"], 0.4)
    b.define((make,), [f"def {make}(client):", *indent(inside)])
    return [[f"await {make}({client})"]]


@feature("tasks", "use", "aio", weight=2)
def task(b: Builder, client: str) -> _Statements:
    name = b.fresh("task")
    make = b.one_of("$asyncio.create_task({})", "$asyncio.ensure_future({})")
    return [[f"{name} = {make.format(b.call(client))}"], [f"await {name}"]]


@feature("tasks", "use", "aio", weight=3)
def gathered(b: Builder, client: str) -> _Statements:
    name = b.fresh("pending")
    many = f'[{client}.delete_tag("app", tag) for tag in ("a", "b")]'
    return b.one_of(
        [[f"await $asyncio.gather({b.call(client)}, $asyncio.sleep(0))"]],
        [[f"await $asyncio.gather({b.call(client)}, return_exceptions=True)"]],
        [[f"{name} = {many}"], [f"await $asyncio.gather(*{name})"]],
        [[f"{name} = {many}"], [f"found = await $asyncio.gather(*{name}, return_exceptions=True)"]],
        [[f"{name} = $asyncio.gather({b.call(client)})"], [f"await {name}"]],
        [[f"await $asyncio.wait_for({b.call(client)}, timeout=5)"]],
        [[f"await $asyncio.shield({b.call(client)})"]],
    )


@feature("tasks", "use", "aio")
def as_completed(b: Builder, client: str) -> _Statements:
    name, item = b.fresh("pending"), b.fresh("item")
    return [
        [f'{name} = [{client}.delete_tag("app", tag) for tag in ("a", "b")]'],
        [f"for {item} in $asyncio.as_completed({name}):", f"    await {item}"],
    ]


@feature("tasks", "use", "aio")
def waited(b: Builder, client: str) -> _Statements:
    name = b.fresh("task")
    return [
        [f"{name} = $asyncio.create_task({b.call(client)})"],
        [f"await $asyncio.wait([{name}])"],
        [f"print({name}.result())"],
    ]


@feature("tasks", "use", "aio")
def task_forgotten(b: Builder, client: str) -> _Statements:
    name = b.fresh("task")
    return [
        [f"{name} = $asyncio.create_task({b.call(client)})"],
        *([["await $asyncio.sleep(1)"]] * 3),
    ]


@feature("groups", "use", "aio", weight=2, since=(3, 11))
def task_group(b: Builder, client: str) -> _Statements:
    group = b.fresh("group")
    return [
        [
            f"async with $asyncio.TaskGroup() as {group}:",
            f"    {group}.create_task({b.call(client)})",
        ]
    ]


@feature("threads", "use", "aio")
def to_thread(b: Builder, client: str) -> _Statements:
    name = b.fresh("client")
    return [
        [f"{name} = $Client($URL, $Credential())"],
        [f'await $asyncio.to_thread({name}.delete_tag, "app", "v1")'],
    ]


@feature("coroutines", "use", "sync")
def ran(b: Builder, client: str) -> _Statements:
    """A coroutine that is run from sync code."""
    run = b.fresh("work")
    b.aio = True
    made, operation = b.made("$AioCredential()"), f"await {b.call('client')}"
    b.aio = False
    b.define(
        (run,),
        [f"async def {run}():", f"    async with {made} as client:", f"        {operation}"],
    )
    loop = b.fresh("loop")
    return b.one_of(
        [[f"$asyncio.run({run}())"]],
        [[f"{loop} = $asyncio.new_event_loop()"], [f"{loop}.run_until_complete({run}())"]],
    )


def _consumer(b: Builder) -> str:
    consumer: str = b.one_of(
        "list({})",
        "tuple({})",
        "set({})",
        "sorted({}, key=str)",
        "any({})",
        "all({})",
        "max({}, key=str)",
        "sum(1 for _ in {})",
        "next({}, None)" if b.chance(0.1) else "next(iter({}), None)",
        '", ".join(map(str, {}))',
        "print(1 in {})",
        "[].extend({})",
        "print(*{})",
        "dict(enumerate({}))",
        "for tag in {}: print(tag)",
        "[tag for tag in {}]",
        "list(zip({}, range(5)))",
    )
    return consumer
