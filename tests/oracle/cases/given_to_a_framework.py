# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
from opaque import with_client


def purge(client: ContainerRegistryClient):
    client.delete_tag("app", "v1")  # escapes


def handled(client: "ContainerRegistryClient"):
    try:
        client.delete_tag("app", "v1")
    except HttpResponseError:
        pass


try:
    with_client(purge)
except HttpResponseError:
    pass
with_client(handled)
