"""Explanations: what is said at a line of a program, by the words that are written there."""

from __future__ import annotations

import pytest

from acr_lint.explain import Explanation, explain, lines_of
from acr_lint.settings import DEFAULT, PerFile, Settings
from acr_lint.text.source import Span
from tests.model.programs import files_of, model_of


def explanation(text: str, marked: str, settings: Settings = DEFAULT) -> Explanation:
    """What there is to say at the first line of a program that holds the words `marked`."""
    model = model_of(text)
    path = next(path for path, source in files_of(text).items() if marked in source)
    module = next(module for module in model.program.modules if module.path == path)
    sources = {each.path: each.syntax.source for each in model.program.modules}
    before, _, _ = module.syntax.source.text.partition(marked)

    def where(at: str, span: Span) -> str:
        line = sources[at].line(sources[at].position(span.start).row)
        return f"<{line.strip()}>"

    return explain(model, module, before.count("\n") + 1, settings, where)


def told(text: str, marked: str, settings: Settings = DEFAULT) -> str:
    """The same as text, unwrapped, with single blanks."""
    lines = lines_of(explanation(text, marked, settings), width=10_000)
    return "\n".join(" ".join(line.split()) for line in lines)


def test_a_write_without_a_credential_that_nothing_catches() -> None:
    said = told(
        """
        client = ContainerRegistryClient("https://a.azurecr.io")
        client.delete_tag("a", "b")
        """,
        "delete_tag",
    )
    assert "`client.delete_tag`: delete_tag, a write" in said
    assert 'client a sync one, made at <client = ContainerRegistryClient("https' in said
    assert "credential always None (none is given)" in said
    assert "sends here, when it is called" in said
    assert "raises ClientAuthenticationError (401)" in said
    assert "; a 404 counts as success" in said
    assert "escapes all of it ends the program" in said
    assert "ACR101 anonymous-write (error) at <client.delete_tag" in said
    assert "ACR301 uncaught-http-response-error (warning)" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("credential=None", "always None (given as `credential=None`)"),
        ("cred", "never None: DefaultAzureCredential (given as `cred`)"),
        ("cred if flag else None", "sometimes None, else DefaultAzureCredential (given as"),
        ("flag()", "unknown (given as `flag()`)"),
        ("flag.credential", "unknown (given as `flag.credential`)"),
        ('"secret"', "never None: a str (given as"),
        ("**flag.options", "unknown (it may be in what a `*` or `**` passes on)"),
    ],
)
def test_a_credential_and_why(given: str, said: str) -> None:
    program = f'client = ContainerRegistryClient("https://a.azurecr.io", {given})\n'
    assert f"credential {said}" in told(program, "client = ")


def test_the_options_and_uses_of_a_client() -> None:
    said = told(
        """
        def run(endpoint):
            with ContainerRegistryClient(endpoint, cred, logging_enable=flag) as client:
                client.close()
                return client.get_tag_properties("a", "b")
        """,
        "with Container",
    )
    assert "`ContainerRegistryClient` makes a sync client" in said
    assert "endpoint `endpoint`" in said
    assert "options `logging_enable=flag`" in said
    assert 'get_tag_properties at <return client.get_tag_properties("a", "b")>' in said
    assert "closed by the `with` at <with ContainerRegistryClient" in said


def test_a_listing_is_sent_where_it_is_advanced() -> None:
    program = """
        client = ContainerRegistryClient("https://a.azurecr.io", cred)
        try:
            names = client.list_repository_names()
        except HttpResponseError:
            raise
        for name in names:
            print(name)
        """
    said = told(program, "names = ")
    assert "sends when it is advanced at <for name in names:>" in said
    assert "made in the `try` at <try:>, which would catch it" in said
    assert "`names` at <for name in names:> sends it\nescapes all of it ends the program" in said
    assert "ACR302 lazy-result-outside-try (warning) at <for name in names:>" in said
    said = told(program, "for name")
    assert "`names` sends list_repository_names\ncalled <names = client." in said
    assert "sends here, when it is advanced" in said


def test_what_is_awaited_later_and_what_never_is() -> None:
    program = """
        async def run():
            async with AsyncClient("https://a.azurecr.io", cred) as client:
                deleting = client.delete_repository("a")
                await deleting
                client.delete_blob("a", "b")
                task = asyncio.create_task(client.delete_tag("a", "b"))
        """
    assert "sends when it is awaited at <await deleting>" in told(program, "deleting = ")
    assert "sends never, as far as is known: nothing seen here has it awaited" in told(
        program, "delete_blob"
    )
    assert "ends in the task, which keeps it" in told(program, "create_task")


def test_who_catches_and_what_passes() -> None:
    program = """
        def digest(client: ContainerRegistryClient):
            try:
                return client.get_tag_properties("a", "b").digest
            except ResourceNotFoundError:
                return None

        def main():
            digest(ContainerRegistryClient("https://a.azurecr.io", cred))
        """
    said = told(program, "get_tag_properties")
    assert (
        "caught ResourceNotFoundError by `except ResourceNotFoundError` at "
        "<except ResourceNotFoundError:>, which drops it without a word"
    ) in said
    assert "escapes all but ResourceNotFoundError leaves `main` at <def main():>" in said
    assert "past the `try` at <try:>, which catches ResourceNotFoundError only" in said
    assert "through `digest` at <digest(ContainerRegistryClient" in said
    assert "catches ResourceNotFoundError of get_tag_properties at <return client" in told(
        program, "except ResourceNotFoundError:"
    )
    assert "inside get_tag_properties at <return client" in told(program, "try:")
    assert "`digest` runs code that sends\nsends get_tag_properties" in told(program, "    digest(")
    assert "`main`, which nothing here calls\nescapes get_tag_properties" in told(
        program, "def main"
    )


