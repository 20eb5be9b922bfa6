# ruff: noqa
# fmt: off
import asyncio
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.identity.aio import DefaultAzureCredential as AioCredential
URL = "https://example.azurecr.io"

async def main():
    async with AioClient(URL, AioCredential()) as c:
        tasks = [asyncio.create_task(c.delete_tag("a", t)) for t in "xy"]
        done, pending = await asyncio.wait(tasks)
        for task in done:
            if task.exception() is None:
                task.result()
        for task in done:
            task.result()  # escapes
asyncio.run(main())
