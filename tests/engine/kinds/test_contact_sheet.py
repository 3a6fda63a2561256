"""Contact sheets as they are made: the photo in each style, tile by tile, with news on the way."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.contact_sheet import GAP
from engine.executors.local import LocalExecutor
from engine.failures import BadImage
from engine.kinds import Kinds
from engine.kinds.kind import EncodePreview
from engine.kinds.resources import Resources
from engine.worker import Worker
from storage.jobs import FailureReason, JobState
from storage.store import Storage
from storage.work import Unreadable
from storage.work.contact_sheet import ContactSheet
from storage.work.recipe import recipe_in
from storage.work.styles import Style
from storage.work.work import Lane
from tests.engine.scene import contact_sheet, instant, look, order, photo, ref_of

SIDE = 64


def ignore(fraction: float, encode_preview: EncodePreview | None) -> None:
    """Nobody watches."""


def gap(tile: Image.Image, painting: Image.Image) -> float:
    """Mean difference, of 255, below the tile's number."""
    below = (0, 20, SIDE, 48)
    means = ImageStat.Stat(ImageChops.difference(tile.crop(below), painting.crop(below))).mean
    return sum(means) / len(means)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def test_each_tile_is_the_instant_painting_in_its_style(kinds: Kinds) -> None:
    styles = [photo(seed) for seed in (2, 3, 4)]
    made = kinds.make(*contact_sheet(*styles, first_number=21), ignore)
    sheet = opened(made.data)
    assert sheet.size == (made.width, made.height) == (3 * SIDE + 2 * GAP, 48)
    alone = [opened(kinds.make(*instant(style=style), ignore).data) for style in styles]
    for index in range(3):
        left = index * (SIDE + GAP)
        gaps = [gap(sheet.crop((left, 0, left + SIDE, 48)), painting) for painting in alone]
        assert gaps[index] == min(gaps) < 10
    recipe = recipe_in(made.data)
    assert isinstance(recipe, ContactSheet)
    assert (recipe.first_number, len(recipe.styles)) == (21, 3)


def test_news_come_with_every_tile_and_show_a_sheet_that_fills(kinds: Kinds) -> None:
    news: list[tuple[float, tuple[int, int]]] = []

    def note(fraction: float, encode_preview: EncodePreview | None) -> None:
        assert encode_preview
        news.append((fraction, opened(encode_preview()).size))

    kinds.make(*contact_sheet(photo(2), photo(3), photo(2)), note)
    assert [fraction for fraction, _ in news] == [0, 1 / 3, 2 / 3, 1]
    assert len({size for _, size in news}) == 1, "a chat shows a picture that only changes"


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a GPU, where a batch is faster."""
    monkeypatch.setattr(Resources, "most_at_once", lambda resources, longest_side: 2)


@pytest.mark.usefixtures("two_at_once")
def test_in_batches_the_sheet_is_the_same_and_news_come_after_each(kinds: Kinds) -> None:
    news: list[float] = []
    wanted = contact_sheet(photo(2), photo(3), photo(4))
    together = opened(kinds.make(*wanted, lambda fraction, _: news.append(fraction)).data)

    assert news == [0, 2 / 3, 1]
    for index, style in enumerate((2, 3, 4)):
        alone = opened(kinds.make(*instant(style=photo(style)), ignore).data)
        left = index * (SIDE + GAP)
        assert gap(together.crop((left, 0, left + SIDE, 48)), alone) < 10


@pytest.mark.usefixtures("two_at_once")
def test_in_a_batch_too_a_style_that_is_no_picture_is_named(kinds: Kinds) -> None:
    with pytest.raises(BadImage) as refusal:
        kinds.make(*contact_sheet(photo(2), photo(3), photo(4), b"no picture"), ignore)
    assert (refusal.value.role, refusal.value.index) == ("style", 3)


def test_whoever_stops_it_waits_for_no_further_tile(kinds: Kinds) -> None:
    seen: list[float] = []

    def stop(fraction: float, encode_preview: EncodePreview | None) -> None:
        seen.append(fraction)
        if fraction > 0:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        kinds.make(*contact_sheet(photo(2), photo(3), photo(4)), stop)
    assert seen == [0, 1 / 3]


def test_a_style_that_is_no_picture_is_named(kinds: Kinds) -> None:
    with pytest.raises(BadImage) as refusal:
        kinds.make(*contact_sheet(photo(2), b"no picture"), ignore)
    assert (refusal.value.role, refusal.value.index) == ("style", 1)
    assert refusal.value.reason is FailureReason.NOT_AN_IMAGE


@pytest.mark.parametrize(
    "differs",
    [
        {"styles": ()},
        {"styles": 33 * (Style(image=ref_of(photo(2))),)},
        {"longest_side": 0},
        {"longest_side": 1025},
        {"first_number": -1},
        {"first_number": 10**30},
    ],
    ids=["no tile", "too many tiles", "no size", "large tiles", "a negative number", "a number wider than its tile"],
)
def test_what_cannot_be_made_is_refused_before_a_picture_is_opened(kinds: Kinds, differs: dict[str, Any]) -> None:
    work = replace(contact_sheet(photo(2))[0], **differs)
    inputs = {role: [b"a letter" for _ in refs] for role, refs in work.inputs().items()}
    with pytest.raises(Unreadable):
        kinds.make(work, inputs, ignore)


def test_a_sheet_goes_through_the_queue_like_any_painting(storage: Storage, painter: LocalExecutor) -> None:
    styles = (Style(image=storage.images.put(photo(2))),)
    job_id = order(storage, ContactSheet(content=storage.images.put(photo(1)), styles=styles, longest_side=SIDE))
    assert look(storage, job_id).lane is Lane.QUICK
    worker = Worker(storage, painter)
    while worker.turn(0.05):
        continue
    job = look(storage, job_id)
    assert job.state is JobState.SUCCEEDED
    assert job.result is not None
    assert opened(storage.images.get(job.result)).size == (64, 48)
