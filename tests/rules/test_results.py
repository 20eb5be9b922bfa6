"""ACR407 for results that are taken for files or dicts."""

from __future__ import annotations

import pytest

from acr_lint.check import check_sources

_HEAD = """\
from azure.containerregistry import ContainerRegistryClient


def show(client: ContainerRegistryClient) -> None:
"""


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('print(client.get_manifest("app", "v1")["layers"])', True),
        ('print(client.get_manifest("app", "v1").manifest["layers"])', False),
        ('print(client.download_blob("app", "sha256:1").read())', True),
        ('print(list(client.download_blob("app", "sha256:1")))', False),
    ],
)
def test_what_a_result_has(line: str, wrong: bool) -> None:
    (report,) = check_sources({"show.py": f"{_HEAD}    {line}\n"})
    assert ("ACR407" in {finding.code for finding in report.findings}) is wrong
