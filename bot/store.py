"""Storage for the event loop: every call runs on the one thread that owns the SQLite connection."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.admission import Load
from bot.draft import Draft
from bot.logs import event
from storage import retention
from storage.database import StorageBusy, write_transaction
from storage.drafts import DraftKey
from storage.images import ImageStore
from storage.jobs import ImageRef, Job, JobId, JobRequest, JobState
from storage.outbox import OutboxRow
from storage.queue import Place
from storage.store import Storage

T = TypeVar("T")
log = logging.getLogger(__name__)

LOOK_AHEAD = 50
"""Updates that may lie between two photos of one album that came together."""
OPEN = (JobState.QUEUED, JobState.LEASED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A job with its place in line, read together."""

    job: Job
    place: Place


class Store:
    """`run` for one call; named methods for what must happen in one transaction or in one trip to the thread."""

    def __init__(self, storage: Storage, thread: ThreadPoolExecutor, images: ImageStore) -> None:
        self._storage = storage
        self._thread = thread
        self._images = images

    @classmethod
    async def open(cls, folder: Path) -> "Store":
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        storage = await asyncio.get_running_loop().run_in_executor(thread, Storage.open, folder)
        return cls(storage, thread, storage.images)

    @property
    def wake_folder(self) -> Path:
        return self._storage.wake_folder

    async def close(self) -> None:
        await self.run(Storage.close)
        self._thread.shutdown()

    async def run(self, call: Callable[[Storage], T]) -> T:
        """Waits as long as another process holds the lock: nothing can be accepted or told meanwhile anyway."""
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._thread, call, self._storage)
            except StorageBusy:
                event(log, "storage_busy", level=logging.WARNING)

    # Image files need no database, so they do not hold up its thread.
    async def put_image(self, data: bytes) -> ImageRef:
        return await asyncio.to_thread(self._images.put, data)

    async def get_image(self, ref: ImageRef) -> bytes:
        """Raises ImageGone."""
        return await asyncio.to_thread(self._images.get, ref)

    async def get_image_head(self, ref: ImageRef, size: int) -> bytes:
        """Its first bytes, where metadata stands. Raises ImageGone."""
        return await asyncio.to_thread(self._images.head, ref, size)

    async def receive(self, updates: Iterable[tuple[int, str]]) -> list[int]:
        """Commit a batch to the inbox; which of its update ids are new."""

        def add_all(storage: Storage) -> list[int]:
            with write_transaction(storage.db):
                return [update_id for update_id, payload in updates if storage.inbox.add(update_id, payload)]

        return await self.run(add_all)

    async def settle(self, update_id: int) -> None:
        await self.run(lambda storage: storage.inbox.settle(update_id))

    async def draft(self, key: DraftKey) -> Draft:
        return Draft.from_json(await self.run(lambda storage: storage.drafts.load(key)))

    async def save_draft(self, key: DraftKey, draft: Draft, *, settle_update: int) -> None:
        await self.run(lambda storage: storage.drafts.save(key, draft.to_json(), settle_update=settle_update))

    async def accept(
        self,
        request: JobRequest,
        *,
        settle_update: int,
        draft_key: DraftKey,
        draft: Draft | None = None,
    ) -> JobId:
        """Job, outbox row, draft and inbox in one commit. `draft`: what is left of it; None leaves it as it is."""

        def enqueue(storage: Storage) -> JobId:
            with write_transaction(storage.db):
                if draft is not None:
                    storage.drafts.save(draft_key, draft.to_json())
                return storage.queue.enqueue(request, settle_update=settle_update)[0]

        return await self.run(enqueue)

    async def load(self, user_id: int) -> Load:
        return await self.run(
            lambda storage: Load(person=storage.queue.waiting_count(user_id), total=storage.queue.waiting_count())
        )

    async def job(self, job_id: JobId) -> Job | None:
        return await self.run(lambda storage: storage.queue.job(job_id))

    async def job_by_key(self, key: str) -> Job | None:
        return await self.run(lambda storage: storage.queue.job_by_key(key))

    async def has_heir(self, job_id: JobId) -> bool:
        return await self.run(lambda storage: storage.queue.has_heir(job_id))

    async def more_of_album_arrived(self, album: str, *, after_update: int) -> bool:
        """Whether a later update, which is not handled yet, is of the same album."""
        payloads = await self.run(lambda storage: storage.inbox.pending_after(after_update, limit=LOOK_AHEAD))
        return any(album in payload for payload in payloads)

    async def jobs_with_frames(self) -> list[Job]:
        """Jobs under way or in line whose living message is known."""
        return await self.run(lambda storage: [*storage.queue.painting(), *storage.queue.in_line()])

    async def standing(self, job_id: JobId) -> Standing | None:
        def read(storage: Storage) -> Standing | None:
            job = storage.queue.job(job_id)
            return Standing(job=job, place=storage.queue.place(job_id)) if job else None

        return await self.run(read)

    async def owner_of(self, chat_id: int, message_id: int) -> Job | None:
        """The newest job whose living message this is."""
        return await self.run(lambda storage: storage.queue.job_by_message(chat_id, message_id))

    async def earlier_painting(self, job_id: JobId) -> Job | None:
        """What the job's message showed before it."""
        return await self.run(lambda storage: storage.queue.earlier_painting(job_id))

    async def cancel(self, job_id: JobId) -> JobState:
        """The state after it. A painting that the message held before comes back."""

        def cancel(storage: Storage) -> JobState:
            with write_transaction(storage.db):
                state = storage.queue.cancel(job_id)
                if state in (JobState.LEASED, JobState.CANCELLED):
                    storage.queue.withdraw(job_id)
                return state

        return await self.run(cancel)

    async def go_back(self, job: Job, message_id: int) -> bool:
        """From what is under way over the job's painting back to it, or from it to the one before; False: neither."""

        def back(storage: Storage) -> bool:
            with write_transaction(storage.db):
                owner = storage.queue.job_by_message(job.request.chat_id, message_id)
                if owner is None or (owner.id != job.id and owner.state not in OPEN):
                    return False
                storage.queue.cancel(owner.id)
                return storage.queue.withdraw(owner.id) is not None

        return await self.run(back)

    async def due(self, *, limit: int) -> list[tuple[OutboxRow, Job]]:
        """Due outbox rows with their jobs."""

        def read(storage: Storage) -> list[tuple[OutboxRow, Job]]:
            found = ((row, storage.queue.job(row.job_id)) for row in storage.outbox.due(limit=limit))
            return [(row, job) for row, job in found if job]

        return await self.run(read)

    async def forget(self, user_id: int) -> list[Job]:
        """Everything of a person, in every chat; the jobs of theirs that had not ended."""

        def forget(storage: Storage) -> list[Job]:
            stopped = storage.queue.open_jobs(user_id)
            for job in stopped:
                storage.queue.cancel(job.id)
            retention.forget(storage.db, storage.images, user_id)
            return stopped

        return await self.run(forget)

    async def chosen_size(self, chat_id: int) -> int | None:
        """Pixels of the longer side; None where the chat never chose."""
        return await self.run(lambda storage: storage.chats.longest_side(chat_id))

    async def language(self, chat_id: int) -> str | None:
        return await self.run(lambda storage: storage.chats.language(chat_id))

    async def expire(self, *, older_than_seconds: float) -> None:
        await self.run(
            lambda storage: retention.expire(storage.db, storage.images, older_than_seconds=older_than_seconds)
        )
