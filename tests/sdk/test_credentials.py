"""The table of credentials against the installed azure-identity."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import azure.identity
import azure.identity.aio
import pytest
from azure.core.credentials import AzureKeyCredential, AzureNamedKeyCredential, AzureSasCredential
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from acr_lint.sdk.credentials import (
    AUTHORITY,
    CREDENTIALS,
    DEFAULT,
    UNSUPPORTED,
    flavor,
    holds_session,
    takes_authority,
)
from acr_lint.sdk.operations import OPERATIONS
from tests.registry.certificate import signed
from tests.sdk.driving import FLAVORS, arguments, watch

NOT_INSTALLED = "azure.identity.broker."
OF_IDENTITY = [
    name
    for name in CREDENTIALS
    if name.startswith("azure.identity.") and not name.startswith(NOT_INSTALLED)
]
HOST = "login.chinacloudapi.cn"
KEEPS_WITHOUT_USING = {"azure.identity.ManagedIdentityCredential"}
MADE_WITH = {
    "AuthorizationCodeCredential": ("tenant", "client", "code", "https://localhost"),
    "AzurePipelinesCredential": {"service_connection_id": "x", "system_access_token": "x"},
    "ChainedTokenCredential": (),
    "ClientAssertionCredential": ("tenant", "client", str),
    "ClientSecretCredential": ("tenant", "client", "secret"),
    "DeviceCodeCredential": (),
    "OnBehalfOfCredential": ("tenant", "client"),
    "UsernamePasswordCredential": ("client", "user", "password"),
}


def real(qualified: str) -> type:
    module, _, name = qualified.rpartition(".")
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("module", [azure.identity, azure.identity.aio])
def test_every_credential_is_known(module):
    offered = {
        f"{module.__name__}.{name}"
        for name in module.__all__
        if hasattr(getattr(module, name), "get_token")
    }
    known = {name for name in OF_IDENTITY if name.rpartition(".")[0] == module.__name__}
    assert offered == known


@pytest.mark.parametrize("name", [each for each in CREDENTIALS if NOT_INSTALLED not in each])
def test_flavor(name):
    cls = real(name)
    get_token = getattr(cls, "get_token", None) or cls.get_token_info
    assert inspect.iscoroutinefunction(get_token) == (CREDENTIALS[name] == "aio")
    assert flavor(name) == flavor(f"{cls.__module__}.{cls.__name__}") == CREDENTIALS[name]


@pytest.mark.parametrize(
    "name",
    ["", "str", "mine.DefaultAzureCredential", "azure.identity.AzureAuthorityHosts", *UNSUPPORTED],
)
def test_other_classes_have_no_flavor(name):
    assert flavor(name) is takes_authority(name) is holds_session(name) is None


@pytest.mark.filterwarnings("ignore:UsernamePasswordCredential is deprecated")
@pytest.mark.parametrize("name", OF_IDENTITY)
def test_takes_authority(name, monkeypatch):
    """The host is given to the credential and looked for in all that it is made of."""
    monkeypatch.setenv("AZURE_CLIENT_ID", "client")
    monkeypatch.setenv("AZURE_TENANT_ID", "tenant")
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "secret")
    try:
        credential = make(real(name), authority=HOST)
    except TypeError:
        reached = False
    else:
        reached = HOST in texts_in(credential)
    assert reached == (takes_authority(name) or name in KEEPS_WITHOUT_USING)


def make(cls: type, **options: Any) -> object:
    given = MADE_WITH.get(cls.__name__, ())
    if isinstance(given, dict):
        return cls(tenant_id="tenant", client_id="client", **given, **options)
    if cls.__name__ == "OnBehalfOfCredential":
        options.update(client_secret="secret", user_assertion="assertion")
    if cls.__name__ == "WorkloadIdentityCredential":
        options.update(tenant_id="tenant", client_id="client", token_file_path="/nowhere")
    if cls.__name__ == "CertificateCredential":
        return cls("tenant", "client", certificate_data=certificate_with_key(), **options)
    return cls(*given, **options)


def certificate_with_key() -> bytes:
    """A certificate and its RSA key, the only kind that azure-identity takes."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, kind, plain) + signed(key).public_bytes(pem)


def texts_in(made: object) -> str:
    """All text in an object and in what it holds."""
    found, waiting, met = [], [made], set()
    while waiting:
        each = waiting.pop()
        if id(each) in met:
            continue
        met.add(id(each))
        if isinstance(each, str):
            found.append(each)
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, (list, tuple)):
            waiting += each
        elif type(each).__module__.startswith(("azure.", "msal")):
            waiting += getattr(each, "__dict__", {}).values()
    return "\n".join(found)


@pytest.mark.parametrize("name", [name for name in OF_IDENTITY if CREDENTIALS[name] == "aio"])
def test_holds_session(name):
    """What has no session says so, except for the one that wraps a sync credential."""
    unnecessary = "unnecessary" in (inspect.getdoc(real(name).close) or "")
    wraps = name.endswith(".VisualStudioCodeCredential")
    assert holds_session(name) == (not unnecessary and not wraps)


@pytest.mark.parametrize("client", FLAVORS)
@pytest.mark.parametrize(
    "credential",
    [
        AzureKeyCredential("key"),
        AzureNamedKeyCredential("name", "key"),
        AzureSasCredential("signature"),
        "token",
        b"token",
        True,
        1,
        1.5,
        ("user", "password"),
        ["user"],
        {"user": "password"},
        {"user"},
        azure.identity.get_bearer_token_provider(object(), "scope"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_unsupported_credentials_fail_at_the_first_request(registry, client, credential):
    kind = type(credential)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    if name == "function":
        name = "azure.identity.get_bearer_token_provider"
    assert name in UNSUPPORTED
    made = registry.client(credential, aio=client == "aio")
    operation = OPERATIONS["get_tag_properties"]
    error = watch(registry, client, operation, *arguments(operation), client=made).error
    assert isinstance(error, AttributeError)
    assert "get_token" in str(error)


def test_defaults():
    for client, name in DEFAULT.items():
        assert flavor(name) == client
        assert real(name).__name__ == "DefaultAzureCredential"


def test_how_a_credential_is_told_its_authority(monkeypatch):
    monkeypatch.setenv("AZURE_AUTHORITY_HOST", HOST)
    given = azure.identity.ClientSecretCredential("tenant", "client", "secret")
    assert HOST in texts_in(given)
    other = {AUTHORITY: "login.microsoftonline.us"}
    given = azure.identity.ClientSecretCredential("tenant", "client", "secret", **other)
    assert HOST not in texts_in(given)
