import json
from dataclasses import replace

import pytest

from storage.admission import Limits, Refusal, Refused, Tier
from storage.chats import GroupRules
from storage.database import change, rows
from storage.jobs import Claim, FailureReason, JobRequest, JobState
from storage.names import JobId
from storage.outbox import OutboxKind
from storage.places import Place
from storage.queue.transitions import MAX_ATTEMPTS, LeaseLost, Queue
from storage.store import Storage
from storage.work import Unknown
from storage.work.painting import INSTANT, Painting
from storage.work.styles import Style
from storage.work.work import Lane
from tests.storage.scene import Clock, contact_sheet, image, job_of, painting, request


@pytest.fixture
def queue(storage: Storage) -> Queue:
    return storage.queue


def told(storage: Storage, job_id: JobId) -> list[OutboxKind]:
    return [row.kind for row in storage.outbox.of_job(job_id)]


def state(storage: Storage, job_id: JobId) -> JobState:
    return job_of(storage, job_id).state


def the_claim(queue: Queue, worker: str = "worker", *, lease_seconds: float = 30.0) -> Claim:
    (claim,) = queue.claim(worker, lease_seconds=lease_seconds)
    return claim


def test_a_request_comes_back_as_it_was_asked(storage: Storage) -> None:
    styles = (Style(image=image("a"), weight=0.3, preset="swirls"), Style(image=image("b"), weight=0.7))
    asked = JobRequest(
        key="k",
        place=Place(chat_id=-100, thread_id=3, reply_to=8, message_id=9),
        user_id=7,
        work=Painting(
            content=image("content"),
            styles=styles,
            method=INSTANT,
            strength=0.5,
            keep_colours=True,
            seed=4,
            init=image("init"),
        ),
        caused_by="dial",
    )
    job_id, _ = storage.queue.enqueue(asked)

    job = job_of(storage, job_id)

    assert (job.key, job.user_id, job.work, job.caused_by) == ("k", 7, asked.work, "dial")
    assert (job.place.chat_id, job.place.thread_id, job.place.reply_to, job.place.message_id) == (-100, 3, 8, 9)
    assert (job.lane, job.state, job.attempt, job.progress, job.preview) == (
        Lane.QUICK,
        JobState.QUEUED,
        0,
        0.0,
        None,
    )


def test_the_same_key_is_the_same_job(storage: Storage, queue: Queue) -> None:
    first = queue.enqueue(request(key="once"))
    second = queue.enqueue(request(key="once"))

    assert first == (first[0], True)
    assert second == (first[0], False)
    assert told(storage, first[0]) == [OutboxKind.ACKNOWLEDGEMENT]


def test_enqueueing_settles_the_update_also_the_second_time(storage: Storage) -> None:
    for update_id in (5, 6):
        storage.inbox.add(update_id, "{}")

        storage.queue.enqueue(request(key="once"), settle_update=update_id)

        assert storage.inbox.pending() == []


