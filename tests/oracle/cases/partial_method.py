# ruff: noqa
# fmt: off
import functools
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


class S:
    def __init__(self): self.c = C()
    def act(self, tag): self.c.delete_tag("a", tag)  # anonymous: always, escapes
    act_v1 = functools.partialmethod(act, "v1")
S().act_v1()
