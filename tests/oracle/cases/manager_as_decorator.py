# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
import contextlib


@contextlib.contextmanager
def handled():
    try:
        yield
    except HttpResponseError:
        pass


@handled()
def purge(client):
    client.delete_tag("app", "v1")


purge(ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential()))