class TestAdmission:
    LIMITS = Limits(jobs_per_person=2, jobs_total=3)

    def test_is_asked_where_the_job_is_added_so_that_a_limit_is_one(self, storage: Storage) -> None:
        for _ in range(2):
            storage.queue.enqueue(request(user=1), limits=self.LIMITS)

        with pytest.raises(Refused) as refused:
            storage.queue.enqueue(request(user=1), limits=self.LIMITS)

        assert refused.value.reason is Refusal.PERSON_FULL
        assert storage.jobs.waiting_count(1) == 2

    def test_counts_everybody_for_the_whole_line(self, storage: Storage) -> None:
        for user in (1, 2, 3):
            storage.queue.enqueue(request(user=user), limits=self.LIMITS)

        with pytest.raises(Refused) as refused:
            storage.queue.enqueue(request(user=4), limits=self.LIMITS)

        assert refused.value.reason is Refusal.LINE_FULL

    def test_lets_only_admins_through_where_a_group_is_theirs(self, storage: Storage) -> None:
        storage.chats.set_rules(-5, GroupRules(admins_only=True))

        with pytest.raises(Refused) as refused:
            storage.queue.enqueue(request(user=1, chat=-5), limits=self.LIMITS)

        assert refused.value.reason is Refusal.ADMINS_ONLY
        storage.queue.enqueue(replace(request(user=1, chat=-5), by_admin=True), limits=self.LIMITS)
        storage.queue.enqueue(request(user=-5, chat=-5), limits=self.LIMITS)
        storage.queue.enqueue(request(user=1, chat=1), limits=self.LIMITS)

    def test_counts_a_persons_jobs_of_an_hour_in_the_group_that_limits_them(
        self, storage: Storage, clock: Clock
    ) -> None:
        limits = Limits()
        storage.chats.set_rules(-5, GroupRules(jobs_an_hour=2))
        stopped, _ = storage.queue.enqueue(request(user=1, chat=-5), limits=limits)
        storage.queue.cancel(stopped)
        for _ in range(2):
            storage.queue.enqueue(request(user=1, chat=-5), limits=limits)

        with pytest.raises(Refused) as refused:
            storage.queue.enqueue(request(user=1, chat=-5), limits=limits)

        assert refused.value.reason is Refusal.HOUR_FULL
        storage.queue.enqueue(request(user=2, chat=-5), limits=limits)
        storage.queue.enqueue(request(user=1, chat=-6), limits=limits)
        clock.passes(3601)
        storage.queue.enqueue(request(user=1, chat=-5), limits=limits)

    def test_changes_nothing_where_it_refuses(self, storage: Storage) -> None:
        for _ in range(2):
            storage.queue.enqueue(request(user=1), limits=self.LIMITS)
        storage.inbox.add(5, "{}")

        with pytest.raises(Refused):
            storage.queue.enqueue(request(user=1, message=70), limits=self.LIMITS, settle_update=5)

        assert storage.places.of_message(1, 70) is None
        assert len(storage.inbox.pending()) == 1

    def test_lets_what_is_known_already_and_what_takes_anothers_place_through(self, storage: Storage) -> None:
        first, _ = storage.queue.enqueue(request(user=1, key="first"), limits=self.LIMITS)
        storage.queue.enqueue(request(user=1), limits=self.LIMITS)

        assert storage.queue.enqueue(request(user=1, key="first"), limits=self.LIMITS) == (first, False)
        storage.queue.enqueue(request(user=1, instead_of=first), limits=self.LIMITS)

        assert storage.jobs.waiting_count(1) == 2

    def test_is_asked_where_the_place_that_is_taken_is_of_a_job_that_has_ended(self, storage: Storage) -> None:
        ended, _ = storage.queue.enqueue(request(user=1))
        storage.queue.cancel(ended)
        for _ in range(2):
            storage.queue.enqueue(request(user=1))

        with pytest.raises(Refused):
            storage.queue.enqueue(request(user=1, instead_of=ended), limits=self.LIMITS)

    def test_sets_no_limit_to_the_trusted(self, storage: Storage) -> None:
        storage.people.set_tier(1, Tier.TRUSTED)

        for _ in range(9):
            storage.queue.enqueue(request(user=1), limits=self.LIMITS)

        assert storage.jobs.waiting_count(1) == 9


def test_a_claim_carries_what_there_is_to_make(storage: Storage, queue: Queue) -> None:
    asked = request()
    job_id, _ = queue.enqueue(asked)

    claim = the_claim(queue)

    assert claim == Claim(job_id=job_id, attempt=1, work=asked.work)
    assert queue.claim("another") == []


