# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential


def connect(**options):
    credential = options.pop("credential", None)
    return ContainerRegistryClient("https://example.azurecr.io", credential)


connect().delete_tag("app", "v1")  # anonymous: always, escapes
connect(credential=DefaultAzureCredential()).delete_tag("app", "v2")  # escapes
