# ruff: noqa
# fmt: off
import asyncio
from contextlib import AsyncExitStack
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.identity.aio import DefaultAzureCredential as AioCredential
URL = "https://example.azurecr.io"

async def main():
    async with AsyncExitStack() as stack:  # escapes
        client = await stack.enter_async_context(AioClient(URL, AioCredential()))
        stack.push_async_callback(client.delete_tag, "app", "tmp")
        async for name in client.list_repository_names():  # escapes
            print(name)
asyncio.run(main())
