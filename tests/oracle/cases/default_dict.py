# ruff: noqa
# fmt: off
import collections
from azure.containerregistry import ContainerRegistryClient
URL = "https://example.azurecr.io"


def C(credential=None):
    return ContainerRegistryClient(URL, credential)


class Bus:
    def __init__(self): self.handlers = collections.defaultdict(list)
    def on(self, name):
        def register(f):
            self.handlers[name].append(f); return f
        return register
    def emit(self, name, *args):
        for h in self.handlers[name]: h(*args)
bus = Bus()
@bus.on("push")
def purge(c): c.delete_tag("a", "b")  # anonymous: always, escapes
bus.emit("push", C())
