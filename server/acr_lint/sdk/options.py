"""Options: the keywords that clients and operations take besides their own parameters.

The constructor ignores a keyword that it doesn't know; an operation hands it on until the HTTP
library raises TypeError, a listing only when it is advanced. Source: azure-containerregistry
1.2.0 and azure-core 1.41.0, each keyword by execution, sync and aio.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acr_lint.sdk.operations import CONSTRUCTOR, Operation, Sends
from acr_lint.text.record import NamedTuple


class Option(NamedTuple):
    """A keyword: the type of its value, as a word, and what it does."""

    kind: str
    meaning: str


_EVERYWHERE: Mapping[str, Option] = {
    "connection_cert": Option("str or tuple", "the client's certificate"),
    "connection_timeout": Option("float", "seconds to wait for a connection, 300 by default"),
    "connection_verify": Option("bool or str", "the certificates to trust; False trusts all"),
    "headers": Option("dict", "headers to add to each request"),
    "http_logging_level": Option("int", "the level of the summary log, INFO by default"),
    "logger": Option("Logger", "where the summary log goes"),
    "logging_enable": Option("bool", "whether bodies and unredacted headers are logged at DEBUG"),
    "permit_redirects": Option("bool", "whether redirects are followed"),
    "proxies": Option("dict", "proxies by protocol"),
    "raw_request_hook": Option("callable", "called with each request before it is sent"),
    "raw_response_hook": Option("callable", "called with each answer"),
    "read_timeout": Option("float", "seconds to wait for an answer, 300 by default"),
    "redirect_max": Option("int", "how many redirects are followed, 30 by default"),
    "request_id": Option("str", "the x-ms-client-request-id header"),
    "response_encoding": Option("str", "the encoding of answers"),
    "retry_backoff_factor": Option("float", "seconds by which the pause grows, 0.8 by default"),
    "retry_backoff_max": Option("float", "the longest pause in seconds, 120 by default"),
    "retry_connect": Option("int", "retries after failed connections, 3 by default"),
    "retry_read": Option("int", "retries after failed reads, 3 by default"),
    "retry_status": Option("int", "retries after bad statuses, 3 by default"),
    "retry_total": Option("int", "retries in all, 10 by default"),
    "timeout": Option("float", "seconds for an operation with all its retries"),
    "user_agent": Option("str", "text to put before the User-Agent header"),
    "user_agent_overwrite": Option("bool", "whether it takes the whole header's place"),
}

_ONLY_CLIENT: Mapping[str, Option] = {
    "additional_allowed_query_params": Option("list", "query parameters to log unredacted"),
    "auto_request_id": Option("bool", "whether requests get an id by themselves"),
    "blocked_redirect_headers": Option("list", "headers to drop on a redirect to another host"),
    "connection_data_block_size": Option("int", "bytes per block of a stream, 4096 by default"),
    "custom_hook_policy": Option("policy", "what takes the place of CustomHookPolicy"),
    "disable_redirect_cleanup": Option("bool", "keep secret headers on a redirect elsewhere"),
    "headers_policy": Option("policy", "what takes the place of HeadersPolicy"),
    "http_logging_policy": Option("policy", "what takes the place of HttpLoggingPolicy"),
    "instrumentation_config": Option("dict", "who is named in traces"),
    "logging_policy": Option("policy", "what takes the place of NetworkTraceLoggingPolicy"),
    "network_span_namer": Option("callable", "names the spans of requests"),
    "per_call_policies": Option("list", "policies that see each call once"),
    "per_retry_policies": Option("list", "policies that see each try"),
    "pipeline": Option("Pipeline", "what takes the place of the whole pipeline"),
    "policies": Option("list", "what takes the place of all policies"),
    "polling_interval": Option("float", "kept by azure-core, not used by this client"),
    "proxy_policy": Option("policy", "what takes the place of ProxyPolicy"),
    "redirect_on_status_codes": Option("list", "more statuses that redirect"),
    "redirect_policy": Option("policy", "what takes the place of RedirectPolicy"),
    "redirect_remove_headers": Option("list", "more headers to drop on a redirect"),
    "request_id_header_name": Option("str", "the header that carries the request's id"),
    "retry_mode": Option("RetryMode", "fixed or exponential pauses"),
    "retry_on_status_codes": Option("list", "more statuses to retry on"),
    "retry_policy": Option("policy", "what takes the place of RetryPolicy"),
    "session": Option("session", "the HTTP library's session to use"),
    "session_owner": Option("bool", "whether the client closes that session"),
    "tracing_attributes": Option("dict", "attributes for the spans of requests"),
    "transport": Option("transport", "what sends the requests"),
    "use_env_settings": Option("bool", "whether proxies are taken from the environment"),
    "user_agent_policy": Option("policy", "what takes the place of UserAgentPolicy"),
    "user_agent_use_env": Option("bool", "whether AZURE_HTTP_USER_AGENT is appended"),
}

_ONLY_OPERATION: Mapping[str, Option] = {
    "enforce_https": Option("bool", "whether http:// endpoints are refused"),
    "error_map": Option("dict", "exception classes to raise, by status"),
    "merge_span": Option("bool", "whether the span of the caller is used"),
    "params": Option("dict", "query parameters to add"),
    "parent_span": Option("span", "the span above that of the operation"),
    "retry_on_methods": Option("list", "the HTTP methods that may be retried"),
    "tracing_options": Option("dict", "options of distributed tracing"),
}

# They pass through azure-core unseen, or are its own: nothing is promised about them, so nothing
# is said about them either.
_PASSED_ON: Mapping[str, frozenset[str]] = {
    "sync": frozenset(("auth", "cookies", "enable_cae", "hooks", "insecure_domain_change", "json")),
    "aio": frozenset(
        (
            *("auth", "auto_decompress", "chunked", "compress", "cookies", "enable_cae"),
            *("expect100", "fingerprint", "insecure_domain_change", "json", "max_field_size"),
            *("max_line_size", "max_redirects", "middlewares", "proxy", "proxy_auth"),
            *("proxy_headers", "raise_for_status", "read_bufsize", "read_until_eof"),
            *("server_hostname", "skip_auto_headers", "ssl", "ssl_context", "trace_request_ctx"),
            *("verify_ssl", "version"),
        )
    ),
}

# Operations take them only while tracing is on, which is decided outside the program's text.
_WHILE_TRACING = frozenset(("network_span_namer", "tracing_attributes"))

CONSTRUCTOR_OPTIONS: Mapping[str, Option] = {
    "api_version": Option("str", 'the version of the REST API: "2021-07-01" by default'),
    "audience": Option("str", "what the credential's token is for"),
    **_EVERYWHERE,
    **_ONLY_CLIENT,
}
"""Keywords that change what a client does."""

REFUSED_BY_CONSTRUCTOR: frozenset[str] = frozenset(
    ("authentication_policy", "base_url", "config", "credential_scopes", "sdk_moniker", "url")
)
"""Keywords that the client sets itself: TypeError when it is made."""

OPERATION_OPTIONS: Mapping[str, Option] = {**_EVERYWHERE, **_ONLY_OPERATION}
"""Keywords that every operation takes; `user_agent_overwrite` only beside `user_agent`."""

REFUSED_BY_OPERATIONS: frozenset[str] = (
    frozenset(CONSTRUCTOR_OPTIONS) - frozenset(OPERATION_OPTIONS) - _WHILE_TRACING
)
"""Keywords that only the constructor takes: TypeError when the operation sends."""

MEANT: Mapping[str, str] = {
    "backoff_factor": "retry_backoff_factor",
    "cert": "connection_cert",
    "connect_timeout": "connection_timeout",
    "credential_scopes": "audience",
    "debug": "logging_enable",
    "enable_http_logging": "logging_enable",
    "enable_logging": "logging_enable",
    "http_proxy": "proxies",
    "https_proxy": "proxies",
    "log_enable": "logging_enable",
    "logging": "logging_enable",
    "logging_enabled": "logging_enable",
    "max_redirects": "redirect_max",
    "max_retries": "retry_total",
    "max_retry": "retry_total",
    "num_retries": "retry_total",
    "page_size": "results_per_page",
    "per_page": "results_per_page",
    "proxy": "proxies",
    "request_timeout": "timeout",
    "resource": "audience",
    "retries": "retry_total",
    "retry_count": "retry_total",
    "scope": "audience",
    "scopes": "audience",
    "ssl_verify": "connection_verify",
    "total_retries": "retry_total",
    "useragent": "user_agent",
    "verify": "connection_verify",
    "verify_ssl": "connection_verify",
}
"""What other libraries call an option of this one."""


def constructor_names() -> frozenset[str]:
    """Every keyword that the constructor knows."""
    return frozenset(CONSTRUCTOR_OPTIONS) | {each.name for each in CONSTRUCTOR}


def accepts(operation: Operation, keyword: str, flavor: str) -> bool | None:
    """Whether the operation works with the keyword; None where that is decided elsewhere, by the
    HTTP library or by whether tracing is on."""
    if keyword in operation_names(operation):
        return True
    elsewhere = _PASSED_ON[flavor] | _WHILE_TRACING
    return None if keyword in elsewhere and operation.sends is not Sends.NEVER else False


def operation_names(operation: Operation) -> frozenset[str]:
    """Every keyword that the operation knows."""
    if operation.sends is Sends.NEVER:
        return frozenset()
    own = {each.name for each in operation.parameters if each.keyword}
    return operation.options | own | frozenset(OPERATION_OPTIONS)


def suggestion(keyword: str, names: Iterable[str]) -> str | None:
    """The one of `names` that was meant by an unknown keyword, as far as that can be guessed."""
    known = tuple(names)
    meant = MEANT.get(keyword.lower())
    return meant if meant in known else nearest(keyword, known)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that `name` is most likely a slip of; None where none is near.

    A slip is a letter more, less, changed or swapped, one for every three of the shorter name, or
    the same words in another order. Of equally near names the first in the alphabet is taken.
    """
    words = sorted(_words(name))
    best: tuple[int, str] | None = None
    for other in names:
        same_words = len(words) > 1 and sorted(_words(other)) == words
        most = min(len(name), len(other)) // 3
        far = 1 if same_words else _distance(name.lower(), other.lower(), most)
        if far <= most and (best is None or (far, other) < best):
            best = (far, other)
    return best[1] if best else None


def _words(name: str) -> list[str]:
    return name.lower().replace("-", "_").split("_")


def _distance(one: str, other: str, most: int) -> int:
    """How many letters have to be added, dropped, changed or swapped with their neighbour to
    make one text of the other; some number above `most` where it takes more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, counterpart in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != counterpart))
            if i > 1 and j > 1 and letter == other[j - 2] and counterpart == one[i - 2]:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
