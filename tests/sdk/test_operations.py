"""The catalogue of operations against the installed azure-containerregistry."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import subprocess
import sys
from importlib.metadata import version

import azure.containerregistry
import azure.containerregistry.aio
import pytest
from azure.core.exceptions import ClientAuthenticationError, ResourceNotFoundError

from acr_lint.sdk.models import EXPORTS, MODELS
from acr_lint.sdk.operations import (
    CLIENT_NAMES,
    CONSTRUCTOR,
    OPERATIONS,
    RENAMED,
    Kind,
    Missing,
    Parameter,
    Returns,
    Sends,
    is_digest,
    swallows_missing,
)
from tests.registry.certificate import trusting_environment
from tests.registry.content import digest_of
from tests.sdk.driving import FLAVORS, LARGE_BLOB, arguments, fill, options, watch

CLIENTS = {
    "sync": azure.containerregistry.ContainerRegistryClient,
    "aio": azure.containerregistry.aio.ContainerRegistryClient,
}
ALL = tuple(OPERATIONS.values())
SENDING = tuple(operation for operation in ALL if operation.sends is not Sends.NEVER)
BY_REFERENCE = tuple(operation for operation in ALL if operation.parameter("tag_or_digest"))

without_tokens = pytest.mark.usefixtures("without_tokens")
each_flavor = pytest.mark.parametrize("flavor", FLAVORS)
each_operation = pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
each_sending = pytest.mark.parametrize("operation", SENDING, ids=lambda operation: operation.name)


def test_the_catalogue_is_that_of_the_installed_version():
    assert version("azure-containerregistry") == "1.2.0"


@each_flavor
def test_every_public_attribute_of_the_client_is_an_operation(flavor):
    with_instance = CLIENTS[flavor]("example.azurecr.io")
    public = {name for name in dir(with_instance) if not name.startswith("_")}
    assert public == set(OPERATIONS)


@each_flavor
@each_operation
def test_parameters(flavor, operation):
    method = getattr(CLIENTS[flavor], operation.name)
    if any(
        each.kind is each.VAR_POSITIONAL for each in inspect.signature(method).parameters.values()
    ):
        assert advertised(flavor, operation.name) == {each.name for each in operation.parameters}
    else:
        assert parameters(method) == operation.parameters


@each_flavor
def test_constructor(flavor):
    assert parameters(CLIENTS[flavor].__init__) == CONSTRUCTOR


@each_flavor
@each_operation
def test_awaited(flavor, operation):
    is_coroutine = inspect.iscoroutinefunction(getattr(CLIENTS[flavor], operation.name))
    assert is_coroutine == (flavor == "aio" and operation.awaited)


@pytest.mark.parametrize("name", CLIENT_NAMES)
def test_client_names(name):
    module, _, attribute = name.rpartition(".")
    found = getattr(importlib.import_module(module), attribute)
    assert found is CLIENTS[CLIENT_NAMES[name]]


@each_flavor
@each_operation
def test_when_it_sends(registry, flavor, operation):
    fill(registry)
    seen = watch(registry, flavor, operation, *arguments(operation), **options(operation))
    assert seen.error is None
    at_call = seen.at_await if flavor == "aio" else seen.at_call
    if flavor == "aio":
        assert seen.at_call == 0
    match operation.sends:
        case Sends.CALL:
            assert at_call > 0
            assert seen.at_advance == 0
        case Sends.ADVANCE:
            assert at_call == 0
            assert seen.at_advance > 0
        case Sends.CALL_AND_ADVANCE:
            assert at_call > 0
            assert seen.at_advance > 0
        case Sends.NEVER:
            assert at_call == seen.at_advance == 0


@without_tokens
@each_flavor
@each_operation
def test_what_it_returns(registry, flavor, operation):
    fill(registry)
    result = watch(registry, flavor, operation, *arguments(operation), **options(operation)).result
    match operation.returns:
        case Returns.NOTHING:
            assert result is None
        case Returns.MODEL | Returns.TEXT:
            assert type(result).__name__ == operation.model
        case Returns.PAGER:
            assert {type(item).__name__ for item in result} == {operation.model}
        case Returns.STREAM:
            assert b"".join(result) == LARGE_BLOB
        case Returns.DIGEST_AND_SIZE:
            assert result == (digest_of(b"layer"), 5)


@each_sending
def test_anonymous_sync_client_writes_never_and_reads_where_anonymous_pull_is_on(
    registry, operation
):
    fill(registry)
    registry.tokens.anonymous_pull = True
    given = arguments(operation)
    client = registry.client()
    seen = watch(registry, "sync", operation, *given, client=client, **options(operation))
    assert (type(seen.error) is ClientAuthenticationError) == operation.writes
    assert (seen.error is None) == (not operation.writes)


def test_anonymous_aio_client_writes_never_and_reads_where_anonymous_pull_is_on(registry):
    fill(registry)
    registry.tokens.anonymous_pull = True
    root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
    paths = os.pathsep.join((root, os.path.join(root, "server")))
    done = subprocess.run(
        [sys.executable, "-m", "tests.sdk.anonymous", registry.endpoint],
        env={**os.environ, **trusting_environment(), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        each.name: "ClientAuthenticationError" if each.writes else None for each in SENDING
    }


@without_tokens
@each_flavor
@each_sending
def test_missing(registry, flavor, operation):
    registry.on("*", "/(acr|v2)/.*", 404)
    given = arguments(operation)
    seen = watch(registry, flavor, operation, *given, **options(operation))
    raises = operation.missing is not Missing.SWALLOWED
    assert (type(seen.error) is ResourceNotFoundError) == raises
    assert raises or seen.error is seen.result is None


@without_tokens
@each_flavor
@pytest.mark.parametrize("operation", BY_REFERENCE, ids=lambda operation: operation.name)
def test_missing_digest(registry, flavor, operation):
    registry.on("*", "/(acr|v2)/.*", 404)
    digest = "sha256:" + "0" * 64
    given = arguments(operation, tag_or_digest=digest)
    seen = watch(registry, flavor, operation, *given, **options(operation))
    assert (seen.error is None) == swallows_missing(operation, digest)
    assert swallows_missing(operation, "v1") is False


def test_swallows_missing_hangs_on_a_reference_that_is_not_known():
    known = {name: swallows_missing(operation) for name, operation in OPERATIONS.items()}
    assert [name for name, swallows in known.items() if swallows] == [
        "delete_repository",
        "delete_tag",
        "delete_blob",
    ]
    assert [name for name, swallows in known.items() if swallows is None] == ["delete_manifest"]


@pytest.mark.parametrize(
    "reference", ["v1", "sha256:abc", "sha256", "sha512:abc", "sha:a:b", "abc:def", "", ":", "sha:"]
)
def test_is_digest_is_what_the_sdk_takes_for_one(reference):
    from azure.containerregistry._helpers import _is_tag

    assert is_digest(reference) == (not _is_tag(reference))


UPDATES = tuple(operation for operation in ALL if operation.changes)


def test_what_an_update_can_change_is_what_it_need_not_be_given():
    assert [each.name for each in UPDATES] == [name for name in OPERATIONS if "update" in name]
    for operation in UPDATES:
        optional = {each.name for each in operation.parameters if not each.required}
        assert operation.changes == optional


@without_tokens
@each_flavor
@pytest.mark.parametrize("operation", UPDATES, ids=lambda operation: operation.name)
def test_updates_take_their_first_parameters_by_position_only(registry, flavor, operation):
    names = [each.name for each in operation.positional if each.required]
    by_keyword = dict(zip(names, arguments(operation), strict=True))
    assert isinstance(watch(registry, flavor, operation, **by_keyword).error, IndexError)
    model = getattr(azure.containerregistry, operation.model)(can_write=False)
    given = arguments(operation)
    assert watch(registry, flavor, operation, *given, model).error is None
    error = watch(registry, flavor, operation, *given, properties=model).error
    assert isinstance(error, TypeError)
    assert not any(operation.parameter(name).keyword for name in (*names, "properties"))


@without_tokens
@each_flavor
@pytest.mark.parametrize("operation", UPDATES, ids=lambda operation: operation.name)
def test_updates_without_a_change_send_nothing_to_change(registry, flavor, operation):
    watch(registry, flavor, operation, *arguments(operation))
    assert [each.body for each in registry.seen if each.method == "PATCH"][-1] == b"{}"
    for change in operation.changes - {"properties"}:
        registry.clear()
        watch(registry, flavor, operation, *arguments(operation), **{change: False})
        assert b"false" in [each.body for each in registry.seen if each.method == "PATCH"][-1]


@without_tokens
@each_flavor
@each_sending
def test_checks_digest(registry, flavor, operation):
    """Content or digest header are tampered with, wherever an answer has one."""
    fill(registry)
    wrong = {
        "Docker-Content-Digest": "sha256:" + "0" * 64,
        "Location": "/v2/alpine/blobs/uploads/x",
    }
    registry.on("GET", "/v2/.*/manifests/.*", 200, {"a": 1}, wrong)
    registry.on("PUT", "/v2/.*", 201, None, wrong)
    registry.on("PATCH", "/v2/.*", 202, None, wrong)
    ranged = {"Content-Range": "bytes 0-2/3"}
    registry.on("GET", "/v2/.*/blobs/.*", 206, b"abc", ranged)
    error = watch(registry, flavor, operation, *arguments(operation), **options(operation)).error
    raised = isinstance(error, azure.containerregistry.DigestValidationError)
    assert raised == operation.checks_digest


@without_tokens
@each_flavor
@each_sending
def test_reads(registry, flavor, operation):
    class Broken:
        def read(self, *_: object) -> bytes:
            raise OSError("broken")

        seek = read

    if operation.reads:
        given = arguments(operation, **{operation.reads: Broken()})
        assert isinstance(watch(registry, flavor, operation, *given).error, OSError)
    else:
        assert not {"data", "manifest"} & {each.name for each in operation.parameters}


@without_tokens
@each_flavor
@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.name)
def test_own_options(registry, flavor, operation):
    fill(registry)
    values = {"results_per_page": 1, "last": "a", "order_by": "none", "digest": "sha256:0"}
    values["cls"] = (lambda *found: list(found[0])) if operation.returns is Returns.PAGER else print
    for name, value in values.items():
        given = arguments(operation)
        error = watch(
            registry, flavor, operation, *given, **options(operation), **{name: value}
        ).error
        if name in operation.options:
            assert error is None, name
        elif operation.parameter(name) is None and name != "cls":
            assert isinstance(error, TypeError), name


@pytest.mark.parametrize("old", RENAMED)
def test_renamed(old):
    """No old name is there any more, and each new one is."""
    renamed = RENAMED[old]
    exported = EXPORTS["azure.containerregistry"]
    accepted = {each.name for operation in ALL for each in operation.parameters}
    accepted |= {each.name for each in CONSTRUCTOR}
    match renamed.kind:
        case Kind.METHOD:
            present = set(OPERATIONS)
        case Kind.CLASS:
            present = set(exported)
        case Kind.ARGUMENT:
            present = accepted
        case Kind.ATTRIBUTE:
            owners = [renamed.owner] if renamed.owner else list(MODELS)
            present = {name for owner in owners for name in MODELS[owner].attributes}
        case Kind.MEMBER:
            present = set(azure.containerregistry.ArtifactTagOrder.__members__)
    assert old not in present
    assert renamed.new_name in {*present, ""}


def test_the_old_spelling_that_still_works():
    working = [old for old, renamed in RENAMED.items() if renamed.works]
    assert working == ["last_udpated_on"]
    properties = azure.containerregistry.RepositoryProperties(last_updated_on=1)
    with pytest.warns(DeprecationWarning):
        assert properties.last_udpated_on == 1


def test_operations_are_named_after_themselves():
    assert {name: operation.name for name, operation in OPERATIONS.items()} == {
        name: name for name in OPERATIONS
    }


def parameters(method: object) -> tuple[Parameter, ...]:
    """The parameters of a method as the catalogue writes them, without self and **kwargs."""
    found = [each for each in inspect.signature(method).parameters.values() if each.name != "self"]
    return tuple(
        Parameter(
            each.name,
            each.default is each.empty,
            each.kind is each.POSITIONAL_OR_KEYWORD,
            each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY),
        )
        for each in found
        if each.kind is not each.VAR_KEYWORD
    )


def advertised(flavor: str, name: str) -> set[str]:
    """The parameters that the overloads of a method promise."""
    tree = ast.parse(inspect.getsource(sys.modules[CLIENTS[flavor].__module__]))
    methods = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name
    ]
    return {each.arg for node in methods for each in (*node.args.args, *node.args.kwonlyargs)} - {
        "self"
    }
