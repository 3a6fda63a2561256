from dataclasses import replace

import pytest

from storage.database import rows
from storage.drafts import DraftKey
from storage.jobs import SHEET, Claim, FailureReason, Job, JobId, JobRequest, JobState, Lane, Recipe, Style
from storage.outbox import OutboxKind
from storage.queue import MAX_ATTEMPTS, LeaseLost, StyleQueue
from storage.store import Storage
from tests.storage.scene import Clock, image, request


@pytest.fixture
def queue(storage: Storage) -> StyleQueue:
    return storage.queue


def told(storage: Storage, job_id: JobId) -> list[OutboxKind]:
    return [row.kind for row in storage.outbox.of_job(job_id)]


def state(queue: StyleQueue, job_id: JobId) -> JobState:
    job = queue.job(job_id)
    assert job is not None
    return job.state


def the_claim(queue: StyleQueue, worker: str = "worker", *, lease_seconds: float = 30.0) -> Claim:
    (claim,) = queue.claim(worker, lease_seconds=lease_seconds)
    return claim


def test_a_request_comes_back_as_it_was_asked(queue: StyleQueue) -> None:
    styles = (Style(image=image("a"), weight=0.3, preset="swirls"), Style(image=image("b"), weight=0.7))
    asked = request(living_message_id=9, lane=Lane.INSTANT)
    asked = type(asked)(
        key="k",
        chat_id=-100,
        user_id=7,
        thread_id=3,
        reply_to=8,
        living_message_id=9,
        content=image("content"),
        recipe=Recipe(styles=styles, strength=0.5, keep_colours=True, seed=4, init=image("init")),
        lane=Lane.INSTANT,
    )
    job_id, _ = queue.enqueue(asked)

    job = queue.job(job_id)

    assert job is not None
    assert job.request == asked
    assert (job.state, job.attempt, job.progress, job.preview) == (JobState.QUEUED, 0, 0.0, None)


def test_the_same_key_is_the_same_job(storage: Storage, queue: StyleQueue) -> None:
    first = queue.enqueue(request(key="once"))
    second = queue.enqueue(request(key="once"))

    assert first == (first[0], True)
    assert second == (first[0], False)
    assert told(storage, first[0]) == [OutboxKind.ACKNOWLEDGEMENT]


def test_enqueueing_settles_the_update_and_clears_the_draft_also_the_second_time(storage: Storage) -> None:
    for update_id in (5, 6):
        storage.inbox.add(update_id, "{}")
        storage.drafts.save(DraftKey(1, 1, 0), "half a pair")

        storage.queue.enqueue(request(key="once"), settle_update=update_id, clear_draft=DraftKey(1, 1, 0))

        assert storage.inbox.pending() == []
        assert storage.drafts.load(DraftKey(1, 1, 0)) is None


def test_a_claim_carries_what_there_is_to_paint(queue: StyleQueue) -> None:
    asked = request()
    job_id, _ = queue.enqueue(asked)

    claim = the_claim(queue)

    assert claim == Claim(job_id=job_id, attempt=1, content=asked.content, recipe=asked.recipe, lane=asked.lane)
    assert queue.claim("another") == []


def test_several_jobs_are_claimed_in_the_order_to_paint_them(queue: StyleQueue) -> None:
    slow = [queue.enqueue(request(user=user))[0] for user in (1, 2)]
    quick = [queue.enqueue(request(user=user, lane=Lane.INSTANT))[0] for user in (1, 2)]

    assert [claim.job_id for claim in queue.claim("worker", limit=10)] == [*quick, *slow]


def test_a_worker_may_take_only_some_lanes(queue: StyleQueue) -> None:
    slow, _ = queue.enqueue(request())
    quick, _ = queue.enqueue(request(lane=Lane.INSTANT))

    assert [claim.job_id for claim in queue.claim("worker", limit=10, lanes={Lane.PROPER})] == [slow]
    assert [claim.job_id for claim in queue.claim("worker", limit=10, lanes={Lane.INSTANT})] == [quick]


