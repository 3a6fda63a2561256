from storage.jobs import FailureReason, JobState
from storage.outbox import OutboxState
from storage.overview import overview
from storage.store import Storage
from tests.storage.scene import Clock, image, request


def test_an_empty_house_has_zero_of_everything(storage: Storage, clock: Clock) -> None:
    seen = overview(storage.db, now=clock())

    assert seen.jobs == dict.fromkeys(JobState, 0)
    assert seen.outbox == dict.fromkeys(OutboxState, 0)
    assert (seen.oldest_waiting_seconds, seen.workers) == (0.0, 0)


def test_counts_jobs_and_messages_by_state(storage: Storage, clock: Clock) -> None:
    storage.workers.beat("worker", device="cpu", threads=2)
    for user in range(1, 7):
        storage.queue.enqueue(request(user=user))
        clock.passes(10)
    first, second, _third = storage.queue.claim("worker", limit=3)
    storage.queue.complete(first, result=image("result"), paint_seconds=1)
    storage.queue.fail(second, reason=FailureReason.DAMAGED)
    storage.queue.cancel(storage.queue.enqueue(request(user=9))[0])
    storage.outbox.mark_sent(storage.outbox.due()[0].id, message_id=1)

    seen = overview(storage.db, now=clock())

    assert seen.jobs == {
        JobState.QUEUED: 3,
        JobState.LEASED: 1,
        JobState.SUCCEEDED: 1,
        JobState.DEAD: 1,
        JobState.CANCELLED: 1,
    }
    assert seen.outbox[OutboxState.SENT] == 1
    assert seen.outbox[OutboxState.DUE] == 9
    assert seen.oldest_waiting_seconds == 30
    assert seen.workers == 1
