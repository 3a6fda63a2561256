"""One job at the worker: painted, refused, cancelled, lost, given back. With real SQLite, and mostly real paint."""

import logging
import threading
import time
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from engine.executors import Executor, LocalExecutor, OnProgress, Painting, PaintRequest
from engine.failures import CannotPaint
from engine.images import recipe_in
from engine.worker import Worker
from storage.jobs import Claim, FailureReason, ImageRef, JobId, JobRequest, JobState, Recipe, Style
from storage.outbox import OutboxKind
from storage.store import Storage
from tests.engine import corpus
from tests.engine.scene import FlatPainter, Watched, ask, look, outbox_kinds, photo, until


def work(storage: Storage, executor: Executor, *, lease_seconds: float = 30.0) -> bool:
    return Worker(storage, executor, name="host/1/1", lease_seconds=lease_seconds).work_once()


def test_a_job_becomes_a_painting_of_the_size_asked_for(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=64)
    assert work(storage, painter)
    job = look(storage, job_id)
    assert (job.state, job.attempt, job.progress) == (JobState.SUCCEEDED, 1, 1)
    assert job.paint_seconds is not None
    assert job.paint_seconds > 0
    assert job.result is not None
    painting = storage.images.get(job.result)
    assert recipe_in(painting) == job.request.recipe
    with Image.open(BytesIO(painting)) as image:
        assert image.size == (64, 48)
    assert outbox_kinds(storage, job_id) == [OutboxKind.RESULT]


def test_without_work_there_is_nothing_to_do(storage: Storage) -> None:
    assert not work(storage, FlatPainter())


def test_while_it_paints_progress_grows_and_previews_can_be_seen(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=64)
    seen = []
    work(storage, Watched(painter, lambda _: seen.append(look(storage, job_id))))
    progress = [job.progress for job in seen]
    assert progress == sorted(progress)
    assert 0 < progress[-1] < 1
    preview = seen[-1].preview
    assert preview is not None
    with Image.open(BytesIO(storage.images.get(preview))) as image:
        assert (image.format, image.size) == ("JPEG", (64, 48))


def test_a_cancel_stops_the_painting_within_a_step(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=96)
    times: list[float] = []

    def cancel_early_and_remember(fraction: float) -> None:
        if fraction > 0 and not times:
            storage.queue.cancel(job_id)
        if fraction > 0:
            times.append(time.monotonic())

    watched = Watched(painter, cancel_early_and_remember)
    work(storage, watched)
    longest_step = max(later - earlier for earlier, later in pairwise(times))
    assert time.monotonic() - times[0] < 0.5 + 2 * longest_step
    assert watched.fractions[-1] < 0.9
    job = look(storage, job_id)
    assert (job.state, job.result) == (JobState.CANCELLED, None)
    assert outbox_kinds(storage, job_id) == [OutboxKind.CANCELLED]


def test_a_cancel_during_the_last_step_still_wins(storage: Storage) -> None:
    job_id = ask(storage)
    work(storage, FlatPainter(steps=1, before_step=lambda _: storage.queue.cancel(job_id)))
    assert look(storage, job_id).state is JobState.CANCELLED
    assert outbox_kinds(storage, job_id) == [OutboxKind.CANCELLED]


def test_a_lost_lease_stops_the_painting_and_drops_its_result(
    folder: Path, storage: Storage, painter: LocalExecutor
) -> None:
    job_id = ask(storage, side=96)
    later = Storage.open(folder, clock=lambda: time.time() + 1000)
    stolen: list[Claim] = []

    def steal_once(fraction: float) -> None:
        if fraction > 0 and not stolen:
            stolen.extend(later.queue.claim("thief", lease_seconds=10_000))

    watched = Watched(painter, steal_once)
    work(storage, watched)
    later.close()
    job = look(storage, job_id)
    assert (job.state, job.attempt, job.result) == (JobState.LEASED, 2, None)
    assert watched.fractions[-1] < 0.9
    assert outbox_kinds(storage, job_id) == []


