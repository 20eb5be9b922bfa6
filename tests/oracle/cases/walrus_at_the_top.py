# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential

if (credential := None) is None:
    print("anonymous")
client = ContainerRegistryClient("https://example.azurecr.io", credential=credential)


def purge(client):
    def work():
        client.delete_tag("app", "v1")  # anonymous: always, escapes
    work()


purge(client)
