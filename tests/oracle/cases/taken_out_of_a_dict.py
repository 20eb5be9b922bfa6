# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


clients = {}
clients.setdefault("a", C()).delete_tag("app", "v1")  # anonymous: always, escapes
clients.pop("a").delete_tag("app", "v2")  # anonymous: always, escapes
clients.get("a", good()).delete_tag("app", "v3")  # escapes
