# ruff: noqa
# fmt: off
from concurrent.futures import ThreadPoolExecutor, as_completed
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import DefaultAzureCredential
URL = "https://example.azurecr.io"


def good():
    return ContainerRegistryClient(URL, DefaultAzureCredential())


c = good()
with ThreadPoolExecutor(max_workers=2) as pool:
    futures = {pool.submit(c.delete_tag, "a", t): t for t in "xy"}
    for future in as_completed(futures):
        tag = futures[future]
        try:
            future.result()  # escapes
        except ClientAuthenticationError as e:
            print(tag, e)
