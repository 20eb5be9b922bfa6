# ruff: noqa
# fmt: off
import functools
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)



def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


@functools.total_ordering
class T:
    def __init__(self, c, n): self.c, self.n = c, n
    def __lt__(self, o): return self.c.get_tag_properties("a", self.n).name < "x"
    def __eq__(self, o): return self.n == o.n
c = good()
try: print(sorted([T(c, "a"), T(c, "b")]))
except HttpResponseError: pass

class Reg:
    def __init__(self, c): self.c = c
    def __setitem__(self, k, v): self.c.update_tag_properties("a", k, can_write=v)  # anonymous: always
    def __iadd__(self, tag): self.c.delete_tag("a", tag); return self  # anonymous: always
    def __enter__(self): return self
    def __exit__(self, *a): return None
    def __contains__(self, t): return t in self.c.list_repository_names()
r = Reg(C())
try:
    r["v1"] = False
    r += "x"
    print("a" in r)
except HttpResponseError: pass
