from storage.jobs import FailureReason, Lane
from storage.queue import StyleQueue
from storage.store import Storage
from tests.storage.scene import image, request


def paint_next(queue: StyleQueue) -> int:
    """Paint one job; whose it was."""
    (claim,) = queue.claim("worker")
    queue.complete(claim, result=image("result"), paint_seconds=1)
    job = queue.job(claim.job_id)
    assert job is not None
    return job.request.user_id


def test_ten_newcomers_are_served_next_although_one_person_has_two_hundred_jobs_in_line(storage: Storage) -> None:
    for _ in range(200):
        storage.queue.enqueue(request(user=1))
    for _ in range(20):
        paint_next(storage.queue)
    for newcomer in range(2, 12):
        storage.queue.enqueue(request(user=newcomer))

    next_ten = [paint_next(storage.queue) for _ in range(10)]

    assert sorted(next_ten) == list(range(2, 12))


def test_people_with_many_jobs_each_take_turns(storage: Storage) -> None:
    for user in (1, 2, 3):
        for _ in range(5):
            storage.queue.enqueue(request(user=user))

    assert [paint_next(storage.queue) for _ in range(15)] == [1, 2, 3] * 5


def test_a_person_who_was_away_gains_no_credit(storage: Storage) -> None:
    for _ in range(30):
        storage.queue.enqueue(request(user=1))
        paint_next(storage.queue)

    for _ in range(3):
        storage.queue.enqueue(request(user=1))
    for _ in range(3):
        storage.queue.enqueue(request(user=2))

    assert [paint_next(storage.queue) for _ in range(6)] == [2, 1, 2, 1, 2, 1]


def test_cancelled_jobs_cost_no_turn(storage: Storage) -> None:
    for job_id in [storage.queue.enqueue(request(user=1))[0] for _ in range(50)]:
        storage.queue.cancel(job_id)
    storage.queue.enqueue(request(user=1))
    for _ in range(2):
        storage.queue.enqueue(request(user=2))

    assert [paint_next(storage.queue) for _ in range(3)] == [1, 2, 2]


def test_many_quick_jobs_do_not_spoil_the_turns_of_slow_ones(storage: Storage) -> None:
    for _ in range(100):
        storage.queue.enqueue(request(user=1, lane=Lane.INSTANT))
        paint_next(storage.queue)
    for _ in range(50):
        storage.queue.enqueue(request(user=2))

    storage.queue.enqueue(request(user=3))

    assert [paint_next(storage.queue) for _ in range(2)] == [2, 3]


def test_a_quick_job_never_waits_behind_a_slow_one(storage: Storage) -> None:
    for user in range(1, 20):
        storage.queue.enqueue(request(user=user))
    storage.queue.enqueue(request(user=99, lane=Lane.INSTANT))

    assert paint_next(storage.queue) == 99


def test_a_job_that_fails_again_and_again_holds_nobody_up(storage: Storage) -> None:
    storage.queue.enqueue(request(user=1))
    for user in (2, 3, 4):
        storage.queue.enqueue(request(user=user))
    (poison,) = storage.queue.claim("worker")
    storage.queue.fail(poison, reason=FailureReason.INTERNAL, retry=True)

    assert [paint_next(storage.queue) for _ in range(3)] == [2, 3, 4]
