"""The exception hierarchy against the real classes, and what operations raise by execution."""

from __future__ import annotations

import builtins
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import azure.core.exceptions
import pytest
from azure.core.exceptions import ClientAuthenticationError

from acr_lint.sdk.exception_tree import ALIASES, MODULE_ALIASES, TREES
from acr_lint.sdk.exceptions import (
    AZURE_ERROR,
    CORE,
    DECODE,
    DIGEST_ERROR,
    EXISTS,
    HTTP_ERROR,
    INCOMPLETE_READ,
    NETWORK_ERRORS,
    NOT_FOUND,
    NOT_MODIFIED,
    RAISED,
    TOO_MANY_REDIRECTS,
    UNAUTHENTICATED,
    Hierarchy,
    built_in,
    http_errors,
    installed,
    may_raise,
)
from acr_lint.sdk.operations import OPERATIONS, Operation, Returns, Sends
from tests.registry.fake import FakeRegistry
from tests.sdk.driving import FLAVORS, arguments, options, watch

NOT_INSTALLED = frozenset(
    (
        "azure.common",
        "botocore.exceptions",
        "docker.errors",
        "httpx",
        "msrest.exceptions",
        "msrestazure.azure_exceptions",
    )
)
"""Modules whose trees were read from their wheels; the tests have nothing to hold them against."""

_SINCE = {
    "asyncio.BrokenBarrierError": (3, 11),
    "asyncio.TimeoutError": (3, 11),
    "asyncio.exceptions.TimeoutError": (3, 11),
    "concurrent.futures.TimeoutError": (3, 11),
    "concurrent.futures._base.TimeoutError": (3, 11),
    "BaseExceptionGroup": (3, 11),
    "ExceptionGroup": (3, 11),
    "PythonFinalizationError": (3, 13),
    "ImportCycleError": (3, 15),
}
_GONE = frozenset(("shutil.ExecError",)) if sys.version_info >= (3, 15) else frozenset()
"""Classes that earlier Pythons have."""

_NEWER = frozenset(name for name, since in _SINCE.items() if sys.version_info < since)
"""Classes that the running Python doesn't have, or has as classes of their own."""

SENDING = tuple(each for each in OPERATIONS.values() if each.sends is not Sends.NEVER)
each_sending = pytest.mark.parametrize("operation", SENDING, ids=lambda operation: operation.name)
without_tokens = pytest.mark.usefixtures("without_tokens")
each_flavor = pytest.mark.parametrize("flavor", FLAVORS)


def classes_of(module: str) -> dict[str, type[BaseException]]:
    """The public exception classes that can be had from a module, by name."""
    found = vars(importlib.import_module(module or "builtins"))
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, type) and issubclass(value, BaseException) and name[0] != "_"
    }


@pytest.mark.parametrize("module", [module for module in TREES if module not in NOT_INSTALLED])
def test_trees_are_those_of_the_real_modules(module):
    hierarchy = built_in()
    real = classes_of(module)
    prefix = f"{module}." if module else ""
    checked = 0
    for name, value in real.items():
        qualified = hierarchy.canonical(prefix + name)
        if qualified is None or prefix + name in _NEWER:
            continue
        above = {each for each in value.__bases__ if issubclass(each, BaseException)}
        assert {canonical(each) for each in above} == set(hierarchy.bases(qualified)), qualified
        checked += 1
    assert checked


def canonical(value: type[BaseException]) -> str | None:
    return built_in().canonical(f"{value.__module__}.{value.__qualname__}")


def test_builtin_and_azure_classes_are_complete():
    for module in ("", "azure.core.exceptions"):
        for name in classes_of(module):
            assert built_in().canonical(f"{module}.{name}" if module else name), name


def test_classes_of_the_trees_exist():
    for qualified in built_in():
        module, _, name = qualified.rpartition(".")
        if module not in NOT_INSTALLED and qualified not in _NEWER | _GONE:
            assert name in classes_of(module), qualified


TESTABLE_ALIASES = [
    alias for alias in ALIASES if not alias.startswith("msrest.") and alias not in _NEWER
]


@pytest.mark.parametrize("alias", TESTABLE_ALIASES)
def test_aliases_are_the_same_class(alias):
    module, _, name = alias.rpartition(".")
    if name == "WindowsError":
        assert not hasattr(builtins, name) or builtins.WindowsError is OSError
        return
    assert canonical(classes_of(module)[name]) == ALIASES[alias] == built_in().canonical(alias)