def test_a_worker_may_take_more_of_the_same_method_and_size(queue: StyleQueue) -> None:
    def wish(method: str, longest_side: int, user: int) -> JobId:
        wanted = request(user=user, lane=Lane.INSTANT, method=method, longest_side=longest_side)
        return queue.enqueue(wanted)[0]

    wish("instant", 512, 1)
    claim = the_claim(queue)
    wish("instant", 1280, 2), wish(SHEET, 512, 3)
    alike = [wish("instant", 512, user) for user in (4, 5, 6)]

    assert [more.job_id for more in queue.claim("worker", limit=2, like=claim.recipe)] == alike[:2]
    assert [more.job_id for more in queue.claim("worker", limit=2, like=claim.recipe)] == alike[2:]


def test_claiming_reads_the_index_in_order_and_never_sorts(storage: Storage) -> None:
    plan = rows(
        storage.db,
        "explain query plan " + StyleQueue._CLAIM,
        {
            "now": 0.0,
            "worker": "w",
            "lease_until": 0.0,
            "lanes": "[0,1]",
            "limit": 1,
            "method": "instant",
            "longest_side": 512,
        },
    )
    steps = [step["detail"] for step in plan]

    assert "SCAN jobs USING INDEX jobs_in_claim_order" in steps
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_progress_shows_and_never_goes_back(queue: StyleQueue) -> None:
    job_id, _ = queue.enqueue(request())
    claim = the_claim(queue)

    queue.renew(claim, progress=0.5, preview=image("preview"))
    queue.renew(claim, progress=0.4)

    job = queue.job(job_id)
    assert job is not None
    assert (job.progress, job.preview) == (0.5, image("preview"))


def test_a_painting_is_completed_and_announced_at_once(storage: Storage, queue: StyleQueue) -> None:
    job_id, _ = queue.enqueue(request())

    queue.complete(the_claim(queue), result=image("result"), paint_seconds=12.5)

    job = queue.job(job_id)
    assert job is not None
    assert (job.state, job.result, job.paint_seconds) == (JobState.SUCCEEDED, image("result"), 12.5)
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.RESULT]


def test_a_renewed_lease_lasts_and_one_that_is_not_runs_out(queue: StyleQueue, clock: Clock) -> None:
    queue.enqueue(request())
    claim = the_claim(queue, lease_seconds=30)
    clock.passes(29)
    queue.renew(claim, progress=0.5, lease_seconds=30)
    clock.passes(29)
    assert queue.claim("another") == []

    clock.passes(1)

    assert the_claim(queue, "another").attempt == 2


def test_a_frozen_worker_that_thaws_is_fenced_off(storage: Storage, queue: StyleQueue, clock: Clock) -> None:
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

    job = queue.job(job_id)
    assert job is not None
    assert job.result == image("in time")
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.RESULT]


def test_an_image_that_kills_its_worker_is_dead_after_four_attempts(
    storage: Storage, queue: StyleQueue, clock: Clock
) -> None:
    job_id, _ = queue.enqueue(request())
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert the_claim(queue).attempt == attempt
        clock.passes(31)

    assert queue.claim("worker") == []

    job = queue.job(job_id)
    assert job is not None
    assert (job.state, job.failure) == (JobState.DEAD, FailureReason.ENGINE_DIED)
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


def test_a_failure_says_why_and_which_image_was_at_fault(storage: Storage, queue: StyleQueue) -> None:
    job_id, _ = queue.enqueue(request())

    queue.fail(the_claim(queue), reason=FailureReason.DAMAGED, image="style")

    job = queue.job(job_id)
    assert job is not None
    assert (job.state, job.failure, job.failed_image) == (JobState.DEAD, FailureReason.DAMAGED, "style")
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


def test_a_retry_waits_one_then_five_then_thirty_seconds_and_then_gives_up(
    storage: Storage, queue: StyleQueue, clock: Clock
) -> None:
    job_id, _ = queue.enqueue(request())
    for pause in (1, 5, 30):
        queue.fail(the_claim(queue), reason=FailureReason.OUT_OF_MEMORY, retry=True)
        clock.passes(pause - 0.1)
        assert queue.claim("worker") == []
        clock.passes(0.1)

    queue.fail(the_claim(queue), reason=FailureReason.OUT_OF_MEMORY, retry=True)

    job = queue.job(job_id)
    assert job is not None
    assert (job.state, job.failure) == (JobState.DEAD, FailureReason.OUT_OF_MEMORY)
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


