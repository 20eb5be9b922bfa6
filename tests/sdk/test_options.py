"""Options by execution: what the constructor and the operations do with each keyword."""

from __future__ import annotations

import inspect

import pytest
from azure.containerregistry import ContainerRegistryClient
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.core import PipelineClient
from azure.core.configuration import Configuration, ConnectionConfiguration
from azure.core.pipeline import policies
from azure.core.pipeline.transport import AioHttpTransport, RequestsTransport

from acr_lint.sdk.operations import CONSTRUCTOR, OPERATIONS, Sends
from acr_lint.sdk.options import (
    CONSTRUCTOR_OPTIONS,
    MEANT,
    OPERATION_OPTIONS,
    REFUSED_BY_CONSTRUCTOR,
    REFUSED_BY_OPERATIONS,
    accepts,
    constructor_names,
    nearest,
    operation_names,
    suggestion,
)
from tests.sdk.driving import FLAVORS, arguments, watch
from tests.sdk.keywords import keywords_read_by, keywords_taken_by

CLIENTS = {"sync": ContainerRegistryClient, "aio": AioClient}
without_tokens = pytest.mark.usefixtures("without_tokens")
each_flavor = pytest.mark.parametrize("flavor", FLAVORS)

VALUES = {
    "headers": {},
    "params": {},
    "error_map": {},
    "tracing_options": {},
    "retry_on_methods": ["GET"],
    "user_agent": "x",
    "request_id": "x",
    "response_encoding": "utf-8",
    "timeout": 100,
    "connection_timeout": 100,
    "read_timeout": 100,
    **dict.fromkeys(("parent_span", "proxies", "connection_cert")),
    **dict.fromkeys(("raw_request_hook", "raw_response_hook"), lambda _: None),
}
"""Values for keywords that don't take a number."""

TRIED = tuple(
    OPERATIONS[name]
    for name in ("list_repository_names", "list_tag_properties", "get_manifest", "delete_tag")
)


def value_of(registry, keyword):
    import logging

    values = {"connection_verify": registry.ca_file, "logger": logging.getLogger("tests")}
    return {**VALUES, **values}.get(keyword, 0)


@without_tokens
@each_flavor
@pytest.mark.parametrize("keyword", OPERATION_OPTIONS)
def test_operations_take(registry, flavor, keyword):
    beside = {"user_agent": "x"} if keyword == "user_agent_overwrite" else {}
    for operation in TRIED:
        given = {**beside, keyword: value_of(registry, keyword)}
        error = watch(registry, flavor, operation, *arguments(operation), **given).error
        assert error is None, operation.name
        assert accepts(operation, keyword, flavor) is True


@without_tokens
@each_flavor
@pytest.mark.parametrize("keyword", [*REFUSED_BY_OPERATIONS, "max_retries", "logging_enabled"])
def test_operations_refuse(registry, flavor, keyword):
    for operation in TRIED:
        seen = watch(registry, flavor, operation, *arguments(operation), **{keyword: 0})
        assert isinstance(seen.error, TypeError), operation.name
        assert accepts(operation, keyword, flavor) is False
        if operation.sends is Sends.ADVANCE:
            assert seen.raised_at == "advance"


@without_tokens
@pytest.mark.parametrize(
    ("flavor", "keyword", "expected"),
    [
        ("sync", "json", None),
        ("aio", "json", None),
        ("sync", "hooks", None),
        ("aio", "hooks", False),
        ("sync", "ssl", False),
        ("aio", "ssl", None),
        ("sync", "results_per_page", False),
    ],
)
def test_the_http_library_decides_on_its_own_keywords(registry, flavor, keyword, expected):
    operation = OPERATIONS["delete_tag"]
    assert accepts(operation, keyword, flavor) is expected
    error = watch(registry, flavor, operation, *arguments(operation), **{keyword: None}).error
    assert isinstance(error, TypeError) == (expected is False)


WHILE_TRACING = (("network_span_namer", str), ("tracing_attributes", {}))


@without_tokens
@each_flavor
@pytest.mark.parametrize(("keyword", "value"), WHILE_TRACING)
def test_some_are_taken_only_while_tracing_is_on(registry, flavor, keyword, value, monkeypatch):
    operation = OPERATIONS["delete_tag"]
    assert accepts(operation, keyword, flavor) is None
    for tracing in ("false", "true"):
        monkeypatch.setenv("AZURE_TRACING_ENABLED", tracing)
        seen = watch(registry, flavor, operation, *arguments(operation), **{keyword: value})
        assert isinstance(seen.error, TypeError) == (tracing == "false")


@each_flavor
def test_parameters_and_own_options_are_accepted(flavor):
    for operation in OPERATIONS.values():
        own = {each.name for each in operation.parameters if each.keyword}
        for keyword in own | operation.options:
            assert accepts(operation, keyword, flavor) is True
        assert own | operation.options <= operation_names(operation)
    assert accepts(OPERATIONS["close"], "timeout", flavor) is False


