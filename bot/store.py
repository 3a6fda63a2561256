"""Storage for the event loop: every call runs on the one thread that owns the SQLite connection."""

import asyncio
import errno
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.logs import event
from storage.admission import Refusal, Refused
from storage.database import StorageBusy, StorageError, write_transaction
from storage.disk import has_room
from storage.images import ImageStore
from storage.jobs import OPEN, Job, JobState
from storage.maintenance import maintenance_words
from storage.names import ImageRef, JobId
from storage.outbox import OutboxRow
from storage.queue import Position
from storage.store import Storage
from storage.telegram_files import FileKind

T = TypeVar("T")
log = logging.getLogger(__name__)

REST_SECONDS = 10.0
"""Before what storage could not do is tried again."""
TROUBLE_SECONDS = 60.0
"""How often trouble is logged, and how long it counts as there: storage says when it fails, not when it is well."""
DISK_FULL = "the disk is full"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAndMessage:
    """A job as it is now, and what that means for its message."""

    job: Job
    position: Position | None
    """In line; None where it is not waiting, or that was not asked."""
    is_superseded: bool
    """A newer job has the message, or it went back to an earlier one: nothing of this job may cover it."""
    has_earlier: bool
    """The message held another result before."""
    has_later: bool
    """It went back to this one from another."""
    maintenance: str
    """What those who run the bot tell whoever waits; empty for nothing."""
    sent_as: Mapping[FileKind, str]
    """The result's file_ids at Telegram, as far as it has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """What Telegram calls a picture that was sent."""

    kind: FileKind
    file_id: str
    unique_id: str = ""


class Trouble:
    """What went wrong with storage lately."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._why = ""
        self._noted_at = self._logged_at = float("-inf")

    def note(self, why: str) -> None:
        """Logged at most once a minute: every loop meets a full disk again and again."""
        self._why = DISK_FULL if "disk is full" in why else why
        self._noted_at = now = self._clock()
        if now - self._logged_at >= TROUBLE_SECONDS:
            self._logged_at = now
            event(log, "storage_failed", level=logging.ERROR, why=why)

    @property
    def lately(self) -> str:
        """Empty after a minute without any."""
        return self._why if self._clock() - self._noted_at < TROUBLE_SECONDS else ""


