"""Where errors are handled."""

from __future__ import annotations

from tests.oracle.builder import Builder, Lines, feature, indent

_WIDE = (
    "$HttpResponseError",
    "$HttpResponseError",
    "$HttpResponseError",
    "$HttpResponseError",
    "$AzureError",
    "Exception",
    "($ClientAuthenticationError, $HttpResponseError)",
    "($HttpResponseError, ValueError)",
    "(OSError, $AzureError)",
)
_NARROW = (
    "$ClientAuthenticationError",
    "$ResourceNotFoundError",
    "($ClientAuthenticationError, $ResourceNotFoundError)",
    "$ResourceExistsError",
    "$ServiceRequestError",
)
_FOREIGN = (
    "OSError",
    "ValueError",
    "(KeyError, ValueError)",
    "ConnectionError",
    "$requests.RequestException",
    "$requests.HTTPError",
)


def _caught(b: Builder) -> str:
    """The classes that a handler names: most catch everything."""
    choice = b.random.random()
    names = _WIDE if choice < 0.65 else _NARROW if choice < 0.85 else _FOREIGN
    chosen: str = b.random.choice(names)
    return chosen


def _sends(b: Builder) -> Lines:
    """An operation in a handler."""
    return [b.awaited(b.call(b.client))] if b.client else ["pass"]


@feature("try", "guard", weight=8)
def handled(b: Builder, lines: Lines) -> Lines:
    return ["try:", *indent(lines), f"except {_caught(b)}:", *indent(b.handler())]


@feature("try", "guard", weight=2)
def named(b: Builder, lines: Lines) -> Lines:
    report = b.one_of(
        ["print(error)"],
        ["print(error.status_code)"],
        ["message = str(error)", "print(message)"],
        ["$logging.warning(str(error))"],
    )
    return ["try:", *indent(lines), "except $HttpResponseError as error:", *indent(report)]


@feature("try", "guard")
def bare(b: Builder, lines: Lines) -> Lines:
    return ["try:", *indent(lines), "except:", *indent(b.handler())]


@feature("try", "guard", weight=2)
def several(b: Builder, lines: Lines) -> Lines:
    first, second = b.random.choice(_NARROW), _caught(b)
    return [
        "try:",
        *indent(lines),
        f"except {first}:",
        *indent(b.handler()),
        f"except {second}:",
        *indent(b.handler()),
    ]


@feature("try", "guard", weight=2)
def raised_again(b: Builder, lines: Lines) -> Lines:
    kind = b.one_of("$HttpResponseError", "Exception", "$AzureError", "$ClientAuthenticationError")
    again = b.one_of(
        ["raise"],
        ["raise error"],
        ["print(error)", "raise"],
        ["if error.args:", "    raise"],
        [f"if {b.flag()}:", "    raise"],
        ['raise RuntimeError("denied") from error'],
        ['raise ValueError("denied")'],
        ["raise SystemExit(str(error))"],
    )
    return ["try:", *indent(lines), f"except {kind} as error:", *indent(again)]


@feature("try", "guard", weight=2)
def in_else(b: Builder, lines: Lines) -> Lines:
    first = b.one_of(["print(1)"], _sends(b))
    return [
        "try:",
        *indent(first),
        f"except {_caught(b)}:",
        *indent([b.leave]),
        "else:",
        *indent(lines),
    ]


@feature("try", "guard", weight=2)
def with_else(b: Builder, lines: Lines) -> Lines:
    return [
        "try:",
        *indent(lines),
        f"except {_caught(b)}:",
        *indent(b.handler()),
        "else:",
        *indent(b.one_of(["print(1)"], _sends(b))),
    ]


@feature("try", "guard", weight=2)
def with_finally(b: Builder, lines: Lines) -> Lines:
    handler = b.one_of([], [f"except {_caught(b)}:", *indent(b.handler())])
    final = b.one_of(["print(1)"], ["print(1)"], _sends(b))
    return ["try:", *indent(lines), *handler, "finally:", *indent(final)]


@feature("try", "guard")
def in_finally(b: Builder, lines: Lines) -> Lines:
    handler = b.one_of([], [f"except {_caught(b)}:", *indent(["pass"])])
    return ["try:", "    print(1)", *handler, "finally:", *indent(lines)]


@feature("try", "guard", weight=2)
def sends_in_handler(b: Builder, lines: Lines) -> Lines:
    return ["try:", *indent(lines), f"except {_caught(b)}:", *indent(_sends(b))]


@feature("try", "guard", weight=2)
def nested(b: Builder, lines: Lines) -> Lines:
    return [
        "try:",
        "    try:",
        *indent(indent(lines)),
        f"    except {b.random.choice((*_NARROW, *_FOREIGN))}:",
        *indent(indent(b.handler())),
        f"except {_caught(b)}:",
        *indent(b.handler()),
    ]


