"""The durable queue: every change of a job is one guarded UPDATE, and what follows from it is in the same commit."""

import json
import time
from collections.abc import Callable, Container
from dataclasses import dataclass

from storage.database import Database, Row, change, row, rows, write_transaction
from storage.drafts import DraftKey, Drafts
from storage.forecast import Forecast, Work, finish_seconds
from storage.inbox import Inbox
from storage.jobs import SHEET, Claim, FailureReason, ImageRef, Job, JobId, JobRequest, JobState, Lane, Recipe
from storage.outbox import Outbox, OutboxKind
from storage.workers import Workers

MAX_ATTEMPTS = 4


class LeaseLost(Exception):
    """The job is somebody else's now, or nobody's: stop painting and drop the result. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    ahead: int
    """Jobs that will be claimed before this one, those being painted included."""
    eta_seconds: float | None
    """Until this job is painted; None when too little was measured yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    cancel_requested: bool
    """Stop, then `acknowledge_cancel`."""


def _tell_nobody(role: str) -> None:
    """For a queue that nobody else waits for."""


class StyleQueue:
    """At-least-once work, exactly-once outcome: a job may be painted twice, but ends once and is told once."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Callable[[], float] = time.time,
        on_commit: Callable[[str], None] = _tell_nobody,
    ) -> None:
        """`on_commit` is called with "bot" or "engine" after the commit of a change which that side waits for."""
        self._db = db
        self._clock = clock
        self._on_commit = on_commit
        self._inbox = Inbox(db, clock=clock)
        self._drafts = Drafts(db, clock=clock)
        self._outbox = Outbox(db, clock=clock)
        self._workers = Workers(db, clock=clock)

    # ---- asking for a painting

    # Start-time fair queueing (Goyal et al. 1996): a person's next job goes one round after their last one, but never
    # before the round that is being served, so that a newcomer waits for at most one job of everybody else.
    _ENQUEUE = """
        insert into jobs (
            key, chat_id, user_id, thread_id, reply_to, living_message_id, instead_of,
            content, recipe, lane, due, created_at, round
        ) values (
            :key, :chat_id, :user_id, :thread_id, :reply_to,
            coalesce(:living_message_id, (select living_message_id from jobs where id = :instead_of)), :instead_of,
            :content, :recipe, :lane, :now, :now,
            max(
                coalesce((select max(round) from jobs where lane = :lane and attempt > 0), 0),
                coalesce((
                    select max(round) from jobs
                    where user_id = :user_id and lane = :lane and (attempt > 0 or state = 'queued')
                ), 0) + 1
            )
        ) on conflict (key) do nothing returning id
    """

    _BY_KEY = "select * from jobs where key = :key"

    def enqueue(
        self, request: JobRequest, *, settle_update: int | None = None, clear_draft: DraftKey | None = None
    ) -> tuple[JobId, bool]:
        """The job's id, and whether it is new. The same key again is the same job, and only settles and clears.

        One commit holds the job, the acknowledgement that is due for it, the cleared draft, the settled update, and the
        end of the job that this one takes the place of.
        """
        with write_transaction(self._db):
            added = row(self._db, self._ENQUEUE, {**_columns_of(request), "now": self._clock()})
            if added:
                self._take_in(JobId(added["id"]), request)
            if added and request.instead_of is not None:
                self.cancel(request.instead_of)
            if clear_draft is not None:
                self._drafts.clear(clear_draft)
            if settle_update is not None:
                self._inbox.settle(settle_update)
            known = added or rows(self._db, self._BY_KEY, {"key": request.key})[0]
        return JobId(known["id"]), added is not None

    def _take_in(self, job_id: JobId, request: JobRequest) -> None:
        self._need_image(job_id, "content", request.content)
        for style in request.recipe.styles:
            self._need_image(job_id, "style", style.image)
        if request.recipe.init is not None:
            self._need_image(job_id, "init", request.recipe.init)
        self._outbox.add(job_id, OutboxKind.ACKNOWLEDGEMENT)
        self._tell("bot", "engine")

    # ---- painting

    # `+lane` keeps the filter away from the index, which is read in claim order until `limit` jobs are found.
    _CLAIM = """
        update jobs set
            state = 'leased', attempt = attempt + 1, worker = :worker,
            claimed_at = :now, lease_until = :lease_until, progress = 0
        where id in (
            select id from jobs
            where state = 'queued' and due <= :now and +lane in (select value from json_each(:lanes))
                and (:method is null or (
                    json_extract(recipe, '$.method') = :method
                    and json_extract(recipe, '$.longest_side') = :longest_side
                ))
            order by lane, round, id limit :limit
        ) returning id, attempt, content, recipe, lane, round
    """

    def claim(
        self,
        worker: str,
        *,
        limit: int = 1,
        lease_seconds: float = 30.0,
        lanes: Container[Lane] | None = None,
        like: Recipe | None = None,
    ) -> list[Claim]:
        """Lease the next jobs, in the order to paint them. Renew each well before `lease_seconds` are over.

        `like`: only those of its method and size.
        """
        now = self._clock()
        with write_transaction(self._db):
            self.reap()
            claimed = rows(
                self._db,
                self._CLAIM,
                {
                    "worker": worker,
                    "limit": limit,
                    "now": now,
                    "lease_until": now + lease_seconds,
                    "lanes": json.dumps([lane.value for lane in Lane if lanes is None or lane in lanes]),
                    "method": like and like.method,
                    "longest_side": like and like.longest_side,
                },
            )
            if claimed:
                self._tell("bot")
        # SQLite promises no order for RETURNING.
        return [_claim_from(found) for found in sorted(claimed, key=lambda one: (one["lane"], one["round"], one["id"]))]

    _IF_STILL_MINE = "where id = :job_id and attempt = :attempt and state = 'leased'"

    _RENEW = f"""
        update jobs set
            lease_until = :lease_until, progress = max(progress, :progress), preview = coalesce(:preview, preview)
        {_IF_STILL_MINE} returning cancel_requested
    """

    _DROP_OLDER_PREVIEWS = "delete from job_images where job_id = :job_id and part = 'preview' and ref <> :preview"

    def renew(
        self, claim: Claim, *, progress: float, preview: ImageRef | None = None, lease_seconds: float = 30.0
    ) -> Renewal:
        """Because the painting got on, never by a timer: a frozen painter must lose its lease. Raises LeaseLost."""
        with write_transaction(self._db):
            found = self._change_mine(
                claim,
                self._RENEW,
                {"lease_until": self._clock() + lease_seconds, "progress": progress, "preview": preview},
            )
            if preview is not None:
                change(self._db, self._DROP_OLDER_PREVIEWS, {"job_id": claim.job_id, "preview": preview})
                self._need_image(claim.job_id, "preview", preview)
            self._tell("bot")
        return Renewal(cancel_requested=bool(found["cancel_requested"]))

    _SUCCEED = f"""
        update jobs set
            state = 'succeeded', result = :result, paint_seconds = :paint_seconds, progress = 1, finished_at = :now
        {_IF_STILL_MINE} returning id
    """

    def complete(self, claim: Claim, *, result: ImageRef, paint_seconds: float) -> None:
        """Raises LeaseLost. A job cancelled meanwhile becomes cancelled instead, and nobody is sent its result."""
        with write_transaction(self._db):
            if self._was_cancelled(claim):
                return
            self._change_mine(
                claim, self._SUCCEED, {"result": result, "paint_seconds": paint_seconds, "now": self._clock()}
            )
            self._need_image(claim.job_id, "result", result)
            self._outbox.add(claim.job_id, OutboxKind.RESULT)
            self._tell("bot")

    _TRY_AGAIN = f"""
        update jobs set
            state = 'queued', due = :now + case attempt - forgiven when 1 then 1.0 when 2 then 5.0 else 30.0 end
        {_IF_STILL_MINE} and attempt - forgiven < :max_attempts returning id
    """

    _FAIL = f"""
        update jobs set state = 'dead', failure = :reason, failed_image = :image, finished_at = :now
        {_IF_STILL_MINE} returning id
    """

    def fail(self, claim: Claim, *, reason: FailureReason, image: str = "", retry: bool = False) -> None:
        """With `retry` the job waits 1, 5, then 30 seconds for its next attempt, if one is left. Raises LeaseLost."""
        with write_transaction(self._db):
            if self._was_cancelled(claim) or (retry and self._tries_again(claim)):
                return
            self._change_mine(claim, self._FAIL, {"reason": reason, "image": image, "now": self._clock()})
            self._outbox.add(claim.job_id, OutboxKind.FAILURE)
            self._tell("bot")

    def _tries_again(self, claim: Claim) -> bool:
        return self._is_changed(claim, self._TRY_AGAIN, {"now": self._clock(), "max_attempts": MAX_ATTEMPTS})

    _GIVE_BACK = f"update jobs set state = 'queued', forgiven = forgiven + 1 {_IF_STILL_MINE} returning id"

    def give_back(self, claim: Claim) -> None:
        """The worker must end: the job has its old place in line again, this attempt forgiven. Raises LeaseLost."""
        with write_transaction(self._db):
            if self._was_cancelled(claim):
                return
            self._change_mine(claim, self._GIVE_BACK)
            self._tell("engine")

    # ---- cancelling

    _CANCEL_WAITING = """
        update jobs set state = 'cancelled', finished_at = :now where id = :job_id and state = 'queued' returning id
    """

    _REQUEST_CANCEL = "update jobs set cancel_requested = 1 where id = :job_id and state = 'leased' returning id"

    def cancel(self, job_id: JobId) -> JobState:
        """The state after it; a job that is not known any more counts as cancelled.

        LEASED means that the person is told so at once, and the engine stops at its next step.
        """
        with write_transaction(self._db):
            if row(self._db, self._CANCEL_WAITING, {"job_id": job_id, "now": self._clock()}):
                self._outbox.add(job_id, OutboxKind.CANCELLED)
                self._tell("bot")
            elif row(self._db, self._REQUEST_CANCEL, {"job_id": job_id}):
                self._outbox.add(job_id, OutboxKind.CANCELLED)
                self._tell("bot", "engine")
            job = self.job(job_id)
        return JobState.CANCELLED if job is None else job.state

    _END_CANCELLED = f"""
        update jobs set state = 'cancelled', finished_at = :now {_IF_STILL_MINE} and cancel_requested returning id
    """

    def acknowledge_cancel(self, claim: Claim) -> None:
        """The engine has stopped. Raises LeaseLost, also when nobody asked to cancel."""
        with write_transaction(self._db):
            if not self._was_cancelled(claim):
                raise LeaseLost(f"job {claim.job_id} attempt {claim.attempt} was not cancelled")

    def _was_cancelled(self, claim: Claim) -> bool:
        """Whoever reports on a job that was cancelled meanwhile ends it so, whatever the report."""
        return self._is_changed(claim, self._END_CANCELLED, {"now": self._clock()})

    # ---- going back

    _EARLIER_PAINTING = """
        select earlier.* from jobs as earlier, jobs as mine
        where mine.id = :job_id and earlier.chat_id = mine.chat_id
            and earlier.living_message_id = mine.living_message_id
            and earlier.id < mine.id and earlier.state = 'succeeded'
        order by earlier.id desc limit 1
    """

    def earlier_painting(self, job_id: JobId) -> Job | None:
        """The newest painting that was made in the job's message before it."""
        return self._one_job(self._EARLIER_PAINTING, {"job_id": job_id})

    _TAKE_OFF = """
        update jobs set living_message_id = null
        where chat_id = :chat_id and living_message_id = :message_id and id > :job_id returning id
    """

    def withdraw(self, job_id: JobId) -> JobId | None:
        """Give the job's message back to the earlier painting, whose id is returned and whose result is due again.

        Nothing more is told of what is taken off. None, and nothing is changed, where there is no earlier painting or
        a newer job has the message.
        """
        with write_transaction(self._db):
            earlier = self.earlier_painting(job_id)
            if earlier is None or earlier.living_message_id is None:
                return None
            owner = self.job_by_message(earlier.request.chat_id, earlier.living_message_id)
            if owner is None or owner.id != job_id:
                return None
            message = {"chat_id": earlier.request.chat_id, "message_id": earlier.living_message_id}
            for taken_off in rows(self._db, self._TAKE_OFF, {**message, "job_id": earlier.id}):
                self._outbox.drop(JobId(taken_off["id"]))
            self._outbox.renew(earlier.id, OutboxKind.RESULT)
            self._tell("bot")
        return earlier.id

    # ---- workers that died

    _EXPIRED = "select 1 from jobs where state = 'leased' and lease_until <= :now limit 1"

    _REAP_CANCELLED = """
        update jobs set state = 'cancelled', finished_at = :now
        where state = 'leased' and lease_until <= :now and cancel_requested
    """

    _REAP_TIRED = """
        update jobs set state = 'dead', failure = 'engine_died', finished_at = :now
        where state = 'leased' and lease_until <= :now and attempt - forgiven >= :max_attempts returning id
    """

    _REAP_OTHERS = "update jobs set state = 'queued' where state = 'leased' and lease_until <= :now"

    def reap(self) -> None:
        """Put jobs whose lease is over back in line at their old place; after the fourth attempt they are dead."""
        moment = {"now": self._clock()}
        with write_transaction(self._db):
            if not rows(self._db, self._EXPIRED, moment):
                return
            change(self._db, self._REAP_CANCELLED, moment)
            for dead in rows(self._db, self._REAP_TIRED, {**moment, "max_attempts": MAX_ATTEMPTS}):
                self._outbox.add(JobId(dead["id"]), OutboxKind.FAILURE)
            change(self._db, self._REAP_OTHERS, moment)
            self._tell("bot", "engine")

    _HOLDERS = "select distinct worker from jobs where state = 'leased'"

    _END_LEASES = "update jobs set lease_until = 0 where state = 'leased' and worker = :worker"

    def release_dead(self, is_alive: Callable[[str], bool]) -> int:
        """End the leases of workers that are gone, without waiting for them to run out; how many there were."""
        with write_transaction(self._db):
            gone = [found["worker"] for found in rows(self._db, self._HOLDERS) if not is_alive(found["worker"])]
            ended = sum(change(self._db, self._END_LEASES, {"worker": worker}) for worker in gone)
            self.reap()
        return ended

    # ---- looking

    _JOB = "select * from jobs where id = :job_id"

    def job(self, job_id: JobId) -> Job | None:
        return self._one_job(self._JOB, {"job_id": job_id})

    def job_by_key(self, key: str) -> Job | None:
        return self._one_job(self._BY_KEY, {"key": key})

    _HEIR = "select 1 from jobs where instead_of = :job_id"

    def has_heir(self, job_id: JobId) -> bool:
        """Another job took its place, and all that is still to be told is told of that one."""
        return row(self._db, self._HEIR, {"job_id": job_id}) is not None

    _LATEST = "select * from jobs where chat_id = :chat_id and user_id = :user_id order by id desc limit 1"

    def latest_job(self, chat_id: int, user_id: int) -> Job | None:
        return self._one_job(self._LATEST, {"chat_id": chat_id, "user_id": user_id})

    _BY_MESSAGE = """
        select * from jobs where chat_id = :chat_id and living_message_id = :message_id order by id desc limit 1
    """

    def job_by_message(self, chat_id: int, message_id: int) -> Job | None:
        """The newest job whose living message this is: a message may be painted over many times."""
        return self._one_job(self._BY_MESSAGE, {"chat_id": chat_id, "message_id": message_id})

    _PAINTING = """
        select * from jobs where state = 'leased' and living_message_id is not null and not cancel_requested
        order by lane, round, id
    """

    def painting(self) -> list[Job]:
        """Jobs whose living message can show progress. A cancelled one is shown as cancelled already."""
        return [_job_from(found) for found in rows(self._db, self._PAINTING)]

    _IN_LINE = """
        select * from jobs where state = 'queued' and living_message_id is not null
        order by lane, round, id limit :limit
    """

    def in_line(self, *, limit: int = 200) -> list[Job]:
        """Waiting jobs whose living message can show their place, in the order of the line."""
        return [_job_from(found) for found in rows(self._db, self._IN_LINE, {"limit": limit})]

    _LATEST_OPEN = """
        select * from jobs
        where chat_id = :chat_id and user_id = :user_id and state in ('queued', 'leased') and not cancel_requested
        order by id desc limit 1
    """

    def latest_open_job(self, chat_id: int, user_id: int) -> Job | None:
        """The newest of this person here that still can be cancelled."""
        return self._one_job(self._LATEST_OPEN, {"chat_id": chat_id, "user_id": user_id})

    _OPEN = """
        select * from jobs where user_id = :user_id and state in ('queued', 'leased') and not cancel_requested
    """

    def open_jobs(self, user_id: int) -> list[Job]:
        """All of this person that still can be cancelled, in whatever chat."""
        return [_job_from(found) for found in rows(self._db, self._OPEN, {"user_id": user_id})]

    _LATEST_PAINTING = """
        select * from jobs
        where chat_id = :chat_id and user_id = :user_id and state = 'succeeded' and living_message_id is not null
            and method <> :sheet
        order by id desc limit 1
    """

    def latest_painting(self, chat_id: int, user_id: int) -> Job | None:
        """The newest of this person here that was shown and not taken back; a contact sheet is none."""
        return self._one_job(self._LATEST_PAINTING, {"chat_id": chat_id, "user_id": user_id, "sheet": SHEET})

    _WAITING_COUNT = """
        select count(*) as waiting from jobs where state = 'queued' and (:user_id is null or user_id = :user_id)
    """

    def waiting_count(self, user_id: int | None = None) -> int:
        """Jobs in line, those being painted not included; of everybody, or of one person."""
        return int(rows(self._db, self._WAITING_COUNT, {"user_id": user_id})[0]["waiting"])

    # A quick job does not wait for a slow one under way: it is painted between two of its steps.
    _UNDER_WAY = """
        select id, method, longest_side, progress, :now - claimed_at as elapsed_seconds from jobs
        where state = 'leased' and not cancel_requested and lane <= (select lane from jobs where id = :job_id)
    """

    _WAITING_UP_TO = """
        select jobs.method, jobs.longest_side from jobs, jobs as mine
        where jobs.state = 'queued' and mine.id = :job_id and mine.state = 'queued'
            and (jobs.lane, jobs.round, jobs.id) <= (mine.lane, mine.round, mine.id)
        order by jobs.lane, jobs.round, jobs.id
    """

    def place(self, job_id: JobId) -> Place:
        """Nothing is ahead of a job that is being painted; one that ended has nothing left to wait for."""
        waiting = [Work(**found) for found in rows(self._db, self._WAITING_UP_TO, {"job_id": job_id})]
        under_way = {
            found.pop("id"): Work(**found)
            for found in rows(self._db, self._UNDER_WAY, {"now": self._clock(), "job_id": job_id})
        }
        if waiting:
            return Place(ahead=len(under_way) + len(waiting) - 1, eta_seconds=self._eta([*under_way.values()], waiting))
        mine = [under_way[job_id]] if job_id in under_way else []
        return Place(ahead=0, eta_seconds=self._eta(mine, []))

    def _eta(self, under_way: list[Work], waiting: list[Work]) -> float | None:
        forecast = Forecast(self._db)
        painting = [forecast.remaining_seconds(work) for work in under_way]
        following = [forecast.remaining_seconds(work) for work in waiting]
        if None in painting or None in following:
            return None
        return finish_seconds(
            [seconds for seconds in painting if seconds is not None],
            [seconds for seconds in following if seconds is not None],
            workers=len(self._workers.alive()),
        )

    # ---- small steps of the above

    def _change_mine(self, claim: Claim, sql: str, parameters: Row | None = None) -> Row:
        """Run an UPDATE that is guarded by _IF_STILL_MINE. Raises LeaseLost when it changed nothing."""
        found = row(self._db, sql, {"job_id": claim.job_id, "attempt": claim.attempt, **(parameters or {})})
        if found is None:
            raise LeaseLost(f"job {claim.job_id} attempt {claim.attempt}")
        return found

    def _is_changed(self, claim: Claim, sql: str, parameters: Row) -> bool:
        return row(self._db, sql, {"job_id": claim.job_id, "attempt": claim.attempt, **parameters}) is not None

    _NEED_IMAGE = "insert or ignore into job_images (job_id, part, ref) values (:job_id, :part, :ref)"

    def _need_image(self, job_id: JobId, part: str, ref: ImageRef) -> None:
        change(self._db, self._NEED_IMAGE, {"job_id": job_id, "part": part, "ref": ref})

    def _tell(self, *roles: str) -> None:
        """Wake the other side once the open transaction is durable; before, it would find nothing new."""
        for role in roles:
            self._db.after_commit.append(lambda role=role: self._on_commit(role))  # type: ignore[misc]

    def _one_job(self, sql: str, parameters: Row) -> Job | None:
        found = row(self._db, sql, parameters)
        return None if found is None else _job_from(found)


