"""What is not kept: rows and their files go together, and never a file that something else still needs."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from storage.database import Database, change, checkpoint, rows, write_transaction
from storage.names import ImageRef, PlaceId
from storage.outbox import OutboxKind
from storage.store import Storage

BATCH = 50
"""Rows or files a step, so that no other writer waits long."""

ORPHAN_SECONDS = 24 * 3600.0
"""A file that no row names may belong to a row that is about to be written; after a day it does not."""

FRESH_SECONDS = 3600.0
"""A file put this recently may be about to be needed again, such as a preset's."""

CHECKPOINT_TRIES = 20
"""Each waits 30 ms for readers."""

ARRIVALS_KEPT_SECONDS = 2 * 24 * 3600.0
"""A day's quota looks no further back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    jobs: int = 0
    files: int = 0


def cleaning(storage: Storage, *, older_than_seconds: float) -> Iterator[Removed]:
    """Remove what ended, or was last touched, that long ago, and all files nobody needs. For every hour or so.

    Each step is short; rest between them, and use a connection that nobody waits for. Files come first: where a disk is
    full, they make the room that removing rows needs.
    """
    now = storage.clock()
    for files in storage.images.delete_unfinished(before=now - ORPHAN_SECONDS):
        yield Removed(files=files)
    yield from _sweep(storage, put_before=now - ORPHAN_SECONDS)
    yield from _delete_ended_jobs(storage.db, now - older_than_seconds)
    yield from _delete_leftovers(storage.db, now - older_than_seconds, now - ARRIVALS_KEPT_SECONDS)
    yield from _remove_tombstones(storage, put_before=now - FRESH_SECONDS)
    _empty_the_log(storage.db)


def forget(storage: Storage, user_id: int, *, settle_update: int | None = None) -> None:
    """Remove everything of a person at once: jobs in every state, drafts, own styles, private settings, and files.

    An engine that paints for them finds its lease lost, and what they see of it is due to be closed. Nothing of anybody
    else goes: not a file that somebody else's job, style or newest photo needs, and no preset's.
    """
    person = {"user_id": user_id}
    with write_transaction(storage.db):
        refs = [ImageRef(found["ref"]) for found in rows(storage.db, _OWN_REFS, person)]
        for found in rows(storage.db, _PLACES_TO_CLOSE, person):
            storage.outbox.add_at(PlaceId(found["id"]), OutboxKind.ERASED)
        for statement in _FORGET:
            change(storage.db, statement, person)
        if settle_update is not None:
            storage.inbox.settle(settle_update)
    drop_unneeded(storage, refs)
    _empty_the_log(storage.db)


# Where something is being made, or still to be told: else it would stay there as it is, for ever.
_PLACES_TO_CLOSE = """
    select distinct places.id from jobs join places on places.id = jobs.place_id
    where jobs.user_id = :user_id and not jobs.withdrawn
        and (places.message_id is not null or places.inline_message_id is not null)
        and (jobs.state in ('queued', 'leased') or exists (
            select 1 from outbox where outbox.job_id = jobs.id and outbox.state in ('due', 'sending')
        ))
"""

_OWN_REFS = """
    select ref from job_inputs join jobs on jobs.id = job_inputs.job_id where jobs.user_id = :user_id and not shared
    union select ref from job_outputs join jobs on jobs.id = job_outputs.job_id where jobs.user_id = :user_id
    union select ref from draft_images where user_id = :user_id
    union select image from own_styles where user_id = :user_id
    union select ref from arrivals where user_id = :user_id
    union select ref from tombstones where user_id = :user_id
"""

_FORGET = (
    "delete from jobs where user_id = :user_id",
    "delete from drafts where user_id = :user_id",
    "delete from own_styles where user_id = :user_id",
    "delete from shares where user_id = :user_id",
    "delete from arrivals where user_id = :user_id",
    "delete from people where user_id = :user_id",
    # A private chat has the person's id (core.telegram.org/bots/api#chat: both come from one number space).
    # What a group chose is not one anonymous admin's to erase.
    "delete from chats where chat_id = :user_id and :user_id > 0",
)

_DELETE_ENDED_JOBS = """
    delete from jobs where id in (
        select id from jobs
        where state in ('succeeded', 'dead', 'cancelled') and finished_at < :before and not exists (
            select 1 from outbox where outbox.job_id = jobs.id and outbox.state in ('due', 'sending')
        )
        limit :limit
    )
