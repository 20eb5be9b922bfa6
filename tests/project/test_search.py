from __future__ import annotations

from pathlib import Path

import pytest

from acr_lint.project import search
from acr_lint.project.search import mentions_sdk, spells


@pytest.mark.parametrize(
    "text",
    [
        "from azure.containerregistry import ContainerRegistryClient",
        "from azure.containerregistry.aio import ContainerRegistryClient",
        "import azure.containerregistry as acr",
        "from azure import containerregistry",
        "from azure import (\n    identity,\n    containerregistry as acr,\n)",
        "from azure.\\\n    containerregistry import ContainerRegistryClient",
        'logging.getLogger("azure.containerregistry")',
    ],
)
def test_mentions(text: str) -> None:
    assert mentions_sdk(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "from azure.mgmt.containerregistry import ContainerRegistryManagementClient",
        "from azure.identity import DefaultAzureCredential",
        "# pip install azure-containerregistry",
        "",
    ],
)
def test_does_not_mention(text: str) -> None:
    assert not mentions_sdk(text.encode())


@pytest.mark.parametrize("most", [1, 8, 64, 4096])
def test_all_of_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(search, "_MOST", most)
    path = tmp_path / "m.py"
    for size in (0, 1, most - 1, most, most + 1, 3 * most, 3 * most + 5):
        content = bytes(number % 251 for number in range(size))
        path.write_bytes(content)
        assert search.read(str(path)) == content


def test_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        search.read(str(tmp_path / "none.py"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("work", True),
        ("import work", True),
        ("network.work()", True),
        ("network", False),
        ("worker work2 work_ _work", False),
        ("", False),
    ],
)
def test_spelling(text: str, expected: bool) -> None:
    assert spells(text.encode(), b"work") is expected
