# ruff: noqa
# fmt: off
import collections
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


Target = collections.namedtuple("Target", "client repository")
t = Target(C(), "app")
t.client.delete_repository(t.repository)  # anonymous: always, escapes
client, repo = Target(client=good(), repository="a")
client.delete_tag(repo, "x")  # escapes
