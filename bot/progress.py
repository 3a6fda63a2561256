"""Frames of the living message while a job waits and is painted: throttled, droppable, the latest wins."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram.error import Forbidden, RetryAfter, TelegramError

from bot import captions, keyboards
from bot.context import Services
from bot.living_message import LivingMessageGone, LivingMessages
from bot.logs import event
from bot.rate_limiter import Dropped, Importance, is_group
from bot.store import Standing
from storage.database import StorageError
from storage.images import ImageGone
from storage.jobs import ImageRef, Job, JobId, JobState, Lane

log = logging.getLogger(__name__)

SECONDS_BETWEEN_FRAMES = 3.0
SECONDS_BETWEEN_FRAMES_IN_GROUPS = 6.0
"""A group has 20 messages and edits a minute for everything."""
LOOK_SECONDS = 0.5
QUIET_SECONDS = 3.0
"""An instant painting is there within these; words that flash up before it would only disturb."""


@dataclass(frozen=True, slots=True)
class Frame:
    text: str
    preview: ImageRef | None = None


class Pace:
    """When a chat may be edited again, and what each of its jobs shows. Pure but for the clock it is given."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._edited_at: dict[int, float] = {}
        self._shown: dict[JobId, Frame] = {}

    def is_time_for(self, chat_id: int) -> bool:
        gap = SECONDS_BETWEEN_FRAMES_IN_GROUPS if is_group(chat_id) else SECONDS_BETWEEN_FRAMES
        return self._clock() - self._edited_at.get(chat_id, float("-inf")) >= gap

    def is_news(self, job_id: JobId, frame: Frame) -> bool:
        return self._shown.get(job_id) != frame

    def has_new_preview(self, job_id: JobId, frame: Frame) -> bool:
        shown = self._shown.get(job_id)
        return frame.preview is not None and (shown is None or shown.preview != frame.preview)

    def note(self, chat_id: int, job_id: JobId, frame: Frame) -> None:
        self._edited_at[chat_id] = self._clock()
        self._shown[job_id] = frame

    def keep_only(self, jobs: list[Job]) -> None:
        """Forget what has ended."""
        self._shown = {job.id: self._shown[job.id] for job in jobs if job.id in self._shown}
        chats = {job.request.chat_id for job in jobs}
        self._edited_at = {chat: at for chat, at in self._edited_at.items() if chat in chats}


class Progress:
    def __init__(
        self, services: Services, living: LivingMessages, pace: Pace, clock: Callable[[], float] = time.time
    ) -> None:
        self._clock = clock
        self._services = services
        self._store = services.store
        self._living = living
        self._pace = pace
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except StorageError:
                await self._store.rest()
            await asyncio.sleep(LOOK_SECONDS)

    async def finish(self) -> None:
        """Until what has begun is done."""
        await asyncio.gather(*self._tasks.values())

    async def look(self) -> None:
        """Begin a frame in every chat where there is news and it is time."""
        jobs = await self._store.jobs_with_frames()
        self._pace.keep_only(jobs)
        for job in jobs:
            chat_id = job.request.chat_id
            if chat_id not in self._tasks and self._pace.is_time_for(chat_id) and not self._is_there_soon(job):
                await self._start_if_news(job)

    def _is_there_soon(self, job: Job) -> bool:
        return job.request.lane is Lane.INSTANT and self._clock() - job.created_at < QUIET_SECONDS

    async def _start_if_news(self, job: Job) -> None:
        frame = await self._frame_of(job.id)
        if frame is None or not self._pace.is_news(job.id, frame):
            return
        task = asyncio.create_task(self._show(job.id, job.request.chat_id))
        self._tasks[job.request.chat_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job.request.chat_id, None))

    async def _show(self, job_id: JobId, chat_id: int) -> None:
        turn = self._living.turn(chat_id)
        if turn.locked():
            return  # something more important is on its way; the next look brings a newer frame
        try:
            async with turn:
                await self._edit(job_id, chat_id)
        except (Dropped, RetryAfter, LivingMessageGone, ImageGone, Forbidden) as reason:
            log.debug("frame_dropped job=%s why=%s", job_id, type(reason).__name__)
        except TelegramError as error:
            event(log, "frame_failed", level=logging.WARNING, job=job_id, why=error.message)
        except Exception:
            log.exception("frame_failed job=%s", job_id)

    async def _edit(self, job_id: JobId, chat_id: int) -> None:
        """Reads the job again now that it has the chat's turn: it may have ended meanwhile."""
        standing = await self._store.standing(job_id)
        if standing is None or not await self._may_show(standing):
            return
        job, message_id = standing.job, standing.job.living_message_id
        frame = await self._frame(standing)
        if message_id is None or frame is None:
            return
        texts = await self._services.languages.of(chat_id)
        keyboard = keyboards.while_painting(job, texts)
        if frame.preview is not None and self._pace.has_new_preview(job_id, frame):
            jpeg = await self._store.get_image(frame.preview)
            await self._living.show_frame(job, message_id, jpeg, frame.text, keyboard)
        else:
            await self._living.say(job, message_id, frame.text, keyboard, Importance.PROGRESS)
        self._pace.note(chat_id, job_id, frame)

    async def _may_show(self, standing: Standing) -> bool:
        job = standing.job
        if job.cancel_requested or job.living_message_id is None:
            return False
        owner = await self._store.owner_of(job.request.chat_id, job.living_message_id)
        return owner is None or owner.id == job.id

    async def _frame_of(self, job_id: JobId) -> Frame | None:
        standing = await self._store.standing(job_id)
        return await self._frame(standing) if standing else None

    async def _frame(self, standing: Standing) -> Frame | None:
        """None when the job has ended."""
        job = standing.job
        texts = await self._services.languages.of(job.request.chat_id)
        if job.state is JobState.QUEUED:
            return Frame(captions.waiting_text(job, standing.place, texts))
        if job.state is JobState.LEASED:
            return Frame(captions.painting_text(job, standing.place, texts), job.preview)
        return None
