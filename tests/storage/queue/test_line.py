import pytest

from storage.chats import GroupRules
from storage.database import rows
from storage.names import JobId
from storage.queue import Position
from storage.queue.forecast import Forecast
from storage.queue.line import Line, finish_seconds
from storage.store import Storage
from tests.storage.scene import Clock, image, painting, request


def painted(storage: Storage, *seconds: float, quick: bool = False, longest_side: int = 512) -> None:
    """Jobs of the past, from a person of their own, that took so long."""
    for one in seconds:
        work = painting(quick=quick, longest_side=longest_side)
        storage.queue.enqueue(request(user=1000, work=work))
        (claim,) = storage.queue.claim("past")
        storage.queue.complete(claim, result=image("result"), paint_seconds=one)


def enqueue(storage: Storage, *, user: int, quick: bool = False, longest_side: int = 512) -> JobId:
    return storage.queue.enqueue(request(user=user, work=painting(quick=quick, longest_side=longest_side)))[0]


def test_before_anything_was_painted_only_the_place_is_known(storage: Storage) -> None:
    enqueue(storage, user=1)
    second = enqueue(storage, user=2)

    assert storage.line.position(second) == Position(ahead=1, eta_seconds=None)


def test_a_job_takes_as_long_as_the_middle_one_of_its_kind_and_size(storage: Storage) -> None:
    painted(storage, 10, 11, 300)
    painted(storage, 1, longest_side=256)
    painted(storage, 2, quick=True)

    assert storage.line.position(enqueue(storage, user=1)) == Position(ahead=0, eta_seconds=11)


def test_only_the_last_twenty_count(storage: Storage) -> None:
    painted(storage, *[100.0] * 21, *[10.0] * 20)

    assert storage.line.position(enqueue(storage, user=1)).eta_seconds == 10


def test_a_size_never_painted_is_scaled_by_its_pixels(storage: Storage) -> None:
    painted(storage, 10, longest_side=512)

    assert storage.line.position(enqueue(storage, user=1, longest_side=1024)).eta_seconds == 40


def test_those_ahead_and_the_rest_of_the_one_being_painted_are_waited_for(storage: Storage) -> None:
    painted(storage, 10)
    for user in (1, 2):
        enqueue(storage, user=user)
    mine = enqueue(storage, user=3)
    enqueue(storage, user=4)
    (claim,) = storage.queue.claim("worker")
    storage.queue.renew(claim, progress=0.6)

    assert storage.line.position(mine) == Position(ahead=2, eta_seconds=4 + 10 + 10)
    assert storage.line.position(claim.job_id) == Position(ahead=0, eta_seconds=4)


def test_the_place_is_that_of_the_fair_order_not_of_arrival(storage: Storage) -> None:
    painted(storage, 10)
    for _ in range(50):
        enqueue(storage, user=1)

    assert storage.line.position(enqueue(storage, user=2)) == Position(ahead=1, eta_seconds=20)


def test_two_workers_halve_the_wait(storage: Storage) -> None:
    painted(storage, 10)
    for name in ("ada", "ben"):
        storage.workers.beat(name, device="cpu", threads=1)
    jobs = [enqueue(storage, user=user) for user in range(1, 5)]

    assert [storage.line.position(job_id).eta_seconds for job_id in jobs] == [10, 10, 20, 20]


def test_the_first_painting_of_all_tells_by_its_own_progress(storage: Storage, clock: Clock) -> None:
    first, second = (enqueue(storage, user=user) for user in (1, 2))
    (claim,) = storage.queue.claim("worker")
    clock.passes(10)
    storage.queue.renew(claim, progress=0.25)

    assert storage.line.position(first).eta_seconds == pytest.approx(30)
    assert storage.line.position(second).eta_seconds is None


def test_a_cancelled_painting_is_not_waited_for(storage: Storage) -> None:
    painted(storage, 10)
    enqueue(storage, user=1)
    mine = enqueue(storage, user=2)
    (claim,) = storage.queue.claim("worker")

    storage.queue.cancel(claim.job_id)

    assert storage.line.position(mine) == Position(ahead=0, eta_seconds=10)


