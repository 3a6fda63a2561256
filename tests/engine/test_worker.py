"""Jobs at the worker: made, refused, cancelled, lost, given back. With real SQLite, and mostly real paint."""

import logging
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from engine import worker as worker_module
from engine.executors import Ended, Executor, News, Progress
from engine.executors.local import LocalExecutor
from engine.failures import CannotPaint
from engine.images import encode_result
from engine.worker import Worker
from storage.database import change, write_transaction
from storage.jobs import Claim, FailureReason, JobState
from storage.names import ImageRef, JobId
from storage.outbox import OutboxKind
from storage.retention import forget
from storage.store import Storage
from storage.work.painting import INSTANT, Painting
from storage.work.recipe import recipe_in
from storage.work.styles import Style
from tests.engine import corpus
from tests.engine.scene import FlatExecutor, Watched, ask, look, order, outbox_kinds, photo, ref_of, until


def work(storage: Storage, executor: Executor, *, lease_seconds: float = 30.0) -> None:
    """Until nothing is left that could be made now."""
    worker = Worker(storage, executor, name="host/1/1", lease_seconds=lease_seconds)
    while worker.turn(0.05):
        continue


def test_a_job_becomes_a_painting_of_the_size_asked_for(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=64)
    work(storage, painter)
    job = look(storage, job_id)
    assert (job.state, job.attempt, job.progress) == (JobState.SUCCEEDED, 1, 1)
    assert job.paint_seconds is not None
    assert job.paint_seconds > 0
    assert job.result is not None
    painting = storage.images.get(job.result)
    assert recipe_in(painting) == job.work
    with Image.open(BytesIO(painting)) as image:
        assert image.size == (64, 48)
    assert outbox_kinds(storage, job_id) == [OutboxKind.RESULT]


def test_without_work_there_is_nothing_to_do(storage: Storage) -> None:
    assert not Worker(storage, FlatExecutor()).turn(0)


def test_while_it_paints_progress_grows_and_previews_can_be_seen(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=96)
    seen = []
    work(storage, Watched(painter, lambda _: seen.append(look(storage, job_id))))
    progress = [job.progress for job in seen]
    assert progress == sorted(progress)
    assert any(0 < fraction < 1 for fraction in progress)
    preview = seen[-1].preview
    assert preview is not None
    with Image.open(BytesIO(storage.images.get(preview))) as image:
        assert (image.format, image.size) == ("JPEG", (96, 72))


def test_a_cancel_stops_the_painting_in_its_middle(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=96)
    watched = Watched(painter, lambda news: _is_begun(news) and storage.queue.cancel(job_id))
    work(storage, watched)
    assert watched.fractions[-1] < 0.9
    job = look(storage, job_id)
    assert (job.state, job.result) == (JobState.CANCELLED, None)
    assert outbox_kinds(storage, job_id) == [OutboxKind.CANCELLED]


def test_a_cancel_during_the_last_step_still_wins(storage: Storage) -> None:
    job_id = ask(storage)
    work(storage, FlatExecutor(steps=1, before_step=lambda _: storage.queue.cancel(job_id)))
    assert look(storage, job_id).state is JobState.CANCELLED
    assert outbox_kinds(storage, job_id) == [OutboxKind.CANCELLED]


def test_a_lost_lease_stops_the_painting_and_drops_its_result(
    folder: Path, storage: Storage, painter: LocalExecutor
) -> None:
    job_id = ask(storage, side=96)
    later = Storage.open(folder, clock=lambda: time.time() + 1000)
    stolen: list[Claim] = []

    def steal_once(news: News) -> None:
        if _is_begun(news) and not stolen:
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
    work(storage, FlatExecutor(steps=1, before_step=lambda _: later.queue.claim("thief")))
    later.close()
    assert (look(storage, job_id).attempt, look(storage, job_id).result) == (2, None)
    assert outbox_kinds(storage, job_id) == []


@pytest.mark.parametrize("look_seconds", [0.0, 1000.0], ids=["by a preview", "by the result"])
def test_nothing_is_left_of_a_person_who_is_forgotten_meanwhile(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, look_seconds: float
) -> None:
    """The worker hears of it when it tells of a step, or not before the end."""
    monkeypatch.setattr(worker_module, "LOOK_SECONDS", look_seconds)
    job_id = ask(storage)
    executor = FlatExecutor(before_step=lambda step: forget(storage, 1) if step == 1 else None)
    work(storage, executor)
    assert f"lease_lost job={job_id} attempt=1" in caplog.text
    assert list(storage.images.refs()) == []


def test_the_result_of_a_job_that_was_cancelled_meanwhile_is_not_kept(storage: Storage) -> None:
    job_id = ask(storage)
    work(storage, FlatExecutor(steps=1, before_step=lambda _: storage.queue.cancel(job_id)))
    assert set(storage.images.refs()) == {ref_of(photo(1)), ref_of(photo(2))}