def test_a_job_to_be_tried_again_keeps_its_place_in_line(queue: StyleQueue, clock: Clock) -> None:
    unlucky, _ = queue.enqueue(request(user=1))
    for user in range(2, 6):
        queue.enqueue(request(user=user))
    queue.fail(the_claim(queue), reason=FailureReason.INTERNAL, retry=True)

    clock.passes(1)

    assert the_claim(queue).job_id == unlucky


def test_a_job_given_back_is_claimed_next_and_loses_no_attempt(queue: StyleQueue) -> None:
    first, _ = queue.enqueue(request(user=1))
    queue.enqueue(request(user=2))
    for _ in range(2 * MAX_ATTEMPTS):
        claim = the_claim(queue)
        assert claim.job_id == first
        queue.give_back(claim)

    queue.fail(the_claim(queue), reason=FailureReason.INTERNAL, retry=True)

    assert state(queue, first) is JobState.QUEUED


def test_whoever_gave_a_job_back_cannot_write_to_it_any_more(queue: StyleQueue) -> None:
    queue.enqueue(request())
    given_back = the_claim(queue)
    queue.give_back(given_back)
    the_claim(queue, "another")

    with pytest.raises(LeaseLost):
        queue.renew(given_back, progress=0.5)


def test_a_new_engine_releases_the_jobs_of_the_one_that_died(queue: StyleQueue) -> None:
    mine, theirs = (queue.enqueue(request(user=user))[0] for user in (1, 2))
    the_claim(queue, "dead")
    the_claim(queue, "alive")

    assert queue.release_dead(lambda worker: worker == "alive") == 1

    claim = the_claim(queue, "new")
    assert (claim.job_id, claim.attempt) == (mine, 2)
    assert state(queue, theirs) is JobState.LEASED


def test_a_job_whose_fourth_worker_died_is_dead_as_soon_as_that_is_known(storage: Storage, queue: StyleQueue) -> None:
    job_id, _ = queue.enqueue(request())
    for _ in range(MAX_ATTEMPTS):
        the_claim(queue)
        queue.release_dead(lambda worker: False)

    assert state(queue, job_id) is JobState.DEAD
    assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.FAILURE]


class TestCancelling:
    def test_a_waiting_job_is_cancelled_at_once(self, storage: Storage, queue: StyleQueue) -> None:
        job_id, _ = queue.enqueue(request())

        assert queue.cancel(job_id) is JobState.CANCELLED

        assert queue.claim("worker") == []
        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_a_job_being_painted_is_told_as_cancelled_at_once_and_stops_at_the_next_step(
        self, storage: Storage, queue: StyleQueue
    ) -> None:
        job_id, _ = queue.enqueue(request(living_message_id=5))
        claim = the_claim(queue)

        assert queue.cancel(job_id) is JobState.LEASED

        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]
        assert queue.painting() == []
        assert queue.renew(claim, progress=0.5).cancel_requested
        queue.acknowledge_cancel(claim)
        assert state(queue, job_id) is JobState.CANCELLED

    def test_twice_tells_once(self, storage: Storage, queue: StyleQueue) -> None:
        job_id, _ = queue.enqueue(request())
        the_claim(queue)

        queue.cancel(job_id)
        queue.cancel(job_id)

        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_never_lets_a_painting_through_that_was_finished_in_the_same_moment(
        self, storage: Storage, queue: StyleQueue
    ) -> None:
        job_id, _ = queue.enqueue(request())
        claim = the_claim(queue)
        queue.cancel(job_id)

        queue.complete(claim, result=image("too late"), paint_seconds=3)

        job = queue.job(job_id)
        assert job is not None
        assert (job.state, job.result) == (JobState.CANCELLED, None)
        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_wins_over_a_failure_a_give_back_and_a_dead_worker(
        self, storage: Storage, queue: StyleQueue, clock: Clock
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
            assert state(queue, job_id) is JobState.CANCELLED
            assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.CANCELLED]

    def test_comes_too_late_for_a_finished_painting(self, storage: Storage, queue: StyleQueue) -> None:
        job_id, _ = queue.enqueue(request())
        queue.complete(the_claim(queue), result=image("result"), paint_seconds=3)

        assert queue.cancel(job_id) is JobState.SUCCEEDED

        assert told(storage, job_id) == [OutboxKind.ACKNOWLEDGEMENT, OutboxKind.RESULT]

    def test_counts_a_job_that_was_forgotten_as_cancelled(self, queue: StyleQueue) -> None:
        assert queue.cancel(JobId(404)) is JobState.CANCELLED

    def test_is_not_acknowledged_when_nobody_asked_for_it(self, queue: StyleQueue) -> None:
        queue.enqueue(request())
        claim = the_claim(queue)

        with pytest.raises(LeaseLost):
            queue.acknowledge_cancel(claim)

        queue.renew(claim, progress=0.5)


