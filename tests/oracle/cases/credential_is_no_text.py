# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


def resolve(cred):
    if isinstance(cred, str):
        return None
    return cred
C(resolve("x")).delete_tag("a", "1")  # anonymous: always, escapes
C(resolve(DefaultAzureCredential())).delete_tag("a", "2")  # escapes
