# ruff: noqa
# fmt: off
import functools
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


@functools.singledispatch
def purge(target, client):
    raise NotImplementedError
@purge.register
def _(target: str, client):
    client.delete_tag("app", target)  # anonymous: always, escapes
@purge.register(list)
def _(target, client):
    for t in target:
        client.delete_tag("app", t)  # escapes
purge("v1", C())
purge(["v2"], good())
