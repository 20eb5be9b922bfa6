# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


class S:
    _instance = None
    def __new__(cls, *a, **k):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.client = C()
        return cls._instance
S().client.delete_tag("a", "b")  # anonymous: always, escapes
