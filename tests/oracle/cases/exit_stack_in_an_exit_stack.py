# ruff: noqa
# fmt: off
import contextlib
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
URL = "https://example.azurecr.io"

client = ContainerRegistryClient(URL)
with contextlib.ExitStack() as outer:
    inner = outer.enter_context(contextlib.ExitStack())
    inner.enter_context(contextlib.suppress(HttpResponseError))
    client.delete_tag("app", "v1")  # anonymous: always
with contextlib.ExitStack() as outer:  # escapes
    inner = contextlib.ExitStack()
    inner.callback(client.get_repository_properties, "app")
    outer.push(inner)
    client.delete_tag("app", "v2")  # escapes, anonymous: always
