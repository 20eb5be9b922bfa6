"""Tests that are asked again: what they tell of clients and credentials that hang on them."""

from __future__ import annotations

from tests.oracle.builder import Body, Builder, Lines, feature, indent


@feature("asked again", "source", weight=2)
def chosen_by_a_name(b: Builder, body: Body) -> Lines:
    """Either branch makes a client, and what is done with it hangs on the same test."""
    name, flag = b.fresh("client"), b.fresh("chosen")
    (first_setup, first), (second_setup, second) = b.credential(), b.credential()
    test, again = b.one_of((flag, flag), (flag, f"not {flag}"), (f"not {flag}", flag))
    return [
        f"{flag} = {b.flag()}",
        f"if {test}:",
        *indent([*first_setup, f"{name} = {b.made(first)}"]),
        "else:",
        *indent([*second_setup, f"{name} = {b.made(second)}"]),
        f"if {again}:",
        *indent(body(name)),
    ]


@feature("asked again", "source", weight=2)
def chosen_by_a_text(b: Builder, body: Body) -> Lines:
    name, mode = b.fresh("client"), b.fresh("mode")
    (first_setup, first), (second_setup, second) = b.credential(), b.credential()
    again = b.one_of('== "b"', '!= "a"', '== "a"', '!= "c"')
    return [
        f'{mode} = "a" if {b.flag()} else "b"',
        f'if {mode} == "a":',
        *indent([*first_setup, f"{name} = {b.made(first)}"]),
        f'elif {mode} == "b":',
        *indent([*second_setup, f"{name} = {b.made(second)}"]),
        "else:",
        f"    {b.leave}",
        f"if {mode} {again}:",
        *indent(body(name)),
    ]


@feature("asked again", "source")
def chosen_by_two(b: Builder, body: Body) -> Lines:
    """A credential is made where two things are so, and the client is used where they are again."""
    name, given, one, two = b.fresh("client"), b.fresh("given"), b.fresh("one"), b.fresh("two")
    setup, credential = b.credential()
    test = b.one_of(f"{one} and {two}", f"{one} or {two}", f"not {one} and {two}")
    again = b.one_of(
        *(test, f"not ({test})", f"{two} and {one}", f"not {one} or not {two}", one),
        *(f"{two} or {one}", f"{one} or not {two}"),
    )
    changed = b.one_of([], [], [], [f"{two} = {b.flag()}"])
    return [
        f"{one}, {two} = {b.flag()}, {b.flag()}",
        f"{given} = None",
        f"if {test}:",
        *indent([*setup, f"{given} = {credential}"]),
        f"{name} = {b.made(given)}",
        *changed,
        f"if {again}:",
        *indent(body(name)),
    ]


@feature("asked again", "source", weight=2)
def chosen_by_three(b: Builder, body: Body) -> Lines:
    """Tests of three things within each other, asked again in one test or one by one."""
    name, given = b.fresh("client"), b.fresh("given")
    one, two, three = flags = b.fresh("one"), b.fresh("two"), b.fresh("three")
    setup, credential = b.credential()
    parts = f"{one} and {two}", f"not {two}", f"{one} or {three}", three, f"{two} and {three}"

    def test() -> str:
        joined = b.one_of("and", "or", "and not", "or not")
        return f"({parts[b.one_of(0, 1)]}) {joined} ({parts[b.one_of(2, 3, 4)]})"

    again = b.one_of(test(), test(), parts[0], parts[2])
    inner = b.one_of("True", *(each for flag in flags for each in (flag, f"not {flag}")))
    return [
        f"{one}, {two}, {three} = {b.flag()}, {b.flag()}, {b.flag()}",
        f"{given} = None",
        f"if {b.one_of(test(), test(), f'{one} and {two} or {three}')}:",
        *indent([*setup, f"{given} = {credential}"]),
        f"{name} = {b.made(given)}",
        *b.one_of([], [], [f"{two} = {b.flag()}"]),
        f"if {again}:",
        f"    if {inner}:",
        *indent(indent(body(name))),
    ]


@feature("asked again", "source", weight=2)
def asked_of_the_credential(b: Builder, body: Body) -> Lines:
    """A client is made of what may be None, and used where it is told that it isn't."""
    name, credential, known = b.fresh("client"), b.fresh("credential"), b.fresh("known")
    otherwise = b.one_of("None", "None", f"{b.Credential}()")
    asked = b.one_of(f"{credential} is not None", credential, f"not {credential}", known)
    changed = b.one_of([], [f"if {b.flag()}:", f"    {name} = {b.made('None')}"])
    return [
        f"{credential} = {b.Credential}() if {b.flag()} else {otherwise}",
        f"{known} = {credential} is not None",
        f"{name} = {b.made(credential)}",
        *changed,
        f"if {asked}:",
        *indent(body(name)),
    ]


@feature("asked again", "source", weight=2)
def two_of_equal_credentials(b: Builder, body: Body) -> Lines:
    """Two clients whose credentials may be the same hang on different tests."""
    one, two, first, second = b.fresh("one"), b.fresh("two"), b.fresh("given"), b.fresh("given")
    names = b.fresh("client"), b.fresh("client")
    cred = b.fresh("credential")
    makes = [f"{cred} if {one} else None", f"{cred} if {two} else None"]
    if b.one_of(True, False):
        held = [f"{first} = {makes[0]}", f"{second} = {makes[1]}"]
        made = first, second
        asked = b.one_of(one, two, first, f"{second} is None", f"not {first}", f"not {two}")
    else:
        held = []
        made = makes[0], makes[1]
        asked = b.one_of(one, two, f"not {one}", f"not {two}")
    return [
        f"{cred} = {b.Credential}()",
        f"{one}, {two} = {b.flag()}, {b.flag()}",
        *held,
        *(f"{name} = {b.made(given)}" for name, given in zip(names, made)),
        f"if {asked}:",
        *indent(body(names[b.one_of(0, 1)])),
    ]


@feature("asked again", "source")
def told_by_leaving(b: Builder, body: Body) -> Lines:
    name, credential, writes = b.fresh("client"), b.fresh("credential"), b.fresh("writes")
    test = b.one_of(f"{writes} and {credential} is None", f"{writes} and not {credential}")
    return [
        f"{credential} = {b.Credential}() if {b.flag()} else None",
        f"{writes} = {b.flag()}",
        f"if {test}:",
        f"    {b.leave}",
        f"{name} = {b.made(credential)}",
        f"if {b.one_of(writes, f'not {writes}')}:",
        *indent(body(name)),
    ]


@feature("asked again", "carrier")
def chosen_with_the_client(b: Builder, client: str, body: Body) -> Lines:
    """A loop over pairs of a client and what may be done with it."""
    name, may, other = b.fresh("client"), b.fresh("may"), b.fresh("other")
    setup, credential = b.credential()
    first, second = b.one_of((client, other), (other, client))
    return [
        *setup,
        f"{other} = {b.made(credential)}",
        f"for {name}, {may} in (({first}, True), ({second}, False)):",
        f"    if {b.one_of(may, f'not {may}')}:",
        *indent(indent(body(name))),
    ]
