# ruff: noqa
# fmt: off
import asyncio
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.core.exceptions import HttpResponseError
from azure.identity.aio import DefaultAzureCredential as AioCredential
URL = "https://example.azurecr.io"

async def main():
    async with AioClient(URL, AioCredential()) as c:
        async with asyncio.TaskGroup() as tg:  # escapes in a group
            a = tg.create_task(c.get_repository_properties("a"))
            tg.create_task(work(c))
        print(a.result())
async def work(c):
    try:
        await c.delete_tag("a", "1")
    except HttpResponseError: pass
asyncio.run(main())
