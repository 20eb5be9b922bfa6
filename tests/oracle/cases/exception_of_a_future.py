# ruff: noqa
# fmt: off
from concurrent.futures import ThreadPoolExecutor
from azure.containerregistry import ContainerRegistryClient
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


c = good()
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(c.delete_tag, "a", t) for t in "xy"]
for future in futures:
    if future.exception() is not None:
        print(future.exception())
    else:
        future.result()
