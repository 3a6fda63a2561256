"""Random histories: the queue must do what a few lines of plain Python would, and keep its promises all along."""

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, precondition, rule

from storage.database import rows
from storage.jobs import Claim, FailureReason, JobState
from storage.names import JobId
from storage.outbox import OutboxKind
from storage.queue.transitions import AGEING_SECONDS, MAX_ATTEMPTS, LeaseLost
from storage.store import Storage
from storage.work.work import Lane
from tests.storage.scene import Clock, image, request

BACKOFF = {1: 1.0, 2: 5.0, 3: 30.0}
WORKERS = ("ada", "ben")
LEASE_SECONDS = 30.0


@dataclass(eq=False)
class ModelJob:
    id: JobId
    user: int
    chat: int
    lane: Lane
    round: int
    turn: int
    due: float
    created_at: float
    state: JobState = JobState.QUEUED
    attempt: int = 0
    forgiven: int = 0
    claimed_at: float = 0.0
    lease_until: float = 0.0
    worker: str = ""
    cancel_requested: bool = False
    told: list[OutboxKind] = field(default_factory=lambda: [OutboxKind.ACKNOWLEDGEMENT])

    @property
    def rank(self) -> tuple[int, ...]:
        return self.lane, self.round, self.turn, self.id

    @property
    def counts_for_order(self) -> bool:
        return self.attempt > 0 or self.state is JobState.QUEUED

    @property
    def counted(self) -> int:
        return self.attempt - self.forgiven

    def end(self, state: JobState, kind: OutboxKind | None) -> None:
        self.state = state
        if kind is not None:
            self.told.append(kind)