"""


def _delete_ended_jobs(db: Database, before: float) -> Iterator[Removed]:
    """A job of which its person must still be told something is kept."""
    while deleted := change(db, _DELETE_ENDED_JOBS, {"before": before, "limit": BATCH}):
        yield Removed(jobs=deleted)


_LEFTOVERS = {
    "saved_at": "delete from drafts where (chat_id, user_id, thread_id) in (select {key} from drafts where {old})",
    "settled_at": "delete from inbox where update_id in (select update_id from inbox where {old})",
    "seen_at": "delete from workers where name in (select name from workers where {old})",
    "at": "delete from arrivals where id in (select id from arrivals where {old})",
    "outbox.settled_at": "delete from outbox where id in (select id from outbox where job_id is null and {old})",
}


def _delete_leftovers(db: Database, before: float, arrived_before: float) -> Iterator[Removed]:
    for column, statement in _LEFTOVERS.items():
        old = f"{column} < :before limit :limit"
        sql = statement.format(key="chat_id, user_id, thread_id", old=old)
        moment = arrived_before if column == "at" else before
        while change(db, sql, {"before": moment, "limit": BATCH}):
            yield Removed()


# ---------------------------------------------------------------------------------------------------- files

_NEXT_TOMBSTONES = "select ref from tombstones where ref > :after order by ref limit :limit"
_DROP_TOMBSTONES = "delete from tombstones where ref in (select value from json_each(:refs))"


def _remove_tombstones(storage: Storage, *, put_before: float) -> Iterator[Removed]:
    """Remove the files of tombstones. After a crash between rows and files the next run goes on."""
    after = ""
    while found := rows(storage.db, _NEXT_TOMBSTONES, {"after": after, "limit": BATCH}):
        after = found[-1]["ref"]
        old = [ImageRef(one["ref"]) for one in found if not storage.images.was_put_since(put_before, one["ref"])]
        yield Removed(files=_delete_unneeded(storage, old, put_before=put_before))


def _sweep(storage: Storage, *, put_before: float) -> Iterator[Removed]:
    """Remove files that no row names: results of lost leases, photos of drafts that came to nothing.

    Most files are needed, and are found to be so without the write lock.
    """
    for refs in _batches(storage.images.refs()):
        idle = set(refs) - _needed_among(storage, refs)
        old = [ref for ref in idle if not storage.images.was_put_since(put_before, ref)]
        yield Removed(files=_delete_unneeded(storage, old, put_before=put_before) if old else 0)


def drop_unneeded(storage: Storage, refs: Iterable[ImageRef]) -> int:
    """Remove those files at once, however fresh, that nothing needs; how many."""
    return sum(_delete_unneeded(storage, some) for some in _batches(refs))


def _empty_the_log(db: Database) -> None:
    """What was erased is in the write-ahead log until it is emptied, which any reader holds up for a moment."""
    for _ in range(CHECKPOINT_TRIES):
        if checkpoint(db):
            return


_NEEDED = """
    select value as ref from json_each(:refs) as wanted
    where exists (select 1 from job_inputs where ref = wanted.value)
        or exists (select 1 from job_outputs where ref = wanted.value)
        or exists (select 1 from draft_images where ref = wanted.value)
        or exists (select 1 from own_styles where image = wanted.value)
        or exists (select 1 from arrivals where ref = wanted.value and at > :fresh_since)
"""


def _needed_among(storage: Storage, refs: Iterable[ImageRef]) -> set[ImageRef]:
    wanted = {"refs": json.dumps(list(refs)), "fresh_since": storage.clock() - FRESH_SECONDS}
    return {ImageRef(found["ref"]) for found in rows(storage.db, _NEEDED, wanted)}


_FORGET_FILE_IDS = "delete from telegram_files where ref in (select value from json_each(:refs))"


def _delete_unneeded(storage: Storage, refs: list[ImageRef], *, put_before: float = math.inf) -> int:
    """Under the write lock, so that no row can begin to need a file between the question and the deletion.

    One that was put again meanwhile is about to be needed.
    """
    with write_transaction(storage.db):
        old = [ref for ref in refs if not storage.images.was_put_since(put_before, ref)]
        needed = _needed_among(storage, old)
        unneeded = [ref for ref in old if ref not in needed]
        for ref in unneeded:
            storage.images.delete(ref)
        change(storage.db, _FORGET_FILE_IDS, {"refs": json.dumps(unneeded)})
        change(storage.db, _DROP_TOMBSTONES, {"refs": json.dumps(old)})
    return len(unneeded)


def _batches(refs: Iterable[ImageRef]) -> Iterator[list[ImageRef]]:
    remaining = iter(refs)
    while batch := list(islice(remaining, BATCH)):
        yield batch
