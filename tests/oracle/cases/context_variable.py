# ruff: noqa
# fmt: off
import contextvars
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


import contextvars
current = contextvars.ContextVar("client")
current.set(C())
current.get().delete_tag("a", "1")  # anonymous: always, escapes