class TestRowsOfOtherVersions:
    """After a roll-back the older version finds rows of the newer one."""

    def rewrite(self, storage: Storage, job_id: JobId, **columns: object) -> None:
        for column, value in columns.items():
            change(storage.db, f"update jobs set {column} = :value where id = :id", {"value": value, "id": job_id})

    def test_a_field_that_is_not_known_is_kept_and_the_rest_is_made(self, storage: Storage) -> None:
        job_id, _ = storage.queue.enqueue(request())
        parameters = json.loads(rows(storage.db, "select parameters from jobs")[0]["parameters"])
        self.rewrite(storage, job_id, parameters=json.dumps({**parameters, "varnish": 0.5}))

        (claim,) = storage.queue.claim("worker")

        assert claim.work.unknown == {"varnish": 0.5}
        assert claim.work.inputs() == painting().inputs()

    @pytest.mark.parametrize("parameters", ["{}", "no JSON at all", "[]", '{"content": 5, "styles": []}'])
    def test_one_that_cannot_be_read_fails_and_the_next_is_claimed(self, storage: Storage, parameters: str) -> None:
        bad, good = (storage.queue.enqueue(request(user=user))[0] for user in (1, 2))
        self.rewrite(storage, bad, parameters=parameters)

        claims = storage.queue.claim("worker")

        assert [claim.job_id for claim in claims] == [good]
        failed = job_of(storage, bad)
        assert (failed.state, failed.failure) == (JobState.DEAD, FailureReason.UNREADABLE)
        assert told(storage, bad) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]
        assert isinstance(failed.work, Unknown)

    @pytest.mark.parametrize("column", [{"kind": "hologram"}, {"version": 2}])
    def test_a_kind_that_is_not_known_or_means_something_else_waits_for_a_version_that_knows_it(
        self, storage: Storage, column: dict[str, object]
    ) -> None:
        newer, _ = storage.queue.enqueue(request())
        self.rewrite(storage, newer, **column)
        mine, _ = storage.queue.enqueue(request(user=2))

        assert storage.line.position(mine).ahead == 0
        assert [claim.job_id for claim in storage.queue.claim("worker", limit=5)] == [mine]

        assert job_of(storage, newer).state is JobState.QUEUED
        assert isinstance(job_of(storage, newer).work, Unknown)

    def test_what_nobody_here_makes_cannot_be_asked_for(self, storage: Storage) -> None:
        with pytest.raises(ValueError, match="nobody here makes"):
            storage.queue.enqueue(request(work=Unknown(kind="hologram")))

    def test_a_state_or_a_message_that_is_not_known_stops_nobody(self, storage: Storage) -> None:
        job_id, _ = storage.queue.enqueue(request())
        change(storage.db, "update outbox set kind = 'varnished'")
        storage.queue.complete(the_claim(storage.queue), result=image("result"), paint_seconds=1)

        assert [row.kind for row in storage.outbox.due()] == [OutboxKind.RESULT]
        assert told(storage, job_id) == [OutboxKind.RESULT]
        self.rewrite(storage, job_id, state="drying")
        assert job_of(storage, job_id).state is JobState.DEAD


def test_several_jobs_are_claimed_in_the_order_to_make_them(queue: Queue) -> None:
    slow = [queue.enqueue(request(user=user))[0] for user in (1, 2)]
    quick = [queue.enqueue(request(user=user, quick=True))[0] for user in (1, 2)]

    assert [claim.job_id for claim in queue.claim("worker", limit=10)] == [*quick, *slow]


def test_a_worker_may_take_only_some_lanes(queue: Queue) -> None:
    slow, _ = queue.enqueue(request())
    quick, _ = queue.enqueue(request(quick=True))

    assert [claim.job_id for claim in queue.claim("worker", limit=10, lanes={Lane.SLOW})] == [slow]
    assert [claim.job_id for claim in queue.claim("worker", limit=10, lanes={Lane.QUICK})] == [quick]


