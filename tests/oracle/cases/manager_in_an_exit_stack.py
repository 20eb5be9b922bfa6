# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
import contextlib


@contextlib.contextmanager
def handled(*kinds):
    try:
        yield
    except kinds:
        pass


client = ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential())
with contextlib.ExitStack() as stack:
    stack.enter_context(handled(HttpResponseError))
    client.delete_tag("app", "v1")
with contextlib.ExitStack() as stack:
    stack.enter_context(handled(ClientAuthenticationError))
    client.delete_repository("app")  # escapes
