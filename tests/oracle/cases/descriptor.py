# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


class ClientAttr:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, owner):
        if obj is None: return self
        return C()
class H:
    client = ClientAttr()
H().client.delete_tag("a", "1")  # anonymous: always, escapes