def test_a_lease_lost_after_the_last_step_drops_the_result_too(folder: Path, storage: Storage) -> None:
    job_id = ask(storage)
    later = Storage.open(folder, clock=lambda: time.time() + 1000)
    work(storage, FlatPainter(steps=1, before_step=lambda _: later.queue.claim("thief")))
    later.close()
    assert (look(storage, job_id).attempt, look(storage, job_id).result) == (2, None)
    assert outbox_kinds(storage, job_id) == []


def test_a_painter_that_gets_on_keeps_its_lease(storage: Storage) -> None:
    job_id = ask(storage)
    started = time.monotonic()
    attempts_to_steal = []

    def step_slowly(step: int) -> None:
        until(lambda: time.monotonic() - started > 0.1 * step or None)
        attempts_to_steal.append(storage.queue.claim("thief"))

    work(storage, FlatPainter(steps=25, before_step=step_slowly), lease_seconds=1.0)
    assert attempts_to_steal == [[]] * 25
    assert look(storage, job_id).state is JobState.SUCCEEDED


def test_a_painter_that_hangs_loses_its_lease_although_its_process_lives(storage: Storage) -> None:
    job_id = ask(storage)

    def hang_until_another_has_the_job(step: int) -> None:
        if step == 1:
            until(lambda: storage.queue.claim("thief", lease_seconds=100), seconds=10)

    painter = FlatPainter(steps=2, before_step=hang_until_another_has_the_job)
    work(storage, painter, lease_seconds=1.0)
    assert (look(storage, job_id).state, look(storage, job_id).attempt) == (JobState.LEASED, 2)


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (b"a letter", FailureReason.NOT_AN_IMAGE),
        (corpus.encoded(corpus.quarters(), "JPEG")[:700], FailureReason.DAMAGED),
        (corpus.png_header(50_000, 50_000, rows=20), FailureReason.TOO_MANY_PIXELS),
        (corpus.encoded(Image.new("RGB", (1, 1)), "PNG"), FailureReason.TOO_SMALL),
        (corpus.encoded(Image.new("RGB", (20_000, 1)), "PNG"), FailureReason.TOO_LONG_AND_THIN),
        (b"8BPS\0\1", FailureReason.UNSUPPORTED_FORMAT),
        (ImageRef("0" * 64), FailureReason.IMAGE_GONE),
    ],
)
@pytest.mark.parametrize("role", ["content", "style"])
def test_a_bad_picture_ends_its_job_with_the_reason_and_the_next_job_is_painted(
    storage: Storage, painter: LocalExecutor, picture: bytes | ImageRef, reason: FailureReason, role: str
) -> None:
    bad = ask(storage, content=picture) if role == "content" else ask(storage, style=picture)
    work(storage, painter)
    job = look(storage, bad)
    assert (job.state, job.failure, job.failed_image, job.attempt) == (JobState.DEAD, reason, role, 1)
    assert outbox_kinds(storage, bad) == [OutboxKind.FAILURE]
    good = ask(storage)
    work(storage, FlatPainter())
    assert look(storage, good).state is JobState.SUCCEEDED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), FailureReason.OUT_OF_MEMORY),
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"), FailureReason.OUT_OF_MEMORY),
        (
            RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 8589934592"),
            FailureReason.OUT_OF_MEMORY,
        ),
        (ZeroDivisionError("division by zero"), FailureReason.INTERNAL),
    ],
)
def test_what_may_pass_is_tried_four_times_and_then_the_person_hears_why(
    folder: Path, error: Exception, reason: FailureReason
) -> None:
    now = [time.time()]
    with Storage.open(folder, clock=lambda: now[0]) as storage:
        job_id = ask(storage)
        painter = FlatPainter(error=error)
        for attempt in range(1, 5):
            assert outbox_kinds(storage, job_id) == [], f"before attempt {attempt}"
            now[0] += 3600
            work(storage, painter)
        job = look(storage, job_id)
        assert (job.state, job.failure, job.attempt, painter.painted) == (JobState.DEAD, reason, 4, 4)
        assert outbox_kinds(storage, job_id) == [OutboxKind.FAILURE]