def test_what_another_job_needs_too_is_kept_when_one_is_lost(folder: Path, storage: Storage) -> None:
    """Both are the same painting to the last bit."""
    lost = ask(storage)
    with Storage.open(folder, clock=lambda: time.time() + 1000) as later:

        def finish_it_elsewhere(step: int) -> None:
            (stolen,) = later.queue.claim("thief", lease_seconds=10_000)
            data = encode_result(Image.new("RGB", (64, 48), "teal"), stolen.work)
            later.queue.complete(stolen, result=later.images.put(data), paint_seconds=1)

        work(storage, FlatExecutor(steps=1, before_step=finish_it_elsewhere))
    result = look(storage, lost).result
    assert result is not None
    assert storage.images.has(result)


def test_a_painter_that_gets_on_keeps_its_lease(storage: Storage) -> None:
    job_id = ask(storage)
    started = time.monotonic()
    attempts_to_steal = []

    def step_slowly(step: int) -> None:
        until(lambda: time.monotonic() - started > 0.1 * step or None)
        attempts_to_steal.append(storage.queue.claim("thief"))

    work(storage, FlatExecutor(steps=25, before_step=step_slowly), lease_seconds=1.0)
    assert attempts_to_steal == [[]] * 25
    assert look(storage, job_id).state is JobState.SUCCEEDED


def test_a_painter_that_hangs_loses_its_lease_although_its_process_lives(storage: Storage) -> None:
    job_id = ask(storage)

    def hang_until_another_has_the_job(step: int) -> None:
        if step == 1:
            until(lambda: storage.queue.claim("thief", lease_seconds=100), seconds=10)

    work(storage, FlatExecutor(steps=2, before_step=hang_until_another_has_the_job), lease_seconds=1.0)
    assert (look(storage, job_id).state, look(storage, job_id).attempt) == (JobState.LEASED, 2)


def test_an_executor_that_says_nothing_gives_no_sign_of_life(storage: Storage, folder: Path) -> None:
    """Its worker's thread turns on, but whoever asks for its health must not be told that all is well."""

    class Dumb(FlatExecutor):
        def news(self, timeout: float) -> list[News]:
            return []

    ask(storage)
    worker = Worker(storage, Dumb(), name="host/1/1")
    for _ in range(3):
        worker.turn(0)
    assert storage.workers.alive() == []


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
    assert (job.state, job.failure, job.failed_input, job.attempt) == (JobState.DEAD, reason, role, 1)
    assert outbox_kinds(storage, bad) == [OutboxKind.FAILURE]
    good = ask(storage)
    work(storage, FlatExecutor())
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
        executor = FlatExecutor(error=error)
        for attempt in range(1, 5):
            assert outbox_kinds(storage, job_id) == [], f"before attempt {attempt}"
            now[0] += 3600
            work(storage, executor)
        job = look(storage, job_id)
        assert (job.state, job.failure, job.attempt, len(executor.made)) == (JobState.DEAD, reason, 4, 4)
        assert outbox_kinds(storage, job_id) == [OutboxKind.FAILURE]


