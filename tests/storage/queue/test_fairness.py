from storage.jobs import FailureReason
from storage.queue.transitions import AGEING_SECONDS
from storage.store import Storage
from tests.storage.scene import Clock, image, job_of, request


def paint_next(storage: Storage) -> int:
    """Paint one job; whose it was."""
    (claim,) = storage.queue.claim("worker")
    storage.queue.complete(claim, result=image("result"), paint_seconds=1)
    return job_of(storage, claim.job_id).user_id


def test_ten_newcomers_are_served_next_although_one_person_has_two_hundred_jobs_in_line(storage: Storage) -> None:
    for _ in range(200):
        storage.queue.enqueue(request(user=1))
    for _ in range(20):
        paint_next(storage)
    for newcomer in range(2, 12):
        storage.queue.enqueue(request(user=newcomer))

    next_ten = [paint_next(storage) for _ in range(10)]

    assert sorted(next_ten) == list(range(2, 12))


def test_people_with_many_jobs_each_take_turns(storage: Storage) -> None:
    for user in (1, 2, 3):
        for _ in range(5):
            storage.queue.enqueue(request(user=user))

    assert [paint_next(storage) for _ in range(15)] == [1, 2, 3] * 5


def test_a_person_who_was_away_gains_no_credit(storage: Storage) -> None:
    for _ in range(30):
        storage.queue.enqueue(request(user=1))
        paint_next(storage)

    for _ in range(3):
        storage.queue.enqueue(request(user=1))
    for _ in range(3):
        storage.queue.enqueue(request(user=2))

    assert [paint_next(storage) for _ in range(6)] == [2, 1, 2, 1, 2, 1]


def test_cancelled_jobs_cost_no_turn(storage: Storage) -> None:
    for job_id in [storage.queue.enqueue(request(user=1))[0] for _ in range(50)]:
        storage.queue.cancel(job_id)
    storage.queue.enqueue(request(user=1))
    for _ in range(2):
        storage.queue.enqueue(request(user=2))

    assert [paint_next(storage) for _ in range(3)] == [1, 2, 2]


def test_many_quick_jobs_do_not_spoil_the_turns_of_slow_ones(storage: Storage) -> None:
    for _ in range(100):
        storage.queue.enqueue(request(user=1, quick=True))
        paint_next(storage)
    for _ in range(50):
        storage.queue.enqueue(request(user=2))

    storage.queue.enqueue(request(user=3))

    assert [paint_next(storage) for _ in range(2)] == [2, 3]


def test_a_quick_job_never_waits_behind_a_slow_one(storage: Storage) -> None:
    for user in range(1, 20):
        storage.queue.enqueue(request(user=user))
    storage.queue.enqueue(request(user=99, quick=True))

    assert paint_next(storage) == 99


def test_a_job_that_fails_again_and_again_holds_nobody_up(storage: Storage) -> None:
    storage.queue.enqueue(request(user=1))
    for user in (2, 3, 4):
        storage.queue.enqueue(request(user=user))
    (poison,) = storage.queue.claim("worker")
    storage.queue.fail(poison, reason=FailureReason.INTERNAL, retry=True)

    assert [paint_next(storage) for _ in range(3)] == [2, 3, 4]


def test_quick_jobs_that_never_end_do_not_hold_up_a_slow_one_for_ever(storage: Storage, clock: Clock) -> None:
    storage.queue.enqueue(request(user=1))
    served = []
    for _ in range(10):
        storage.queue.enqueue(request(user=2, quick=True))
        clock.passes(AGEING_SECONDS / 5)
        served.append(paint_next(storage))

    assert served.count(1) == 1


def test_slow_jobs_that_waited_for_long_keep_to_their_turns(storage: Storage, clock: Clock) -> None:
    for _ in range(3):
        storage.queue.enqueue(request(user=1))
    clock.passes(1)
    storage.queue.enqueue(request(user=2))
    clock.passes(AGEING_SECONDS)
    served = []
    for _ in range(8):
        storage.queue.enqueue(request(user=9, quick=True))
        served.append(paint_next(storage))
        clock.passes(1)

    assert [user for user in served if user != 9] == [1, 2, 1, 1]


def test_slow_jobs_that_waited_for_long_leave_every_second_turn_to_quick_ones(storage: Storage, clock: Clock) -> None:
    for user in range(1, 6):
        storage.queue.enqueue(request(user=user))
    clock.passes(AGEING_SECONDS)
    for _ in range(5):
        storage.queue.enqueue(request(user=9, quick=True))

    served = []
    for _ in range(8):
        served.append(paint_next(storage))
        clock.passes(1)

    assert served[0] == 9
    assert served.count(9) == 4