class Store:
    """`run` for one call; named methods for what must happen in one transaction or in one trip to the thread."""

    def __init__(
        self,
        storage: Storage,
        thread: ThreadPoolExecutor,
        images: ImageStore,
        *,
        clock: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._thread = thread
        self._images = images
        self._trouble = Trouble(clock)
        self._settled: set[int] = set()
        """Update ids that a call has settled, until `settle` is asked about them."""

    @classmethod
    async def open(cls, folder: Path, *, clock: Callable[[], float] = time.monotonic) -> "Store":
        """Raises StorageError and OSError."""
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        storage = await asyncio.get_running_loop().run_in_executor(thread, Storage.open, folder)
        return cls(storage, thread, storage.images, clock=clock)

    @property
    def trouble(self) -> str:
        """Why storage cannot do its work, in a line for the operator; empty when it can, as far as is known."""
        return self._trouble.lately if has_room(self.folder) else DISK_FULL

    def note_trouble(self, why: str) -> None:
        """Of a connection beside this one."""
        self._trouble.note(why)

    @property
    def folder(self) -> Path:
        return self._storage.folder

    @property
    def wake_folder(self) -> Path:
        return self._storage.wake_folder

    async def close(self) -> None:
        await self.run(Storage.close)
        self._thread.shutdown()

    async def run(self, call: Callable[[Storage], T], *, settles: int | None = None) -> T:
        """Waits as long as another process holds the lock: nothing can be accepted or told meanwhile anyway.

        `settles`: the update that the call settles in its own commit, so that `settle` need not ask again.
        Raises StorageError, and has told the operator.
        """
        while True:
            try:
                result = await asyncio.get_running_loop().run_in_executor(self._thread, call, self._storage)
                if settles is not None:
                    self._settled.add(settles)
                return result
            except StorageBusy:
                event(log, "storage_busy", level=logging.WARNING)
            except StorageError as error:
                self._trouble.note(str(error))
                raise

    async def run_until_done(self, call: Callable[[Storage], T]) -> T:
        """As `run`, again and again: for what must not be left undone because a disk is full for a while."""
        while True:
            try:
                return await self.run(call)
            except StorageError:
                await self.rest()

    async def rest(self) -> None:
        """What a loop does when storage fails it."""
        await asyncio.sleep(REST_SECONDS)

    # Image files need no database, so they do not hold up its thread.
    async def put_image(self, data: bytes) -> ImageRef:
        """Raises Refused where there is no room for it, and StorageError."""
        try:
            return await asyncio.to_thread(self._images.put, data)
        except OSError as error:
            self._trouble.note(DISK_FULL if error.errno == errno.ENOSPC else str(error))
            if error.errno == errno.ENOSPC:
                raise Refused(Refusal.DISK_FULL) from error
            raise StorageError(f"cannot keep a picture: {error.strerror}") from error

    async def get_image(self, ref: ImageRef) -> bytes:
        """Raises ImageGone."""
        return await asyncio.to_thread(self._images.get, ref)

    async def get_image_head(self, ref: ImageRef, size: int) -> bytes:
        """Its first bytes, where metadata stands. Raises ImageGone."""
        return await asyncio.to_thread(self._images.head, ref, size)

    async def receive(self, updates: Iterable[tuple[int, str]]) -> list[int]:
        """Commit a batch to the inbox; which of its update ids are new."""
        batch = list(updates)  # it may take several tries

        def add_all(storage: Storage) -> list[int]:
            with write_transaction(storage.db):
                return [
                    update_id
                    for update_id, payload in batch
                    if storage.inbox.add(update_id, payload, album=_album_of(payload))
                ]

        return await self.run_until_done(add_all)

    async def settle(self, update_id: int) -> None:
        if update_id in self._settled:
            self._settled.remove(update_id)
            return
        await self.run_until_done(lambda storage: storage.inbox.settle(update_id))

    async def job_and_message(self, job_id: JobId, *, in_line: bool = False) -> JobAndMessage | None:
        """All that is needed to speak of a job; None where it was erased. `in_line`: what is told in line, too."""

        def read(storage: Storage) -> JobAndMessage | None:
            job = storage.jobs.job(job_id)
            if job is None:
                return None
            newest = None if job.place.id is None else storage.jobs.newest_at(job.place.id)
            is_waiting = in_line and job.state is JobState.QUEUED
            return JobAndMessage(
                job=job,
                position=storage.line.position(job_id) if is_waiting else None,
                is_superseded=newest is None or newest.id != job_id,
                has_earlier=storage.undo.earlier(job_id) is not None,
                has_later=storage.undo.later(job_id) is not None,
                maintenance=maintenance_words(storage.db) if in_line else "",
                sent_as=_sent_as(storage, job.result) if job.result else {},
            )

        return await self.run(read)

    async def settle_told(
        self,
        row: OutboxRow,
        *,
        message_id: int | None = None,
        picture: tuple[ImageRef, SentFile] | None = None,
        rings: bool = False,
    ) -> None:
        """`message_id`: of a message that was sent for it; `picture`: what it shows, as Telegram knows it now.

        `rings`: a notice follows, except in a quiet group.
        """

        def settle(storage: Storage) -> None:
            with write_transaction(storage.db):
                is_there = storage.outbox.mark_sent(row.id, message_id=message_id)
                if is_there and picture is not None:
                    ref, file = picture
                    storage.telegram_files.note(ref, file.kind, file.file_id, file.unique_id)
                living = storage.places.get(row.place.id) if rings and row.place.id is not None else None
                is_quiet = living is not None and storage.chats.rules(living.chat_id).quiet
                if is_there and living is not None and row.job_id is not None and not is_quiet:
                    storage.outbox.add_notice(row.job_id, living)

        await self.run(settle)

    async def mark_blocked(self, chat_id: int, blocked: bool) -> None:
        """The bot was stopped there, or thrown out; or it is back. A private chat is its person's."""

        def mark(storage: Storage) -> None:
            with write_transaction(storage.db):
                storage.chats.mark_blocked(chat_id, blocked)
                if chat_id > 0:
                    storage.people.mark_blocked(chat_id, blocked)

        await self.run(mark)

    async def cancel(self, job_id: JobId) -> JobState:
        """The state after it. A result that the message held before comes back."""
        return await self.run(lambda storage: _cancelled(storage, job_id))

    async def go_back(self, job: Job, message_id: int) -> bool:
        """From what is under way over the job's result back to it, or from it to the one before; False: neither."""

        def back(storage: Storage) -> bool:
            with write_transaction(storage.db):
                owner = storage.jobs.by_message(job.place.chat_id, message_id)
                if owner is None or (owner.id != job.id and owner.state not in OPEN):
                    return False
                storage.queue.cancel(owner.id)
                return storage.undo.withdraw(owner.id) is not None

        return await self.run(back)

    async def go_forth(self, job: Job) -> bool:
        """To the result that `go_back` took off."""
        return await self.run(lambda storage: storage.undo.restore(job.id) is not None)


def _album_of(payload: str) -> str:
    """The album that a message belongs to, as Telegram names it; empty where it is single."""
    return str((json.loads(payload).get("message") or {}).get("media_group_id") or "")


def _cancelled(storage: Storage, job_id: JobId) -> JobState:
    with write_transaction(storage.db):
        state = storage.queue.cancel(job_id)
        if state in (JobState.LEASED, JobState.CANCELLED):
            storage.undo.withdraw(job_id)
        return state


def _sent_as(storage: Storage, ref: ImageRef) -> Mapping[FileKind, str]:
    kinds: tuple[FileKind, ...] = ("photo", "document")
    found = {kind: storage.telegram_files.file_id_of(ref, kind) for kind in kinds}
    return {kind: file_id for kind, file_id in found.items() if file_id}