def test_an_unexpected_error_is_logged_with_its_traceback(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    job_id = ask(storage)
    work(storage, FlatExecutor(error=ZeroDivisionError("division by zero")))
    assert look(storage, job_id).state is JobState.QUEUED
    record = next(record for record in caplog.records if record.levelno == logging.ERROR)
    assert f"failed job={job_id} attempt=1 reason=internal" in record.message
    assert record.exc_info


def test_a_picture_that_cannot_be_fetched_just_now_is_tried_again(storage: Storage) -> None:
    job_id = ask(storage)
    picture = storage.images.path(next(iter(look(storage, job_id).work.inputs()["content"])))
    picture.unlink()
    picture.mkdir()  # to read it is an error, and not that it is gone
    work(storage, FlatExecutor())
    assert look(storage, job_id).state is JobState.QUEUED
    assert outbox_kinds(storage, job_id) == []


def test_a_bad_picture_is_no_reason_for_a_traceback(
    storage: Storage, painter: LocalExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    ask(storage, content=b"a letter")
    work(storage, painter)
    assert not any(record.exc_info for record in caplog.records)


def test_a_row_that_says_nothing_to_this_version_fails_and_the_next_is_painted(storage: Storage) -> None:
    unreadable, good = ask(storage), ask(storage)
    _spoil(storage, unreadable)
    work(storage, FlatExecutor())
    assert look(storage, unreadable).failure is FailureReason.UNREADABLE
    assert look(storage, good).state is JobState.SUCCEEDED


@pytest.mark.parametrize("method", ["sketch", INSTANT])
def test_what_cannot_be_made_by_anybody_fails_once(storage: Storage, painter: LocalExecutor, method: str) -> None:
    pictures = [storage.images.put(photo(seed)) for seed in (1, 2, 3)]
    wanted = Painting(
        content=pictures[0], styles=(Style(image=pictures[1]),), method=method, init=pictures[2], longest_side=64
    )
    job_id = order(storage, wanted)
    work(storage, painter)
    job = look(storage, job_id)
    assert (job.state, job.failure, job.attempt) == (JobState.DEAD, FailureReason.UNREADABLE, 1)
    assert outbox_kinds(storage, job_id) == [OutboxKind.FAILURE]


def test_a_quick_job_that_cannot_be_settled_costs_the_long_painting_nothing(
    storage: Storage, folder: Path, painter: LocalExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    """Another process holds the database's lock at the moment in which the quick one, made in between, has ended."""
    storage.db.busy_seconds = 0.05
    slow = ask(storage, side=96)
    quick: list[JobId] = []
    with Storage.open(folder) as other:

        def meddle(news: News) -> None:
            if _is_begun(news) and not quick:
                quick.append(ask(storage, method=INSTANT))
                worker.look_for_work()
            elif isinstance(news, Ended) and not caplog.records:
                other.db.conn.execute("begin immediate")
            elif caplog.records and other.db.conn.in_transaction:
                other.db.conn.execute("rollback")

        worker = Worker(storage, Watched(painter, meddle), name="host/1/1")
        while worker.turn(0.05):
            continue
    assert f"not_told job={quick[0]} attempt=1" in [record.getMessage() for record in caplog.records]
    for job_id in (*quick, slow):
        assert (look(storage, job_id).state, look(storage, job_id).attempt) == (JobState.SUCCEEDED, 1)


def test_stopping_gives_the_job_back_and_the_attempt_is_not_counted(storage: Storage, painter: LocalExecutor) -> None:
    job_id = ask(storage, side=96)
    for _ in range(5):
        _work_until_stopped_in_the_middle(storage, painter)
        assert look(storage, job_id).state is JobState.QUEUED
    work(storage, FlatExecutor())
    assert look(storage, job_id).state is JobState.SUCCEEDED
    assert outbox_kinds(storage, job_id) == [OutboxKind.RESULT]


def _work_until_stopped_in_the_middle(storage: Storage, painter: Executor) -> None:
    worker = Worker(storage, Watched(painter, lambda news: worker.stop() if _is_begun(news) else None))
    too_late = threading.Timer(60, worker.stop)
    too_late.start()
    worker.run()
    too_late.cancel()


def test_an_engine_that_cannot_paint_gives_its_jobs_back_and_ends(storage: Storage) -> None:
    job_id = ask(storage)
    with pytest.raises(CannotPaint, match="no device"):
        work(storage, FlatExecutor(error=CannotPaint("no device")))
    assert look(storage, job_id).state is JobState.QUEUED


def test_an_engine_that_ends_is_not_said_to_be_alive_any_more(storage: Storage) -> None:
    alive: list[str] = []
    ask(storage)
    executor = FlatExecutor(
        error=CannotPaint("no device"),
        before_step=lambda _: alive.extend(worker.name for worker in storage.workers.alive()),
    )
    with pytest.raises(CannotPaint):
        Worker(storage, executor, name="host/1/1").run()
    assert "host/1/1" in alive
    assert storage.workers.alive() == []


def test_a_worker_at_work_is_seen_to_be_alive(storage: Storage) -> None:
    ask(storage)
    work(storage, FlatExecutor())
    seen = storage.workers.alive()
    assert [(worker.name, worker.device, worker.threads) for worker in seen] == [("host/1/1", "cpu", 1)]


def test_a_painting_of_one_picture_in_two_styles_with_shares(storage: Storage, painter: LocalExecutor) -> None:
    styles = tuple(Style(image=storage.images.put(photo(seed)), weight=weight) for seed, weight in ((4, 2.0), (5, 1.0)))
    content = storage.images.put(photo(1))
    job_id = order(storage, Painting(content=content, styles=styles, longest_side=64, brush_size=1.5, strength=0.8))
    work(storage, painter)
    assert look(storage, job_id).state is JobState.SUCCEEDED


def test_an_instant_job_does_not_wait_for_a_long_painting_to_end(storage: Storage) -> None:
    long_job = ask(storage)
    quick_jobs: list[JobId] = []

    def ask_for_a_quick_one(step: int) -> None:
        if not quick_jobs:
            quick_jobs.append(ask(storage, method=INSTANT))
            worker.look_for_work()

    executor = FlatExecutor(before_step=ask_for_a_quick_one)
    worker = Worker(storage, executor)
    while worker.turn(0):
        continue
    assert [one.cost_key for one in executor.ended] == ["painting/instant", "painting/optimise"]
    assert look(storage, quick_jobs[0]).state is look(storage, long_job).state is JobState.SUCCEEDED


def test_a_long_painting_is_not_interrupted_by_another_long_one(storage: Storage) -> None:
    first, second = ask(storage), ask(storage)
    seen: list[tuple[JobState, JobState]] = []
    work(
        storage,
        FlatExecutor(before_step=lambda _: seen.append((look(storage, first).state, look(storage, second).state))),
    )
    assert seen[:3] == 3 * [(JobState.LEASED, JobState.QUEUED)]
    assert seen[3:] == 3 * [(JobState.SUCCEEDED, JobState.LEASED)]


def _is_begun(news: News) -> bool:
    """Past its opening: at a step."""
    return isinstance(news, Progress) and news.fraction > 0


def _spoil(storage: Storage, job_id: JobId) -> None:
    with write_transaction(storage.db):
        change(storage.db, "update jobs set parameters = '{\"styles\": 3}' where id = :job_id", {"job_id": job_id})
