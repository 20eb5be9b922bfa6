# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
from opaque import flag
credential = DefaultAzureCredential() if flag() else None
if None is credential:
    credential = DefaultAzureCredential()
client = ContainerRegistryClient("https://example.azurecr.io", credential)
client.delete_tag("app", "v1")  # escapes
