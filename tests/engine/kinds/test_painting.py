"""Paintings as they are made: with every dial, in batches, at the room that several styles share."""

from dataclasses import fields, replace
from io import BytesIO
from math import inf, nan
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from torch import Tensor

from engine import sizes
from engine.failures import BadImage
from engine.kinds import Kinds
from engine.kinds.kind import EncodePreview, Order
from engine.methods import Dials
from engine.methods.instant.method import Instant
from engine.methods.optimise.method import Optimise
from storage.jobs import FailureReason
from storage.work import Unreadable
from storage.work.dials import dials_of
from storage.work.painting import INSTANT, OPTIMISE, Painting, Region
from storage.work.recipe import recipe_in
from storage.work.styles import Style
from storage.work.work import CONTENT, STYLE
from tests.engine.scene import instant, painting, photo, ref_of


def ignore(fraction: float, encode_preview: EncodePreview | None) -> None:
    """Nobody watches."""


def stop(fraction: float, encode_preview: EncodePreview | None) -> None:
    raise InterruptedError


def gap(first: bytes, second: bytes) -> float:
    """Mean difference, of 255."""
    pictures = [Image.open(BytesIO(jpeg)).convert("RGB") for jpeg in (first, second)]
    means = ImageStat.Stat(ImageChops.difference(*pictures)).mean
    return sum(means) / len(means)


def order(content: bytes, style: bytes, on_progress: Any = ignore) -> Order[Painting]:
    return (*instant(content, style), on_progress)


def test_each_dial_that_the_kind_declares_is_a_parameter_of_the_methods() -> None:
    assert {dial.name for dial in dials_of(Painting)} <= {field.name for field in fields(Dials)}


def test_a_method_is_told_the_dials_as_they_were_turned(kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Dials] = []

    def note(method: Optimise, content: Tensor, styles: Any, dials: Dials, **others: Any) -> Tensor:
        told.append(dials)
        return content

    monkeypatch.setattr(Optimise, "paint", note)
    turned: dict[str, Any] = {"strength": 0.25, "brush_size": 2.0, "keep_colours": True, "keep_faces": False}
    kinds.make(*painting(**turned, seed=5, settings={"iterations": 7}), ignore)
    assert {name: getattr(told[0], name) for name in turned} == turned
    assert told[0].seed == 5
    assert told[0].settings is not None
    assert told[0].settings.iterations == 7


STYLE_OF_ANY = Style(image=ref_of(photo(2)))
CANNOT_BE_PAINTED: dict[str, dict[str, Any]] = {
    "by no method": {"method": "sketch"},
    "in no style": {"styles": ()},
    "in too many styles": {"styles": 33 * (STYLE_OF_ANY,)},
    "in no share of a style": {"styles": (replace(STYLE_OF_ANY, weight=0.0),)},
    "in less than none": {"styles": (STYLE_OF_ANY, replace(STYLE_OF_ANY, weight=-1.0))},
    "in a share that is no number": {"styles": (replace(STYLE_OF_ANY, weight=nan),)},
    "in all of several styles": {"styles": 2 * (replace(STYLE_OF_ANY, weight=1e308),)},
    "at no size": {"longest_side": 0},
    "at a negative size": {"longest_side": -5},
    "larger than a JPEG": {"longest_side": 10_001},
    "at a strength that is no number": {"strength": nan},
    "stronger than all": {"strength": 1.01},
    "with no brush": {"brush_size": 0.0},
    "with an endless brush": {"brush_size": inf},
    "by a seed of 65 bits": {"seed": 2**64},
    "in a style that is not there": {"regions": (Region(mask=ref_of(photo(3)), style=1),)},
    "in a style before the first": {"regions": (Region(mask=ref_of(photo(3)), style=-1),)},
    "by regions in one pass": {"method": INSTANT, "regions": (Region(mask=ref_of(photo(3)), style=0),)},
    "from a painting in one pass": {"method": INSTANT, "init": ref_of(photo(3))},
    "by a setting that nobody knows": {"settings": {"magic": 3}},
}


