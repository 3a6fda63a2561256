import pytest

from storage.forecast import finish_seconds
from storage.jobs import JobId, Lane
from storage.queue import Place
from storage.store import Storage
from tests.storage.scene import Clock, image, request


def painted(storage: Storage, *seconds: float, method: str = "optimise", longest_side: int = 512) -> None:
    """Jobs of the past, from a person of their own, that took so long."""
    for one in seconds:
        storage.queue.enqueue(request(user=1000, lane=Lane.INSTANT, method=method, longest_side=longest_side))
        (claim,) = storage.queue.claim("past", lanes={Lane.INSTANT})
        storage.queue.complete(claim, result=image("result"), paint_seconds=one)


def enqueue(storage: Storage, *, user: int, method: str = "optimise", longest_side: int = 512) -> JobId:
    return storage.queue.enqueue(request(user=user, method=method, longest_side=longest_side))[0]


def test_before_anything_was_painted_only_the_place_is_known(storage: Storage) -> None:
    enqueue(storage, user=1)
    second = enqueue(storage, user=2)

    assert storage.queue.place(second) == Place(ahead=1, eta_seconds=None)


def test_a_job_takes_as_long_as_the_middle_one_of_its_kind_and_size(storage: Storage) -> None:
    painted(storage, 10, 11, 300)
    painted(storage, 1, longest_side=256)
    painted(storage, 2, method="instant")

    assert storage.queue.place(enqueue(storage, user=1)) == Place(ahead=0, eta_seconds=11)


def test_only_the_last_twenty_count(storage: Storage) -> None:
    painted(storage, *[100.0] * 21, *[10.0] * 20)

    assert storage.queue.place(enqueue(storage, user=1)).eta_seconds == 10


def test_a_size_never_painted_is_scaled_by_its_pixels(storage: Storage) -> None:
    painted(storage, 10, longest_side=512)

    assert storage.queue.place(enqueue(storage, user=1, longest_side=1024)).eta_seconds == 40


def test_those_ahead_and_the_rest_of_the_one_being_painted_are_waited_for(storage: Storage) -> None:
    painted(storage, 10)
    for user in (1, 2):
        enqueue(storage, user=user)
    mine = enqueue(storage, user=3)
    enqueue(storage, user=4)
    (claim,) = storage.queue.claim("worker")
    storage.queue.renew(claim, progress=0.6)

    assert storage.queue.place(mine) == Place(ahead=2, eta_seconds=4 + 10 + 10)
    assert storage.queue.place(claim.job_id) == Place(ahead=0, eta_seconds=4)


def test_the_place_is_that_of_the_fair_order_not_of_arrival(storage: Storage) -> None:
    painted(storage, 10)
    for _ in range(50):
        enqueue(storage, user=1)

    assert storage.queue.place(enqueue(storage, user=2)) == Place(ahead=1, eta_seconds=20)


def test_two_workers_halve_the_wait(storage: Storage) -> None:
    painted(storage, 10)
    for name in ("ada", "ben"):
        storage.workers.beat(name, device="cpu", threads=1)
    jobs = [enqueue(storage, user=user) for user in range(1, 5)]

    assert [storage.queue.place(job_id).eta_seconds for job_id in jobs] == [10, 10, 20, 20]


def test_the_first_painting_of_all_tells_by_its_own_progress(storage: Storage, clock: Clock) -> None:
    first, second = (enqueue(storage, user=user) for user in (1, 2))
    (claim,) = storage.queue.claim("worker")
    clock.passes(10)
    storage.queue.renew(claim, progress=0.25)

    assert storage.queue.place(first).eta_seconds == pytest.approx(30)
    assert storage.queue.place(second).eta_seconds is None


def test_a_cancelled_painting_is_not_waited_for(storage: Storage) -> None:
    painted(storage, 10)
    enqueue(storage, user=1)
    mine = enqueue(storage, user=2)
    (claim,) = storage.queue.claim("worker")

    storage.queue.cancel(claim.job_id)

    assert storage.queue.place(mine) == Place(ahead=0, eta_seconds=10)


def test_what_has_ended_is_not_waited_for(storage: Storage) -> None:
    painted(storage, 10)
    job_id = enqueue(storage, user=1)
    storage.queue.cancel(job_id)

    assert storage.queue.place(job_id) == Place(ahead=0, eta_seconds=0)
    assert storage.queue.place(JobId(404)) == Place(ahead=0, eta_seconds=0)


@pytest.mark.parametrize(
    ("painting", "waiting", "workers", "expected"),
    [
        ([], [5.0], 0, 5.0),
        ([], [5.0, 5.0], 1, 10.0),
        ([3.0], [5.0], 1, 8.0),
        ([3.0], [5.0], 2, 5.0),
        ([3.0, 9.0], [5.0, 5.0], 2, 13.0),
        ([3.0, 4.0], [5.0], 1, 8.0),
        ([7.0], [], 1, 7.0),
        ([], [], 0, 0.0),
    ],
)
def test_the_worker_that_is_free_first_takes_the_next_job(
    painting: list[float], waiting: list[float], workers: int, expected: float
) -> None:
    assert finish_seconds(painting, waiting, workers=workers) == expected
