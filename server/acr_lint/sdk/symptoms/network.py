"""What keeps a request from the registry, or its answer from the client.

Run with azure-containerregistry 1.2.0 and azure-core 1.41, sync (requests) and aio (aiohttp).
"""

from __future__ import annotations

from acr_lint.sdk.symptoms.symptom import Symptom

_HANDLE = (
    "handle it with `except AzureError`: ServiceRequestError and ServiceResponseError are no "
    "HttpResponseError"
)

NETWORK = (
    Symptom(
        "plain-http",
        {"text": "Bearer token authentication is not permitted for non-TLS.*"},
        "the endpoint is http://",
        "The SDK sends tokens by https alone; it gives up after about five seconds of retries",
        ("write the endpoint as `https://NAME.azurecr.io`",),
        "network-access-issues",
        ("ACR106",),
    ),
    Symptom(
        "unknown-host",
        {
            "exception": "ServiceRequest.*Error",
            "text": ".*(Failed to resolve|Name or service not known|getaddrinfo failed"
            "|nodename nor servname|Temporary failure in name resolution).*",
        },
        "the registry's name can't be resolved",
        "There is no such registry, or this machine doesn't know the name of its private endpoint",
        (
            "look at the endpoint: `https://NAME.azurecr.io`",
            "look the name up where the program runs; a private endpoint needs its DNS zone there",
            _HANDLE,
        ),
        "network-access-issues",
        ("ACR307",),
    ),
    Symptom(
        "untrusted-certificate",
        {"exception": "ServiceRequest.*Error", "text": ".*CERTIFICATE_VERIFY_FAILED.*"},
        "the certificate isn't trusted",
        "Something between the program and the registry answers with a certificate of its own, "
        "as proxies of companies do",
        (
            "give the client the certificates to trust: `connection_verify='/path/to/ca.pem'`",
            "an anonymous aio client doesn't pass that on when it asks for a token: use a "
            "credential, or set SSL_CERT_FILE",
        ),
        "network-access-issues",
    ),
    Symptom(
        "unreachable",
        {"exception": "ServiceRequest.*Error"},
        "the request didn't reach the registry",
        "The connection was refused, or ended before it was made; the SDK tried four times by "
        "default",
        (
            "look whether this machine reaches the registry on port 443: firewall, proxy, private "
            "endpoint",
            _HANDLE,
        ),
        "network-access-issues",
        ("ACR307",),
    ),
    Symptom(
        "no-answer",
        {"exception": "ServiceResponse.*Error"},
        "no answer came back",
        "The request was sent, and the connection broke or the time ran out; a write may have "
        "been done all the same",
        (
            "set `connection_timeout` and `read_timeout` on the client: the default is 300 s, four "
            "times",
            _HANDLE,
        ),
        "network-access-issues",
        ("ACR307",),
    ),
    Symptom(
        "no-acr",
        {"exception": "KeyError", "text": "'service'", "through": "sdk|"},
        "the endpoint isn't an Azure Container Registry",
        "It asks for `WWW-Authenticate: Basic`, and the SDK knows only the challenge of ACR",
        ("look at the endpoint: `https://NAME.azurecr.io`",),
        "general-troubleshooting",
    ),
    Symptom(
        "no-json",
        {"exception": "DecodeError"},
        "the answer isn't JSON",
        "Something that isn't the registry answered, such as a proxy or a page for login; or the "
        "registry failed",
        ("look at the endpoint, and at what the message shows below `Content`",),
        "general-troubleshooting",
    ),
    Symptom(
        "no-json",
        {
            "exception": "DeserializationError",
            "text": ".*Unable to deserialize.*",
            "through": "sdk",
        },
        "the answer isn't what a registry sends",
        "Something that isn't the registry answered, such as a proxy or a page for login",
        ("look at the endpoint",),
        "general-troubleshooting",
    ),
    Symptom(
        "redirects",
        {"exception": "TooManyRedirectsError"},
        "the endpoint redirects without end",
        "The SDK followed 30 redirects",
        ("look at the endpoint, and at proxies on the way",),
        "general-troubleshooting",
    ),
)
"""The first that fits is meant."""
