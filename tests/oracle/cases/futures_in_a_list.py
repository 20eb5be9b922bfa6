# ruff: noqa
# fmt: off
from azure.containerregistry import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity import DefaultAzureCredential
from concurrent.futures import ThreadPoolExecutor, as_completed


def purge(client):
    with ThreadPoolExecutor() as pool:
        pending = [pool.submit(client.delete_tag, "app", tag) for tag in ("a", "b")]  # anonymous: always
        for future in as_completed(pending):
            future.result()  # escapes


purge(ContainerRegistryClient("https://example.azurecr.io", None))