@feature("try", "guard")
def in_handler(b: Builder, lines: Lines) -> Lines:
    """The lines run in the handler of another error."""
    return [
        "try:",
        "    raise ValueError(1)",
        f"except {b.one_of('ValueError', 'Exception', '(ValueError, $HttpResponseError)')}:",
        *indent(lines),
    ]


@feature("exceptions", "guard", weight=2)
def tuple_name(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("ERRORS")
    value = b.random.choice([names for names in (*_WIDE, *_NARROW) if names.startswith("(")])
    if b.chance(0.5):
        b.define((name,), [f"{name} = {value}"])
        setup = []
    else:
        setup = [f"{name} = {value}"]
    return [*setup, "try:", *indent(lines), f"except {name}:", *indent(b.handler())]


@feature("exceptions", "guard")
def joined_tuple(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("ERRORS")
    value = b.one_of(
        "(ValueError,) + ($HttpResponseError,)",
        "(*(OSError,), $HttpResponseError)",
        "(ValueError,) + ($ClientAuthenticationError,)",
    )
    b.define((name,), [f"{name} = {value}"])
    return ["try:", *indent(lines), f"except {name}:", *indent(b.handler())]


@feature("exceptions", "guard")
def alias(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("Denied")
    value = b.one_of("$HttpResponseError", "$HttpResponseError", "$ClientAuthenticationError")
    b.define((name,), [f"{name} = {value}"])
    return ["try:", *indent(lines), f"except {name}:", *indent(b.handler())]


@feature("exceptions", "guard")
def own_class(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("RegistryError")
    base = b.one_of("Exception", "$HttpResponseError", "$AzureError")
    b.define((name,), [f"class {name}({base}):", "    pass"])
    return ["try:", *indent(lines), f"except {name}:", *indent(b.handler())]


@feature("exceptions", "guard")
def converted(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("RegistryError")
    b.define((name,), [f"class {name}(Exception):", "    pass"])
    return [
        "try:",
        "    try:",
        *indent(indent(lines)),
        "    except $HttpResponseError as error:",
        f'        raise {name}("denied") from error',
        f"except {name}:",
        *indent(b.handler()),
    ]


@feature("exceptions", "guard")
def kept(b: Builder, lines: Lines) -> Lines:
    """The error is kept, and raised after the `try`."""
    name = b.fresh("failure")
    return [
        f"{name} = None",
        "try:",
        *indent(lines),
        "except $HttpResponseError as error:",
        f"    {name} = error",
        f"if {name} is not None:",
        f"    raise {name}",
    ]


@feature("suppress", "guard", weight=3)
def suppressed(b: Builder, lines: Lines) -> Lines:
    classes = _caught(b).removeprefix("(").removesuffix(")")
    return [f"with $contextlib.suppress({classes}):", *indent(lines)]


@feature("suppress", "guard")
def suppressed_by_name(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("quiet")
    kinds = b.one_of("$HttpResponseError", "$HttpResponseError", "$ResourceNotFoundError")
    return [f"{name} = $contextlib.suppress({kinds})", f"with {name}:", *indent(lines)]


@feature("stacks", "guard")
def suppressed_by_stack(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("stack")
    return [
        f"with $contextlib.ExitStack() as {name}:",
        f"    {name}.enter_context($contextlib.suppress($HttpResponseError))",
        *indent(lines),
    ]


@feature("managers", "guard", weight=2)
def manager_of_the_program(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("handled")
    client, b.client = b.client, ""
    body = b.pick("guard")(b, ["yield"])
    b.client = client
    if b.aio and b.chance(0.6):
        b.define(
            (name,),
            ["@$contextlib.asynccontextmanager", f"async def {name}():", *indent(body)],
        )
        return [f"async with {name}():", *indent(lines)]
    if any("async " in line or "await " in line for line in body):
        return lines
    b.define((name,), ["@$contextlib.contextmanager", f"def {name}():", *indent(body)])
    return [f"with {name}():", *indent(lines)]


@feature("managers", "guard", weight=2)
def swallowing_exit(b: Builder, lines: Lines) -> Lines:
    kind = b.fresh("Handled")
    result = b.one_of(
        ["return True"],
        ["return False"],
        ["print(kind)"],
        ["return kind is not None and issubclass(kind, $HttpResponseError)"],
        ["return isinstance(error, $HttpResponseError)"],
        ["return isinstance(error, $ClientAuthenticationError)"],
        ["if isinstance(error, $HttpResponseError):", "    return True", "return False"],
    )
    form = b.prefix if b.chance(0.5) else ""
    enter, leave = ("__aenter__", "__aexit__") if form else ("__enter__", "__exit__")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            f"    {form}def {enter}(self):",
            "        return self",
            f"    {form}def {leave}(self, kind, error, trace):",
            *indent(indent(result)),
        ],
    )
    return [f"{form}with {kind}():", *indent(lines)]


@feature("retries", "guard", weight=2)
def retried(b: Builder, lines: Lines) -> Lines:
    again = b.one_of(
        ["continue"],
        ["pass"],
        ["print(attempt)"],
        ["if attempt == 2:", "    raise"],
        ["if attempt < 2:", "    continue", "raise"],
        ["$time.sleep(1)"],
    )
    end = b.one_of([], [], ["else:", '    print("gave up")'], ["else:", "    raise ValueError(1)"])
    return [
        "for attempt in range(3):",
        "    try:",
        *indent(indent(lines)),
        "        break",
        f"    except {_caught(b)}:",
        *indent(indent(again)),
        *end,
    ]


@feature("retries", "guard")
def retried_until(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("tries")
    return [
        f"{name} = 0",
        "while True:",
        "    try:",
        *indent(indent(lines)),
        "        break",
        f"    except {_caught(b)}:",
        f"        {name} += 1",
        f"        if {name} == 3:",
        f"            {b.one_of('raise', 'break', b.leave)}",
    ]


@feature("retries", "guard")
def last_try_outside(b: Builder, lines: Lines) -> Lines:
    return [
        "for attempt in range(2):",
        "    try:",
        *indent(indent(lines)),
        "        break",
        "    except $HttpResponseError:",
        "        pass",
        "else:",
        *indent(_sends(b)),
    ]


@feature("finally", "whole guard", weight=2)
def returned_over(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("work")
    form = b.one_of(
        ["try:", *indent(lines), "finally:", "    return"],
        ["try:", *indent(lines), "finally:", f"    if {b.flag()}:", "        return"],
        ["while True:", "    try:", *indent(indent(lines)), "    finally:", "        break"],
    )
    return [*b.function(name, "", form), b.awaited(f"{name}()")]


@feature("decorators", "whole guard", weight=2)
def decorated(b: Builder, lines: Lines) -> Lines:
    decorate, name = b.fresh("handled"), b.fresh("work")
    client, b.client = b.client, ""
    call = b.pick("guard")(b, [f"return {b.awaited('function()')}"])
    b.client = client
    b.define(
        (decorate,),
        [
            f"def {decorate}(function):",
            *indent(b.function("wrapper", "", call)),
            "    return wrapper",
        ],
    )
    return [f"@{decorate}", *b.function(name, "", lines), b.awaited(f"{name}()")]


@feature("functions", "whole guard", weight=3)
def caller(b: Builder, lines: Lines) -> Lines:
    """The caller of a function catches."""
    name = b.fresh("work")
    client, b.client = b.client, ""
    call = b.pick("guard")(b, [b.awaited(f"{name}()")])
    b.client = client
    return [*b.function(name, "", lines), *call]


@feature("functions", "whole guard")
def returned_early(b: Builder, lines: Lines) -> Lines:
    """A function that says by its result that it failed."""
    name = b.fresh("work")
    body = [
        "try:",
        *indent(lines),
        f"except {_caught(b)}:",
        "    return False",
        "return True",
    ]
    return [*b.function(name, "", body), f"if not {b.awaited(f'{name}()')}:", f"    {b.leave}"]


@feature("groups", "guard", since=(3, 11))
def star(b: Builder, lines: Lines) -> Lines:
    handler = b.one_of(["pass"], ["print(1)"])
    return ["try:", *indent(lines), f"except* {_caught(b)}:", *indent(handler)]


@feature("groups", "guard", since=(3, 11))
def star_with_more(b: Builder, lines: Lines) -> Lines:
    return [
        "try:",
        *indent(lines),
        f"except* {b.random.choice(_NARROW)}:",
        "    pass",
        f"except* {_caught(b)} as group:",
        *indent(b.one_of(["print(group.exceptions)"], ["raise"], ["pass"])),
        *b.one_of([], ["finally:", "    print(1)"]),
    ]


@feature("groups", "guard", since=(3, 11))
def group_handled(b: Builder, lines: Lines) -> Lines:
    kinds = b.one_of("ExceptionGroup", "BaseExceptionGroup", "(ExceptionGroup, $HttpResponseError)")
    return ["try:", *indent(lines), f"except {kinds}:", *indent(b.handler())]


@feature("plain", "guard")
def none(b: Builder, lines: Lines) -> Lines:
    return lines
