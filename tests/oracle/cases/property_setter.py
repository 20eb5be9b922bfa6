# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential


class Holder:
    @property
    def client(self):
        return self._client
    @client.setter
    def client(self, value):
        self._client = value


holder = Holder()
holder.client = ContainerRegistryClient("https://example.azurecr.io")
holder.client.delete_tag("app", "v1")  # anonymous: always, escapes
