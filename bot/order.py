"""Ordering a piece of work, from wherever: the one place where a job is made, in one commit with what caused it."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.admins import is_admin
from bot.captions import rounded_up
from bot.context import Context, MessageContext
from bot.draft import Draft
from bot.logs import event
from bot.reading import Arrival, note_arrivals, note_language
from bot.texts import Texts
from storage.admission import Limits, Refusal, Refused
from storage.database import write_transaction
from storage.drafts import DraftKey
from storage.jobs import OPEN, Job, JobRequest
from storage.names import JobId
from storage.places import Place
from storage.store import Storage
from storage.work.work import Work

log = logging.getLogger(__name__)

USUAL_WAIT_SECONDS = 300.0
"""What a person is told to wait when there is no room; nobody can forecast when others leave some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What asks: the same `key` again is the same job."""

    update_id: int
    user_id: int
    key: str
    caused_by: str
    """A photo, a command, or the name of a button."""
    draft_key: DraftKey
    language: str | None = None
    """What the person's Telegram says."""
    draft: Draft | None = None
    """What is left of it; None when it has no part in this."""
    arrived: Sequence[Arrival] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    job_id: JobId
    is_new: bool
    """Else it was asked for before."""
    is_open: bool
    """It has not ended."""


async def order(
    context: Context, work: Work, place: Place, trigger: Trigger, *, instead_of: Job | None = None
) -> Ordered:
    """From then on it is in line, and the delivery loop acknowledges it. `instead_of`: a job that makes room for it.

    Raises Refused where a limit is reached; then only what arrived is noted.
    """
    request = JobRequest(
        key=trigger.key,
        place=place,
        user_id=trigger.user_id,
        work=work,
        caused_by=trigger.caused_by,
        instead_of=instead_of.id if instead_of else None,
    )
    try:
        ordered = await _ordered(context, request, trigger)
    except Refused as refused:
        event(log, "refused", chat=place.chat_id, why=refused.reason)
        raise
    context.services.metrics.ordered(ordered.job_id, update_id=trigger.update_id)
    context.services.outbox_changed.set()
    event(log, "ordered", job=ordered.job_id, chat=place.chat_id, kind=work.NAME, caused_by=trigger.caused_by)
    return ordered


async def _ordered(context: Context, request: JobRequest, trigger: Trigger) -> Ordered:
    """Whether somebody is an admin is asked only where nobody else may order; what arrived is noted by then."""
    limits, chat_id = context.settings.limits, request.place.chat_id
    try:
        return await context.store.run(
            lambda storage: _order(storage, request, trigger, limits), settles=trigger.update_id
        )
    except Refused as refused:
        asks_again = refused.reason is Refusal.ADMINS_ONLY and not request.by_admin
        if not asks_again or not await is_admin(context.bot, chat_id, request.user_id):
            raise
    return await _ordered(context, replace(request, by_admin=True), replace(trigger, arrived=()))


async def keep(here: MessageContext, draft: Draft, context: Context, *, arrived: Sequence[Arrival] = ()) -> None:
    """Nothing is ordered yet: only the draft has changed. Raises Refused, as `order` does."""
    key, update_id, limits = here.draft_key, here.update_id, context.settings.limits
    language = here.person.language_code

    def save(storage: Storage) -> None:
        with _arriving(storage, key.user_id, arrived, limits):
            note_language(storage, key.user_id, language)
            storage.drafts.save(key, draft.to_json(), settle_update=update_id)

    await context.store.run(save, settles=update_id)


def refusal_text(refusal: Refusal, limits: Limits, texts: Texts) -> str:
    return texts.say(
        f"refusal-{refusal}",
        paintings=limits.jobs_per_person,
        photos=limits.photos_a_day,
        duration=texts.duration(rounded_up(USUAL_WAIT_SECONDS)),
    )


@contextmanager
def _arriving(storage: Storage, user_id: int, arrived: Sequence[Arrival], limits: Limits) -> Iterator[None]:
    """One commit with the pictures that came for it. Where that is refused they count all the same."""
    try:
        with write_transaction(storage.db):
            note_arrivals(storage, user_id, arrived, limits=limits)
            yield
    except Refused:
        with write_transaction(storage.db):
            note_arrivals(storage, user_id, arrived, limits=None)
        raise


def _order(storage: Storage, request: JobRequest, trigger: Trigger, limits: Limits) -> Ordered:
    with _arriving(storage, trigger.user_id, trigger.arrived, limits):
        note_language(storage, trigger.user_id, trigger.language)
        job_id, is_new = storage.queue.enqueue(request, limits=limits, settle_update=trigger.update_id)
        if is_new and trigger.draft is not None:
            storage.drafts.save(trigger.draft_key, trigger.draft.to_json())
    job = None if is_new else storage.jobs.job(job_id)
    return Ordered(job_id, is_new, is_open=job is None or job.state in OPEN)