def _columns_of(request: JobRequest) -> Row:
    return {
        "key": request.key,
        "chat_id": request.chat_id,
        "user_id": request.user_id,
        "thread_id": request.thread_id,
        "reply_to": request.reply_to,
        "living_message_id": request.living_message_id,
        "content": request.content,
        "recipe": request.recipe.to_json(),
        "lane": request.lane.value,
        "instead_of": request.instead_of,
    }


def _claim_from(found: Row) -> Claim:
    return Claim(
        job_id=JobId(found["id"]),
        attempt=found["attempt"],
        content=ImageRef(found["content"]),
        recipe=Recipe.from_json(found["recipe"]),
        lane=Lane(found["lane"]),
    )


def _job_from(found: Row) -> Job:
    return Job(
        id=JobId(found["id"]),
        request=_request_from(found),
        state=JobState(found["state"]),
        attempt=found["attempt"],
        cancel_requested=bool(found["cancel_requested"]),
        progress=found["progress"],
        preview=found["preview"],
        result=found["result"],
        failure=None if found["failure"] is None else FailureReason(found["failure"]),
        failed_image=found["failed_image"],
        living_message_id=found["living_message_id"],
        created_at=found["created_at"],
        paint_seconds=found["paint_seconds"],
    )


def _request_from(found: Row) -> JobRequest:
    """As it was asked, except that the living message is the one known now."""
    return JobRequest(
        key=found["key"],
        chat_id=found["chat_id"],
        user_id=found["user_id"],
        thread_id=found["thread_id"],
        reply_to=found["reply_to"],
        living_message_id=found["living_message_id"],
        content=ImageRef(found["content"]),
        recipe=Recipe.from_json(found["recipe"]),
        lane=Lane(found["lane"]),
        instead_of=found["instead_of"],
    )
