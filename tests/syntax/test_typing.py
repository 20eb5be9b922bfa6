"""A function typed key by key into a long file: what the server does all day."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest

from acr_lint.syntax import draft
from acr_lint.syntax.tree import Island, Syntax, parse
from acr_lint.text.source import Source, Span
from tests.syntax.corpus import valid

FUNCTION = '''\
@retry(times=3, on=(HttpResponseError,))
async def copy_tags(client: ContainerRegistryClient, target, *, names=None) -> dict[str, int]:
    """Copy the tags of each repository.

    Those without a "digest" (see #12) are left out.
    """
    done = {"copied": 0, "failed": 0}
    async for name in client.list_repository_names(results_per_page=50):
        if names and name not in names:
            continue
        elif name.startswith("library/"):
            print(f"skipping {name!r}: {done['copied']}", end="")
        else:
            try:
                properties = await client.get_repository_properties(name)
            except ResourceNotFoundError as error:
                logger.warning("gone: %s", error)
                done["failed"] += 1
            except (ClientAuthenticationError, HttpResponseError):
                raise
            finally:
                done[name] = 1
        with suppress(KeyError), lock:
            target.update([
                tag.name
                for tag in (properties.tags or ())
                if tag.digest is not None
            ])
    while target and not done:
        target.pop()
    text = """
def not_a_function():
    # not a comment
"""
    match done:
        case {"copied": count} if count > 1:
            return done
        case _:
            pass
    return {key: value for key, value in done.items() if value}

'''
FUNCTIONS = "".join(
    f"def function_{number}(client, name):\n"
    f'    """Delete {number}."""\n'
    f"    for tag in client.list_tag_properties(name):\n"
    f"        if tag.name == {number}:\n"
    f"            client.delete_tag(\n"
    f"                name,\n"
    f'                tag.name + "{number}",\n'
    f"            )\n"
    f"    return client\n\n\n"
    for number in range(90)
)
PLACE = FUNCTIONS.index("def function_45")
LINES = FUNCTIONS[:PLACE] + "\n\n\n" + FUNCTIONS[PLACE:]


def typed(text: str, place: int, new: str) -> Iterator[tuple[Syntax, Syntax, Span]]:
    """The states of a text while something is typed into it: the one before, this, the key."""
    syntax = parse(Source("", text))
    for end in range(1, len(new) + 1):
        before = syntax
        key = Span(place + end - 1, place + end)
        whole = text[:place] + new[:end] + text[place:]
        syntax = parse(Source("", whole), before, key)
        yield before, syntax, key


def names(island: Island, known: dict[Island, set[str]]) -> set[str]:
    """The functions of an island."""
    if island not in known:
        known[island] = {
            node.name
            for statement in island.statements
            for node in ast.walk(statement)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
    return known[island]


def described(syntax: Syntax) -> list[tuple[str, Span]]:
    return [
        (ast.dump(statement), syntax.span(island, statement))
        for island, statement in syntax.statements()
    ]


def test_a_function_key_by_key() -> None:
    """All other functions stay, mostly as they are; what is valid is read as if it were new."""
    assert LINES.count("\n") > 990
    others = {f"function_{number}" for number in range(90)}
    known: dict[Island, set[str]] = {}
    valid_states = 0
    for number, (before, syntax, key) in enumerate(typed(LINES, PLACE, FUNCTION)):
        found = {name for island in syntax.islands for name in names(island, known)}
        assert others <= found
        assert len(set(syntax.islands) & set(before.islands)) >= 88
        new = syntax.source.text[PLACE : key.end]
        assert "copy_tags" in found or "dict[str, int]:\n" not in new
        if not syntax.skips():
            valid_states += 1
            assert described(syntax) == described(parse(syntax.source))
        elif number % 10 == 0:
            assert valid(syntax.source.text) is None
    assert valid_states > 100


@pytest.mark.parametrize("closing", ['"""', "'''", ")", "]"])
def test_an_opener_and_what_closes_it_far_below(closing: str) -> None:
    """Text between an opener and its closing is one island again as soon as both are there."""
    opening = {")": "(", "]": "["}.get(closing, closing)
    text = "a = 1\nb = 2\n\nc = 3\nd = 4\n" if closing in "'\"" else "a\n\n\nd\n"
    start = parse(Source("", text))
    opened = f"x = {opening}\n" + text
    half = parse(Source("", opened), start, Span(0, 6))
    assert half.skips()
    for place in (len(opened), opened.index("d")):
        both = opened[:place] + closing + "\n" + opened[place:]
        if valid(both) is not None:
            syntax = parse(Source("", both), half, Span(place, place + len(closing)))
            assert not syntax.skips()
            assert ast.dump(syntax.islands[0].statements[0]) == ast.dump(valid(both).body[0])


def test_equal_functions_are_different_islands() -> None:
    one = "def f():\n    pass\n"
    first = parse(Source("", one))
    twice = parse(Source("", one + one), first, Span(len(one), 2 * len(one)))
    assert len(set(twice.islands)) == 2
    assert twice.islands[0] is first.islands[0]
    assert twice.islands[0].statements[0] is not twice.islands[1].statements[0]
    assert [twice.start(island) for island in twice.islands] == [0, len(one)]
    once = parse(Source("", one), twice)
    assert once.islands[0] in twice.islands


def test_moved_functions_keep_their_islands() -> None:
    text = inspect.getsource(draft)
    before = parse(Source("", text))
    last = before.islands[-1]
    moved = text[: before.starts[1]] + last.text + text[before.starts[1] : before.start(last)]
    after = parse(Source("", moved), before)
    assert last in after.islands
    assert set(before.islands) == set(after.islands)


def test_the_same_text_has_the_same_islands() -> None:
    before = parse(Source("", FUNCTIONS))
    assert parse(Source("", FUNCTIONS), before).islands == before.islands
    assert parse(Source("", ""), before).islands == ()
    assert parse(Source("", "x"), parse(Source("", ""))).islands[0].text == "x"
