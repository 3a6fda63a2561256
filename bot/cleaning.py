"""Clean-up of what is not kept: on a thread and a connection of its own, a little at a time, so that nobody waits."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from bot.logs import event
from bot.store import Store
from storage.database import StorageError
from storage.disk import has_room
from storage.retention import Removed, cleaning
from storage.store import Storage

log = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
AGAIN_SECONDS = 60.0
"""Where the disk is full or the last run was cut short."""
LEAST_REST_SECONDS = 0.02
REST_SHARE = 4
"""So many times as long as it works it rests: it holds the write lock, for which everybody else has to wait."""


class Cleaning:
    def __init__(self, store: Store, *, older_than_seconds: float) -> None:
        self._store = store
        self._older_than_seconds = older_than_seconds
        self._stopped = threading.Event()

    async def run(self) -> None:
        """Until cancelled: at once, so that a full disk is freed before anything else, and every hour."""
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="cleaning") as thread:
            try:
                while True:
                    wait = await self._run_once(thread)
                    await asyncio.sleep(wait)
            finally:
                self._stopped.set()  # leaving the block waits for the step in hand

    async def _run_once(self, thread: ThreadPoolExecutor) -> float:
        """Seconds until the next time. Whatever it meets ends nothing: at the next start it would be there again."""
        try:
            removed = await asyncio.get_running_loop().run_in_executor(thread, self.clean_once)
        except (StorageError, OSError) as error:
            self._store.note_trouble(str(error))
            return AGAIN_SECONDS
        except Exception:
            log.exception("cleaning_failed")
            return EVERY_SECONDS
        event(log, "cleaned", jobs=removed.jobs, files=removed.files)
        return EVERY_SECONDS if has_room(self._store.folder) else AGAIN_SECONDS

    def clean_once(self) -> Removed:
        """On a thread that nobody waits for. Raises StorageError and OSError."""
        with Storage.open(self._store.folder) as storage:
            return clean(cleaning(storage, older_than_seconds=self._older_than_seconds), rest=self._stopped.wait)


def clean(steps: Iterator[Removed], *, rest: Callable[[float], bool]) -> Removed:
    """All steps, with a rest after each, so that most of the time is left to others.

    `rest` waits for so many seconds, and says whether to stop.
    """
    removed, started = Removed(), time.monotonic()
    for step in steps:
        removed = Removed(jobs=removed.jobs + step.jobs, files=removed.files + step.files)
        if rest(max(REST_SHARE * (time.monotonic() - started), LEAST_REST_SECONDS)):
            break
        started = time.monotonic()
    return removed
