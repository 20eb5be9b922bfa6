# ruff: noqa
# fmt: off
import functools
import operator
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


c = good()
deleter = operator.methodcaller("delete_tag", "app", "v1")
deleter(c)  # escapes
getter = operator.attrgetter("delete_tag")
getter(c)("app", "v2")  # escapes
total = functools.reduce(lambda n, t: n + 1, c.list_tag_properties("app"), 0)  # escapes