class TestWithdrawing:
    def painted(self, queue: StyleQueue, *, message: int = 40) -> JobId:
        job_id, _ = queue.enqueue(request(living_message_id=message))
        queue.complete(the_claim(queue), result=image(f"result of {job_id}"), paint_seconds=1)
        return job_id

    def test_gives_the_message_back_to_the_painting_before_which_is_told_again(
        self, storage: Storage, queue: StyleQueue
    ) -> None:
        self.painted(queue)
        first, second = self.painted(queue), self.painted(queue)
        for row in storage.outbox.due():
            storage.outbox.mark_sent(row.id)
        for row in storage.outbox.due():
            storage.outbox.mark_sent(row.id, file_id=f"file of {row.job_id}")

        assert queue.withdraw(second) == first

        owner = queue.job_by_message(1, 40)
        assert owner is not None
        assert owner.id == first
        (again,) = storage.outbox.due()
        assert (again.job_id, again.kind, again.file_id) == (first, OutboxKind.RESULT, f"file of {first}")
        storage.outbox.mark_sent(again.id)
        assert storage.outbox.of_job(first)[-1].file_id == f"file of {first}", "an unchanged message names no new file"

    def test_twice_goes_back_once(self, queue: StyleQueue) -> None:
        oldest, _middle, newest = (self.painted(queue) for _ in range(3))
        queue.withdraw(newest)

        assert queue.withdraw(newest) is None

        earlier = queue.earlier_painting(_middle)
        assert earlier is not None
        assert earlier.id == oldest

    def test_tells_nothing_more_of_what_was_cancelled_over_a_painting(
        self, storage: Storage, queue: StyleQueue
    ) -> None:
        shown = self.painted(queue)
        stopped, _ = queue.enqueue(request(living_message_id=40))
        claim = the_claim(queue)
        queue.cancel(stopped)

        assert queue.withdraw(stopped) == shown

        queue.acknowledge_cancel(claim)
        assert {row.job_id for row in storage.outbox.due()} == {shown}

    def test_changes_nothing_when_a_newer_job_has_the_message(self, queue: StyleQueue) -> None:
        _shown, old = self.painted(queue), self.painted(queue)
        newer, _ = queue.enqueue(request(living_message_id=40))

        assert queue.withdraw(old) is None

        owner = queue.job_by_message(1, 40)
        assert owner is not None
        assert owner.id == newer

    def test_changes_nothing_where_nothing_was_painted_before(self, storage: Storage, queue: StyleQueue) -> None:
        self.painted(queue, message=41)
        queue.enqueue(request(living_message_id=40))
        failed = the_claim(queue)
        queue.fail(failed, reason=FailureReason.INTERNAL)
        only = self.painted(queue)

        assert queue.earlier_painting(only) is None
        assert queue.withdraw(only) is None

        owner = queue.job_by_message(1, 40)
        assert owner is not None
        assert owner.id == only


