"""The table of clouds against azure-identity and the constructor's own words."""

from __future__ import annotations

import inspect

import pytest
from azure.containerregistry import ContainerRegistryClient
from azure.identity import AzureAuthorityHosts, KnownAuthorities

from acr_lint.sdk.clouds import (
    CHINA,
    CLOUDS,
    GOVERNMENT,
    PUBLIC,
    SCOPE_SUFFIX,
    of_audience,
    of_authority,
    of_endpoint,
)


def test_authorities_are_those_of_azure_identity():
    real = {name: host for name, host in vars(AzureAuthorityHosts).items() if name.isupper()}
    assert real == {cloud.constant: cloud.authority for cloud in CLOUDS}
    for cloud in CLOUDS:
        assert getattr(KnownAuthorities, cloud.constant) == cloud.authority
        for holder in ("AzureAuthorityHosts", "KnownAuthorities"):
            assert of_authority(f"azure.identity.{holder}.{cloud.constant}") is cloud


def test_audiences_are_those_that_the_constructor_names():
    said = inspect.getdoc(ContainerRegistryClient.__init__)
    for cloud in CLOUDS:
        assert f'"{cloud.audience}"' in said
    default = inspect.signature(ContainerRegistryClient.__init__).parameters["audience"].default
    assert of_audience(default) is None


def test_the_client_appends_the_suffix_to_the_audience(registry):
    for audience in ("https://example.com", "https://example.com/", "https://example.com/.default"):
        credential = registry.credential()
        client = registry.client(credential, audience=audience)
        client.get_repository_properties("alpine")
        assert credential.scopes == [(audience + SCOPE_SUFFIX,)]


@pytest.mark.parametrize(
    ("endpoint", "cloud"),
    [
        ("https://app.azurecr.io", PUBLIC),
        ("app.azurecr.io/", PUBLIC),
        ("https://APP.AzureCR.cn", CHINA),
        ("https://app.westus.data.azurecr.us:443/v2", GOVERNMENT),
        ("https://azurecr.io.example.com", None),
        ("https://example.com/app.azurecr.io", None),
        ("myazurecr.io", None),
        ("", None),
    ],
)
def test_of_endpoint(endpoint, cloud):
    assert of_endpoint(endpoint) is cloud


@pytest.mark.parametrize(
    ("audience", "cloud"),
    [
        ("https://management.azure.com", PUBLIC),
        ("https://management.azure.com/", PUBLIC),
        ("https://management.azure.com/.default", PUBLIC),
        ("https://Management.ChinaCloudAPI.cn", CHINA),
        ("https://management.core.usgovcloudapi.net/", GOVERNMENT),
        ("https://example.com", None),
        ("", None),
    ],
)
def test_of_audience(audience, cloud):
    assert of_audience(audience) is cloud


@pytest.mark.parametrize(
    ("authority", "cloud"),
    [
        ("login.microsoftonline.com", PUBLIC),
        ("https://login.microsoftonline.us/", GOVERNMENT),
        ("https://login.chinacloudapi.cn/tenant", CHINA),
        ("login.partner.microsoftonline.cn", CHINA),
        ("login.windows.net", PUBLIC),
        ("login.example.com", None),
        ("", None),
    ],
)
def test_of_authority(authority, cloud):
    assert of_authority(authority) is cloud
