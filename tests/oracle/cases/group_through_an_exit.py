# ruff: noqa
# fmt: off
import asyncio
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity.aio import DefaultAzureCredential

class Handled:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        return isinstance(error, HttpResponseError)


async def work(client):
    await client.delete_tag("app", "v1")  # escapes in a group


async def main():
    async with ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential()) as client:
        with Handled():
            async with asyncio.TaskGroup() as group:
                group.create_task(work(client))
asyncio.run(main())