@pytest.mark.parametrize("differs", CANNOT_BE_PAINTED.values(), ids=CANNOT_BE_PAINTED)
def test_what_cannot_be_painted_is_refused_before_a_picture_is_opened(kinds: Kinds, differs: dict[str, Any]) -> None:
    work = replace(painting()[0], **differs)
    inputs = {role: [b"a letter" for _ in refs] for role, refs in work.inputs().items()}
    with pytest.raises(Unreadable):
        kinds.make(work, inputs, ignore)


def test_in_a_batch_what_cannot_be_painted_is_refused_alone(kinds: Kinds) -> None:
    good, (work, inputs, on_progress) = order(photo(1), photo(9)), order(photo(1), photo(9))
    painted, refused = kinds.make_together([good, (replace(work, brush_size=nan), inputs, on_progress)])
    assert not isinstance(painted, Exception)
    assert isinstance(refused, Unreadable)


@pytest.mark.parametrize(("method", "shows"), [(INSTANT, False), (OPTIMISE, True)])
def test_only_a_method_of_many_steps_has_something_to_show_on_the_way(kinds: Kinds, method: str, shows: bool) -> None:
    seen: list[bool] = []
    kinds.make(*painting(method=method), lambda fraction, preview: seen.append(preview is not None))
    assert set(seen) == {shows}


def test_pictures_of_any_shapes_are_painted_together_as_they_are_alone(kinds: Kinds) -> None:
    pictures = [photo(1), photo(2), photo(3, size=(90, 120)), photo(4)]
    orders = [order(picture, photo(9)) for picture in pictures]

    ends = kinds.make_together(orders)

    for end, one in zip(ends, orders, strict=True):
        assert not isinstance(end, Exception)
        alone = kinds.make(*one)
        assert (end.width, end.height) == (alone.width, alone.height)
        assert gap(end.data, alone.data) < 10
        assert recipe_in(end.data) == one[0]
        assert end.seconds > 0


def test_who_stops_and_whose_picture_is_bad_leaves_the_others_their_paintings(kinds: Kinds) -> None:
    orders = [order(photo(1), photo(9)), order(photo(2), photo(9), stop), order(photo(3), b"a letter")]

    painted, stopped, refused = kinds.make_together(orders)

    assert not isinstance(painted, Exception)
    assert isinstance(stopped, InterruptedError)
    assert isinstance(refused, BadImage)
    assert (refused.reason, refused.role) == (FailureReason.NOT_AN_IMAGE, STYLE)


def test_what_is_too_much_at_once_is_painted_one_by_one(kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_out(method: Instant, batch: object) -> list[Tensor]:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")

    monkeypatch.setattr(Instant, "paint_together", run_out)
    ends = kinds.make_together([order(photo(1), photo(9)), order(photo(2), b"a letter")])
    assert [type(end).__name__ for end in ends] == ["Made", "BadImage"]


def test_one_by_one_is_the_way_where_a_batch_is_no_faster(kinds: Kinds) -> None:
    assert kinds.together(instant()[0]) == 1
    assert kinds.together(painting()[0]) == 1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_several_styles_together_take_the_room_of_one(
    kinds: Kinds, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    taken: list[tuple[int, ...]] = []

    def look(method: Optimise, content: Tensor, styles: Any, dials: Dials, **others: Any) -> Tensor:
        taken.extend(picture.shape[-2:] for picture, _ in styles)
        return content

    monkeypatch.setattr(Optimise, "paint", look)
    monkeypatch.setattr(sizes, "MOST_STYLE_SIDE", 300)
    style = photo(2, size=(600, 600))
    work = Painting(content=ref_of(photo(1)), styles=count * (Style(image=ref_of(style)),), longest_side=1000)
    kinds.make(work, {CONTENT: [photo(1)], STYLE: count * [style]}, ignore)

    assert len(taken) == count
    assert 0.9 * 300**2 < sum(width * height for width, height in taken) <= 300**2
