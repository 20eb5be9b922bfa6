# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
from typing import NamedTuple


class Settings(NamedTuple):
    name: str
    client: ContainerRegistryClient


settings = Settings("app", ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential()))
anonymous = settings._replace(client=ContainerRegistryClient("https://example.azurecr.io"))
settings.client.delete_tag("app", "v1")  # escapes
anonymous.client.delete_tag("app", "v1")  # anonymous: always, escapes
