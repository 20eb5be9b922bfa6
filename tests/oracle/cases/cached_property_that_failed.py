# ruff: noqa
# fmt: off
import functools
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


class S:
    @functools.cached_property
    def client(self): return C()
    @functools.cached_property
    def names(self): return list(self.client.list_repository_names())  # escapes
    def purge(self):
        for n in self.names:
            self.client.delete_repository(n)  # anonymous: always, escapes
s = S()
try:
    print(s.names)
except HttpResponseError: pass
s.purge()
