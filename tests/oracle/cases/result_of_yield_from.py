# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


def purge(c):
    n = 0
    for t in c.list_tag_properties("a"):  # escapes
        n += 1
        yield t
    return c
def outer(c):
    client = yield from purge(c)
    client.delete_tag("a", "x")  # anonymous: always, escapes
for _ in outer(C()): pass
