# ruff: noqa
# fmt: off
import threading
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


local = threading.local()
def client():
    if not hasattr(local, "client"):
        local.client = C()
    return local.client
client().delete_tag("a", "1")  # anonymous: always, escapes
