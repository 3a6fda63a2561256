"""The outbox, told to Telegram: every row once, in order within a message, none lost to an error."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot import captions
from bot.context import Services
from bot.living_message import (
    LivingMessageGone,
    LivingMessages,
    Result,
    Shown,
    file_name,
    is_about_rights,
    is_sent,
)
from bot.logs import event
from bot.metrics import Untold
from bot.progress import Frame, Pace
from bot.rate_limiter import Importance, NoRoom, is_group, retry_seconds
from bot.sending import OutcomeUnknown, was_never_written
from bot.store import JobAndMessage, SentFile
from bot.texts import Texts
from bot.view import Here
from storage.database import StorageError, write_transaction
from storage.images import ImageGone
from storage.jobs import OPEN, FailureReason, Job
from storage.names import PlaceId
from storage.outbox import NotDue, OutboxKind, OutboxRow
from storage.places import Place
from storage.store import Storage
from storage.telegram_files import FileKind
from storage.work.work import Lane

T = TypeVar("T")
log = logging.getLogger(__name__)

ROWS_AT_ONCE = 1000
SENDS_AT_ONCE = 8
"""The most messages whose outcome one crash can leave unknown."""
LONG_SECONDS = 20.0
"""What took longer ends with a notification: edits make none (Telegram's clients)."""
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
        self._sends = asyncio.Semaphore(SENDS_AT_ONCE)
        self._busy: set[PlaceId | None] = set()
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
        """Begin to tell what is due, message by message: none waits for another, not even of the same chat."""
        rows_at: dict[PlaceId | None, list[OutboxRow]] = {}
        for row in await self._store.run(lambda storage: storage.outbox.due(limit=ROWS_AT_ONCE)):
            rows_at.setdefault(row.place.id, []).append(row)
        for place_id, rows in rows_at.items():
            if place_id not in self._busy:
                self._busy.add(place_id)
                self._start(self._deliver_at(place_id, rows))

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver_at(self, place_id: PlaceId | None, rows: Sequence[OutboxRow]) -> None:
        try:
            for row in rows:
                await self.deliver(row)
        except StorageError:
            # What was told cannot be noted, so nothing more is told for a while.
            await self._store.rest()
        finally:
            self._busy.discard(place_id)
            self._services.outbox_changed.set()

    async def deliver(self, row: OutboxRow) -> None:
        """One row, to its end or to its next try. Nothing it meets stops the loop. Raises StorageError."""
        try:
            async with self._living.turn(row.place):
                await self._tell(row)
        except NoRoom as full:
            await self._put_off(row, full.seconds)
        except RetryAfter as flood:
            await self._postpone(row, retry_seconds(flood), "flood")
        except ChatMigrated as moved:
            await self._follow(row, moved.new_chat_id)
        except Forbidden as refusal:
            await self._give_up(row, Untold.FORBIDDEN, refusal.message)
            await self._store.mark_blocked(row.place.chat_id, True)
        except BadRequest as refusal:
            await self._give_up(row, Untold.REFUSED, refusal.message)
        except OutcomeUnknown as unknown:
            await self._give_up(row, Untold.OUTCOME_UNKNOWN, str(unknown))
        except ImageGone as gone:
            await self._give_up(row, Untold.IMAGE_GONE, str(gone))
        except NotDue:
            # It became needless between reading how the job stands and sending: its person was forgotten.
            event(log, "superseded", job=row.job_id, kind=row.kind, tries=row.tries)
        except NetworkError as error:
            await self._postpone(row, wait_before_try(row.tries + 1), type(error).__name__)
        except StorageError:
            raise
        except Exception as error:
            log.exception("delivery_failed row=%s job=%s", row.id, row.job_id)
            await self._try_again_or_give_up(row, error)

    async def _tell(self, row: OutboxRow) -> None:
        """Reads how the job stands only now: it may have got on while earlier rows were told."""
        if row.job_id is None:
            await self._close(row)
            return
        current = await self._store.job_and_message(row.job_id, in_line=row.kind is OutboxKind.ACKNOWLEDGEMENT)
        if current is None or current.is_superseded:
            await self._settle(row, event_name="superseded")
            return
        texts = await self._services.languages.of(current.job.place.chat_id, current.job.user_id)
        await {
            OutboxKind.ACKNOWLEDGEMENT: self._acknowledge,
            OutboxKind.RESULT: self._show_result,
            OutboxKind.FAILURE: self._tell_failure,
            OutboxKind.CANCELLED: self._tell_cancelled,
            OutboxKind.NOTICE: self._ring,
        }[row.kind](row, current, texts)

    async def _close(self, row: OutboxRow) -> None:
        """The message of a job that is erased: no progress, no buttons, and never a new message."""
        texts = await self._services.languages.of(row.place.chat_id, row.place.chat_id)
        try:
            await self._living.say(row.place, texts.say("erased"), None, Importance.RESULT)
        except LivingMessageGone:
            event(log, "living_message_gone", place=row.place.id)
        await self._settle(row)

    async def _acknowledge(self, row: OutboxRow, current: JobAndMessage, texts: Texts) -> None:
        job, view = current.job, self._services.view_of(current.job.work)
        if _needs_no_words(row, current):
            await self._settle(row)
            return
        if current.position is not None:
            text = view.waiting_text(job, current.position, texts)
        else:
            text = view.starting_text(job, texts)
        text = captions.with_maintenance(text, current.maintenance)
        await self._say(row, job.place, text, view.making_keyboard(job, texts), Importance.ACKNOWLEDGEMENT)
        self._services.metrics.acknowledged(job.id, created_at=job.created_at)
        self._pace.note(job.place.chat_id, job.id, Frame(text))

    async def _tell_failure(self, row: OutboxRow, current: JobAndMessage, texts: Texts) -> None:
        """A result that was there before is one press away."""
        job, view = current.job, self._services.view_of(current.job.work)
        can_retry = job.failure is None or job.failure in WORTH_ANOTHER_TRY
        keyboard = view.stopped_keyboard(job, texts, can_retry=can_retry, has_earlier=current.has_earlier)
        text = captions.failure_text(job, texts)
        message_id = await self._said(row, job.place, text, keyboard, Importance.RESULT)
        await self._settle(
            row, shown=Shown(message_id=message_id), rings=wants_ring(job, is_new=message_id is not None)
        )

    async def _tell_cancelled(self, row: OutboxRow, current: JobAndMessage, texts: Texts) -> None:
        job, view = current.job, self._services.view_of(current.job.work)
        text, keyboard = view.cancelled_text(job, texts), view.stopped_keyboard(job, texts)
        await self._say(row, job.place, text, keyboard, Importance.RESULT)

    async def _ring(self, row: OutboxRow, current: JobAndMessage, texts: Texts) -> None:
        ended = "notice-failed" if current.job.failure else "notice-ready"
        await self._say(row, row.place, texts.say(ended), None, Importance.NOTICE)

    async def _show_result(self, row: OutboxRow, current: JobAndMessage, texts: Texts) -> None:
        try:
            shown = await self._shown(row, current, self._result(current, texts))
        except BadRequest as refusal:
            await self._tell_not_shown(row, current, texts, refusal)
            return
        is_new = shown.message_id is not None
        await self._settle(row, shown=shown, current=current, rings=wants_ring(current.job, is_new=is_new))

    async def _shown(self, row: OutboxRow, current: JobAndMessage, result: Result) -> Shown:
        place = current.job.place
        if is_sent(place):
            try:
                return await self._living.show_result(place, result)
            except LivingMessageGone:
                event(log, "living_message_gone", job=row.job_id)
        return await self._send_once(row, lambda: self._living.send_result(place, result))

    def _result(self, current: JobAndMessage, texts: Texts) -> Result:
        job, view = current.job, self._services.view_of(current.job.work)
        ref = job.result
        if ref is None:
            raise LookupError(f"job {job.id} has a result to deliver but no picture")
        here = Here(self._services.presets, texts)
        as_file = view.goes_as_file(job.work)
        return Result(
            name=file_name(job.id),
            read=lambda: self._store.get_image(ref),
            caption=view.result_caption(job, here),
            keyboard=view.result_keyboard(job, here, has_earlier=current.has_earlier, has_later=current.has_later),
            as_file=as_file,
            known=known_file(current, as_file=as_file),
        )

    async def _tell_not_shown(self, row: OutboxRow, current: JobAndMessage, texts: Texts, refusal: BadRequest) -> None:
        """Nobody is left with a message that promises a painting. The row says what Telegram said."""
        job, view = current.job, self._services.view_of(current.job.work)
        text = texts.say("may-not-show") if is_about_rights(refusal) else texts.say("cannot-show")
        keyboard = view.stopped_keyboard(job, texts, can_retry=True, has_earlier=current.has_earlier)
        message_id = await self._said(row, job.place, text, keyboard, Importance.RESULT)
        await self._give_up(row, Untold.REFUSED, refusal.message, message_id=message_id)

    async def _say(
        self, row: OutboxRow, place: Place, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> None:
        message_id = await self._said(row, place, text, keyboard, importance)
        await self._settle(row, shown=Shown(message_id=message_id))

    async def _said(
        self, row: OutboxRow, place: Place, text: str, keyboard: InlineKeyboardMarkup | None, importance: Importance
    ) -> int | None:
        """The id of a new message; None where there was one."""
        if is_sent(place):
            try:
                await self._living.say(place, text, keyboard, importance)
            except LivingMessageGone:
                event(log, "living_message_gone", job=row.job_id)
            else:
                return None
        return await self._send_once(row, lambda: self._living.send_text(place, text, keyboard, importance))

    async def _send_once(self, row: OutboxRow, send: Callable[[], Awaitable[T]]) -> T:
        """At most once, marked before. Only an acknowledgement may come twice: a lost one leaves the result nowhere.

        Raises OutcomeUnknown where the answer got lost on the way.
        """
        if row.kind is OutboxKind.ACKNOWLEDGEMENT:
            await self._store.run(lambda storage: storage.outbox.mark_sending(row.id))
            return await send()
        async with self._sends:
            await self._store.run(lambda storage: storage.outbox.mark_sending(row.id))
            try:
                return await send()
            except BadRequest:
                # Nothing was sent, so something else may be.
                await self._store.run(lambda storage: storage.outbox.postpone(row.id, seconds=0))
                raise
            except NetworkError as error:
                if was_never_written(error):
                    raise
                raise OutcomeUnknown(f"no answer to the send: {type(error).__name__}") from error

    async def _settle(
        self,
        row: OutboxRow,
        *,
        shown: Shown | None = None,
        current: JobAndMessage | None = None,
        rings: bool = False,
        event_name: str = "delivered",
    ) -> None:
        """`current`: of the job whose result was shown."""
        shown = shown or Shown()
        result = current.job.result if current else None
        await self._store.settle_told(
            row,
            message_id=shown.message_id,
            picture=(result, shown.file) if result and shown.file else None,
            rings=rings,
        )
        if current and not current.sent_as:
            self._services.metrics.told_result(current.job)
        event(log, event_name, job=row.job_id, kind=row.kind, tries=row.tries)

    async def _postpone(self, row: OutboxRow, seconds: float, why: str) -> None:
        await self._store.run(lambda storage: storage.outbox.postpone(row.id, seconds=seconds))
        event(log, "delivery_postponed", job=row.job_id, kind=row.kind, seconds=seconds, why=why)

    async def _put_off(self, row: OutboxRow, seconds: float) -> None:
        await self._store.run(lambda storage: storage.outbox.put_off(row.id, seconds=seconds))

    async def _give_up(self, row: OutboxRow, kind: Untold, why: str, *, message_id: int | None = None) -> None:
        """`message_id`: of the new message that says so.

        Whoever waits for a result that is lost through us is told that much, by a row of its own.
        """
        is_our_fault = row.kind is OutboxKind.RESULT and kind in (Untold.IMAGE_GONE, Untold.ERROR)

        def give_up(storage: Storage) -> None:
            with write_transaction(storage.db):
                storage.outbox.give_up(row.id, why=why)
                if is_our_fault and row.job_id is not None:
                    storage.outbox.renew(row.job_id, OutboxKind.FAILURE)
                if message_id is not None and row.place.id is not None:
                    storage.places.set_message(row.place.id, message_id)

        await self._store.run(give_up)
        self._services.metrics.untold(row.kind, kind)
        event(log, "delivery_given_up", level=logging.WARNING, job=row.job_id, kind=row.kind, why=why)

    async def _try_again_or_give_up(self, row: OutboxRow, error: Exception) -> None:
        if row.tries >= TRIES_BEFORE_GIVING_UP:
            await self._give_up(row, Untold.ERROR, repr(error))
            return
        await self._postpone(row, wait_before_try(row.tries + 1), type(error).__name__)

    async def _follow(self, row: OutboxRow, new_chat_id: int) -> None:
        await self._store.run(lambda storage: storage.chats.migrate(row.place.chat_id, new_chat_id))
        self._services.languages.forget(new_chat_id)
        await self._postpone(row, 0.0, "chat_moved")


def wants_ring(job: Job, *, is_new: bool) -> bool:
    """Whoever waited so long looks elsewhere by now. `is_new`: its end came as a new message, which rings by itself."""
    if is_new or job.finished_at is None or not job.place.chat_id:
        return False
    return job.finished_at - job.created_at > LONG_SECONDS


def wait_before_try(number: int) -> float:
    """Seconds; the first try after the original one is number 1."""
    return WAITS_SECONDS[min(number, len(WAITS_SECONDS)) - 1]


def known_file(current: JobAndMessage, *, as_file: bool) -> SentFile | None:
    """How Telegram has the result. One that should be a file is not shown as a photo of it, which would be smaller."""
    kinds: tuple[FileKind, ...] = ("document",) if as_file else ("photo", "document")
    for kind in kinds:
        if file_id := current.sent_as.get(kind):
            return SentFile(kind=kind, file_id=file_id)
    return None


def _needs_no_words(row: OutboxRow, current: JobAndMessage) -> bool:
    """What follows says more, or follows at once over a result that is good to look at meanwhile."""
    job = current.job
    has_ended = job.state not in OPEN or job.cancel_requested
    if not is_sent(job.place):
        # Elsewhere the result is better shown by an edit, which can be repeated; a group has no room for both. One that
        # was tried may have arrived.
        return has_ended and is_group(job.place.chat_id) and not row.tries
    return has_ended or (job.lane is Lane.QUICK and current.has_earlier)


async def _wait(changed: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return