class QueueAgainstModel(RuleBasedStateMachine):
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="impasto-model-"))
        self.clock = Clock()
        self.storage = Storage.open(self.folder, clock=self.clock)
        # Thousands of commits, none of which has to survive a power cut.
        self.storage.db.execute("pragma synchronous = off")
        self.queue = self.storage.queue
        self.jobs: dict[str, ModelJob] = {}

    def teardown(self) -> None:
        assert rows(self.storage.db, "pragma integrity_check") == [{"integrity_check": "ok"}]
        self.storage.close()
        shutil.rmtree(self.folder)

    # ---- what bots do

    @rule(
        people=st.lists(st.tuples(st.integers(1, 4), st.sampled_from([None, -1, -2])), min_size=1, max_size=4),
        lane=st.sampled_from(Lane),
    )
    def enqueue(self, people: list[tuple[int, int | None]], lane: Lane) -> None:
        """A user and a group; None is their private chat."""
        for user, group in people:
            key, chat = str(len(self.jobs)), group or user
            job_id, is_new = self.queue.enqueue(request(key=key, user=user, chat=chat, quick=lane is Lane.QUICK))
            assert is_new
            its_round = self.fair_round(user, lane)
            its_turn = self.fair_turn(chat, lane, its_round)
            self.jobs[key] = ModelJob(
                job_id, user, chat, lane, its_round, its_turn, due=self.clock(), created_at=self.clock()
            )

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def enqueue_again(self, data: st.DataObject) -> None:
        key, job = data.draw(st.sampled_from(sorted(self.jobs.items())))
        assert self.queue.enqueue(request(key=key)) == (job.id, False)

    @precondition(lambda self: self.jobs)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(list(self.jobs.values())))
        if job.state is JobState.QUEUED:
            job.end(JobState.CANCELLED, OutboxKind.CANCELLED)
        elif job.state is JobState.LEASED and not job.cancel_requested:
            job.cancel_requested = True
            job.told.append(OutboxKind.CANCELLED)
        assert self.queue.cancel(job.id) is job.state

    # ---- what engines do

    @rule(
        target=claims,
        worker=st.sampled_from(WORKERS),
        limit=st.integers(1, 3),
        lanes=st.sampled_from([None, None, None, {Lane.QUICK}, {Lane.SLOW}]),
    )
    def claim(self, worker: str, limit: int, lanes: set[Lane] | None) -> object:
        self.model_reaps()
        runnable = [
            job
            for job in self.jobs.values()
            if job.state is JobState.QUEUED and job.due <= self.clock() and (lanes is None or job.lane in lanes)
        ]
        aged = [job for job in runnable if job.lane and job.created_at <= self.clock() - AGEING_SECONDS]
        first = sorted(aged, key=lambda job: job.rank)[:1] if self.last_was_quick() else []
        others = sorted(set(runnable) - set(first), key=lambda job: job.rank)
        expected = [*first, *others][:limit]
        for job in expected:
            job.state, job.worker = JobState.LEASED, worker
            job.attempt += 1
            job.claimed_at = self.clock()
            job.lease_until = self.clock() + LEASE_SECONDS
        claimed = self.queue.claim(worker, limit=limit, lease_seconds=LEASE_SECONDS, lanes=lanes)
        assert [(claim.job_id, claim.attempt) for claim in claimed] == [(job.id, job.attempt) for job in expected]
        return multiple(*claimed)

    @rule(claim=claims, progress=st.floats(0, 1))
    def renew(self, claim: Claim, progress: float) -> None:
        job = self.holder_of(claim)
        if job is None:
            with pytest.raises(LeaseLost):
                self.queue.renew(claim, progress=progress)
            return
        job.lease_until = self.clock() + LEASE_SECONDS
        renewal = self.queue.renew(claim, progress=progress, lease_seconds=LEASE_SECONDS)
        assert renewal.cancel_requested == job.cancel_requested

    @rule(claim=claims)
    def complete(self, claim: Claim) -> None:
        job = self.holder_of(claim)
        if job is None:
            with pytest.raises(LeaseLost):
                self.queue.complete(claim, result=image("late"), paint_seconds=1.0)
            return
        self.queue.complete(claim, result=image("result"), paint_seconds=1.0)
        if not self.model_ends_cancelled(job):
            job.end(JobState.SUCCEEDED, OutboxKind.RESULT)

    @rule(claim=claims, retry=st.booleans())
    def fail(self, claim: Claim, retry: bool) -> None:
        job = self.holder_of(claim)
        if job is None:
            with pytest.raises(LeaseLost):
                self.queue.fail(claim, reason=FailureReason.INTERNAL, retry=retry)
            return
        self.queue.fail(claim, reason=FailureReason.INTERNAL, retry=retry)
        if self.model_ends_cancelled(job):
            return
        if retry and job.counted < MAX_ATTEMPTS:
            job.state, job.due = JobState.QUEUED, self.clock() + BACKOFF[job.counted]
        else:
            job.end(JobState.DEAD, OutboxKind.FAILURE)

    @rule(claim=consumes(claims))
    def give_back(self, claim: Claim) -> None:
        job = self.holder_of(claim)
        if job is None:
            with pytest.raises(LeaseLost):
                self.queue.give_back(claim)
            return
        self.queue.give_back(claim)
        if not self.model_ends_cancelled(job):
            job.state = JobState.QUEUED
            job.forgiven += 1

    @rule(claim=claims)
    def acknowledge_cancel(self, claim: Claim) -> None:
        job = self.holder_of(claim)
        if job is None or not job.cancel_requested:
            with pytest.raises(LeaseLost):
                self.queue.acknowledge_cancel(claim)
            return
        self.queue.acknowledge_cancel(claim)
        assert self.model_ends_cancelled(job)

    @rule(gone=st.sampled_from(WORKERS))
    def a_worker_is_found_dead(self, gone: str) -> None:
        held = [job for job in self.jobs.values() if job.state is JobState.LEASED and job.worker == gone]
        for job in held:
            job.lease_until = 0.0
        assert self.queue.release_dead(lambda worker: worker != gone) == len(held)
        self.model_reaps()

    @rule(seconds=st.sampled_from([0.5, 4.5, 29.0, 30.0, 100.0]))
    def time_passes(self, seconds: float) -> None:
        self.clock.passes(seconds)

    # ---- what must always hold

    @invariant()
    def the_queue_and_the_model_agree(self) -> None:
        found = rows(
            self.storage.db, "select id, state, attempt, forgiven, round, turn, cancel_requested from jobs order by id"
        )
        assert [tuple(one.values()) for one in found] == [
            (job.id, job.state, job.attempt, job.forgiven, job.round, job.turn, job.cancel_requested)
            for job in sorted(self.jobs.values(), key=lambda job: job.id)
        ]
        assert self.storage.jobs.waiting_count() == sum(job.state is JobState.QUEUED for job in self.jobs.values())

    @invariant()
    def everybody_is_told_every_outcome_once(self) -> None:
        found = Counter(
            (row["job_id"], row["kind"]) for row in rows(self.storage.db, "select job_id, kind from outbox")
        )
        assert found == Counter((job.id, kind) for job in self.jobs.values() for kind in job.told)
        for job in self.jobs.values():
            has_outcome = job.cancel_requested or job.state not in (JobState.QUEUED, JobState.LEASED)
            assert len(job.told) == 1 + has_outcome

    @invariant()
    def nothing_is_tried_more_than_four_times(self) -> None:
        assert not rows(self.storage.db, "select 1 from jobs where attempt - forgiven > 4")

    # ---- the model's own steps

    def holder_of(self, claim: Claim) -> ModelJob | None:
        return next(
            (
                job
                for job in self.jobs.values()
                if job.id == claim.job_id and job.attempt == claim.attempt and job.state is JobState.LEASED
            ),
            None,
        )

    def last_was_quick(self) -> bool:
        claimed = [job for job in self.jobs.values() if job.claimed_at]
        return bool(claimed) and max(claimed, key=lambda job: (job.claimed_at, job.id)).lane is Lane.QUICK

    def fair_round(self, user: int, lane: Lane) -> int:
        in_lane = [job for job in self.jobs.values() if job.lane is lane]
        served = [job.round for job in in_lane if job.attempt > 0]
        mine = [job.round for job in in_lane if job.user == user and job.counts_for_order]
        return max(max(served, default=0), max(mine, default=0) + 1)

    def fair_turn(self, chat: int, lane: Lane, its_round: int) -> int:
        in_round = [job for job in self.jobs.values() if job.lane is lane and job.round == its_round]
        served = [job.turn for job in in_round if job.attempt > 0]
        ours = [job.turn for job in in_round if job.chat == chat and job.counts_for_order]
        return max(max(served, default=0), max(ours, default=0) + 1)

    def model_ends_cancelled(self, job: ModelJob) -> bool:
        if job.cancel_requested:
            job.end(JobState.CANCELLED, None)
        return job.cancel_requested

    def model_reaps(self) -> None:
        for job in self.jobs.values():
            if job.state is not JobState.LEASED or job.lease_until > self.clock() or self.model_ends_cancelled(job):
                continue
            if job.counted >= MAX_ATTEMPTS:
                job.end(JobState.DEAD, OutboxKind.FAILURE)
            else:
                job.state = JobState.QUEUED


TestQueueAgainstModel = QueueAgainstModel.TestCase
TestQueueAgainstModel.settings = settings(max_examples=60, stateful_step_count=50, deadline=None)
