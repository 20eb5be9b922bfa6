# ruff: noqa
# fmt: off
from contextlib import ExitStack
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


client = good()
with ExitStack() as stack:  # escapes
    stack.callback(client.delete_tag, "app", "tmp")
    print(1)

client = good()
try:
    with ExitStack() as stack:
        stack.callback(client.delete_tag, "app", "tmp")
        print(1)
except HttpResponseError:
    pass
