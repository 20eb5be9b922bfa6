# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


class Suppress404:
    def __enter__(self): return self
    def __exit__(self, t, e, tb):
        if e is None: return None
        if not isinstance(e, HttpResponseError): return False
        return e.status_code == 404
with Suppress404(): good().delete_tag("a", "1")  # escapes
