# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


sources = [C(), good()]
sources[0].delete_tag("a", "x")  # anonymous: always, escapes
sources[-1].delete_tag("b", "x")  # escapes
first, second = sources
first.delete_tag("a", "x");   # anonymous: always, escapes
second.delete_tag("b", "x")  # escapes
