# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential


class Handled:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, HttpResponseError)


class UnauthorizedHandled(Handled):
    def __exit__(self, kind, error, trace):
        return isinstance(error, ClientAuthenticationError)


client = ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential())
with Handled():
    client.delete_tag("app", "v1")
with UnauthorizedHandled():
    client.delete_tag("app", "v2")  # escapes
