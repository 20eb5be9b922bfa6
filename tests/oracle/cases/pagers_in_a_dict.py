# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential

client = ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential())
listings = {"a": client.list_tag_properties("app")}.values()
for listing in listings:
    for tag in listing:  # escapes
        print(tag)
