"""Credentials: which classes a client takes, and which it only takes until the first request.

A client checks nothing when it is made. Source: azure-identity 1.27.0 and azure-core 1.41.0,
executed.
"""

from __future__ import annotations

from collections.abc import Mapping

_BOTH = (
    "AuthorizationCodeCredential",
    "AzureCliCredential",
    "AzureDeveloperCliCredential",
    "AzurePipelinesCredential",
    "AzurePowerShellCredential",
    "CertificateCredential",
    "ChainedTokenCredential",
    "ClientAssertionCredential",
    "ClientSecretCredential",
    "DefaultAzureCredential",
    "EnvironmentCredential",
    "ManagedIdentityCredential",
    "OnBehalfOfCredential",
    "SharedTokenCacheCredential",
    "VisualStudioCodeCredential",
    "WorkloadIdentityCredential",
)
_ONLY_SYNC = ("DeviceCodeCredential", "InteractiveBrowserCredential", "UsernamePasswordCredential")

CREDENTIALS: Mapping[str, str] = {
    **{f"azure.identity.{name}": "sync" for name in (*_BOTH, *_ONLY_SYNC)},
    **{f"azure.identity.aio.{name}": "aio" for name in _BOTH},
    "azure.identity.broker.InteractiveBrowserBrokerCredential": "sync",
    "azure.core.credentials.SupportsTokenInfo": "sync",
    "azure.core.credentials.TokenCredential": "sync",
    "azure.core.credentials_async.AsyncSupportsTokenInfo": "aio",
    "azure.core.credentials_async.AsyncTokenCredential": "aio",
}
"""Credential classes and protocols, with the flavour of the client that they are for."""

_WITHOUT_AUTHORITY = frozenset(
    (
        "AzureCliCredential",
        "AzureDeveloperCliCredential",
        "AzurePowerShellCredential",
        "ChainedTokenCredential",
        "ManagedIdentityCredential",
        "VisualStudioCodeCredential",
    )
)
_WITHOUT_SESSION = frozenset(
    (
        "AzureCliCredential",
        "AzureDeveloperCliCredential",
        "AzurePowerShellCredential",
        "VisualStudioCodeCredential",
    )
)

AUTHORITY = "authority"
"""The keyword by which a credential is told the host of its cloud."""

DEFAULT: Mapping[str, str] = {
    "sync": "azure.identity.DefaultAzureCredential",
    "aio": "azure.identity.aio.DefaultAzureCredential",
}
"""The credential to propose, by the client's flavour."""

UNSUPPORTED: Mapping[str, str] = {
    **dict.fromkeys(("bool", "bytes", "dict", "float", "int", "list", "set", "tuple"), "value"),
    "str": "string",
    "azure.core.credentials.AzureKeyCredential": "key",
    "azure.core.credentials.AzureNamedKeyCredential": "named key",
    "azure.core.credentials.AzureSasCredential": "shared access signature",
    "azure.common.credentials.BasicTokenAuthentication": "msrest credential",
    "azure.common.credentials.ServicePrincipalCredentials": "msrest credential",
    "azure.common.credentials.UserPassCredentials": "msrest credential",
    "azure.identity.aio.get_bearer_token_provider": "function",
    "azure.identity.get_bearer_token_provider": "function",
    "msrest.authentication.BasicAuthentication": "msrest credential",
    "msrest.authentication.BasicTokenAuthentication": "msrest credential",
    "msrestazure.azure_active_directory.MSIAuthentication": "msrest credential",
    "msrestazure.azure_active_directory.ServicePrincipalCredentials": "msrest credential",
    "requests.auth.HTTPBasicAuth": "requests authenticator",
}
"""What has no `get_token`, so that the first request raises AttributeError, and what it is."""


def flavor(qualified: str) -> str | None:
    """ "sync" or "aio" for a known credential class; None for all others."""
    return CREDENTIALS.get(_public(qualified))


def takes_authority(qualified: str) -> bool | None:
    """Whether the credential talks to the host given by `authority`; None if it isn't known."""
    return _known(qualified, _WITHOUT_AUTHORITY)


def holds_session(qualified: str) -> bool | None:
    """Whether the aio credential has an HTTP session that must be closed; None if not known."""
    return _known(qualified, _WITHOUT_SESSION)


def _known(qualified: str, exceptions: frozenset[str]) -> bool | None:
    module, _, name = _public(qualified).rpartition(".")
    if not module.startswith("azure.identity") or f"{module}.{name}" not in CREDENTIALS:
        return None
    return name not in exceptions


def _public(qualified: str) -> str:
    """The name without the private modules in which azure-identity defines its classes."""
    module, private, rest = qualified.partition("._credentials.")
    return f"{module}.{rest.rpartition('.')[2]}" if private else qualified
