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
def handler(kind, error, tb):
    return isinstance(error, HttpResponseError)
with ExitStack() as stack:
    stack.push(handler)
    client.delete_tag("app", "tmp")