class TestLooking:
    def test_finds_the_newest_job_of_a_person_in_a_chat(self, queue: StyleQueue) -> None:
        queue.enqueue(request(user=1, chat=-5))
        newest, _ = queue.enqueue(request(user=1, chat=-5))
        queue.enqueue(request(user=2, chat=-5))
        queue.enqueue(request(user=1, chat=1))

        found = queue.latest_job(-5, 1)

        assert found is not None
        assert found.id == newest
        assert queue.latest_job(-5, 3) is None

    def test_finds_the_newest_job_painted_over_a_message(self, queue: StyleQueue) -> None:
        queue.enqueue(request(living_message_id=40))
        newest, _ = queue.enqueue(request(living_message_id=40))

        found = queue.job_by_message(1, 40)

        assert found is not None
        assert found.id == newest
        assert queue.job_by_message(2, 40) is None

    def test_finds_the_newest_painting_of_a_person_in_a_chat(self, queue: StyleQueue) -> None:
        painted, taken_back = (queue.enqueue(request(user=1, chat=-5, living_message_id=40))[0] for _ in range(2))
        for claim in queue.claim("worker", limit=2):
            queue.complete(claim, result=image("result"), paint_seconds=1)
        queue.withdraw(taken_back)
        queue.enqueue(request(user=1, chat=-5, living_message_id=41, method=SHEET))
        queue.complete(the_claim(queue), result=image("contact sheet"), paint_seconds=1)
        queue.enqueue(request(user=1, chat=-5))

        found = queue.latest_painting(-5, 1)

        assert found is not None
        assert found.id == painted
        assert queue.latest_painting(-5, 2) is None

    def test_a_quick_job_does_not_wait_for_a_slow_one_under_way(self, queue: StyleQueue) -> None:
        queue.enqueue(request(user=1))
        the_claim(queue)
        quick, _ = queue.enqueue(request(user=2, lane=Lane.INSTANT))
        slow, _ = queue.enqueue(request(user=2))

        assert (queue.place(quick).ahead, queue.place(slow).ahead) == (0, 2)

    def test_counts_those_in_line_but_not_those_being_painted(self, queue: StyleQueue) -> None:
        for user in (1, 1, 1, 2):
            queue.enqueue(request(user=user))
        the_claim(queue)

        assert queue.waiting_count() == 3
        assert queue.waiting_count(1) == 2

    def test_shows_progress_only_where_there_is_a_message_for_it(self, queue: StyleQueue) -> None:
        shown, _ = queue.enqueue(request(user=1, living_message_id=3))
        queue.enqueue(request(user=2))
        queue.claim("worker", limit=2)

        assert [job.id for job in queue.painting()] == [shown]

    def test_knows_nothing_of_a_job_that_never_was(self, queue: StyleQueue) -> None:
        assert queue.job(JobId(404)) is None


def heir_of(former: JobId) -> JobRequest:
    return replace(request(), instead_of=former)


def job_of(storage: Storage, job_id: JobId) -> Job:
    job = storage.queue.job(job_id)
    assert job is not None
    return job


def test_a_job_that_takes_anothers_place_ends_it_and_inherits_its_message(storage: Storage) -> None:
    former, _ = storage.queue.enqueue(request(living_message_id=70))
    heir, _ = storage.queue.enqueue(heir_of(former))
    assert job_of(storage, former).state is JobState.CANCELLED
    assert job_of(storage, heir).living_message_id == 70
    assert storage.queue.has_heir(former)
    assert not storage.queue.has_heir(heir)


def test_heirs_inherit_a_message_that_is_sent_only_after_they_came(storage: Storage) -> None:
    former, _ = storage.queue.enqueue(request())
    (acknowledgement,) = storage.outbox.due()
    storage.outbox.mark_sending(acknowledgement.id)
    heir, _ = storage.queue.enqueue(heir_of(former))
    last, _ = storage.queue.enqueue(heir_of(heir))
    storage.outbox.mark_sent(acknowledgement.id, message_id=70)
    assert [job_of(storage, job).living_message_id for job in (former, heir, last)] == [70, 70, 70]


def test_a_repeated_heir_ends_nothing(storage: Storage) -> None:
    former, _ = storage.queue.enqueue(request(key="former"))
    asked = heir_of(former)
    heir, is_new = storage.queue.enqueue(asked)
    assert is_new
    assert storage.queue.enqueue(asked) == (heir, False)
    assert storage.queue.job_by_key("former") == job_of(storage, former)
    assert storage.queue.job_by_key("never asked") is None
