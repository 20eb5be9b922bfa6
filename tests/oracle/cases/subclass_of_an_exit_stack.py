# ruff: noqa
# fmt: off
import contextlib
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
URL = "https://example.azurecr.io"


class Quiet(contextlib.ExitStack):
    def __enter__(self):
        super().__enter__()
        self.enter_context(contextlib.suppress(HttpResponseError))
        return self


class Cleanup(contextlib.ExitStack):
    def later(self, function, *args):
        self.callback(function, *args)


def remove(client):
    client.delete_tag("app", "v1")  # escapes, anonymous: always


with Quiet() as quiet:
    client = quiet.enter_context(ContainerRegistryClient(URL))
    client.delete_tag("app", "v2")  # anonymous: always
with Cleanup() as cleanup:
    cleanup.later(remove, ContainerRegistryClient(URL))
