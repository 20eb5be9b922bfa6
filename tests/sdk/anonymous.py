"""Does every operation with an anonymous aio client and prints what each raised, as JSON.

It is a program of its own because such a client takes the certificates that it trusts from the
environment at its start: `python -m tests.sdk.anonymous ENDPOINT`.
"""

from __future__ import annotations

import asyncio
import json
import sys

from azure.containerregistry.aio import ContainerRegistryClient
from azure.core.exceptions import AzureError

from acr_lint.sdk.operations import OPERATIONS, Operation, Returns, Sends
from tests.sdk.driving import arguments, options


async def _raised(client: ContainerRegistryClient, operation: Operation) -> str | None:
    try:
        result = getattr(client, operation.name)(*arguments(operation), **options(operation))
        if operation.awaited:
            result = await result
        if operation.returns in (Returns.PAGER, Returns.STREAM):
            async for _ in result:
                pass
    except AzureError as error:
        return type(error).__name__
    return None


async def _main(endpoint: str) -> None:
    sending = [each for each in OPERATIONS.values() if each.sends is not Sends.NEVER]
    async with ContainerRegistryClient(endpoint) as client:
        print(json.dumps({each.name: await _raised(client, each) for each in sending}))


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
