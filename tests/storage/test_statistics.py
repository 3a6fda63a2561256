"""The last day in numbers."""

import pytest

from storage.jobs import FailureReason
from storage.statistics import HOUR_SECONDS, HOURS, Hour, last_day, percentile
from storage.store import Storage
from storage.work.work import Work
from tests.storage.scene import Clock, contact_sheet, image, request


def made(storage: Storage, clock: Clock, *, user: int, wait: float, work: Work | None = None) -> None:
    storage.queue.enqueue(request(user=user, work=work))
    (claim,) = storage.queue.claim("engine")
    clock.passes(wait)
    storage.queue.complete(claim, result=image("result"), paint_seconds=1.0)


def test_an_idle_day_is_all_noughts(storage: Storage, clock: Clock) -> None:
    day = last_day(storage.db, now=clock())
    assert (day.people, day.waiting, day.failed, list(day.waits)) == (0, 0, 0, [])
    assert list(day.hours) == [Hour()] * HOURS


def test_a_day_counts_people_paintings_and_failures_and_forgets_the_day_before(storage: Storage, clock: Clock) -> None:
    made(storage, clock, user=9, wait=900.0)
    clock.passes(HOURS * HOUR_SECONDS)
    made(storage, clock, user=1, wait=30.0)
    clock.passes(2 * HOUR_SECONDS)
    for wait in (20.0, 10.0, 40.0):
        made(storage, clock, user=2, wait=wait)
    made(storage, clock, user=3, wait=500.0, work=contact_sheet())
    storage.queue.enqueue(request(user=4))
    (claim,) = storage.queue.claim("engine")
    storage.queue.fail(claim, reason=FailureReason.DAMAGED)
    storage.queue.enqueue(request(user=5))

    day = last_day(storage.db, now=clock())

    assert (day.people, day.waiting, day.failed) == (5, 1, 1)
    assert list(day.waits) == [10.0, 20.0, 30.0, 40.0], "of paintings; a contact sheet is none"
    assert day.hours[-1] == Hour(paintings=3, wait_seconds=20.0)
    assert day.hours[-3] == Hour(paintings=1, wait_seconds=30.0)
    assert sum(hour.paintings for hour in day.hours) == 4


@pytest.mark.parametrize(("percent", "value"), [(50, 2.0), (75, 3.0), (95, 4.0), (1, 1.0), (100, 4.0)])
def test_a_percentile_is_one_of_the_values(percent: int, value: float) -> None:
    assert percentile([1.0, 2.0, 3.0, 4.0], percent) == value
    assert percentile([], percent) == 0.0