def test_module_aliases():
    for module, home in MODULE_ALIASES.items():
        assert home in TREES
        if home not in NOT_INSTALLED:
            there = classes_of(home)
            shared = [name for name in classes_of(module) if name in there]
            assert any(built_in().canonical(f"{module}.{name}") for name in shared)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("azure.core.polling.base_polling.HttpResponseError", HTTP_ERROR),
        ("azure.core.paging.AzureError", AZURE_ERROR),
        ("azure.containerregistry._container_registry_client.HttpResponseError", HTTP_ERROR),
        ("azure.containerregistry._models.DigestValidationError", DIGEST_ERROR),
        ("azure.core.HttpResponseError", None),
        ("azure.containerregistry.HttpResponseError", None),
        ("builtins.ValueError", "ValueError"),
        ("IOError", "OSError"),
        ("socket.error", "OSError"),
        ("socket.timeout", "TimeoutError"),
        ("asyncio.TimeoutError", "TimeoutError"),
        ("asyncio.exceptions.TimeoutError", "TimeoutError"),
        ("concurrent.futures._base.TimeoutError", "TimeoutError"),
        ("json.decoder.JSONDecodeError", "json.JSONDecodeError"),
        ("requests.HTTPError", "requests.exceptions.HTTPError"),
        ("aiohttp.client_exceptions.ClientError", "aiohttp.ClientError"),
        ("mine.HttpResponseError", None),
        ("HttpResponseError", None),
        ("", None),
    ],
)
def test_canonical(name, expected):
    assert built_in().canonical(name) == expected


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        (f"{CORE}.IncompleteReadError", HTTP_ERROR, True),
        (HTTP_ERROR, HTTP_ERROR, True),
        (HTTP_ERROR, "Exception", True),
        (HTTP_ERROR, "builtins.BaseException", True),
        (HTTP_ERROR, NOT_FOUND, False),
        (HTTP_ERROR, "OSError", False),
        (NETWORK_ERRORS[0], HTTP_ERROR, False),
        (DIGEST_ERROR, AZURE_ERROR, False),
        (DIGEST_ERROR, "ValueError", True),
        ("azure.identity.AuthenticationRequiredError", f"{CORE}.ClientAuthenticationError", True),
        ("requests.ConnectTimeout", "IOError", True),
        ("requests.ConnectTimeout", "requests.Timeout", True),
        ("ExceptionGroup", "Exception", True),
        (HTTP_ERROR, "mine.Error", None),
        ("mine.Error", "Exception", None),
        ("mine.Error", "mine.Error", None),
    ],
)
def test_is_subclass(name, of, expected):
    assert built_in().is_subclass(name, of) is expected


def test_classes_of_the_program_are_added():
    hierarchy = built_in().extended(
        {
            "mine.RegistryError": (f"{CORE}.HttpResponseError", "mine.Mixin"),
            "mine.Mixin": ("object",),
            "mine.Gone": ("mine.RegistryError",),
            "mine.Odd": ("theirs.Error", "ValueError"),
            "mine.Loop": ("mine.Pool",),
            "mine.Pool": ("mine.Loop",),
        }
    )
    assert hierarchy.bases("mine.Gone") == ("mine.RegistryError",)
    assert hierarchy.is_subclass("mine.Gone", "Exception") is True
    assert hierarchy.is_subclass("mine.Gone", NOT_FOUND) is False
    assert hierarchy.is_subclass("mine.Odd", "ValueError") is True
    assert hierarchy.is_subclass("mine.Odd", HTTP_ERROR) is None
    assert hierarchy.is_subclass("mine.Loop", "mine.Pool") is True
    assert hierarchy.is_subclass("mine.Loop", HTTP_ERROR) is False
    assert hierarchy.ancestors("mine.Pool") == {"mine.Loop", "mine.Pool"}
    assert built_in().canonical("mine.Gone") is None
    assert built_in().ancestors("mine.Gone") == frozenset()
    assert built_in().bases("mine.Gone") == ()


def test_installed_is_the_real_tree():
    real = {
        f"{CORE}.{name}": {canonical(base) for base in value.__bases__} & set(built_in())
        for name, value in classes_of("azure.core.exceptions").items()
    }
    found = {
        name: set(installed().bases(name)) for name in installed() if name.startswith(f"{CORE}.")
    }
    assert found == real
    assert {name: set(built_in().bases(name)) for name in found} == real
    assert installed() is installed()


