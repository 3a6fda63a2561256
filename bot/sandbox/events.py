"""What the chat page hears: every subscriber has its own bounded queue."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox.database import Json

QUEUE_LIMIT = 1000


class EventStream:
    def __init__(self) -> None:
        self._subscribers: set[asyncio.Queue[bytes]] = set()

    def publish(self, name: str, data: Json) -> None:
        """A subscriber that has stopped listening loses events and catches up when it connects again."""
        line = f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
        for queue in self._subscribers:
            if not queue.full():
                queue.put_nowait(line)

    @contextmanager
    def subscription(self) -> Iterator["asyncio.Queue[bytes]"]:
        queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_LIMIT)
        self._subscribers.add(queue)
        try:
            yield queue
        finally:
            self._subscribers.remove(queue)
