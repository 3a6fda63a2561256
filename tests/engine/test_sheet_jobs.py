"""A contact sheet as a job: the photo painted in each style, tile by tile, with news on the way."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.executors import LocalExecutor, PaintRequest
from engine.failures import BadImage
from engine.images import recipe_in
from engine.sheets import GAP
from storage.jobs import SHEET, FailureReason, ImageRef, JobState, Lane, Recipe, Style
from storage.store import Storage
from tests.engine.scene import ask, look, photo

SIDE = 64


def request(*styles: bytes, method: str = SHEET, first_number: int = 1) -> PaintRequest:
    recipe = Recipe(
        styles=tuple(Style(image=ImageRef("s" * 64)) for _ in styles),
        method=method,
        longest_side=SIDE,
        first_number=first_number,
    )
    return PaintRequest(content=photo(1), styles=tuple((style, 1.0) for style in styles), recipe=recipe)


def ignore(fraction: float, encode_preview: Callable[[], bytes]) -> None:
    """Nobody watches."""


def gap(tile: Image.Image, painting: Image.Image) -> float:
    """Mean difference, of 255, below the tile's number."""
    below = (0, 20, SIDE, 48)
    means = ImageStat.Stat(ImageChops.difference(tile.crop(below), painting.crop(below))).mean
    return sum(means) / len(means)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def test_each_tile_is_the_instant_painting_in_its_style(painter: LocalExecutor) -> None:
    styles = [photo(seed) for seed in (2, 3, 4)]
    painted = painter.paint(request(*styles, first_number=21), ignore)
    sheet = opened(painted.jpeg)
    assert sheet.size == (painted.width, painted.height) == (3 * SIDE + 2 * GAP, 48)
    alone = [opened(painter.paint(request(style, method="instant"), ignore).jpeg) for style in styles]
    for index in range(3):
        left = index * (SIDE + GAP)
        gaps = [gap(sheet.crop((left, 0, left + SIDE, 48)), painting) for painting in alone]
        assert gaps[index] == min(gaps) < 10
    recipe = recipe_in(painted.jpeg)
    assert recipe is not None
    assert (recipe.method, recipe.first_number, len(recipe.styles)) == (SHEET, 21, 3)


def test_news_come_with_every_tile_and_show_a_sheet_that_fills(painter: LocalExecutor) -> None:
    news: list[tuple[float, tuple[int, int]]] = []

    def note(fraction: float, encode_preview: Callable[[], bytes]) -> None:
        news.append((fraction, opened(encode_preview()).size))

    painter.paint(request(photo(2), photo(3), photo(2)), note)
    assert [fraction for fraction, _ in news] == [0, 1 / 3, 2 / 3, 1]
    assert len({size for _, size in news}) == 1, "a chat shows a picture that only changes"


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a GPU, where a batch is faster."""
    from engine.studio import Studio

    monkeypatch.setattr(Studio, "most_at_once", lambda studio, longest_side: 2)


@pytest.mark.usefixtures("two_at_once")
def test_in_batches_the_sheet_is_the_same_and_news_come_after_each(painter: LocalExecutor) -> None:
    news: list[float] = []
    wanted = request(photo(2), photo(3), photo(4))
    together = opened(painter.paint(wanted, lambda fraction, _: news.append(fraction)).jpeg)

    assert news == [0, 2 / 3, 1]
    for index, style in enumerate((2, 3, 4)):
        alone = opened(painter.paint(request(photo(style), method="instant"), ignore).jpeg)
        left = index * (SIDE + GAP)
        assert gap(together.crop((left, 0, left + SIDE, 48)), alone) < 10


@pytest.mark.usefixtures("two_at_once")
def test_in_a_batch_too_a_style_that_is_no_picture_is_named(painter: LocalExecutor) -> None:
    with pytest.raises(BadImage) as refusal:
        painter.paint(request(photo(2), photo(3), photo(4), b"no picture"), ignore)
    assert (refusal.value.image, refusal.value.index) == ("style", 3)


def test_whoever_stops_it_waits_for_no_further_tile(painter: LocalExecutor) -> None:
    seen: list[float] = []

    def stop(fraction: float, encode_preview: Callable[[], bytes]) -> None:
        seen.append(fraction)
        if fraction > 0:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        painter.paint(request(photo(2), photo(3), photo(4)), stop)
    assert seen == [0, 1 / 3]


def test_a_style_that_is_no_picture_is_named(painter: LocalExecutor) -> None:
    with pytest.raises(BadImage) as refusal:
        painter.paint(request(photo(2), b"no picture"), ignore)
    assert (refusal.value.image, refusal.value.index) == ("style", 1)
    assert refusal.value.reason is FailureReason.NOT_AN_IMAGE


def test_a_sheet_goes_through_the_queue_like_any_painting(storage: Storage, painter: LocalExecutor) -> None:
    from engine.worker import Worker

    job_id = ask(storage, side=SIDE, method=SHEET)
    assert look(storage, job_id).request.lane is Lane.INSTANT
    assert Worker(storage, painter).work_once()
    job = look(storage, job_id)
    assert job.state is JobState.SUCCEEDED
    assert job.result is not None
    assert opened(storage.images.get(job.result)).size == (64, 48)
