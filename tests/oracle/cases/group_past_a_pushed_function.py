# ruff: noqa
# fmt: off
import asyncio
from contextlib import ExitStack
from azure.containerregistry.aio import ContainerRegistryClient as AioClient
from azure.core.exceptions import HttpResponseError
from azure.identity.aio import DefaultAzureCredential as AioCredential
URL = "https://example.azurecr.io"

def leave(kind, error, trace):
    return isinstance(error, HttpResponseError)
async def main():
    async with AioClient(URL, AioCredential()) as client:
        with ExitStack() as stack:
            stack.push(leave)
            async with asyncio.TaskGroup() as group:  # escapes in a group
                group.create_task(client.delete_tag("a", "b"))
asyncio.run(main())