def test_a_worker_may_take_more_of_what_can_be_made_together(queue: Queue) -> None:
    def instant(longest_side: int, user: int) -> JobId:
        work = painting(quick=True, longest_side=longest_side)
        return queue.enqueue(request(user=user, work=work))[0]

    instant(512, 1)
    claim = the_claim(queue)
    instant(1280, 2), queue.enqueue(request(user=3, work=contact_sheet()))
    alike = [instant(512, user) for user in (4, 5, 6)]

    assert [more.job_id for more in queue.claim("worker", limit=2, batch_key=claim.work.batch_key)] == alike[:2]
    assert [more.job_id for more in queue.claim("worker", limit=2, batch_key=claim.work.batch_key)] == alike[2:]


def test_claiming_reads_the_index_in_order_and_never_sorts(storage: Storage) -> None:
    wanted = {"now": 0.0, "lanes": "[0,1]", "kinds": "{}", "limit": 1, "batch_key": "x", "ageing_seconds": 1.0}
    for chosen, index in (
        (Queue._IN_ORDER, "SCAN jobs USING INDEX jobs_in_claim_order"),
        (Queue._WAITED_LONG, "SEARCH jobs USING INDEX jobs_in_claim_order (lane>?)"),
        (Queue._OF_BATCH, "SEARCH jobs USING INDEX jobs_of_batch (batch_key=?)"),
    ):
        steps = [step["detail"] for step in rows(storage.db, f"explain query plan {chosen}", wanted)]

        assert index in steps
        assert not [step for step in steps if "TEMP B-TREE" in step]


def test_progress_shows_and_never_goes_back(storage: Storage, queue: Queue) -> None:
    job_id, _ = queue.enqueue(request())
    claim = the_claim(queue)

    queue.renew(claim, progress=0.5, preview=image("preview"))
    queue.renew(claim, progress=0.4)

    job = job_of(storage, job_id)
    assert (job.progress, job.preview) == (0.5, image("preview"))


def test_a_painting_is_completed_and_announced_at_once(storage: Storage, queue: Queue) -> None:
    job_id, _ = queue.enqueue(request())

    queue.complete(the_claim(queue), result=image("result"), paint_seconds=12.5)

    job = job_of(storage, job_id)
    assert (job.state, job.result, job.paint_seconds) == (JobState.SUCCEEDED, image("result"), 12.5)
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.RESULT]


def test_a_renewed_lease_lasts_and_one_that_is_not_runs_out(queue: Queue, clock: Clock) -> None:
    queue.enqueue(request())
    claim = the_claim(queue, lease_seconds=30)
    clock.passes(29)
    queue.renew(claim, progress=0.5, lease_seconds=30)
    clock.passes(29)
    assert queue.claim("another") == []

    clock.passes(1)

    assert the_claim(queue, "another").attempt == 2


def test_a_frozen_worker_that_thaws_is_fenced_off(storage: Storage, queue: Queue, clock: Clock) -> None:
    job_id, _ = queue.enqueue(request())
    frozen = the_claim(queue)
    clock.passes(31)
    current = the_claim(queue, "another")

    with pytest.raises(LeaseLost):
        queue.renew(frozen, progress=0.9)
    with pytest.raises(LeaseLost):
        queue.complete(frozen, result=image("late"), paint_seconds=60)
    with pytest.raises(LeaseLost):
        queue.fail(frozen, reason=FailureReason.INTERNAL)
    with pytest.raises(LeaseLost):
        queue.give_back(frozen)
    queue.complete(current, result=image("in time"), paint_seconds=2)

    job = job_of(storage, job_id)
    assert job.result == image("in time")
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.RESULT]


def test_an_image_that_kills_its_worker_is_dead_after_four_attempts(
    storage: Storage, queue: Queue, clock: Clock
) -> None:
    job_id, _ = queue.enqueue(request())
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert the_claim(queue).attempt == attempt
        clock.passes(31)

    assert queue.claim("worker") == []

    job = job_of(storage, job_id)
    assert (job.state, job.failure) == (JobState.DEAD, FailureReason.ENGINE_DIED)
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