@each_flavor
@pytest.mark.parametrize("keyword", sorted(REFUSED_BY_CONSTRUCTOR))
def test_constructor_refuses(flavor, keyword):
    with pytest.raises(TypeError, match="multiple values"):
        CLIENTS[flavor]("example.azurecr.io", **{keyword: None})


@without_tokens
@each_flavor
@pytest.mark.parametrize(
    "keyword", ["logging_enabled", "max_retries", "endpoint_", "results_per_page"]
)
def test_constructor_ignores_what_it_does_not_know(registry, flavor, keyword):
    assert keyword not in constructor_names()
    client = registry.client(
        registry.credential(aio=flavor == "aio"), aio=flavor == "aio", **{keyword: 1}
    )
    operation = OPERATIONS["delete_tag"]
    assert watch(registry, flavor, operation, *arguments(operation), client=client).error is None


def test_constructor_options_are_what_the_pipeline_reads():
    """Each part of the pipeline picks its keywords from those that the client was given."""
    parts = [
        Configuration,
        ConnectionConfiguration,
        RequestsTransport,
        AioHttpTransport,
        PipelineClient,
        policies.ContentDecodePolicy,
        policies.CustomHookPolicy,
        policies.DistributedTracingPolicy,
        policies.HeadersPolicy,
        policies.HttpLoggingPolicy,
        policies.NetworkTraceLoggingPolicy,
        policies.ProxyPolicy,
        policies.RedirectPolicy,
        policies.RequestIdPolicy,
        policies.RetryPolicy,
        policies.SensitiveHeaderCleanupPolicy,
        policies.UserAgentPolicy,
    ]
    from azure.containerregistry._generated._configuration import ContainerRegistryConfiguration

    read = {keyword for part in parts for keyword in keywords_read_by(part)}
    read |= keywords_read_by(ContainerRegistryConfiguration)
    read |= keywords_read_by(ContainerRegistryClient)
    of_its_own = REFUSED_BY_CONSTRUCTOR | {"endpoint", "credential"}
    policies_own = {"base_headers", "base_user_agent", "loop", "cls"}
    assert read - of_its_own - policies_own == set(CONSTRUCTOR_OPTIONS)


def test_operation_options_are_what_is_taken_out_on_the_way():
    """Each part of the way takes its keywords out of those that the operation was given."""
    from azure.containerregistry import _helpers
    from azure.containerregistry._generated.operations import _operations
    from azure.core.pipeline.policies import (
        _custom_hook,
        _distributed_tracing,
        _redirect,
        _retry,
        _universal,
    )
    from azure.core.pipeline.transport import _requests_basic
    from azure.core.tracing import decorator

    parts = (
        *(_helpers, _operations, _custom_hook, _distributed_tracing, _redirect, _retry),
        *(_requests_basic, _universal, decorator),
    )
    taken = {keyword for part in parts for keyword in keywords_taken_by(part)}
    taken |= set(inspect.signature(RequestsTransport.send).parameters) & {"proxies"}
    of_what_builds_requests = {"api_version", "cls", "content_type"}
    while_tracing = {keyword for keyword, _ in WHILE_TRACING}
    assert taken - of_what_builds_requests - while_tracing == set(OPERATION_OPTIONS)


def test_constructor_names():
    assert {each.name for each in CONSTRUCTOR} <= constructor_names()
    assert not REFUSED_BY_CONSTRUCTOR & constructor_names()
    given = set(inspect.signature(ContainerRegistryClient.__init__).parameters)
    assert given - {"self", "kwargs"} <= constructor_names()


def test_what_other_libraries_say_is_no_option_here():
    every_name = constructor_names().union(*map(operation_names, OPERATIONS.values()))
    assert not set(MEANT) & every_name
    assert set(MEANT.values()) <= every_name


@pytest.mark.parametrize(
    ("keyword", "expected"),
    [
        ("logging_enabled", "logging_enable"),
        ("enable_logging", "logging_enable"),
        ("Logging_Enable", "logging_enable"),
        ("max_retries", "retry_total"),
        ("retry_totl", "retry_total"),
        ("audeince", "audience"),
        ("verify", "connection_verify"),
        ("page_size", None),
        ("whatever", None),
        ("x", None),
        ("", None),
    ],
)
def test_suggestion_for_the_constructor(keyword, expected):
    assert suggestion(keyword, constructor_names()) == expected


@pytest.mark.parametrize(
    ("name", "names", "expected"),
    [
        ("list_repository_name", OPERATIONS, "list_repository_names"),
        ("list_repositories_names", OPERATIONS, "list_repository_names"),
        ("delete_manifests", OPERATIONS, "delete_manifest"),
        ("list_tags_properties", OPERATIONS, "list_tag_properties"),
        ("properties_tag_get", OPERATIONS, "get_tag_properties"),
        ("push_image", OPERATIONS, None),
        ("abc", ["abd", "acb"], "abd"),
        ("abd", ["abe", "abc"], "abc"),
        ("ab", ["ac"], None),
        ("abcdef", ["badcfe"], None),
        ("abcdef", ["bacdfe"], "bacdfe"),
        ("abc", [], None),
        ("same", ["same"], "same"),
    ],
)
def test_nearest(name, names, expected):
    assert nearest(name, names) == expected
