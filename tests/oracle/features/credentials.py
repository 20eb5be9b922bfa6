"""Where a credential comes from, and whether it may be None."""

from __future__ import annotations

from tests.oracle.builder import Builder, Lines, feature, indent

_Found = tuple[Lines, str]


@feature("plain", "credential", weight=6)
def given(b: Builder) -> _Found:
    return [], f"{b.Credential}()"


@feature("plain", "credential", weight=2)
def absent(b: Builder) -> _Found:
    return [], "None"


@feature("locals", "credential", weight=2)
def named(b: Builder) -> _Found:
    name = b.fresh("credential")
    return [f"{name} = {b.one_of(f'{b.Credential}()', 'None')}"], name


@feature("locals", "credential")
def assigned_again(b: Builder) -> _Found:
    name = b.fresh("credential")
    first, second = b.one_of(("None", f"{b.Credential}()"), (f"{b.Credential}()", "None"))
    return [f"{name} = {first}", f"{name} = {second}"], name


@feature("credentials", "credential", weight=2)
def branch(b: Builder) -> _Found:
    name = b.fresh("credential")
    return [
        f"{name} = None",
        f"if {b.flag()}:",
        f"    {name} = {b.Credential}()",
    ], name


@feature("credentials", "credential")
def both_branches(b: Builder) -> _Found:
    name = b.fresh("credential")
    first, second = b.one_of(
        ("None", f"{b.Credential}()"), (f"{b.Credential}()", f"{b.Credential}()")
    )
    return [f"if {b.flag()}:", f"    {name} = {first}", "else:", f"    {name} = {second}"], name


@feature("credentials", "credential")
def conditional(b: Builder) -> _Found:
    return [], f"({b.Credential}() if {b.flag()} else None)"


@feature("credentials", "credential")
def otherwise(b: Builder) -> _Found:
    name = b.fresh("credential")
    first = b.one_of("None", f"{b.Credential}()")
    second = b.one_of("None", f"{b.Credential}()")
    return [f"{name} = {first}"], f"({name} or {second})"


@feature("credentials", "credential")
def both(b: Builder) -> _Found:
    return [], f"({b.flag()} and None)" if b.chance(0.3) else f"(None and {b.Credential}())"


@feature("containers", "credential")
def looked_up(b: Builder) -> _Found:
    name = b.fresh("settings")
    lines = [f'{name} = {{"credential": {b.Credential}(), "other": None}}']
    key = b.one_of("credential", "other", "missing")
    if key != "missing" and b.chance(0.5):
        return lines, f'{name}["{key}"]'
    return lines, f'{name}.get("{key}")'


@feature("containers", "credential")
def unpacked(b: Builder) -> _Found:
    first, second = b.fresh("credential"), b.fresh("credential")
    return [f"{first}, {second} = {b.Credential}(), None"], b.one_of(first, second)


@feature("functions", "credential", weight=2)
def returned(b: Builder) -> _Found:
    body = b.one_of(
        [f"return {b.Credential}()"],
        ["return None"],
        ["pass"],
        [f"if {b.flag()}:", f"    return {b.Credential}()"],
        [f"if {b.flag()}:", "    return None", f"return {b.Credential}()"],
    )
    name = b.fresh("credential")
    b.define((name,), [f"def {name}():", *indent(body)])
    return [], f"{name}()"


@feature("functions", "credential")
def default(b: Builder) -> _Found:
    name = b.fresh("credential")
    b.define((name,), [f"def {name}(given=None):", "    return given"])
    return [], b.one_of(f"{name}()", f"{name}({b.Credential}())", f"{name}(None)")


@feature("narrowing", "credential", weight=2)
def filled(b: Builder) -> _Found:
    name = b.fresh("credential")
    test = b.one_of(f"{name} is None", f"not {name}", f"None is {name}")
    first = b.one_of("None", f"({b.Credential}() if {b.flag()} else None)")
    return [
        f"{name} = {first}",
        f"if {test}:",
        f"    {name} = {b.Credential}()",
    ], name


@feature("walrus", "credential")
def walrus(b: Builder) -> _Found:
    name = b.fresh("credential")
    value = b.one_of(f"{b.Credential}()", "None")
    return [f"if ({name} := {value}) is None:", '    print("anonymous")'], name


@feature("try", "credential")
def tried(b: Builder) -> _Found:
    name = b.fresh("credential")
    return [
        "try:",
        f"    {name} = {b.Credential}()",
        "except ValueError:",
        f"    {name} = {b.Credential}()",
    ], name


@feature("match", "credential")
def matched(b: Builder) -> _Found:
    name = b.fresh("credential")
    return [
        f"match {b.flag()}:",
        "    case True:",
        f"        {name} = {b.Credential}()",
        "    case _:",
        f"        {name} = None",
    ], name


@feature("globals", "credential")
def module_level(b: Builder) -> _Found:
    name = b.fresh("CREDENTIAL")
    b.define((name,), [f"{name} = {b.one_of(f'{b.Credential}()', 'None')}"])
    return [], name


@feature("lambdas", "credential")
def called_lambda(b: Builder) -> _Found:
    name = b.fresh("credential")
    return [f"{name} = lambda: {b.one_of(f'{b.Credential}()', 'None')}"], f"{name}()"
