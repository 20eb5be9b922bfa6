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


def begun(client):
    print(client.get_repository_properties("begun"))
    yield "first"


def begin(client):
    try:
        next(begun(client))
    except HttpResponseError:
        print("denied")


purge(ContainerRegistryClient(URL))
begin(ContainerRegistryClient(URL))
show(ContainerRegistryClient(URL))
