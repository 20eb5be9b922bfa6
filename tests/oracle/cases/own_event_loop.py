# ruff: noqa
# fmt: off
import asyncio
from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError
from azure.identity.aio import DefaultAzureCredential


async def work():
    async with ContainerRegistryClient("https://example.azurecr.io", DefaultAzureCredential()) as client:
        await client.delete_tag("app", "v1")


def main():
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(work())
    except HttpResponseError:
        pass
main()
