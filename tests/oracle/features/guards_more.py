"""Less usual ways of handling errors."""

from __future__ import annotations

from tests.oracle.builder import Builder, Lines, feature, indent

_KINDS = ("$HttpResponseError", "$HttpResponseError", "Exception", "$ResourceNotFoundError")


@feature("exceptions", "guard", weight=2)
def decided_by_helper(b: Builder, lines: Lines) -> Lines:
    """The handler asks a function what to do with the error."""
    name = b.fresh("on_error")
    body = b.one_of(
        ["print(error)"],
        ["raise error"],
        ['raise RuntimeError("denied") from error'],
        ["if error.args:", "    raise error"],
        ["return str(error)"],
    )
    b.define((name,), [f"def {name}(error):", *indent(body)])
    return ["try:", *indent(lines), f"except {b.one_of(*_KINDS)} as error:", f"    {name}(error)"]


@feature("exceptions", "guard")
def kinds_in_class(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("Errors")
    value = b.one_of("($HttpResponseError,)", "($ResourceNotFoundError, ValueError)")
    b.define((name,), [f"class {name}:", f"    HANDLED = {value}"])
    return ["try:", *indent(lines), f"except {name}.HANDLED:", *indent(b.handler())]


@feature("exceptions", "guard")
def checked_in_handler(b: Builder, lines: Lines) -> Lines:
    test = b.one_of(
        "isinstance(error, $ClientAuthenticationError)",
        "not isinstance(error, $HttpResponseError)",
        'getattr(error, "status_code", None) == 404',
        'getattr(error, "status_code", None) != 403',
    )
    return [
        "try:",
        *indent(lines),
        f"except {b.one_of('Exception', '$HttpResponseError', '$AzureError')} as error:",
        f"    if {test}:",
        "        raise",
    ]


@feature("exceptions", "guard")
def own_hierarchy(b: Builder, lines: Lines) -> Lines:
    base, kind = b.fresh("AppError"), b.fresh("DeniedError")
    b.define((base,), [f"class {base}(Exception):", "    pass"])
    b.define((kind,), [f"class {kind}({base}):", "    pass"])
    caught = b.one_of(base, kind)
    return [
        "try:",
        "    try:",
        *indent(indent(lines)),
        f"    except {b.one_of(*_KINDS)} as error:",
        f"        raise {kind}(str(error)) from error",
        f"except {caught}:",
        *indent(b.handler()),
    ]


@feature("try", "guard")
def three_levels(b: Builder, lines: Lines) -> Lines:
    first, second, third = (b.one_of(*_KINDS, "ValueError", "OSError") for _ in range(3))
    return [
        "try:",
        "    try:",
        "        try:",
        *indent(indent(indent(lines))),
        f"        except {first}:",
        *indent(indent(indent(b.handler()))),
        "        finally:",
        "            print(1)",
        f"    except {second}:",
        *indent(indent(b.handler())),
        f"except {third}:",
        *indent(b.handler()),
    ]


@feature("try", "guard")
def tried_again(b: Builder, lines: Lines) -> Lines:
    """The handler runs a `try` of its own."""
    again = [b.awaited(b.call(b.client))] if b.client else ["print(1)"]
    return [
        "try:",
        *indent(lines),
        f"except {b.one_of(*_KINDS)}:",
        "    try:",
        *indent(indent(again)),
        f"    except {b.one_of(*_KINDS)}:",
        *indent(indent(b.handler())),
    ]


@feature("finally", "guard")
def cleaned_up(b: Builder, lines: Lines) -> Lines:
    """What runs in the end has its own handler."""
    clean = [b.awaited(b.call(b.client))] if b.client else ["print(1)"]
    return [
        "try:",
        *indent(lines),
        "finally:",
        "    try:",
        *indent(indent(clean)),
        f"    except {b.one_of(*_KINDS)}:",
        "        pass",
    ]


@feature("finally", "guard")
def left_loop(b: Builder, lines: Lines) -> Lines:
    """`break` or `continue` in `finally` drops the error."""
    if any("return " in line or "yield" in line for line in lines):
        return lines  # their callers need what they give, and need it once
    word = b.one_of("break", "continue")
    test = b.one_of([f"        {word}"], [f"        if {b.flag()}:", f"            {word}"])
    return ["for _ in range(1):", "    try:", *indent(indent(lines)), "    finally:", *test]


@feature("finally", "guard")
def raised_over(b: Builder, lines: Lines) -> Lines:
    """What `finally` raises takes the place of the error."""
    if any("return " in line or "yield" in line for line in lines):
        return lines  # their callers need what they give
    return [
        "try:",
        "    try:",
        *indent(indent(lines)),
        "    finally:",
        "        raise KeyError(1)",
        f"except {b.one_of('KeyError', '(KeyError, $HttpResponseError)')}:",
        "    pass",
    ]


@feature("managers", "guard")
def entered_by_stack(b: Builder, lines: Lines) -> Lines:
    manager, stack = b.fresh("handled"), b.fresh("stack")
    inside = b.guarded_sync(["yield"], 0.9)
    b.define((manager,), ["@$contextlib.contextmanager", f"def {manager}():", *indent(inside)])
    return [
        f"with $contextlib.ExitStack() as {stack}:",
        f"    {stack}.enter_context({manager}())",
        *indent(lines),
    ]


@feature("managers", "guard")
def two_managers(b: Builder, lines: Lines) -> Lines:
    first, second = (
        b.one_of(
            "$contextlib.suppress($HttpResponseError)",
            "$contextlib.suppress(ValueError)",
            "$contextlib.nullcontext()",
            "$io.StringIO()",
        )
        for _ in range(2)
    )
    return [f"with {first}, {second}:", *indent(lines)]


@feature("managers", "guard")
def manager_with_arguments(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("ignoring")
    b.define(
        (name,),
        [
            "@$contextlib.contextmanager",
            f"def {name}(*kinds):",
            "    try:",
            "        yield",
            "    except kinds as error:",
            "        print(error)",
        ],
    )
    given = b.one_of(
        "$HttpResponseError", "ValueError, $HttpResponseError", "$ResourceNotFoundError"
    )
    return [f"with {name}({given}):", *indent(lines)]


@feature("managers", "guard")
def recording_exit(b: Builder, lines: Lines) -> Lines:
    """A class whose `__exit__` may swallow, by a setting of the instance."""
    kind = b.fresh("Guard")
    b.define(
        (kind,),
        [
            f"class {kind}:",
            "    def __init__(self, quiet):",
            "        self.quiet = quiet",
            "    def __enter__(self):",
            "        return self",
            "    def __exit__(self, kind, error, trace):",
            "        return self.quiet",
        ],
    )
    return [f"with {kind}({b.one_of('True', 'False')}):", *indent(lines)]


@feature("retries", "guard")
def retried_by_result(b: Builder, lines: Lines) -> Lines:
    done = b.fresh("done")
    return [
        f"{done} = False",
        "for attempt in range(3):",
        "    try:",
        *indent(indent(lines)),
        f"        {done} = True",
        f"    except {b.one_of(*_KINDS)}:",
        f"        {done} = False",
        f"    if {done}:",
        "        break",
    ]


@feature("retries", "guard")
def last_error_raised(b: Builder, lines: Lines) -> Lines:
    last = b.fresh("last")
    return [
        f"{last} = None",
        "for attempt in range(2):",
        "    try:",
        *indent(indent(lines)),
        "        break",
        "    except $HttpResponseError as error:",
        f"        {last} = error",
        "else:",
        f"    raise {b.one_of(last, 'ValueError(1)')}",
    ]
