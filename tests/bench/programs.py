"""The programs that are measured: small files, and generated ones of any size."""

from __future__ import annotations

from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "sample" / "cleanup.py"

PLAIN = '''\
"""Print the names in a folder."""

import os
import sys


def main(folder: str) -> None:
    for name in sorted(os.listdir(folder)):
        print(name)


if __name__ == "__main__":
    main(sys.argv[1])
'''

USING = {
    "clients.py": """\
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential


def connect(endpoint):
    return ContainerRegistryClient(endpoint, DefaultAzureCredential())
""",
    "report.py": """\
from clients import connect


def repositories(endpoint):
    with connect(endpoint) as client:
        return list(client.list_repository_names())
""",
}
"""Files of a program beside the one that is checked: they make a client, and use it."""

_HEAD = """\
import os

from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential


def make():
    credential = None if os.environ.get("ANONYMOUS") else DefaultAzureCredential()
    return ContainerRegistryClient(os.environ["REGISTRY"], credential)
"""

_FUNCTION = """

def step_{number}(client, repository, depth=0):
    kept = []
    try:
        tags = client.list_tag_properties(repository)
        for tag in tags:
            if tag.name.startswith("keep-{number}"):
                kept.append(tag.name)
            else:
                client.delete_tag(repository, tag.name)
    except {caught} as error:
        print(error.message)
    manifest = client.get_manifest_properties(repository, "latest")
    if manifest.size_in_bytes and depth < {number}:
        client.delete_manifest(repository, manifest.digest)
    {then}
"""

_METHOD = """

class Registry_{number}:
    def __init__(self, repository):
        self.client = make()
        self.repository = repository

    def run(self):
        with self.client:
            return step_{number}(self.client, self.repository)
"""

_FILLER = """\
    total_{number} = 0
    for index_{number} in range(depth):
        total_{number} += index_{number} * {number}
        if total_{number} > 1000:
            print("much", total_{number}, repository)
            continue
        kept.append(str(total_{number}))
"""


def passing(functions: int, chain: int = 10, filler: int = 0) -> str:
    """A module of so many functions that hand a client on, `chain` of them in a row; each row is
    entered by a method whose class makes a client. `filler` blocks of other code lengthen each."""
    parts = [_HEAD]
    for number in range(functions):
        last = number % chain == chain - 1 or number == functions - 1
        function = _FUNCTION.format(
            number=number,
            caught="ResourceNotFoundError" if number % 3 else "HttpResponseError",
            then="return kept" if last else f"return kept + step_{number + 1}(client, repository)",
        )
        head, ending = function.rsplit("\n    return", 1)
        blocks = "".join(_FILLER.format(number=index) for index in range(filler))
        parts.append(f"{head}\n{blocks}    return{ending}")
        if number % chain == 0:
            parts.append(_METHOD.format(number=number))
    parts.append("\n\nif __name__ == '__main__':\n")
    parts += (
        f"    Registry_{number}('hello-{number}').run()\n" for number in range(0, functions, chain)
    )
    return "".join(parts)


_FILE = """\
from {other} import {function}


def step_{number}(client, repository):
    client.delete_tag(repository, "{number}")
    {function}(client, repository)


if __name__ == "__main__":
    from clients import connect

    step_{number}(connect("https://example.azurecr.io"), "hello")
"""
_LAST = """\
def last(client, repository):
    client.delete_repository(repository)
"""


def files_passing(count: int) -> dict[str, str]:
    """A program of so many files that hand a client on, ten of them in a row, each of which makes
    one as well; and two files that they have in common."""
    files = {"clients.py": USING["clients.py"], "last.py": _LAST}
    for number in range(count):
        first = number % 10 == 0
        files[f"part_{number}.py"] = _FILE.format(
            number=number,
            other="last" if first else f"part_{number - 1}",
            function="last" if first else f"step_{number - 1}",
        )
    return files
