"""Going back and forth: a message that was painted over shows an earlier result again, or the later one."""

import time
from collections.abc import Callable

from storage.database import Database, change, rows, write_transaction
from storage.jobs import Job
from storage.names import JobId
from storage.outbox import Outbox, OutboxKind
from storage.queue.reads import Jobs
from storage.queue.rows import one_job
from storage.queue.wakes import OnCommit, tell, tell_nobody


class Undo:
    def __init__(
        self, db: Database, *, clock: Callable[[], float] = time.time, on_commit: OnCommit = tell_nobody
    ) -> None:
        self._db = db
        self._on_commit = on_commit
        self._jobs = Jobs(db)
        self._outbox = Outbox(db, clock=clock)

    _EARLIER = """
        where jobs.place_id = (select place_id from jobs where id = :job_id) and jobs.id < :job_id
            and jobs.state = 'succeeded' and not jobs.withdrawn and not exists (
                select 1 from outbox
                where outbox.job_id = jobs.id and outbox.kind = 'result' and outbox.state = 'given_up'
            )
        order by jobs.id desc limit 1
    """

    def earlier(self, job_id: JobId) -> Job | None:
        """The newest that was made in the job's message before it, and could be shown there."""
        return one_job(self._db, self._EARLIER, {"job_id": job_id})

    _TAKE_OFF = """
        update jobs set withdrawn = 1
        where place_id = (select place_id from jobs where id = :job_id) and id > :job_id and not withdrawn
        returning id
    """

    def withdraw(self, job_id: JobId) -> JobId | None:
        """Give the job's message back to the earlier one, whose id is returned and whose result is due again.

        Nothing more is told of what is taken off. None, and nothing is changed, where there is no earlier one, its
        message is not known, or a newer job has the message.
        """
        with write_transaction(self._db):
            earlier = self.earlier(job_id)
            if earlier is None or earlier.place.id is None or earlier.place.message_id is None:
                return None
            owner = self._jobs.newest_at(earlier.place.id)
            if owner is None or owner.id != job_id:
                return None
            for taken_off in rows(self._db, self._TAKE_OFF, {"job_id": earlier.id}):
                self._outbox.drop(JobId(taken_off["id"]))
            self._outbox.renew(earlier.id, OutboxKind.RESULT)
            tell(self._db, self._on_commit, "bot")
        return earlier.id

    _LATER = """
        where jobs.place_id = (select place_id from jobs where id = :job_id) and jobs.id > :job_id
            and jobs.state = 'succeeded' and jobs.withdrawn
            and not exists (
                select 1 from jobs as newer
                where newer.place_id = jobs.place_id and newer.id > :job_id and not newer.withdrawn
            )
        order by jobs.id limit 1
    """

    def later(self, job_id: JobId) -> Job | None:
        """What was taken off last, where nothing was ordered since."""
        return one_job(self._db, self._LATER, {"job_id": job_id})

    _PUT_BACK = "update jobs set withdrawn = 0 where id = :job_id and withdrawn"

    def restore(self, job_id: JobId) -> JobId | None:
        """Undo of `withdraw`: the later result is due again. None, and nothing is changed, where there is none."""
        with write_transaction(self._db):
            later = self.later(job_id)
            owner = self._jobs.newest_at(later.place.id) if later and later.place.id is not None else None
            if later is None or owner is None or owner.id != job_id:
                return None
            change(self._db, self._PUT_BACK, {"job_id": later.id})
            self._outbox.renew(later.id, OutboxKind.RESULT)
            tell(self._db, self._on_commit, "bot")
        return later.id