def test_an_unexpected_error_is_logged_with_its_traceback(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    job_id = ask(storage)
    work(storage, FlatPainter(error=ZeroDivisionError("division by zero")))
    assert look(storage, job_id).state is JobState.QUEUED
    record = next(record for record in caplog.records if record.levelno == logging.ERROR)
    assert f"failed job={job_id} attempt=1 reason=internal" in record.message
    assert record.exc_info


def test_a_picture_that_cannot_be_fetched_just_now_is_tried_again(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask(storage)

    def fail(ref: ImageRef) -> bytes:
        raise OSError("input/output error")

    monkeypatch.setattr(storage.images, "get", fail)
    assert work(storage, FlatPainter())
    assert look(storage, job_id).state is JobState.QUEUED
    assert outbox_kinds(storage, job_id) == []


def test_a_bad_picture_is_no_reason_for_a_traceback(
    storage: Storage, painter: LocalExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    ask(storage, content=b"a letter")
    work(storage, painter)
    assert not any(record.exc_info for record in caplog.records)


def test_stopping_gives_the_job_back_and_the_attempt_is_not_counted(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=96)
    for _ in range(5):
        _work_until_stopped_in_the_middle(storage, painter)
        assert look(storage, job_id).state is JobState.QUEUED
    work(storage, FlatPainter())
    assert look(storage, job_id).state is JobState.SUCCEEDED
    assert outbox_kinds(storage, job_id) == [OutboxKind.RESULT]


def _work_until_stopped_in_the_middle(storage: Storage, painter: Executor) -> None:
    worker = Worker(storage, Watched(painter, lambda fraction: worker.stop() if fraction > 0 else None))
    too_late = threading.Timer(60, worker.stop)
    too_late.start()
    worker.run()
    too_late.cancel()


def test_an_engine_that_cannot_paint_gives_the_job_back_and_ends(storage: Storage) -> None:
    job_id = ask(storage)
    with pytest.raises(CannotPaint, match="no device"):
        work(storage, FlatPainter(error=CannotPaint("no device")))
    assert look(storage, job_id).state is JobState.QUEUED


def test_a_worker_at_work_is_seen_to_be_alive(storage: Storage) -> None:
    ask(storage)
    seen = []

    def wait_for_the_first_beat(step: int) -> None:
        if step == 1:
            seen.extend(until(storage.workers.alive, seconds=10))

    work(storage, FlatPainter(steps=2, before_step=wait_for_the_first_beat))
    assert [(worker.name, worker.device, worker.threads) for worker in seen] == [("host/1/1", "cpu", 1)]


def test_a_painting_of_one_picture_in_two_styles_with_shares(storage: Storage, painter: LocalExecutor) -> None:
    styles = tuple(Style(image=storage.images.put(photo(seed)), weight=weight) for seed, weight in ((4, 2.0), (5, 1.0)))
    recipe = Recipe(styles=styles, longest_side=64, brush_size=1.5, strength=0.8)
    request = JobRequest(key="two", chat_id=1, user_id=1, content=storage.images.put(photo(1)), recipe=recipe)
    job_id, _ = storage.queue.enqueue(request)
    work(storage, painter)
    assert look(storage, job_id).state is JobState.SUCCEEDED


def test_an_instant_job_does_not_wait_for_a_long_painting_to_end(storage: Storage) -> None:
    ended: list[str] = []

    class TwoHands(FlatPainter):
        def paint(self, request: PaintRequest, on_progress: OnProgress) -> Painting:
            painting = FlatPainter.paint(self, request, on_progress)
            ended.append(request.recipe.method)
            return painting

    long_job = ask(storage)
    quick_jobs: list[JobId] = []

    def ask_for_a_quick_one(step: int) -> None:
        if not quick_jobs:
            quick_jobs.append(ask(storage, method="instant"))

    painter = TwoHands(before_step=ask_for_a_quick_one)
    assert work(storage, painter)
    assert ended == ["instant", "optimise"]
    assert look(storage, quick_jobs[0]).state is look(storage, long_job).state is JobState.SUCCEEDED


def test_a_long_painting_is_not_interrupted_by_another_long_one(storage: Storage) -> None:
    first, second = ask(storage), ask(storage)
    painter = FlatPainter()
    assert work(storage, painter)
    assert (look(storage, first).state, look(storage, second).state) == (JobState.SUCCEEDED, JobState.QUEUED)
