"""Jobs of the same method and size in one batch: each still ends as if it were alone."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.executors import LocalExecutor, Order, PaintRequest
from engine.failures import BadImage, CannotPaint
from engine.images import recipe_in
from engine.studio import Studio
from engine.worker import Worker
from storage.database import change, write_transaction
from storage.jobs import SHEET, FailureReason, ImageRef, JobState, Recipe, Style
from storage.outbox import OutboxKind
from storage.store import Storage
from tests.engine.scene import FlatPainter, ask, look, outbox_kinds, photo


def order(content: bytes, style: bytes, on_progress: Callable[[float, Callable[[], bytes]], None]) -> Order:
    recipe = Recipe(styles=(Style(image=ImageRef("s" * 64)),), method="instant", longest_side=64)
    return PaintRequest(content=content, styles=((style, 1.0),), recipe=recipe), on_progress


def ignore(fraction: float, encode_preview: Callable[[], bytes]) -> None:
    """Nobody watches."""


def stop(fraction: float, encode_preview: Callable[[], bytes]) -> None:
    raise InterruptedError


def gap(first: bytes, second: bytes) -> float:
    """Mean difference, of 255."""
    pictures = [Image.open(BytesIO(jpeg)).convert("RGB") for jpeg in (first, second)]
    means = ImageStat.Stat(ImageChops.difference(*pictures)).mean
    return sum(means) / len(means)


def test_pictures_of_any_shapes_are_painted_together_as_they_are_alone(painter: LocalExecutor) -> None:
    pictures = [photo(1), photo(2), photo(3, size=(90, 120)), photo(4)]
    orders = [order(picture, photo(9), ignore) for picture in pictures]

    ends = painter.paint_together(orders)

    for end, (request, _) in zip(ends, orders, strict=True):
        assert not isinstance(end, Exception)
        alone = painter.paint(request, ignore)
        assert (end.width, end.height) == (alone.width, alone.height)
        assert gap(end.jpeg, alone.jpeg) < 10
        assert recipe_in(end.jpeg) == request.recipe
        assert end.seconds > 0


def test_who_stops_and_whose_picture_is_bad_leaves_the_others_their_paintings(painter: LocalExecutor) -> None:
    orders = [order(photo(1), photo(9), ignore), order(photo(2), photo(9), stop), order(photo(3), b"a letter", ignore)]

    painted, stopped, refused = painter.paint_together(orders)

    assert not isinstance(painted, Exception)
    assert isinstance(stopped, InterruptedError)
    assert isinstance(refused, BadImage)
    assert (refused.reason, refused.image) == (FailureReason.NOT_AN_IMAGE, "style")


def test_what_is_too_much_at_once_is_painted_one_by_one(
    painter: LocalExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out(studio: Studio, sittings: object) -> list[Image.Image]:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")

    monkeypatch.setattr(Studio, "paint_together", run_out)
    ends = painter.paint_together([order(photo(1), photo(9), ignore), order(photo(2), b"a letter", ignore)])
    assert [type(end).__name__ for end in ends] == ["Painting", "BadImage"]


def test_one_by_one_is_the_way_where_a_batch_is_no_faster(painter: LocalExecutor) -> None:
    assert painter.most_together(Recipe(styles=(), method="instant")) == 1


@pytest.fixture
def batches_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a GPU, where a batch is faster."""
    monkeypatch.setattr(Studio, "most_at_once", lambda studio, longest_side: 3)


@pytest.mark.usefixtures("batches_of_three")
def test_long_paintings_and_sheets_are_never_painted_together(painter: LocalExecutor) -> None:
    together = {name: painter.most_together(Recipe(styles=(), method=name)) for name in ("instant", "optimise", SHEET)}
    assert together == {"instant": 3, "optimise": 1, SHEET: 1}


@pytest.mark.usefixtures("batches_of_three")
def test_the_worker_takes_the_jobs_that_are_alike_and_leaves_the_others(
    storage: Storage, painter: LocalExecutor
) -> None:
    other = ask(storage, side=96, method="instant")
    bad = ask(storage, content=b"a letter", method="instant")
    gone = ask(storage, content=ImageRef("0" * 64), method="instant")
    good = [ask(storage, content=photo(seed), method="instant") for seed in (3, 4)]
    worker = Worker(storage, painter)

    assert worker.work_once()
    assert [look(storage, job_id).state for job_id in (other, bad, *good)] == [
        JobState.SUCCEEDED,
        *3 * [JobState.QUEUED],
    ]

    assert worker.work_once()
    assert [look(storage, job_id).state for job_id in (bad, gone)] == 2 * [JobState.DEAD]
    assert [look(storage, job_id).failure for job_id in (bad, gone)] == [
        FailureReason.NOT_AN_IMAGE,
        FailureReason.IMAGE_GONE,
    ]
    assert [look(storage, job_id).state for job_id in good] == [JobState.SUCCEEDED, JobState.QUEUED]

    assert worker.work_once()
    assert look(storage, good[1]).state is JobState.SUCCEEDED
    assert not worker.work_once()


def test_a_cancel_takes_one_job_out_of_the_batch(storage: Storage) -> None:
    jobs = [ask(storage, method="instant") for _ in range(3)]

    def cancel_the_second(step: int) -> None:
        if step == 0:
            storage.queue.cancel(jobs[1])

    painter = FlatPainter(at_once=3, before_step=cancel_the_second)
    Worker(storage, painter).work_once()

    assert painter.batches == [3]
    states = [look(storage, job_id).state for job_id in jobs]
    assert states == [JobState.SUCCEEDED, JobState.CANCELLED, JobState.SUCCEEDED]
    assert outbox_kinds(storage, jobs[1]) == [OutboxKind.CANCELLED]


def test_an_engine_that_must_end_gives_the_whole_batch_back(storage: Storage) -> None:
    jobs = [ask(storage, method="instant") for _ in range(3)]
    painter = FlatPainter(at_once=3, before_step=lambda step: worker.stop())
    worker = Worker(storage, painter)
    worker.work_once()
    assert [look(storage, job_id).state for job_id in jobs] == 3 * [JobState.QUEUED]

    with pytest.raises(CannotPaint, match="no device"):
        Worker(storage, FlatPainter(at_once=3, error=CannotPaint("no device"))).work_once()
    assert [look(storage, job_id).state for job_id in jobs] == 3 * [JobState.QUEUED]


def test_a_lease_lost_in_a_batch_is_no_loss_to_the_others(storage: Storage) -> None:
    first, second = (ask(storage, method="instant") for _ in range(2))

    def another_has_taken_the_first(step: int) -> None:
        with write_transaction(storage.db):
            change(storage.db, "update jobs set attempt = 2 where id = :first", {"first": first})

    Worker(storage, FlatPainter(at_once=2, before_step=another_has_taken_the_first)).work_once()
    assert (look(storage, first).state, look(storage, first).result) == (JobState.LEASED, None)
    assert look(storage, second).state is JobState.SUCCEEDED
