from __future__ import annotations

import os
from pathlib import Path

import pytest

from acr_lint.project import search
from acr_lint.project.search import NEEDLE, Search, mentions_sdk, spells


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


@pytest.mark.parametrize("has_readv", [True, False])
@pytest.mark.parametrize("size", [8, 64, 4096])
def test_a_needle_is_found_wherever_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, has_readv: bool
) -> None:
    if not has_readv:
        monkeypatch.delattr(os, "readv", raising=False)
    finder = Search(size)
    for before in (0, 1, size - len(NEEDLE), size - 3, size, 3 * size + 5):
        content = b"x" * max(before, 0) + NEEDLE + b"y" * 40
        path = tmp_path / "m.py"
        path.write_bytes(content)
        assert finder.content_with(str(path), (b"nothing", NEEDLE)) == content
        assert finder.content_with(str(path), (b"nothing",)) is None
        assert finder.content(str(path)) == search.read(str(path)) == content


def test_what_an_earlier_file_left_in_the_buffer_is_not_found(tmp_path: Path) -> None:
    finder = Search(64)
    (tmp_path / "long.py").write_bytes(b"x = 1\n" + NEEDLE)
    (tmp_path / "short.py").write_bytes(b"x = 1\n")
    assert finder.content_with(str(tmp_path / "long.py"), (NEEDLE,)) is not None
    assert finder.content_with(str(tmp_path / "short.py"), (NEEDLE,)) is None


def test_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Search().content(str(tmp_path / "none.py"))


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
