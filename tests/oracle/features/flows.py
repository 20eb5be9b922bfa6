"""Conditions, loops and blocks around code that sends."""

from __future__ import annotations

from tests.oracle.builder import Builder, Lines, feature, indent


@feature("plain", "flow", weight=4)
def branch(b: Builder, lines: Lines) -> Lines:
    return [f"if {b.flag()}:", *indent(lines)]


@feature("plain", "flow", weight=2)
def other_branch(b: Builder, lines: Lines) -> Lines:
    return [f"if {b.flag()}:", "    print(1)", "else:", *indent(lines)]


@feature("plain", "flow", weight=2)
def early_return(b: Builder, lines: Lines) -> Lines:
    return [f"if {b.flag()}:", f"    {b.leave}", *lines]


@feature("plain", "flow", weight=2)
def loop(b: Builder, lines: Lines) -> Lines:
    return ["for _ in range(2):", *indent(lines)]


@feature("plain", "flow")
def loop_else(b: Builder, lines: Lines) -> Lines:
    return ["for _ in (1, 2):", "    print(1)", "else:", *indent(lines)]


@feature("plain", "flow")
def while_loop(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("count")
    return [f"{name} = 0", f"while {name} < 2:", f"    {name} += 1", *indent(lines)]


@feature("plain", "flow")
def broken_loop(b: Builder, lines: Lines) -> Lines:
    return ["while True:", *indent(lines), "    break"]


@feature("with", "flow")
def in_a_with(b: Builder, lines: Lines) -> Lines:
    return [b.one_of("with $contextlib.nullcontext():", "with $io.StringIO():"), *indent(lines)]


@feature("match", "flow")
def matched(b: Builder, lines: Lines) -> Lines:
    name = b.fresh("mode")
    return [
        f'{name} = "a" if {b.flag()} else "b"',
        f"match {name}:",
        '    case "a":',
        *indent(indent(lines)),
        "    case other:",
        "        print(other)",
    ]


@feature("scopes", "flow")
def in_a_class_body(b: Builder, lines: Lines) -> Lines:
    if b.aio or any(
        word in line for line in lines for word in ("return", " for ", "lambda", "def ")
    ):
        return lines  # functions and comprehensions do not see the names of a class
    return [f"class {b.fresh('Body')}:", *indent(lines)]


@feature("narrowing", "flow")
def asserted(b: Builder, lines: Lines) -> Lines:
    return [f"assert {b.client} is not None", *lines] if b.client else lines