def test_installed_imports_nothing_of_azure():
    script = (
        "import sys\n"
        "from acr_lint.sdk.exceptions import HTTP_ERROR, built_in, installed\n"
        "assert installed() is not built_in()\n"
        "assert installed().is_subclass(HTTP_ERROR, 'Exception')\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'azure'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def put_core(folder: Path, text: str) -> list[str]:
    package = folder / "azure" / "core"
    package.mkdir(parents=True)
    (package / "exceptions.py").write_text(text)
    return [str(folder)]


def test_installed_reads_what_is_there(tmp_path):
    path = put_core(
        tmp_path,
        "import json\n"
        "class Plain:\n    pass\n"
        "class Map(Generic[K, V]):\n    pass\n"
        "class AzureError(Exception):\n    '''class Not(Exception): no'''\n"
        "class HttpResponseError(\n    AzureError,\n):\n    pass\n"
        "class NewError(HttpResponseError, Generic[K, V]):\n    pass\n",
    )
    hierarchy = installed(path)
    assert hierarchy.is_subclass(f"{CORE}.NewError", AZURE_ERROR) is True
    assert hierarchy.canonical(NOT_FOUND) is None
    assert hierarchy.canonical(f"{CORE}.Plain") is hierarchy.canonical(f"{CORE}.Map") is None
    assert hierarchy.is_subclass("azure.identity.CredentialUnavailableError", AZURE_ERROR) is None
    assert hierarchy.is_subclass("requests.HTTPError", "OSError") is True


@pytest.mark.parametrize(
    "text", ["", "class (:\n", "class Other(Exception): pass\n", "class A(B C): pass\n", "\0"]
)
def test_installed_falls_back_to_the_built_in_tree(tmp_path, text):
    assert installed(put_core(tmp_path, text)) is built_in()


def test_installed_without_azure_core(tmp_path):
    assert installed([str(tmp_path), "/nowhere"]) is built_in()
    assert isinstance(installed([]), Hierarchy)


STATUSES = {
    304: NOT_MODIFIED,
    400: HTTP_ERROR,
    401: UNAUTHENTICATED,
    403: HTTP_ERROR,
    404: NOT_FOUND,
    405: HTTP_ERROR,
    409: EXISTS,
    412: HTTP_ERROR,
    413: HTTP_ERROR,
    429: HTTP_ERROR,
    500: HTTP_ERROR,
    503: HTTP_ERROR,
}
ROUTES = "/(acr|v2)/.*"


def names(error: BaseException) -> list[str]:
    """The canonical names of an error's class and of all above it."""
    return [name for each in type(error).__mro__ if (name := canonical(each)) is not None]


def drive(registry: FakeRegistry, flavor: str, operation: Operation) -> BaseException | None:
    return watch(registry, flavor, operation, *arguments(operation), **options(operation)).error


@without_tokens
@each_flavor
@each_sending
def test_what_a_status_becomes(registry, flavor, operation):
    for status, expected in STATUSES.items():
        registry.clear()
        registry.on("*", ROUTES, status)
        error = drive(registry, flavor, operation)
        if expected in http_errors(operation, "v1"):
            assert names(error)[0] == expected
        elif status == 404:
            assert error is None
        else:
            assert names(error)[0] == HTTP_ERROR


BROKEN_ANSWERS = {
    DECODE: {"body": "<html>", "headers": {"Content-Type": "application/json"}},
    INCOMPLETE_READ: {"body": "{", "headers": {"Content-Length": "99", "Connection": "close"}},
    TOO_MANY_REDIRECTS: {"status": 307, "headers": {"Location": "/oauth2/token"}},
}


@each_flavor
@each_sending
@pytest.mark.parametrize("expected", BROKEN_ANSWERS)
def test_what_a_broken_answer_becomes(registry, flavor, operation, expected):
    registry.on("*", "/oauth2/token", **BROKEN_ANSWERS[expected])
    assert names(drive(registry, flavor, operation))[0] == expected
    assert expected in http_errors(operation)


def test_every_class_that_an_answer_becomes_was_seen():
    assert {*STATUSES.values(), *BROKEN_ANSWERS} == set(RAISED)


def test_what_never_comes_of_an_answer():
    for operation in SENDING:
        errors = http_errors(operation)
        assert (NOT_MODIFIED in errors) == (operation.returns is not Returns.PAGER)
        assert errors <= set(RAISED)
    assert NOT_FOUND not in http_errors(OPERATIONS["delete_tag"])
    assert NOT_FOUND in http_errors(OPERATIONS["delete_manifest"])
    assert NOT_FOUND in http_errors(OPERATIONS["delete_manifest"], "v1")
    assert NOT_FOUND not in http_errors(OPERATIONS["delete_manifest"], "sha256:abc")
    assert http_errors(OPERATIONS["close"]) == frozenset()


SUCCESSES = {"GET": 200, "PUT": 201, "PATCH": 200, "DELETE": 202, "POST": 202}
BODIES = {"no json": "<html>", "empty": "", "wrong shape": [1], "wrong fields": {"tag": "x"}}


@without_tokens
@each_flavor
@each_sending
@pytest.mark.parametrize("body", BODIES)
def test_whatever_a_strange_body_becomes_may_be_raised(registry, flavor, operation, body):
    headers = {"Content-Type": "application/json"}
    for method, status in SUCCESSES.items():
        registry.on(method, ROUTES, status, BODIES[body], headers)
    check_may_raise(operation, drive(registry, flavor, operation))


@each_flavor
@each_sending
def test_whatever_becomes_of_no_answer_may_be_raised(registry, flavor, operation):
    registry.on("*", ROUTES, drop=True, after_auth=True)
    error = drive(registry, flavor, operation)
    assert any(name in NETWORK_ERRORS for name in names(error))
    check_may_raise(operation, error)
    registry.clear()
    registry.tokens.auth = "basic"
    check_may_raise(operation, drive(registry, flavor, operation))


def check_may_raise(operation: Operation, error: BaseException | None) -> None:
    for name in names(error) if error else ():
        assert may_raise(operation, name, "v1"), name


@each_flavor
@pytest.mark.parametrize(
    ("credential", "kind"),
    [
        ("key", AttributeError),
        (("user", "password"), AttributeError),
        (ClientAuthenticationError("refused"), ClientAuthenticationError),
    ],
)
def test_credentials_that_fail(registry, flavor, credential, kind):
    operation = OPERATIONS["delete_tag"]
    if isinstance(credential, Exception):
        failing = registry.credential(aio=flavor == "aio")
        inner = failing if flavor == "sync" else failing._inner
        inner.error, credential = credential, failing
    client = registry.client(credential, aio=flavor == "aio")
    error = watch(registry, flavor, operation, *arguments(operation), client=client).error
    assert type(error) is kind
    assert all(may_raise(operation, name) for name in names(error))


FOREIGN = (
    f"{CORE}.ODataV4Error",
    f"{CORE}.ResourceModifiedError",
    "ConnectionError",
    "TimeoutError",
    "ImportError",
    "OSError",
    "aiohttp.ClientError",
    "asyncio.TimeoutError",
    "botocore.exceptions.ClientError",
    "docker.errors.APIError",
    "httpx.HTTPError",
    "requests.HTTPError",
    "requests.RequestException",
    "socket.error",
    "urllib3.exceptions.HTTPError",
)


@each_sending
def test_may_raise(operation):
    reading = {"ConnectionError", "OSError", "TimeoutError", "asyncio.TimeoutError", "socket.error"}
    for name in FOREIGN:
        assert may_raise(operation, name) == bool(operation.reads and name in reading), name
    for name in ("Exception", "KeyboardInterrupt", "ValueError", "KeyError", "TypeError"):
        assert may_raise(operation, name)
    assert may_raise(operation, "mine.HttpResponseError")
    assert may_raise(operation, DIGEST_ERROR) == operation.checks_digest
    assert may_raise(operation, "StopIteration") == (operation.sends is not Sends.CALL)
    assert may_raise(operation, NOT_FOUND, "sha256:abc") == (
        NOT_FOUND in http_errors(operation, "sha256:abc")
    )


def test_what_never_sends_gets_no_answer():
    assert not may_raise(OPERATIONS["close"], HTTP_ERROR)
    assert not may_raise(OPERATIONS["close"], NETWORK_ERRORS[0])
    assert may_raise(OPERATIONS["close"], "Exception")


def test_the_real_classes_have_no_other_home():
    for name, value in inspect.getmembers(azure.core.exceptions, inspect.isclass):
        if issubclass(value, Exception):
            assert value.__module__ == CORE, name
