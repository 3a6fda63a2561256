"""Frames of the living message while a job waits and is painted: throttled, droppable, the latest wins."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import captions
from bot.context import Services
from bot.living_message import LivingMessageGone, LivingMessages, is_about_rights, is_sent
from bot.logs import event
from bot.rate_limiter import Dropped, Importance, is_group
from bot.texts import Texts
from storage.database import StorageError
from storage.images import ImageGone
from storage.jobs import OPEN, Job, JobState
from storage.maintenance import maintenance_words
from storage.names import ImageRef, JobId
from storage.queue import Position
from storage.work.work import Lane

log = logging.getLogger(__name__)

SECONDS_BETWEEN_FRAMES = 3.0
SECONDS_BETWEEN_FRAMES_IN_GROUPS = 6.0
"""A group has 20 messages and edits a minute for everything."""
ACTION_SECONDS = 4.0
"""A chat action is shown for 5 (core.telegram.org/bots/api#sendchataction)."""
LOOK_SECONDS = 0.5
FRAMES_A_LOOK = 5
"""Telegram's limits leave room for ten a second; to prepare more would only be work."""
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
        self._shown_work: dict[int, float] = {}
        self._shown: dict[JobId, Frame] = {}

    def is_time_for(self, chat_id: int) -> bool:
        gap = SECONDS_BETWEEN_FRAMES_IN_GROUPS if is_group(chat_id) else SECONDS_BETWEEN_FRAMES
        return self._clock() - self.edited_at(chat_id) >= gap

    def edited_at(self, chat_id: int) -> float:
        return self._edited_at.get(chat_id, float("-inf"))

    def is_news(self, job_id: JobId, frame: Frame) -> bool:
        return self._shown.get(job_id) != frame

    def has_new_preview(self, job_id: JobId, frame: Frame) -> bool:
        shown = self._shown.get(job_id)
        return frame.preview is not None and (shown is None or shown.preview != frame.preview)

    def to_be_shown_work(self, made_in: set[int]) -> list[int]:
        """Of the chats in which something is made, those that were not told so just now; they are told now."""
        now = self._clock()
        self._shown_work = {chat: at for chat, at in self._shown_work.items() if chat in made_in}
        chosen = [chat for chat in made_in if now - self._shown_work.get(chat, -ACTION_SECONDS) >= ACTION_SECONDS]
        self._shown_work |= dict.fromkeys(chosen, now)
        return chosen

    def begin(self, chat_id: int) -> None:
        """Also a frame that then fails has had its chat's turn, so that others have theirs."""
        self._edited_at[chat_id] = self._clock()

    def note(self, chat_id: int, job_id: JobId, frame: Frame) -> None:
        self.begin(chat_id)
        self._shown[job_id] = frame

    def keep_only(self, jobs: list[Job]) -> None:
        """Forget what has ended."""
        self._shown = {job.id: self._shown[job.id] for job in jobs if job.id in self._shown}
        chats = {job.place.chat_id for job in jobs}
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
        self._takes_no_pictures: set[int] = set()
        """Chats, as long as something is made in them."""
        self._actions: set[asyncio.Task[None]] = set()
        self._engine_is_away = False
        self._maintenance = ""

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
        await asyncio.gather(*self._tasks.values(), *self._actions)

    async def look(self) -> None:
        """Begin frames where there is news and it is time; who waited longest for one is first."""
        shown, self._engine_is_away, self._maintenance = await self._store.run(
            lambda storage: (
                storage.line.frames(),
                storage.workers.are_away(self._clock()),
                maintenance_words(storage.db),
            )
        )
        self._pace.keep_only([job for job, _ in shown])
        self._takes_no_pictures &= {job.place.chat_id for job, _ in shown}
        if not self._engine_is_away:
            self._show_work([job for job, _ in shown])
        shown.sort(key=lambda each: self._pace.edited_at(each[0].place.chat_id))
        started = 0
        for job, position in shown:
            if started == FRAMES_A_LOOK:
                return
            if self._may_have_frame(job) and await self._has_news(job, position):
                self._start(job, position)
                started += 1

    def _show_work(self, jobs: list[Job]) -> None:
        """ "sending a photo …" above the chat of whoever is being painted for.

        Not in groups: there it would take the room of what matters more.
        """
        made_in = {job.place.chat_id for job in jobs if job.state is JobState.LEASED and job.place.chat_id > 0}
        for chat_id in self._pace.to_be_shown_work(made_in):
            self._keep(asyncio.create_task(self._living.show_work(chat_id)))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._actions.add(task)
        task.add_done_callback(self._actions.discard)

    def _may_have_frame(self, job: Job) -> bool:
        chat_id = job.place.chat_id
        return chat_id not in self._tasks and self._pace.is_time_for(chat_id) and not self._is_there_soon(job)

    def _is_there_soon(self, job: Job) -> bool:
        return job.lane is Lane.QUICK and self._clock() - job.created_at < QUIET_SECONDS

    async def _has_news(self, job: Job, position: Position) -> bool:
        try:
            return self._pace.is_news(job.id, await self._frame(job, position))
        except StorageError:
            raise
        except Exception:
            # One job that cannot be spoken of must not silence all others.
            log.exception("frame_failed job=%s", job.id)
            self._pace.begin(job.place.chat_id)
            return False

    def _start(self, job: Job, position: Position) -> None:
        chat_id = job.place.chat_id
        self._pace.begin(chat_id)
        task = asyncio.create_task(self._show(job, position))
        self._tasks[chat_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(chat_id, None))

    async def _show(self, job: Job, position: Position) -> None:
        turn = self._living.turn(job.place)
        if turn.locked():
            return  # something more important is on its way; the next look brings a newer frame
        try:
            async with turn:
                await self._edit(job, position)
        except (Dropped, RetryAfter, LivingMessageGone, ImageGone, Forbidden, StorageError) as reason:
            log.debug("frame_dropped job=%s why=%s", job.id, type(reason).__name__)
        except TelegramError as error:
            event(log, "frame_failed", level=logging.WARNING, job=job.id, why=error.message)
        except Exception:
            log.exception("frame_failed job=%s", job.id)

    async def _edit(self, seen: Job, position: Position) -> None:
        """Reads the job again now that it has its message's turn: it may have ended meanwhile."""
        current = await self._store.job_and_message(seen.id)
        if current is None or current.is_superseded or current.job.cancel_requested:
            return
        job = current.job
        if job.state not in OPEN or not is_sent(job.place):
            return
        frame = await self._frame(job, position)
        keyboard = self._services.view_of(job.work).making_keyboard(job, await self._texts(job))
        if not await self._is_preview_shown(job, frame, keyboard):
            await self._living.say(job.place, frame.text, keyboard, Importance.PROGRESS)
        self._pace.note(job.place.chat_id, job.id, frame)

    async def _is_preview_shown(self, job: Job, frame: Frame, keyboard: InlineKeyboardMarkup | None) -> bool:
        """False where words must do."""
        chat_id = job.place.chat_id
        if frame.preview is None or not self._pace.has_new_preview(job.id, frame) or chat_id in self._takes_no_pictures:
            return False
        jpeg = await self._store.get_image(frame.preview)
        try:
            await self._living.show_frame(job.place, jpeg, frame.text, keyboard)
        except BadRequest as refusal:
            if not is_about_rights(refusal):
                raise
            self._takes_no_pictures.add(chat_id)
            return False
        return True

    async def _frame(self, job: Job, position: Position) -> Frame:
        texts, view = await self._texts(job), self._services.view_of(job.work)
        if self._engine_is_away:
            return Frame(captions.with_maintenance(texts.say("painter-resting"), self._maintenance), job.preview)
        if job.state is JobState.QUEUED:
            return Frame(captions.with_maintenance(view.waiting_text(job, position, texts), self._maintenance))
        return Frame(view.progress_text(job, position, texts), job.preview)

    async def _texts(self, job: Job) -> Texts:
        return await self._services.languages.of(job.place.chat_id, job.user_id)
