"""The outbox, told to Telegram: every row once, in order within a chat, none lost to an error."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot import captions, keyboards
from bot.context import Services
from bot.job_keys import was_made_by
from bot.keyboards import Action
from bot.living_message import LivingMessageGone, LivingMessages, file_id_of
from bot.logs import event
from bot.metrics import Untold
from bot.progress import Frame, Pace
from bot.rate_limiter import Importance, retry_seconds
from bot.sending import OutcomeUnknown, was_never_written
from bot.sheets import is_sheet, page_of
from bot.store import OPEN
from bot.texts import Texts
from storage.database import StorageError
from storage.images import ImageGone
from storage.jobs import FailureReason, Job, JobState, Lane
from storage.outbox import OutboxKind, OutboxRow

T = TypeVar("T")
log = logging.getLogger(__name__)

SENDS_AT_ONCE = 8
"""Also the most messages whose outcome one crash can leave unknown."""
ROWS_AT_ONCE = 200
LOOK_AGAIN_SECONDS = 1.0
"""The net below lost wake-ups, and how late a postponed row may be noticed."""
WAITS_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Before the second try, the third, and so on; the last for all that follow."""
TRIES_BEFORE_GIVING_UP = 6
"""For errors that are ours: repeating those for ever would help nobody."""
WORTH_ANOTHER_TRY = {FailureReason.INTERNAL, FailureReason.OUT_OF_MEMORY, FailureReason.ENGINE_DIED}


