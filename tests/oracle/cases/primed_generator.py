# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import HttpResponseError
URL = "https://example.azurecr.io"


def purger(client):
    tag = yield
    while True:
        client.delete_tag("app", tag)  # anonymous: always
        tag = yield


def report(client):
    print(client.get_repository_properties("app"))
    yield "first"
    print(client.get_repository_properties("base"))  # escapes
    yield "second"


def purge(client):
    sink = purger(client)
    next(sink)
    try:
        sink.send("v1")
    except HttpResponseError:
        print("kept")


def show(client):
    parts = report(client)
    try:
        print(next(parts))
    except HttpResponseError:
        return
    print(list(parts))


purge(ContainerRegistryClient(URL))
show(ContainerRegistryClient(URL))