def test_what_has_ended_is_not_waited_for(storage: Storage) -> None:
    painted(storage, 10)
    job_id = enqueue(storage, user=1)
    storage.queue.cancel(job_id)

    assert storage.line.position(job_id) == Position(ahead=0, eta_seconds=None)
    assert storage.line.position(JobId(404)) == Position(ahead=0, eta_seconds=None)


@pytest.mark.parametrize(
    ("painting", "waiting", "workers", "expected"),
    [
        ([], [5.0], 0, [5.0]),
        ([], [5.0, 5.0], 1, [5.0, 10.0]),
        ([3.0], [5.0], 1, [8.0]),
        ([3.0], [5.0], 2, [5.0]),
        ([3.0, 9.0], [5.0, 5.0], 2, [8.0, 13.0]),
        ([3.0, 4.0], [5.0], 1, [8.0]),
        ([7.0], [], 1, []),
        ([], [5.0, None, 5.0], 1, [5.0, None, None]),
        ([None], [5.0], 1, [None]),
    ],
)
def test_the_worker_that_is_free_first_takes_the_next_job(
    painting: list[float | None], waiting: list[float | None], workers: int, expected: list[float | None]
) -> None:
    assert finish_seconds(painting, waiting, workers=workers) == expected


def test_a_quick_job_does_not_wait_for_a_slow_one_under_way(storage: Storage) -> None:
    enqueue(storage, user=1)
    storage.queue.claim("worker")
    quick, slow = enqueue(storage, user=2, quick=True), enqueue(storage, user=2)

    assert (storage.line.position(quick).ahead, storage.line.position(slow).ahead) == (0, 2)


class TestFrames:
    def test_tell_of_each_message_how_its_job_stands(self, storage: Storage) -> None:
        painted(storage, 10)
        under_way, _ = storage.queue.enqueue(request(user=1, message=3))
        storage.queue.claim("worker")
        waiting, _ = storage.queue.enqueue(request(user=2, message=4))
        storage.queue.enqueue(request(user=3))

        assert [(job.id, position) for job, position in storage.line.frames()] == [
            (under_way, storage.line.position(under_way)),
            (waiting, storage.line.position(waiting)),
        ]

    def test_show_nothing_of_what_is_to_be_stopped_or_was_painted_over(self, storage: Storage) -> None:
        stopped, _ = storage.queue.enqueue(request(user=1, message=3))
        storage.queue.claim("worker")
        storage.queue.cancel(stopped)
        storage.queue.enqueue(request(user=2, message=4))
        newer, _ = storage.queue.enqueue(request(user=2, message=4))

        assert [job.id for job, _ in storage.line.frames()] == [newer]

    def test_show_nothing_in_a_quiet_group(self, storage: Storage) -> None:
        storage.chats.set_rules(-5, GroupRules(quiet=True))
        storage.queue.enqueue(request(user=1, chat=-5, message=3))
        elsewhere, _ = storage.queue.enqueue(request(user=1, chat=-6, message=3))

        assert [job.id for job, _ in storage.line.frames()] == [elsewhere]

    def test_a_forecast_finds_its_few_jobs_by_an_index(self, storage: Storage) -> None:
        for statement in (Forecast._OF_SAME_UNITS, Forecast._PER_UNIT):
            plan = rows(storage.db, f"explain query plan {statement}", {"key": "k", "units": 1.0, "limit": 20})

            assert [step["detail"] for step in plan if "USING INDEX jobs_measured" in step["detail"]]
            assert not [step for step in plan if "TEMP B-TREE" in step["detail"]]


def test_the_line_is_read_from_what_has_not_ended_however_much_has(storage: Storage) -> None:
    for statement in (Line._UNDER_WAY, Line._WAITING):
        step, *_ = rows(storage.db, f"explain query plan {statement}", {"now": 0.0, "kinds": "{}"})

        assert step["detail"] in (
            "SCAN jobs USING INDEX jobs_by_lease",
            "SCAN jobs USING INDEX jobs_in_claim_order",
        )
