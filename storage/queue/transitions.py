"""The durable queue: every change of a job is one guarded UPDATE, and what follows from it is in the same commit."""

import json
import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from storage.admission import Limits, Load, Refusal, Refused, Tier, refusal_for, refusal_in_group
from storage.chats import Chats
from storage.database import Database, Row, change, row, rows, write_transaction
from storage.inbox import Inbox
from storage.jobs import OPEN, Claim, FailureReason, JobRequest, JobState
from storage.names import ImageRef, JobId
from storage.outbox import Outbox, OutboxKind
from storage.people import People
from storage.places import Place, Places
from storage.queue.reads import Jobs
from storage.queue.wakes import OnCommit, tell, tell_nobody
from storage.work import KINDS, VERSIONS, Unreadable, parameters_of, work_from
from storage.work.work import Lane

MAX_ATTEMPTS = 4
HOUR_SECONDS = 3600.0
AGEING_SECONDS = 120.0
"""A slow job that has waited for so long goes before quick ones, every second time: they cannot hold it up for ever."""
PREVIEW, RESULT = "preview", "result"
"""Roles of what is made."""


class LeaseLost(Exception):
    """The job is somebody else's now, or nobody's: stop painting and drop the result. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    cancel_requested: bool
    """Stop, then `acknowledge_cancel`."""


class Queue:
    """At-least-once work, exactly-once outcome: a job may be made twice, but ends once and is told once."""

    def __init__(
        self, db: Database, *, clock: Callable[[], float] = time.time, on_commit: OnCommit = tell_nobody
    ) -> None:
        self._db = db
        self._clock = clock
        self._on_commit = on_commit
        self._chats = Chats(db)
        self._inbox = Inbox(db, clock=clock)
        self._jobs = Jobs(db)
        self._outbox = Outbox(db, clock=clock)
        self._people = People(db, clock=clock)
        self._places = Places(db)

    # ---- asking for something

    # Start-time fair queueing (Goyal et al. 1996) on two levels. A person's next job goes one round after their last
    # one, but never before the round that is being served, so that a newcomer waits for at most one job of everybody
    # else. Within a round a chat's next job goes one turn after its last one, but never before the turn that is being
    # served, so that a newcomer waits for at most one job of each chat, however many people that has.
    _ROUND = """
        select max(
            coalesce((select max(round) from jobs where lane = :lane and attempt > 0), 0),
            coalesce((
                select max(round) from jobs
                where user_id = :user_id and lane = :lane and (attempt > 0 or state = 'queued')
            ), 0) + 1
        ) as round
    """

    _SERVED_TURN = """
        select coalesce(max(turn), 0) as turn from jobs where lane = :lane and round = :round and attempt > 0
    """

    # Turns before the one that is being served say nothing more; so only those in line are looked through. An inline
    # message, whose chat is not known, counts as its person's own.
    _TURN = """
        select max(:served, coalesce(max(turn), 0) + 1) as turn from jobs join places on places.id = place_id
        where lane = :lane and round = :round and turn >= :served and (attempt > 0 or state = 'queued')
            and coalesce(chat_id, user_id) = (select coalesce(chat_id, :user_id) from places where id = :place_id)
    """

    _ENQUEUE = """
        insert into jobs (
            key, place_id, user_id, kind, version, parameters, lane, batch_key, cost_key, cost_units,
            caused_by, instead_of, due, created_at, round, turn
        ) values (
            :key, :place_id, :user_id, :kind, :version, :parameters, :lane, :batch_key, :cost_key, :cost_units,
            :caused_by, :instead_of, :now, :now, :round, :turn
        ) returning id
    """

    _BY_KEY = "select id from jobs where key = :key"

    def enqueue(
        self, request: JobRequest, *, limits: Limits | None = None, settle_update: int | None = None
    ) -> tuple[JobId, bool]:
        """The job's id, and whether it is new. The same key again is the same job, and only settles the update.

        One commit holds the job, the acknowledgement that is due for it, the settled update, and the end of the job
        that this one takes the place of. Raises Refused where the person or the line has as many as `limits` allow;
        then nothing is changed.
        """
        with write_transaction(self._db):
            known = row(self._db, self._BY_KEY, {"key": request.key})
            job_id = JobId(known["id"]) if known else self._take_in(request, limits)
            if settle_update is not None:
                self._inbox.settle(settle_update)
        return job_id, known is None

    def _take_in(self, request: JobRequest, limits: Limits | None) -> JobId:
        if request.work.NAME not in KINDS:
            raise ValueError(f"nobody here makes work of the kind {request.work.NAME!r}")
        if limits and not self._makes_room(request):
            self._admit(request, limits)
        columns = self._columns_of(request)
        (added,) = rows(self._db, self._ENQUEUE, {**columns, **self._rank_of(columns), "now": self._clock()})
        job_id, work = JobId(added["id"]), request.work
        shared = work.everybodys()
        for role, refs in work.inputs().items():
            for ref in refs:
                self._need_input(job_id, role, ref, shared=ref in shared)
        self._outbox.add(job_id, OutboxKind.ACKNOWLEDGEMENT)
        if request.instead_of is not None:
            self.cancel(request.instead_of)
        self._tell("bot", "engine")
        return job_id

    def _rank_of(self, columns: Row) -> Row:
        """Round and turn: where in its lane a new job goes."""
        (found,) = rows(self._db, self._ROUND, columns)
        (served,) = rows(self._db, self._SERVED_TURN, {**columns, **found})
        (turn,) = rows(self._db, self._TURN, {**columns, **found, "served": served["turn"]})
        return {**found, **turn}

    def _makes_room(self, request: JobRequest) -> bool:
        """It takes the place of a job that has not ended, so that nobody has more than before."""
        former = None if request.instead_of is None else self._jobs.job(request.instead_of)
        return former is not None and former.state in OPEN

    def _admit(self, request: JobRequest, limits: Limits) -> None:
        user_id = request.user_id
        if self._people.tier(user_id) is Tier.TRUSTED:
            return
        load = Load(person=self._jobs.waiting_count(user_id), total=self._jobs.waiting_count())
        refusal = self._refusal_in_group(request) or refusal_for(load, limits)
        if refusal:
            raise Refused(refusal)

    def _refusal_in_group(self, request: JobRequest) -> Refusal | None:
        """Who writes as the group itself is an admin of it."""
        chat_id, user_id = request.place.chat_id, request.user_id
        since = self._clock() - HOUR_SECONDS
        return refusal_in_group(
            self._chats.rules(chat_id),
            is_admin=request.by_admin or user_id == chat_id,
            this_hour=self._jobs.asked_since(since, user_id=user_id, chat_id=chat_id),
        )

    def _columns_of(self, request: JobRequest) -> Row:
        work = request.work
        return {
            "key": request.key,
            "place_id": self._place_for(request).id,
            "user_id": request.user_id,
            "kind": work.NAME,
            "version": work.VERSION,
            "parameters": parameters_of(work),
            "lane": work.lane.value,
            "batch_key": work.batch_key,
            "cost_key": work.cost_key,
            "cost_units": work.cost_units,
            "caused_by": request.caused_by,
            "instead_of": request.instead_of,
        }

    def _place_for(self, request: JobRequest) -> Place:
        """Whoever takes another's place takes its message too, also one that is still being sent."""
        former = None if request.instead_of is None else self._jobs.job(request.instead_of)
        return former.place if former else self._places.stored(request.place)

    # ---- making it

    # `+lane` keeps the filter away from the index, which is read in claim order until `limit` jobs are found.
    _CLAIMABLE = """
        state = 'queued' and due <= :now and +lane in (select value from json_each(:lanes))
            and exists (select 1 from json_each(:kinds) where key = kind and version <= value)
    """

    _IN_ORDER = f"select id from jobs where {_CLAIMABLE} order by lane, round, turn, id limit :limit"

    _OF_BATCH = (
        f"select id from jobs where {_CLAIMABLE} and batch_key = :batch_key order by round, turn, id limit :limit"
    )

    _WAITED_LONG = f"""
        select id from jobs where {_CLAIMABLE} and lane > 0 and created_at <= :now - :ageing_seconds
        order by lane, round, turn, id limit 1
    """

    _LEASE = """
        update jobs set
            state = 'leased', attempt = attempt + 1, worker = :worker,
            claimed_at = :now, lease_until = :lease_until, progress = 0
        where id in ({chosen}) returning id, attempt, kind, version, parameters, lane, round, turn
    """

    _LAST_LANE = "select lane from jobs where claimed_at is not null order by claimed_at desc, id desc limit 1"

    def claim(
        self,
        worker: str,
        *,
        limit: int = 1,
        lease_seconds: float = 30.0,
        lanes: Container[Lane] | None = None,
        batch_key: str | None = None,
    ) -> list[Claim]:
        """Lease the next jobs, in the order to make them. Renew each well before `lease_seconds` are over.

        `batch_key`: only those that have it. Jobs of kinds that this version does not know wait for one that does; one
        that cannot be read fails here, and the next is claimed instead.
        """
        now = self._clock()
        wanted = {
            "worker": worker,
            "limit": limit,
            "now": now,
            "lease_until": now + lease_seconds,
            "lanes": json.dumps([lane.value for lane in Lane if lanes is None or lane in lanes]),
            "kinds": VERSIONS,
            "batch_key": batch_key,
            "ageing_seconds": AGEING_SECONDS,
        }
        with write_transaction(self._db):
            self.reap()
            ages = batch_key is None and self._slow_ones_turn()
            claims = self._read(self._leased(self._WAITED_LONG, wanted)) if ages else []
            while len(claims) < limit:
                chosen = self._IN_ORDER if batch_key is None else self._OF_BATCH
                leased = self._leased(chosen, {**wanted, "limit": limit - len(claims)})
                if not leased:
                    break
                claims += self._read(leased)
        return claims

    def _slow_ones_turn(self) -> bool:
        """A quick job was claimed last."""
        last = row(self._db, self._LAST_LANE)
        return last is not None and last["lane"] == Lane.QUICK

    def _leased(self, chosen: str, wanted: Row) -> list[Row]:
        """In the order of the line: SQLite promises none for RETURNING."""
        leased = rows(self._db, self._LEASE.format(chosen=chosen), wanted)
        return sorted(leased, key=lambda one: (one["lane"], one["round"], one["turn"], one["id"]))

    def _read(self, leased: Sequence[Row]) -> list[Claim]:
        """Without those that say nothing to this version: they have failed for good."""
        claims = []
        for found in leased:
            job_id, attempt = JobId(found["id"]), found["attempt"]
            try:
                work = work_from(found["kind"], found["version"], found["parameters"])
            except Unreadable:
                failure = {"reason": FailureReason.UNREADABLE, "input": "", "now": self._clock()}
                change(self._db, self._FAIL, {"job_id": job_id, "attempt": attempt, **failure})
                self._outbox.add(job_id, OutboxKind.FAILURE)
                self._tell("bot")
            else:
                claims.append(Claim(job_id=job_id, attempt=attempt, work=work))
        return claims

    _IF_STILL_MINE = "where id = :job_id and attempt = :attempt and state = 'leased'"

    _RENEW = f"""
        update jobs set
            lease_until = :lease_until, progress = max(progress, :progress), preview = coalesce(:preview, preview)
        {_IF_STILL_MINE} returning cancel_requested
    """

    _DROP_OLDER_PREVIEWS = "delete from job_outputs where job_id = :job_id and role = 'preview' and ref <> :preview"

    def renew(
        self, claim: Claim, *, progress: float, preview: ImageRef | None = None, lease_seconds: float = 30.0
    ) -> Renewal:
        """Because the work got on, never by a timer: a frozen painter must lose its lease. Raises LeaseLost.

        Nobody is woken by it: frames are looked for in their own time.
        """
        with write_transaction(self._db):
            found = self._change_mine(
                claim,
                self._RENEW,
                {"lease_until": self._clock() + lease_seconds, "progress": progress, "preview": preview},
            )
            if preview is not None:
                change(self._db, self._DROP_OLDER_PREVIEWS, {"job_id": claim.job_id, "preview": preview})
                self._need_output(claim.job_id, PREVIEW, preview)
        return Renewal(cancel_requested=bool(found["cancel_requested"]))

    _SUCCEED = f"""
        update jobs set
            state = 'succeeded', result = :result, paint_seconds = :paint_seconds, progress = 1, finished_at = :now
        {_IF_STILL_MINE} returning id
    """

    def complete(self, claim: Claim, *, result: ImageRef, paint_seconds: float) -> bool:
        """False where the job was cancelled meanwhile: it ends so, and nobody needs the result. Raises LeaseLost."""
        with write_transaction(self._db):
            if self._was_cancelled(claim):
                return False
            self._change_mine(
                claim, self._SUCCEED, {"result": result, "paint_seconds": paint_seconds, "now": self._clock()}
            )
            self._need_output(claim.job_id, RESULT, result)
            self._outbox.add(claim.job_id, OutboxKind.RESULT)
            self._tell("bot")
        return True

    _TRY_AGAIN = f"""
        update jobs set
            state = 'queued', due = :now + case attempt - forgiven when 1 then 1.0 when 2 then 5.0 else 30.0 end
        {_IF_STILL_MINE} and attempt - forgiven < :max_attempts returning id
    """

    _FAIL = f"""
        update jobs set state = 'dead', failure = :reason, failed_input = :input, finished_at = :now
        {_IF_STILL_MINE} returning id
    """

    def fail(self, claim: Claim, *, reason: FailureReason, input: str = "", retry: bool = False) -> None:
        """`input`: the role of the picture at fault. With `retry` the job waits 1, 5, then 30 seconds for its next
        attempt, if one is left. Raises LeaseLost."""
        with write_transaction(self._db):
            if self._was_cancelled(claim) or (retry and self._tries_again(claim)):
                return
            self._change_mine(claim, self._FAIL, {"reason": reason, "input": input, "now": self._clock()})
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

    _STATE = "select state from jobs where id = :job_id"

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
            found = row(self._db, self._STATE, {"job_id": job_id})
        return JobState.CANCELLED if found is None else JobState(found["state"])

    _CANCELLED_AMONG = """
        select id from jobs
        where id in (select value from json_each(:job_ids)) and state = 'leased' and cancel_requested
    """

    def cancelled_among(self, claims: Sequence[Claim]) -> set[JobId]:
        """Those that are to be stopped, then acknowledged."""
        job_ids = json.dumps([claim.job_id for claim in claims])
        return {JobId(found["id"]) for found in rows(self._db, self._CANCELLED_AMONG, {"job_ids": job_ids})}

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

    # ---- small steps of the above

    def _change_mine(self, claim: Claim, sql: str, parameters: Row | None = None) -> Row:
        """Run an UPDATE that is guarded by _IF_STILL_MINE. Raises LeaseLost when it changed nothing."""
        found = row(self._db, sql, {"job_id": claim.job_id, "attempt": claim.attempt, **(parameters or {})})
        if found is None:
            raise LeaseLost(f"job {claim.job_id} attempt {claim.attempt}")
        return found

    def _is_changed(self, claim: Claim, sql: str, parameters: Row) -> bool:
        return row(self._db, sql, {"job_id": claim.job_id, "attempt": claim.attempt, **parameters}) is not None

    _NEED_INPUT = """
        insert into job_inputs (job_id, role, ref, shared) values (:job_id, :role, :ref, :shared)
        on conflict do update set shared = min(shared, excluded.shared)
    """

    def _need_input(self, job_id: JobId, role: str, ref: ImageRef, *, shared: bool) -> None:
        change(self._db, self._NEED_INPUT, {"job_id": job_id, "role": role, "ref": ref, "shared": int(shared)})

    _NEED_OUTPUT = "insert or ignore into job_outputs (job_id, role, ref) values (:job_id, :role, :ref)"

    def _need_output(self, job_id: JobId, role: str, ref: ImageRef) -> None:
        change(self._db, self._NEED_OUTPUT, {"job_id": job_id, "role": role, "ref": ref})

    def _tell(self, *roles: str) -> None:
        tell(self._db, self._on_commit, *roles)
