# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


class Tag:
    def __init__(self, c, name): self.c, self.name = c, name
    def __str__(self): return self.c.get_tag_properties("a", self.name).name
    def __eq__(self, other): return self.c.get_tag_properties("b", self.name) is not None
    def __lt__(self, other): return self.c.get_tag_properties("c", self.name).name < "x"
    def __add__(self, other): return self.c.get_tag_properties("d", self.name)
    def __bool__(self): return bool(list(self.c.list_tag_properties("e")))
    def __iadd__(self, other):
        self.c.delete_tag("f", other)
        return self
    def __contains__(self, name): return name in self.c.list_repository_names()
    def __delitem__(self, name): self.c.delete_tag("g", name)  # anonymous: sometimes, escapes
tag = Tag(good(), "v1")
try:
    print(f"{tag}", tag == 1, tag + 1, sorted([tag, tag]), "x" in tag)
    if not tag: print("gone")
    tag += "v2"
    del tag["v3"]
except HttpResponseError: pass
anonymous = Tag(C(), "v1")
del anonymous["v4"]
