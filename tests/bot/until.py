"""Waiting in a test for what another task does, however long that takes on a busy machine."""

import asyncio
from collections.abc import Callable

PATIENCE_SECONDS = 20
LOOK_SECONDS = 0.001
"""Without any, the loop would keep the interpreter from the threads that it waits for."""


async def until(happened: Callable[[], object]) -> None:
    """Gives every other task its turns until `happened` is true."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            if happened():
                return
            await asyncio.sleep(LOOK_SECONDS)