def test_raising_again_is_decided_on_purpose() -> None:
    said = told(
        """
        client = ContainerRegistryClient("https://a.azurecr.io", cred)
        try:
            client.delete_tag("a", "b")
        except HttpResponseError as error:
            print(error)
            raise
        """,
        "delete_tag",
    )
    assert "caught all of it by `except HttpResponseError`" in said
    assert "which raises again: decided on purpose" in said
    assert "escapes" not in said
    assert "none nothing here is flagged by any rule" in said


def test_a_documented_error_and_the_setting_that_lets_it_not_count() -> None:
    program = '''
        def remove(client: ContainerRegistryClient):
            """Remove it.

            :raises HttpResponseError: where the registry refuses
            """
            client.delete_tag("a", "b")
        '''
    said = told(program, "delete_tag")
    assert "its docstring says that it is raised, so it isn't flagged" in said
    assert "ACR301" not in said
    assert "a sync one that is given at" in said
    said = told(program, "delete_tag", DEFAULT._replace(respect_documented_raises=False))
    assert "which the settings let count for nothing" in said
    assert "ACR301" in said
    assert "documented in its docstring" in told(program, "def remove")


@pytest.mark.parametrize(
    ("settings", "comment", "why"),
    [
        (DEFAULT._replace(ignore=("ACR1",)), "", "silenced: `ignore` names it"),
        (DEFAULT._replace(select=("ACR3",)), "", "silenced: `select` doesn't name it"),
        (
            DEFAULT._replace(per_file_ignores=(PerFile("program.py", "", ("ALL", "ACR101")),)),
            "",
            "silenced: `per-file-ignores` of `program.py` names it",
        ),
        (
            DEFAULT,
            "  # acr-lint: ignore[ACR101] public mirror",
            "silenced: the comment `# acr-lint: ignore[ACR101] public mirror` on line",
        ),
        (DEFAULT, "  # noqa", "silenced: the comment `# noqa` on line"),
        (DEFAULT, "", "(error)"),
    ],
)
def test_what_silences_a_finding(settings: Settings, comment: str, why: str) -> None:
    said = told(
        f"""
        client = ContainerRegistryClient("https://a.azurecr.io")
        client.delete_tag("a", "b"){comment}
        """,
        "delete_tag",
        settings,
    )
    (line,) = [line for line in said.splitlines() if line.startswith("ACR101")]
    assert why in line


def test_test_code_says_that_it_is() -> None:
    said = told(
        """
        # file: tests/test_it.py
        from azure.containerregistry import ContainerRegistryClient

        def test_it():
            ContainerRegistryClient("https://a.azurecr.io").delete_tag("a", "b")
        """,
        "delete_tag",
    )
    assert "silenced: this is test code: `per-file-ignores` of `test_*.py` names it" in said
    assert "ACR101 anonymous-write (error)" in said


def test_a_client_of_another_file() -> None:
    said = told(
        """
        # file: clients.py
        from azure.containerregistry import ContainerRegistryClient

        def make(endpoint):
            return ContainerRegistryClient(endpoint)
        # file: work.py
        from clients import make

        make("https://a.azurecr.io").delete_tag("a", "b")
        """,
        "delete_tag",
    )
    assert "made at <return ContainerRegistryClient(endpoint)>" in said


def test_a_line_within_a_statement_stands_for_all_of_it() -> None:
    said = told(
        """
        client = ContainerRegistryClient("https://a.azurecr.io", cred)
        client.delete_tag(
            "repository",
            "tag",
        )
        """,
        '"tag"',
    )
    assert "`client.delete_tag`: delete_tag, a write" in said


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        ("# a comment", "holds no code"),
        ("x = 1", "no client is known to be made or used on line"),
        ("broken(", "could not be read as Python"),
    ],
)
def test_where_nothing_is_known(marked: str, why: str) -> None:
    found = explanation(
        f"""
        client = ContainerRegistryClient("https://a.azurecr.io", cred)
        {marked}
        y = 2
        """,
        marked,
    )
    assert not found.known
    assert why in found.topics[0].title


def test_a_file_without_a_client() -> None:
    found = explanation("# file: a.py\nx = 1\n", "x = 1")
    assert not found.known
    assert found.topics[0].title == "nothing in this file is known to be a client, or to use one"


def test_a_value_that_is_not_known() -> None:
    program = """
        def remove(thing):
            thing.delete_tag("a", "b")

        client = ContainerRegistryClient("https://a.azurecr.io", cred)
        """
    assert not explanation(program, "thing.delete_tag").known
    assert (
        "`thing.delete_tag` may be delete_tag\n"
        "unknown `thing` isn't known to be a client, or this is never reached; nothing is flagged"
    ) in told(program, "thing.delete_tag")


def test_long_rows_are_wrapped_below_their_label() -> None:
    program = 'ContainerRegistryClient("https://a.azurecr.io", cred).delete_tag("a", "b")\n'
    lines = lines_of(explanation(program, "delete_tag"), width=60)
    start = next(index for index, line in enumerate(lines) if line.startswith("  raises"))
    assert max(map(len, lines[start : start + 3])) <= 60
    assert lines[start + 1].startswith(" " * 16)
