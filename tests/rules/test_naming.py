"""ACR407 for names of the package: imports, attributes of its modules, members of its enums."""

from __future__ import annotations

import textwrap

import pytest

from acr_lint.rules.registry import rules
from tests.rules.harness import findings, fixed, read, shown

_RULES = tuple(each for each in rules() if each.code == "ACR407")


@pytest.mark.parametrize(
    "text",
    [
        """
        from azure.containerregistry import ContainerRepositoryClient as Repository
        #                                   ^^^^^^^^^^^^^^^^^^^^^^^^^ ACR407
        """,
        """
        from azure.containerregistry.aio import ContainerRegistryClient, ArtifactTagOrder
        #                                                                ^^^^^^^^^^^^^^^^ ACR407
        """,
        """
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from azure.containerregistry import TagProperties
            #                                   ^^^^^^^^^^^^^ ACR407
        """,
        """
        def f():
            from azure.containerregistry import DownloadManifestResult
            #                                   ^^^^^^^^^^^^^^^^^^^^^^ ACR407
        """,
        """
        import azure.containerregistry as acr
        ORDER = acr.ManifestOrder.LAST_UPDATED_ON_DESCENDING
        #           ^^^^^^^^^^^^^ ACR407
        """,
        """
        from azure.containerregistry import ArtifactTagOrder
        ORDER = ArtifactTagOrder.LAST_UPDATE_TIME_DESCENDING
        #                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ACR407
        """,
    ],
)
def test_what_is_not_there_is_told(text: str) -> None:
    files, expected = read(textwrap.dedent(text))
    assert shown(files, findings(files, _RULES)) == expected
    assert expected


@pytest.mark.parametrize(
    "text",
    [
        "from azure.containerregistry import ArtifactTagOrder, VERSION, _models, aio",
        "from azure.containerregistry.aio import AsyncDownloadBlobStream",
        "from azure.containerregistry import *\nprint(ArtifactTagOrder.last_updated_on_ascending)",
        "from azure.containerregistry import ArtifactTagOrder as Order\n"
        "print(Order.NONE.value, Order.__members__, Order('none'), Order.NONE.upper())",
        # one of two versions
        "try:\n    from azure.containerregistry import ArtifactTagOrder\n"
        "except ImportError:\n    from azure.containerregistry import TagOrder as ArtifactTagOrder",
        "try:\n    from azure.containerregistry import TagOrder\nexcept ImportError: pass",
        "import contextlib\n"
        "with contextlib.suppress(ImportError):\n    from azure.containerregistry import TagOrder",
        "import azure.containerregistry as acr\n"
        "if acr.VERSION < '1':\n    from azure.containerregistry import TagOrder\n",
        "import azure.containerregistry as acr\n"
        "if hasattr(acr, 'TagOrder'):\n    print(acr.TagOrder)\n",
        "import azure.containerregistry as acr\nprint(getattr(acr, 'TagOrder', None))",
        # others' names
        "from azure.mgmt.containerregistry import TagOrder",
        "from .containerregistry import TagOrder",
        "from containerregistry import TagOrder",
        "text = 'from azure.containerregistry import TagOrder'",
    ],
)
def test_what_may_be_there_is_not_told(text: str) -> None:
    assert findings({"example.py": text}, _RULES) == []


def test_a_package_of_the_program_has_its_own_names() -> None:
    files = {
        "azure/containerregistry/__init__.py": "class TagOrder: ...\n",
        "start.py": "from azure.containerregistry import TagOrder\n",
    }
    assert findings(files, _RULES) == []


def test_the_fix_renames_every_use() -> None:
    files = {
        "example.py": "from azure.containerregistry import (\n"
        "    ContainerRegistryClient,\n"
        "    TagOrder,  # newest first\n"
        "    ManifestOrder as Order,\n"
        ")\n"
        "def f(order: TagOrder = TagOrder.LAST_UPDATE_TIME_DESCENDING):\n"
        "    return order, Order.NONE\n"
    }
    assert fixed(files, _RULES[0], _RULES)["example.py"] == (
        "from azure.containerregistry import (\n"
        "    ContainerRegistryClient,\n"
        "    ArtifactTagOrder,  # newest first\n"
        "    ArtifactManifestOrder as Order,\n"
        ")\n"
        "def f(order: ArtifactTagOrder = ArtifactTagOrder.LAST_UPDATED_ON_DESCENDING):\n"
        "    return order, Order.NONE\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "from azure.containerregistry import ContainerRepositoryClient",
        "from azure.containerregistry import ContentPermissions",
        "from azure.containerregistry import ArtifactTagOrder, TagOrder",
        "from azure.containerregistry import TagOrder\n__all__ = ['TagOrder']",
        "from azure.containerregistry import TagOrder\nTagOrder = str(TagOrder)",
        "from azure.containerregistry import Nothing",
    ],
)
def test_no_fix_where_none_is_right(text: str) -> None:
    (finding,) = findings({"example.py": text}, _RULES)
    assert not finding.fixes
