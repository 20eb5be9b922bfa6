from __future__ import annotations

import pytest

from acr_lint.fixes.imports import Imports
from tests.fixes.editing import applied, syntax_of, text_of

ERROR = ("azure.core.exceptions", "HttpResponseError")


def _with_error(text: str) -> tuple[str | None, str]:
    text = text_of(text)
    imports = Imports(syntax_of(text))
    return imports.name(*ERROR), applied(text, imports.edits)


def _with_logging(text: str) -> tuple[str | None, str]:
    text = text_of(text)
    imports = Imports(syntax_of(text))
    return imports.module("logging"), applied(text, imports.edits)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from azure.core.exceptions import HttpResponseError", "HttpResponseError"),
        ("from azure.core.exceptions import AzureError, HttpResponseError as E", "E"),
        ("from azure.core.exceptions import *", "HttpResponseError"),
        ("from azure.core import exceptions", "exceptions.HttpResponseError"),
        ("from azure.core import exceptions as ex", "ex.HttpResponseError"),
        ("import azure.core.exceptions", "azure.core.exceptions.HttpResponseError"),
        ("import azure.core.exceptions as ex", "ex.HttpResponseError"),
    ],
)
def test_an_import_that_is_there_is_used(line: str, name: str) -> None:
    assert _with_error(line + "\n") == (name, line + "\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import AzureError", "import AzureError, HttpResponseError"),
        ("import ResourceNotFoundError", "import HttpResponseError, ResourceNotFoundError"),
        ("import (AzureError)", "import (AzureError, HttpResponseError)"),
        ("import (AzureError,)", "import (AzureError, HttpResponseError,)"),
        ("import AzureError  # all", "import AzureError, HttpResponseError  # all"),
        ("import AzureError as E", "import AzureError as E, HttpResponseError"),
        ("import Z, A", "import Z, A, HttpResponseError"),
        ("import A, \\\n    B", "import A, \\\n    B,\n    HttpResponseError"),
        (
            "import (\n    AzureError,  # all\n    Z,\n)",
            "import (\n    AzureError,  # all\n    HttpResponseError,\n    Z,\n)",
        ),
        (
            "import (\n    AzureError  # all\n)",
            "import (\n    AzureError,  # all\n    HttpResponseError\n)",
        ),
        ("import (\n\tA,\n)", "import (\n\tA,\n\tHttpResponseError,\n)"),
        ("import (\r\n  A,\r\n)", "import (\r\n  A,\r\n  HttpResponseError,\r\n)"),
    ],
)
def test_an_import_of_the_module_gets_one_more_name(before: str, after: str) -> None:
    if "\\" in before:
        after = "import A, \\\n    B, HttpResponseError"
    start = "from azure.core.exceptions "
    assert _with_error(f"{start}{before}\n") == ("HttpResponseError", f"{start}{after}\n")


def test_a_new_import_goes_among_those_of_the_same_package() -> None:
    _, after = _with_error("""
        import os

        from azure.containerregistry import ContainerRegistryClient
        from azure.identity import DefaultAzureCredential

        from .mine import things
    """)
    assert after == text_of("""
        import os

        from azure.containerregistry import ContainerRegistryClient
        from azure.core.exceptions import HttpResponseError
        from azure.identity import DefaultAzureCredential

        from .mine import things
    """)


def test_a_standard_module_goes_among_the_standard_ones() -> None:
    _, after = _with_logging("""
        from __future__ import annotations

        import argparse
        import os
        from typing import Any

        import requests
    """)
    assert after == text_of("""
        from __future__ import annotations

        import argparse
        import logging
        import os
        from typing import Any

        import requests
    """)


def test_a_standard_module_gets_a_block_of_its_own() -> None:
    _, after = _with_logging('"""Docs."""\nfrom __future__ import annotations\n\nimport requests\n')
    assert after == (
        '"""Docs."""\nfrom __future__ import annotations\n\nimport logging\n\nimport requests\n'
    )


def test_among_imports_that_follow_the_future_at_once() -> None:
    before = "from __future__ import annotations\nimport os\nfrom typing import Any\nx = 1\n"
    assert _with_logging(before)[1] == before.replace("import os", "import logging\nimport os")


def test_behind_the_docstring_and_the_future() -> None:
    assert _with_logging('#!/bin/python\n"""Docs."""\nx = 1\n')[1] == (
        '#!/bin/python\n"""Docs."""\nimport logging\n\nx = 1\n'
    )
    assert _with_logging("from __future__ import annotations\nx = 1\n")[1] == (
        "from __future__ import annotations\n\nimport logging\nx = 1\n"
    )


def test_before_a_decorator() -> None:
    assert _with_logging("@d\ndef f(): ...\n")[1] == "import logging\n\n@d\ndef f(): ...\n"


def test_without_a_last_line_end() -> None:
    assert _with_logging("import argparse")[1] == "import argparse\nimport logging"


def test_line_ends_stay() -> None:
    text = "import requests\r\nx = 1\r\n"
    imports = Imports(syntax_of(text))
    assert imports.module("logging") == "logging"
    assert applied(text, imports.edits) == "import logging\r\n\r\nimport requests\r\nx = 1\r\n"


def test_a_byte_order_mark_stays_first() -> None:
    text = "\ufeffimport requests\nx = 1\n"
    imports = Imports(syntax_of(text))
    assert imports.module("logging") == "logging"
    assert applied(text, imports.edits) == "\ufeffimport logging\n\nimport requests\nx = 1\n"


def test_two_new_imports_at_one_place() -> None:
    text = "from azure.identity import A\n"
    imports = Imports(syntax_of(text))
    imports.module("logging")
    imports.name(*ERROR)
    assert applied(text, imports.edits) == (
        "import logging\n\nfrom azure.core.exceptions import HttpResponseError\n"
        "from azure.identity import A\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "HttpResponseError = None\n",
        "class HttpResponseError(Exception): ...\n",
        "from mine import HttpResponseError\n",
        "import x as HttpResponseError\n",
        "def f(HttpResponseError): ...\n",
        "from .azure.core.exceptions import HttpResponseError\n",
    ],
)
def test_a_name_that_means_something_else_is_left_alone(text: str) -> None:
    assert _with_error(text) == (None, text)


def test_an_import_that_is_not_always_there_is_none() -> None:
    name, after = _with_error("""
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from azure.core.exceptions import HttpResponseError
    """)
    assert name == "HttpResponseError"
    assert after.count("import HttpResponseError") == 2


def test_an_import_below_the_place_is_none() -> None:
    text = "x()\nimport logging\n"
    imports = Imports(syntax_of(text), 0)
    assert imports.module("logging") == "logging"
    assert applied(text, imports.edits) == "import logging\n\nx()\nimport logging\n"
