"""What is counted and timed, as a monitoring system reads it."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import ARRIVALS_KEPT, Metrics, Untold
from storage.admission import Refusal
from storage.jobs import Job, JobState
from storage.names import ImageRef, JobId
from storage.outbox import OutboxKind, OutboxState
from storage.overview import Overview
from storage.places import Place
from storage.work.painting import INSTANT
from tests.bot.jobs import job_of, painting
from tests.bot.scene import Scene

EMPTY = Overview(
    jobs=dict.fromkeys(JobState, 0), oldest_waiting_seconds=0.0, outbox=dict.fromkeys(OutboxState, 0), workers=0
)
JOB = JobId(7)
PICTURE = ImageRef("a" * 64)


class Watched:
    def __init__(self) -> None:
        self.now = 1_000.0
        self.metrics = Metrics(clock=lambda: self.now)

    def read(self, name: str, counts: Overview = EMPTY, **labels: str) -> float:
        """The value of one sample; 0 where there is none."""
        text = self.metrics.exposition(counts).decode()
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        return next((one.value for one in samples if (one.name, one.labels) == (name, labels)), 0.0)

    def seconds(self, name: str) -> list[float]:
        """How many there were, and their sum."""
        return [self.read(f"impasto_{name}_seconds_{part}") for part in ("count", "sum")]


def painted(*, created_at: float, claimed_at: float, finished_at: float) -> Job:
    return job_of(
        painting(method=INSTANT),
        JOB,
        place=Place(chat_id=11, message_id=5),
        user_id=11,
        caused_by="photo",
        result=PICTURE,
        created_at=created_at,
        claimed_at=claimed_at,
        finished_at=finished_at,
        paint_seconds=2.5,
    )


def test_every_metric_says_what_it_means() -> None:
    lines = Metrics().exposition(EMPTY).decode().splitlines()
    explained = [line.split(maxsplit=3) for line in lines if line.startswith("# HELP impasto_")]
    assert len(explained) > 10
    assert all(len(parts) == 4 for parts in explained)


def test_two_bots_in_one_process_share_no_metric() -> None:
    one, other = Watched(), Watched()
    one.metrics.flooded("sendMessage")
    assert one.read("impasto_telegram_floods_total", method="sendMessage") == 1
    assert other.read("impasto_telegram_floods_total", method="sendMessage") == 0


def test_an_acknowledgement_is_timed_from_the_arrival_of_what_asked_for_it() -> None:
    watched = Watched()
    watched.metrics.arrived(41)
    watched.now += 2
    watched.metrics.ordered(JOB, update_id=41)
    watched.now += 1
    watched.metrics.acknowledged(JOB, created_at=1_002.0)
    assert watched.seconds("acknowledgement") == [1, 3]


def test_after_a_restart_an_acknowledgement_is_timed_from_the_order() -> None:
    watched = Watched()
    watched.metrics.ordered(JOB, update_id=41)
    watched.now += 1
    watched.metrics.acknowledged(JOB, created_at=999.0)
    assert watched.seconds("acknowledgement") == [1, 2]


def test_updates_that_ask_for_nothing_are_not_remembered_for_ever() -> None:
    watched = Watched()
    for update_id in range(ARRIVALS_KEPT + 1):
        watched.metrics.arrived(update_id)
    watched.now += 5
    watched.metrics.ordered(JOB, update_id=0)
    watched.metrics.acknowledged(JOB, created_at=watched.now)
    assert watched.seconds("acknowledgement") == [1, 0]


def test_a_painting_is_timed_on_its_way() -> None:
    watched = Watched()
    watched.metrics.told_result(painted(created_at=992.0, claimed_at=996.0, finished_at=998.5))
    assert (watched.seconds("wait"), watched.seconds("paint")) == ([1, 4], [1, 2.5])
    assert watched.seconds("delivery") == [1, 1.5]


def test_a_clock_that_was_set_back_makes_no_negative_time() -> None:
    watched = Watched()
    watched.metrics.told_result(painted(created_at=1_999.0, claimed_at=1_998.0, finished_at=2_000.0))
    assert (watched.seconds("delivery"), watched.seconds("wait")) == ([1, 0], [1, 0])


@pytest.mark.parametrize("reason", Refusal)
def test_refusals_are_counted_by_reason(reason: Refusal) -> None:
    watched = Watched()
    watched.metrics.refused(reason)
    assert watched.read("impasto_refusals_total", reason=reason) == 1


def test_what_nobody_will_be_told_is_counted_by_kind_and_why() -> None:
    watched = Watched()
    watched.metrics.untold(OutboxKind.RESULT, Untold.REFUSED)
    assert watched.read("impasto_untold_total", kind="result", why="refused") == 1


def test_gauges_say_how_it_stands_now() -> None:
    watched = Watched()
    counts = Overview(
        jobs={**EMPTY.jobs, JobState.QUEUED: 3},
        oldest_waiting_seconds=12.5,
        outbox={**EMPTY.outbox, OutboxState.DUE: 2},
        workers=1,
    )
    assert watched.read("impasto_jobs", counts, state="queued") == 3
    assert watched.read("impasto_oldest_waiting_seconds", counts) == 12.5
    assert watched.read("impasto_outbox", counts, state="due") == 2
    assert watched.read("impasto_workers", counts) == 1
    assert watched.read("impasto_jobs", state="queued") == 0, "the next time it is asked"


async def test_whoever_is_refused_is_counted_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo, and an order."""
    monkeypatch.setattr("bot.reading.has_room", lambda _: False)
    await scene.send(**scene.photo("dog"), caption="wave")
    monkeypatch.setattr("bot.reading.has_room", lambda _: True)
    for number in range(11):
        await scene.send(**scene.photo(f"dog{number}"), caption="wave")
    text = scene.services.metrics.exposition().decode()
    assert 'impasto_refusals_total{reason="disk_full"} 1.0\n' in text
    assert 'impasto_refusals_total{reason="person_full"} 1.0\n' in text