class Delivery:
    def __init__(self, services: Services, living: LivingMessages, pace: Pace) -> None:
        self._services = services
        self._store = services.store
        self._living = living
        self._pace = pace
        self._room = asyncio.Semaphore(SENDS_AT_ONCE)
        self._busy_chats: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        await self._store.run_until_done(lambda storage: storage.outbox.recover())
        while True:
            self._services.outbox_changed.clear()
            try:
                await self.start_due()
            except StorageError:
                await self._store.rest()
            await _wait(self._services.outbox_changed, LOOK_AGAIN_SECONDS)

    async def finish(self, *, seconds: float) -> None:
        """Let what is on its way arrive; what does not is told again, or is unknown, at the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    async def start_due(self) -> None:
        """Begin to tell what is due, chat by chat."""
        rows_of_chat: dict[int, list[tuple[OutboxRow, Job]]] = {}
        for row, job in await self._store.due(limit=ROWS_AT_ONCE):
            rows_of_chat.setdefault(job.request.chat_id, []).append((row, job))
        for chat_id, rows in rows_of_chat.items():
            if chat_id not in self._busy_chats:
                self._busy_chats.add(chat_id)
                self._start(self._deliver_chat(chat_id, rows))

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_chat(self, chat_id: int, rows: list[tuple[OutboxRow, Job]]) -> None:
        try:
            for row, job in rows:
                async with self._room:
                    await self.deliver(row, job)
        except StorageError:
            # What was told cannot be noted, so nothing more is told for a while.
            await self._store.rest()
        finally:
            self._busy_chats.discard(chat_id)
            self._services.outbox_changed.set()

    async def deliver(self, row: OutboxRow, job: Job) -> None:
        """One row, to its end or to its next try. Nothing it meets stops the loop."""
        try:
            async with self._living.turn(job.request.chat_id):
                await self._tell(row, job)
        except RetryAfter as flood:
            await self._postpone(row, retry_seconds(flood), "flood")
        except ChatMigrated as moved:
            await self._follow(row, job, moved.new_chat_id)
        except Forbidden as refusal:
            await self._give_up(row, Untold.FORBIDDEN, refusal.message)
            await self._store.run(lambda storage: storage.chats.mark_blocked(job.request.chat_id, True))
        except BadRequest as refusal:
            await self._give_up(row, Untold.REFUSED, refusal.message)
        except OutcomeUnknown as unknown:
            await self._give_up(row, Untold.OUTCOME_UNKNOWN, str(unknown))
        except ImageGone as gone:
            await self._give_up(row, Untold.IMAGE_GONE, str(gone))
        except NetworkError as error:
            await self._postpone(row, wait_before_try(row.tries + 1), type(error).__name__)
        except StorageError:
            raise
        except Exception as error:
            log.exception("delivery_failed row=%s job=%s", row.id, row.job_id)
            await self._try_again_or_give_up(row, error)

    async def _tell(self, row: OutboxRow, job: Job) -> None:
        """Reads the job again: it may have got on while the chat's earlier rows were told."""
        job = await self._store.job(row.job_id) or job
        if await self._is_superseded(job):
            await self._settle(row, event_name="superseded")
            return
        texts = await self._services.languages.of(job.request.chat_id)
        await {
            OutboxKind.ACKNOWLEDGEMENT: self._acknowledge,
            OutboxKind.RESULT: self._show_result,
            OutboxKind.FAILURE: self._tell_failure,
            OutboxKind.CANCELLED: self._tell_cancelled,
        }[row.kind](row, job, texts)

    async def _is_superseded(self, job: Job) -> bool:
        """A newer job has taken over the living message (⇄ Swap), or will: nothing of the older one may cover it."""
        if job.living_message_id is None:
            return await self._store.has_heir(job.id)
        owner = await self._store.owner_of(job.request.chat_id, job.living_message_id)
        return owner is not None and owner.id != job.id

    async def _acknowledge(self, row: OutboxRow, job: Job, texts: Texts) -> None:
        if await self._needs_no_words(job):
            await self._settle(row)
            return
        place = await self._store.run(lambda storage: storage.queue.place(job.id))
        waits = job.state is JobState.QUEUED
        text = captions.waiting_text(job, place, texts) if waits else captions.starting_text(job, texts)
        await self._say(row, job, text, keyboards.while_painting(job, texts), Importance.ACKNOWLEDGEMENT)
        self._services.metrics.acknowledged(job.id, created_at=job.created_at)
        self._pace.note(job.request.chat_id, job.id, Frame(text))

    async def _needs_no_words(self, job: Job) -> bool:
        """What follows says more, or follows at once over a painting that is good to look at meanwhile."""
        if job.living_message_id is None:
            return False
        is_instant = job.request.lane is Lane.INSTANT
        return job.state not in OPEN or (is_instant and await self._has_earlier(job))

    async def _has_earlier(self, job: Job) -> bool:
        return await self._store.earlier_painting(job.id) is not None

    async def _tell_failure(self, row: OutboxRow, job: Job, texts: Texts) -> None:
        """A painting that was there before is one press away."""
        can_retry, has_earlier = job.failure in WORTH_ANOTHER_TRY, await self._has_earlier(job)
        keyboard = keyboards.after_stop(job.id, texts, can_retry=can_retry, has_earlier=has_earlier)
        await self._say(row, job, captions.failure_text(job, texts), keyboard, Importance.RESULT)

    async def _tell_cancelled(self, row: OutboxRow, job: Job, texts: Texts) -> None:
        await self._say(row, job, texts.cancelled, keyboards.after_stop(job.id, texts), Importance.RESULT)

    async def _show_result(self, row: OutboxRow, job: Job, texts: Texts) -> None:
        if job.result is None:
            raise LookupError(f"job {job.id} has a result to deliver but no picture")
        jpeg = await self._store.get_image(job.result)
        caption = captions.result_text(job, self._services.presets, texts)
        keyboard = await self._result_keyboard(job, texts)
        if job.living_message_id is not None:
            try:
                file_id = await self._living.show_result(
                    job, job.living_message_id, jpeg, caption, keyboard, known_as=row.file_id
                )
            except LivingMessageGone:
                event(log, "living_message_gone", job=job.id)
            else:
                await self._settle(row, file_id=file_id)
                return
        message = await self._send_once(row, lambda: self._living.send_picture(job, jpeg, caption, keyboard))
        await self._settle(row, message_id=message.message_id, file_id=file_id_of(message))

    async def _result_keyboard(self, job: Job, texts: Texts) -> InlineKeyboardMarkup:
        """Whoever turned a dial has the dials at hand."""
        if is_sheet(job):
            page = page_of(job.request.recipe, self._services.presets)
            return keyboards.numbers_on_photo(job.id, page, texts)
        has_earlier = await self._has_earlier(job)
        if was_made_by(job, Action.DIAL):
            return keyboards.dials(job, texts, has_earlier=has_earlier)
        return keyboards.under_result(job, self._services.presets, texts, has_earlier=has_earlier)

    async def _say(
        self, row: OutboxRow, job: Job, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> None:
        if job.living_message_id is not None:
            try:
                await self._living.say(job, job.living_message_id, text, keyboard, importance)
            except LivingMessageGone:
                event(log, "living_message_gone", job=job.id)
            else:
                await self._settle(row)
                return
        message_id = await self._send_once(row, lambda: self._living.send_text(job, text, keyboard, importance))
        await self._settle(row, message_id=message_id)

    async def _send_once(self, row: OutboxRow, send: Callable[[], Awaitable[T]]) -> T:
        """At most once, marked before. Only an acknowledgement may come twice: a lost one leaves the result nowhere.

        Raises OutcomeUnknown where the answer got lost on the way.
        """
        await self._store.run(lambda storage: storage.outbox.mark_sending(row.id))
        try:
            return await send()
        except BadRequest:
            raise
        except NetworkError as error:
            if row.kind is OutboxKind.ACKNOWLEDGEMENT or was_never_written(error):
                raise
            raise OutcomeUnknown(f"no answer to the send: {type(error).__name__}") from error

    async def _settle(
        self, row: OutboxRow, *, message_id: int | None = None, file_id: str = "", event_name: str = "delivered"
    ) -> None:
        await self._store.run(lambda storage: storage.outbox.mark_sent(row.id, message_id=message_id, file_id=file_id))
        event(log, event_name, job=row.job_id, kind=row.kind, tries=row.tries)

    async def _postpone(self, row: OutboxRow, seconds: float, why: str) -> None:
        await self._store.run(lambda storage: storage.outbox.postpone(row.id, seconds=seconds))
        event(log, "delivery_postponed", job=row.job_id, kind=row.kind, seconds=seconds, why=why)

    async def _give_up(self, row: OutboxRow, kind: Untold, why: str) -> None:
        await self._store.run(lambda storage: storage.outbox.give_up(row.id, why=why))
        self._services.metrics.untold(row.kind, kind)
        event(log, "delivery_given_up", level=logging.WARNING, job=row.job_id, kind=row.kind, why=why)

    async def _try_again_or_give_up(self, row: OutboxRow, error: Exception) -> None:
        if row.tries >= TRIES_BEFORE_GIVING_UP:
            await self._give_up(row, Untold.ERROR, repr(error))
            return
        await self._postpone(row, wait_before_try(row.tries + 1), type(error).__name__)

    async def _follow(self, row: OutboxRow, job: Job, new_chat_id: int) -> None:
        await self._store.run(lambda storage: storage.chats.migrate(job.request.chat_id, new_chat_id))
        self._services.languages.forget(new_chat_id)
        await self._postpone(row, 0.0, "chat_moved")


def wait_before_try(number: int) -> float:
    """Seconds; the first try after the original one is number 1."""
    return WAITS_SECONDS[min(number, len(WAITS_SECONDS)) - 1]


async def _wait(changed: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return
