"""A process of its own that enters looks and says on its output which were answered.

``python -m tests.lib.looking_process STORE GROUPS CLIENTS``: each answered look is a line
``yes ID`` and each refused one ``no ID``; a look is refused again until it is answered.
"""

from __future__ import annotations

import asyncio
import resource
import sys

from serving.store.errors import StoreError
from serving.store.opening import Store, open_store
from serving.store.writer import LookWriter
from tests.lib.logs import a_look

__all__ = ["main"]


async def look(writer: LookWriter, first: int, count: int) -> int:
    """Enter ``count`` looks one after another; how many were refused."""
    refused = 0
    for number in range(first, first + count):
        asked = a_look(number)
        try:
            receipt = await writer.commit(asked)
        except StoreError:
            print("no", asked.id, flush=True)
            refused += 1
        else:
            print("yes", receipt.entry_id, flush=True)
    return refused


async def look_together(store: Store, count: int, clients: int) -> None:
    """``clients`` at once, each with ``count`` looks."""
    writer = LookWriter(store)
    await asyncio.gather(*(look(writer, 1_000 * client, count) for client in range(clients)))
    await writer.close()


async def look_on_a_full_disk(store: Store, count: int) -> None:
    """Looks before, while and after no file may grow; fails if it does not recover by itself."""
    writer = LookWriter(store)
    assert await look(writer, 0, count) == 0
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, unlimited[1]))
    assert await look(writer, 1_000, count) == count, "the limit did not bite"
    went_well = writer.is_healthy
    assert not went_well
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    while not writer.is_healthy:
        await asyncio.sleep(0.05)
    assert await look(writer, 2_000, count) == 0
    await writer.close()


def main(url: str, story: str, count: str, clients: str) -> None:
    """Run one story on the store at ``url``."""
    with open_store(url, writer=True) as store:
        if story == "full":
            asyncio.run(look_on_a_full_disk(store, int(count)))
        else:
            asyncio.run(look_together(store, int(count), int(clients)))


if __name__ == "__main__":
    main(*sys.argv[1:])
