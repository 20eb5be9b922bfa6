# ruff: noqa
# fmt: off
import concurrent.futures
from concurrent.futures import ThreadPoolExecutor
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


c = good()
with ThreadPoolExecutor() as pool:
    futures = [pool.submit(c.delete_tag, "a", t) for t in "xy"]
    done, not_done = concurrent.futures.wait(futures)
    for f in done:
        f.result()  # escapes