def test_a_failure_says_why_and_which_image_was_at_fault(storage: Storage, queue: Queue) -> None:
    job_id, _ = queue.enqueue(request())

    queue.fail(the_claim(queue), reason=FailureReason.DAMAGED, input="style")

    job = job_of(storage, job_id)
    assert (job.state, job.failure, job.failed_input) == (JobState.DEAD, FailureReason.DAMAGED, "style")
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


def test_a_retry_waits_one_then_five_then_thirty_seconds_and_then_gives_up(
    storage: Storage, queue: Queue, clock: Clock
) -> None:
    job_id, _ = queue.enqueue(request())
    for pause in (1, 5, 30):
        queue.fail(the_claim(queue), reason=FailureReason.OUT_OF_MEMORY, retry=True)
        clock.passes(pause - 0.1)
        assert queue.claim("worker") == []
        clock.passes(0.1)

    queue.fail(the_claim(queue), reason=FailureReason.OUT_OF_MEMORY, retry=True)

    job = job_of(storage, job_id)
    assert (job.state, job.failure) == (JobState.DEAD, FailureReason.OUT_OF_MEMORY)
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


def test_a_job_to_be_tried_again_keeps_its_place_in_line(queue: Queue, clock: Clock) -> None:
    unlucky, _ = queue.enqueue(request(user=1))
    for user in range(2, 6):
        queue.enqueue(request(user=user))
    queue.fail(the_claim(queue), reason=FailureReason.INTERNAL, retry=True)

    clock.passes(1)

    assert the_claim(queue).job_id == unlucky


def test_a_job_given_back_is_claimed_next_and_loses_no_attempt(storage: Storage, queue: Queue) -> None:
    first, _ = queue.enqueue(request(user=1))
    queue.enqueue(request(user=2))
    for _ in range(2 * MAX_ATTEMPTS):
        claim = the_claim(queue)
        assert claim.job_id == first
        queue.give_back(claim)

    queue.fail(the_claim(queue), reason=FailureReason.INTERNAL, retry=True)

    assert state(storage, first) is JobState.QUEUED


def test_whoever_gave_a_job_back_cannot_write_to_it_any_more(queue: Queue) -> None:
    queue.enqueue(request())
    given_back = the_claim(queue)
    queue.give_back(given_back)
    the_claim(queue, "another")

    with pytest.raises(LeaseLost):
        queue.renew(given_back, progress=0.5)


def test_a_new_engine_releases_the_jobs_of_the_one_that_died(storage: Storage, queue: Queue) -> None:
    mine, theirs = (queue.enqueue(request(user=user))[0] for user in (1, 2))
    the_claim(queue, "dead")
    the_claim(queue, "alive")

    assert queue.release_dead(lambda worker: worker == "alive") == 1

    claim = the_claim(queue, "new")
    assert (claim.job_id, claim.attempt) == (mine, 2)
    assert state(storage, theirs) is JobState.LEASED


def test_a_job_whose_fourth_worker_died_is_dead_as_soon_as_that_is_known(storage: Storage, queue: Queue) -> None:
    job_id, _ = queue.enqueue(request())
    for _ in range(MAX_ATTEMPTS):
        the_claim(queue)
        queue.release_dead(lambda worker: False)

    assert state(storage, job_id) is JobState.DEAD
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


