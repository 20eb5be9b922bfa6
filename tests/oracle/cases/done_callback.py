# ruff: noqa
# fmt: off
from concurrent.futures import ThreadPoolExecutor
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


c = good()
def done(f):
    print(f.result())  # escapes
with ThreadPoolExecutor() as pool:
    f = pool.submit(c.delete_tag, "a", "b")
    f.add_done_callback(done)
