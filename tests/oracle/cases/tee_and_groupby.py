# ruff: noqa
# fmt: off
import itertools
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


c = good()
a = itertools.chain(c.list_repository_names(), ["x"])
first = list(itertools.islice(a, 3))  # escapes
left, right = itertools.tee(c.list_tag_properties("app"))
print(sum(1 for _ in left))  # escapes
for key, group in itertools.groupby(c.list_tag_properties("b"), key=lambda t: t.name):  # escapes
    print(key, list(group))  # escapes
