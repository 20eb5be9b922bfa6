"""Programs that carry their expectations: what escapes, and which credential may be None.

A line's trailing comment says what is expected of it; a line without one expects nothing:

    client.delete_tag("a", "b")  # escapes
    client.delete_tag("a", "b")  # anonymous: always, escapes

`escapes` is an error sent on that line which reaches a root; `anonymous: always` and
`anonymous: sometimes` a write whose client has no credential on all paths, or on some. Several
files are written below each other, each after a line `# file: path`.
"""

from __future__ import annotations

import re
import textwrap

from acr_lint.check import Project
from acr_lint.layout import Layout, source_folders
from acr_lint.model.build import Model, build
from acr_lint.model.program import Module
from acr_lint.model.values import Client, Place, Plain
from acr_lint.sdk.operations import OPERATIONS
from acr_lint.syntax.tree import parse
from acr_lint.text.source import Source

PRELUDE = """\
from azure.containerregistry import ContainerRegistryClient
from azure.containerregistry.aio import ContainerRegistryClient as AsyncClient
from azure.core.exceptions import (
    AzureError, ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
)
from azure.identity import DefaultAzureCredential
from opaque import flag
import asyncio, contextlib, functools, itertools
cred = DefaultAzureCredential()
"""
_EXPECTED = re.compile(r"#\s*((?:escapes|anonymous: (?:always|sometimes))(?:, .*)?)$")


def model_of(text: str) -> Model:
    """The model of a program; a single file gets the prelude's imports."""
    files = files_of(text)
    layout = Layout("", source_folders(files), files.__contains__)
    modules = [
        Module(
            path,
            layout.name(path),
            layout.is_package(path),
            layout.is_test(path),
            parse(Source(path, source)),
        )
        for path, source in files.items()
    ]
    return build(Project(modules, layout))


def files_of(text: str) -> dict[str, str]:
    """The files that a program's text holds."""
    text = textwrap.dedent(text).strip("\n") + "\n"
    if "# file: " not in text:
        return {"program.py": PRELUDE + text}
    files: dict[str, str] = {}
    for part in re.split(r"^# file: ", text, flags=re.MULTILINE)[1:]:
        path, _, source = part.partition("\n")
        files[path.strip()] = source
    return files


def expected(text: str) -> set[tuple[str, int, str]]:
    """What the comments expect: path, row and word."""
    found = set()
    for path, source in files_of(text).items():
        for row, line in enumerate(source.splitlines(), 1):
            comment = _EXPECTED.search(line)
            if comment:
                found |= {(path, row, word.strip()) for word in comment[1].split(",")}
    return found


def seen(model: Model) -> set[tuple[str, int, str]]:
    """What the model says, in the same words."""
    found = {(*_row(escape.place), "escapes") for escape in model.escapes}
    for call in model.calls:
        operation = OPERATIONS.get(call.operation)
        if operation is None or not operation.writes:
            continue
        without = {_without_credential(client) for client in call.clients}
        if without == {"always"}:
            found.add((*_row(call.place), "anonymous: always"))
        elif without & {"always", "sometimes"}:
            found.add((*_row(call.place), "anonymous: sometimes"))
    return found


def assert_flow(text: str) -> None:
    """The model says of each line of the program what its comments expect."""
    says, wants = seen(model_of(text)), expected(text)
    files = files_of(text)

    def shown(places: set[tuple[str, int, str]]) -> str:
        return "\n".join(
            f"  {path}:{row}: {word}: {files[path].splitlines()[row - 1].strip()}"
            for path, row, word in sorted(places)
        )

    assert says == wants, f"not expected:\n{shown(says - wants)}\nmissed:\n{shown(wants - says)}"


def _row(place: Place) -> tuple[str, int]:
    source = place.module.syntax.source
    span = place.module.syntax.span(place.island, place.node)
    return place.module.path, source.position(span.start).row


def _without_credential(client: Client) -> str:
    if Plain.NONE not in client.credential:
        return "never"
    return "always" if len(client.credential) == 1 else "sometimes"
