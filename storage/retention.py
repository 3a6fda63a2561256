"""What is not kept: rows and their files go together, and never a file that another row still needs."""

import math
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from storage.database import Database, change, row, rows, write_transaction
from storage.images import ImageStore
from storage.jobs import ImageRef

BATCH = 500
"""Rows or files per transaction, so that no other writer waits long."""

ORPHAN_SECONDS = 24 * 3600.0
"""A file that no row names may belong to a row that is about to be written; after a day it does not."""

FRESH_SECONDS = 3600.0
"""A file put this recently may be about to be needed again, such as a preset's."""

_IMAGE_REF = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    jobs: int
    files: int


def expire(
    db: Database, images: ImageStore, *, older_than_seconds: float, clock: Callable[[], float] = time.time
) -> Removed:
    """Remove what ended, or was last touched, that long ago, and all files nobody needs. For every hour or so."""
    now = clock()
    jobs = _delete_ended_jobs(db, now - older_than_seconds)
    _delete_leftovers(db, now - older_than_seconds)
    files = _bury(db, images, put_before=now - FRESH_SECONDS) + _sweep(db, images, put_before=now - ORPHAN_SECONDS)
    images.delete_unfinished(before=now - ORPHAN_SECONDS)
    return Removed(jobs=jobs, files=files)


def forget(db: Database, images: ImageStore, user_id: int) -> Removed:
    """Remove everything of a person at once: jobs in every state, drafts, own styles, private settings, and files.

    An engine that paints for them finds its lease lost. Files of jobs that other people have too stay.
    """
    with write_transaction(db):
        _leave_tombstones(db, _refs_in_drafts(db, user_id))
        jobs = change(db, _FORGET_JOBS, {"user_id": user_id})
        change(db, _FORGET_DRAFTS, {"user_id": user_id})
        change(db, _FORGET_OWN_STYLES, {"user_id": user_id})
        change(db, _FORGET_CHAT, {"user_id": user_id})
    return Removed(jobs=jobs, files=_bury(db, images, put_before=math.inf))


_FORGET_JOBS = "delete from jobs where user_id = :user_id"
_FORGET_DRAFTS = "delete from drafts where user_id = :user_id"
_FORGET_OWN_STYLES = "delete from own_styles where user_id = :user_id"
# A private chat has the person's id (core.telegram.org/bots/api#chat: both come from one number space).
_FORGET_CHAT = "delete from chats where chat_id = :user_id"

_DELETE_ENDED_JOBS = """
    delete from jobs where id in (
        select id from jobs
        where state in ('succeeded', 'dead', 'cancelled') and finished_at < :before and not exists (
            select 1 from outbox where outbox.job_id = jobs.id and outbox.state in ('due', 'sending')
        )
        limit :limit
    )
"""


def _delete_ended_jobs(db: Database, before: float) -> int:
    """A job of which its person must still be told something is kept."""
    total = 0
    while deleted := change(db, _DELETE_ENDED_JOBS, {"before": before, "limit": BATCH}):
        total += deleted
    return total


_LEFTOVERS = (
    "delete from drafts where saved_at < :before",
    "delete from inbox where settled_at < :before",
    "delete from workers where seen_at < :before",
)


def _delete_leftovers(db: Database, before: float) -> None:
    for statement in _LEFTOVERS:
        change(db, statement, {"before": before})


# ---------------------------------------------------------------------------------------------------- files

_LEAVE_TOMBSTONE = "insert or ignore into tombstones (ref) values (:ref)"


def _leave_tombstones(db: Database, refs: Iterable[ImageRef]) -> None:
    for ref in refs:
        change(db, _LEAVE_TOMBSTONE, {"ref": ref})


_NEXT_TOMBSTONES = "select ref from tombstones where ref > :after order by ref limit :limit"
_DROP_TOMBSTONE = "delete from tombstones where ref = :ref"


def _bury(db: Database, images: ImageStore, *, put_before: float) -> int:
    """Remove the files of tombstones; how many. After a crash between rows and files the next run goes on."""
    files = 0
    after = ""
    while found := rows(db, _NEXT_TOMBSTONES, {"after": after, "limit": BATCH}):
        after = found[-1]["ref"]
        files += _bury_some(db, images, [ImageRef(one["ref"]) for one in found], put_before)
    return files


def _bury_some(db: Database, images: ImageStore, refs: list[ImageRef], put_before: float) -> int:
    with write_transaction(db):
        done = [ref for ref in refs if not images.was_put_since(put_before, ref)]
        deleted = _delete_unneeded(db, images, done)
        for ref in done:
            change(db, _DROP_TOMBSTONE, {"ref": ref})
    return deleted


def _sweep(db: Database, images: ImageStore, *, put_before: float) -> int:
    """Remove files that no row names: results of lost leases, photos of drafts that came to nothing."""
    return sum(_sweep_some(db, images, refs, put_before) for refs in _batches(images.refs()))


def _sweep_some(db: Database, images: ImageStore, refs: list[ImageRef], put_before: float) -> int:
    with write_transaction(db):
        return _delete_unneeded(db, images, [ref for ref in refs if not images.was_put_since(put_before, ref)])


_NEEDED = """
    select 1 from job_images where ref = :ref union all select 1 from own_styles where image = :ref limit 1
"""


def _delete_unneeded(db: Database, images: ImageStore, refs: list[ImageRef]) -> int:
    """Under the write lock, so that no row can begin to need a file between the question and the deletion."""
    in_drafts = _refs_in_drafts(db)
    unneeded = [ref for ref in refs if ref not in in_drafts and row(db, _NEEDED, {"ref": ref}) is None]
    for ref in unneeded:
        images.delete(ref)
    return len(unneeded)


_DRAFTS = "select text from drafts where :user_id is null or user_id = :user_id"


def _refs_in_drafts(db: Database, user_id: int | None = None) -> set[ImageRef]:
    texts = (found["text"] for found in rows(db, _DRAFTS, {"user_id": user_id}))
    return {ImageRef(ref) for text in texts for ref in _IMAGE_REF.findall(text)}


def _batches(refs: Iterable[ImageRef]) -> Iterator[list[ImageRef]]:
    remaining = iter(refs)
    while batch := list(islice(remaining, BATCH)):
        yield batch