class TestCancelling:
    def test_a_waiting_job_is_cancelled_at_once(self, storage: Storage, queue: Queue) -> None:
        job_id, _ = queue.enqueue(request())

        assert queue.cancel(job_id) is JobState.CANCELLED

        assert queue.claim("worker") == []
        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_a_job_being_painted_is_told_as_cancelled_at_once_and_stops_at_the_next_step(
        self, storage: Storage, queue: Queue
    ) -> None:
        job_id, _ = queue.enqueue(request(message=5))
        claim = the_claim(queue)

        assert queue.cancel(job_id) is JobState.LEASED

        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]
        assert storage.line.frames() == []
        assert queue.cancelled_among([claim]) == {job_id}
        assert queue.renew(claim, progress=0.5).cancel_requested
        queue.acknowledge_cancel(claim)
        assert state(storage, job_id) is JobState.CANCELLED

    def test_twice_tells_once(self, storage: Storage, queue: Queue) -> None:
        job_id, _ = queue.enqueue(request())
        the_claim(queue)

        queue.cancel(job_id)
        queue.cancel(job_id)

        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_never_lets_a_painting_through_that_was_finished_in_the_same_moment(
        self, storage: Storage, queue: Queue
    ) -> None:
        job_id, _ = queue.enqueue(request())
        claim = the_claim(queue)
        queue.cancel(job_id)

        queue.complete(claim, result=image("too late"), paint_seconds=3)

        job = job_of(storage, job_id)
        assert (job.state, job.result) == (JobState.CANCELLED, None)
        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_wins_over_a_failure_a_give_back_and_a_dead_worker(
        self, storage: Storage, queue: Queue, clock: Clock
    ) -> None:
        failed, given_back, abandoned = (queue.enqueue(request(user=user))[0] for user in (1, 2, 3))
        first, second, _third = queue.claim("worker", limit=3)
        for job_id in (failed, given_back, abandoned):
            queue.cancel(job_id)

        queue.fail(first, reason=FailureReason.INTERNAL, retry=True)
        queue.give_back(second)
        clock.passes(31)
        queue.reap()

        for job_id in (failed, given_back, abandoned):
            assert state(storage, job_id) is JobState.CANCELLED
            assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_comes_too_late_for_a_finished_painting(self, storage: Storage, queue: Queue) -> None:
        job_id, _ = queue.enqueue(request())
        queue.complete(the_claim(queue), result=image("result"), paint_seconds=3)

        assert queue.cancel(job_id) is JobState.SUCCEEDED

        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.RESULT]

    def test_counts_a_job_that_was_forgotten_as_cancelled(self, queue: Queue) -> None:
        assert queue.cancel(JobId(404)) is JobState.CANCELLED

    def test_is_not_acknowledged_when_nobody_asked_for_it(self, queue: Queue) -> None:
        queue.enqueue(request())
        claim = the_claim(queue)

        with pytest.raises(LeaseLost):
            queue.acknowledge_cancel(claim)

        queue.renew(claim, progress=0.5)


def test_a_job_that_takes_anothers_place_ends_it_and_has_its_message(storage: Storage) -> None:
    former, _ = storage.queue.enqueue(request(message=70))
    successor, _ = storage.queue.enqueue(request(instead_of=former))

    assert job_of(storage, former).state is JobState.CANCELLED
    assert job_of(storage, successor).place == job_of(storage, former).place
    owner = storage.jobs.by_message(1, 70)
    assert owner is not None
    assert owner.id == successor


def test_it_has_also_a_message_that_is_sent_only_later(storage: Storage) -> None:
    former, _ = storage.queue.enqueue(request())
    (acknowledgement,) = storage.outbox.due()
    storage.outbox.mark_sending(acknowledgement.id)
    second, _ = storage.queue.enqueue(request(instead_of=former))
    last, _ = storage.queue.enqueue(request(instead_of=second))

    storage.outbox.mark_sent(acknowledgement.id, message_id=70)

    assert [job_of(storage, job).place.message_id for job in (former, second, last)] == [70, 70, 70]


def test_taking_a_place_twice_ends_nothing(storage: Storage) -> None:
    former, _ = storage.queue.enqueue(request(key="former"))
    asked = request(instead_of=former)
    successor, is_new = storage.queue.enqueue(asked)
    assert is_new

    assert storage.queue.enqueue(asked) == (successor, False)

    assert storage.jobs.by_key("former") == job_of(storage, former)
    assert storage.jobs.by_key("never asked") is None
