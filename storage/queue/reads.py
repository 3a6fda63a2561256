"""Finding jobs: by name, by message, by person. Nothing here changes anything."""

import json
from collections.abc import Iterable

from storage.database import Database, row
from storage.jobs import Job
from storage.names import ImageRef, JobId, PlaceId
from storage.queue.rows import many_jobs, one_job
from storage.work.painting import Painting


class Jobs:
    def __init__(self, db: Database) -> None:
        self._db = db

    def job(self, job_id: JobId) -> Job | None:
        return one_job(self._db, "where jobs.id = :job_id", {"job_id": job_id})

    def by_key(self, key: str) -> Job | None:
        return one_job(self._db, "where jobs.key = :key", {"key": key})

    _NEWEST_AT = "where jobs.place_id = :place_id and not jobs.withdrawn order by jobs.id desc limit 1"

    def newest_at(self, place_id: PlaceId) -> Job | None:
        """Whose message it is now: a message may be painted over many times."""
        return one_job(self._db, self._NEWEST_AT, {"place_id": place_id})

    _BY_MESSAGE = """
        where places.chat_id = :chat_id and places.message_id = :message_id and not jobs.withdrawn
        order by jobs.id desc limit 1
    """

    def by_message(self, chat_id: int, message_id: int) -> Job | None:
        """As `newest_at`."""
        return one_job(self._db, self._BY_MESSAGE, {"chat_id": chat_id, "message_id": message_id})

    _LATEST = "where places.chat_id = :chat_id and jobs.user_id = :user_id order by jobs.id desc limit 1"

    def latest(self, chat_id: int, user_id: int) -> Job | None:
        return one_job(self._db, self._LATEST, {"chat_id": chat_id, "user_id": user_id})

    _LATEST_OPEN = """
        where places.chat_id = :chat_id and jobs.user_id = :user_id
            and jobs.state in ('queued', 'leased') and not jobs.cancel_requested
        order by jobs.id desc limit 1
    """

    def latest_open(self, chat_id: int, user_id: int) -> Job | None:
        """The newest of this person here that still can be cancelled."""
        return one_job(self._db, self._LATEST_OPEN, {"chat_id": chat_id, "user_id": user_id})

    _OPEN_OF = """
        where jobs.user_id = :user_id and jobs.state in ('queued', 'leased') and not jobs.cancel_requested
    """

    def open_of(self, user_id: int) -> list[Job]:
        """All of this person that still can be cancelled, in whatever chat."""
        return many_jobs(self._db, self._OPEN_OF, {"user_id": user_id})

    _LATEST_SHOWN = """
        where places.chat_id = :chat_id and jobs.user_id = :user_id and jobs.state = 'succeeded'
            and places.message_id is not null and not jobs.withdrawn and jobs.kind = :kind
        order by jobs.id desc limit 1
    """

    def latest_shown(self, chat_id: int, user_id: int, *, kind: str = Painting.NAME) -> Job | None:
        """The newest of this person here that was shown and not taken back."""
        return one_job(self._db, self._LATEST_SHOWN, {"chat_id": chat_id, "user_id": user_id, "kind": kind})

    _SHOWN_TO = """
        where jobs.user_id = :user_id and jobs.state = 'succeeded' and jobs.result is not null
            and not jobs.withdrawn and jobs.kind = :kind
            and (:chat_id is null or places.chat_id = :chat_id)
        order by jobs.id desc limit :limit offset :skipped
    """

    def paintings_of(self, user_id: int, *, chat_id: int | None = None, limit: int, skipped: int = 0) -> list[Job]:
        """Those of this person that came out, the newest first: in one chat, or everywhere."""
        wanted = {"user_id": user_id, "chat_id": chat_id, "limit": limit, "skipped": skipped}
        return many_jobs(self._db, self._SHOWN_TO, {**wanted, "kind": Painting.NAME})

    _WAITING_COUNT = """
        select count(*) as waiting from jobs where state = 'queued' and (:user_id is null or user_id = :user_id)
    """

    def waiting_count(self, user_id: int | None = None) -> int:
        """Jobs in line, those being made not included; of everybody, or of one person."""
        found = row(self._db, self._WAITING_COUNT, {"user_id": user_id})
        return 0 if found is None else int(found["waiting"])

    _ASKED_SINCE = """
        select count(*) as asked from jobs join places on places.id = jobs.place_id
        where jobs.user_id = :user_id and places.chat_id = :chat_id
            and jobs.created_at > :since and jobs.state <> 'cancelled'
    """

    def asked_since(self, since: float, *, user_id: int, chat_id: int) -> int:
        """Jobs of this person in that chat, without those that were cancelled."""
        found = row(self._db, self._ASKED_SINCE, {"since": since, "user_id": user_id, "chat_id": chat_id})
        return 0 if found is None else int(found["asked"])

    _NOT_OWNED = """
        select 1 from json_each(:refs) as wanted
        where not exists (
            select 1 from job_inputs join jobs on jobs.id = job_inputs.job_id
            where job_inputs.ref = wanted.value and (jobs.user_id = :user_id or job_inputs.shared)
        ) and not exists (
            select 1 from job_outputs join jobs on jobs.id = job_outputs.job_id
            where job_outputs.ref = wanted.value and jobs.user_id = :user_id
        ) limit 1
    """

    def owns_inputs(self, user_id: int, refs: Iterable[ImageRef]) -> bool:
        """Whether each picture is of that person's jobs, or everybody's: to know a picture's sum is no right to it."""
        return row(self._db, self._NOT_OWNED, {"user_id": user_id, "refs": json.dumps(list(refs))}) is None
