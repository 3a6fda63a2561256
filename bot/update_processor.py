"""What one person does in one chat is handled in order; everybody else at the same time."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

PersonKey = tuple[int, int]
AT_ONCE = 512
"""Updates in hand, most of them waiting for an earlier one of the same person."""


class PerPersonProcessor(BaseUpdateProcessor):
    __slots__ = ("_locks",)

    def __init__(self, max_concurrent_updates: int = AT_ONCE) -> None:
        super().__init__(max_concurrent_updates)
        # A lock lives as long as somebody holds it or waits for it; asyncio serves those who wait in their order.
        self._locks: WeakValueDictionary[PersonKey, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        lock = self._locks.setdefault(person_key(update), asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def person_key(update: object) -> PersonKey:
    """(chat, user); 0 where an update has none."""
    if not isinstance(update, Update):
        return 0, 0
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else 0, user.id if user else 0
