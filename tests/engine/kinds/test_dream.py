"""Dreams as the engine makes them: with pictures on the way, by any layer, guided, and from their own recipe again."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.failures import BadImage
from engine.kinds import Inputs, Kinds
from engine.kinds.kind import EncodePreview
from engine.methods.dream import TAP
from engine.nets.layers import CONVOLUTIONS_PER_BLOCK
from storage.jobs import FailureReason
from storage.work import Unreadable
from storage.work.dream import CHANNELS, GUIDE, USUAL_TAP, Dream
from storage.work.recipe import recipe_in
from storage.work.work import CONTENT
from tests.engine.scene import photo, ref_of

pytestmark = pytest.mark.slow


def ignore(fraction: float, encode_preview: EncodePreview | None) -> None:
    """Nobody watches."""


def dream(*, guide: bytes | None = None, tap: str = "relu2_2", **changes: Any) -> tuple[Dream, Inputs]:
    content = photo(1)
    work = Dream(
        content=ref_of(content),
        guide=ref_of(guide) if guide else None,
        tap=tap,
        longest_side=64,
        **changes,
    )
    return work, {CONTENT: [content], **({GUIDE: [guide]} if guide else {})}


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(BytesIO(jpeg)).convert("RGB")


def gap(one: bytes, other: bytes) -> float:
    """Mean difference, of 255."""
    means = ImageStat.Stat(ImageChops.difference(opened(one), opened(other))).mean
    return sum(means) / len(means)


def test_the_taps_that_can_be_ordered_are_those_of_the_network() -> None:
    assert list(CHANNELS) == [
        f"relu{block}_{layer}"
        for block, layers in enumerate(CONVOLUTIONS_PER_BLOCK, start=1)
        for layer in range(1, layers + 1)
    ]
    assert USUAL_TAP == TAP


def test_a_dream_shows_itself_on_the_way_and_tells_how_it_was_made(kinds: Kinds) -> None:
    fractions: list[float] = []
    previews: list[bytes] = []

    def watch(fraction: float, encode_preview: EncodePreview | None) -> None:
        fractions.append(fraction)
        assert encode_preview
        previews.append(encode_preview())

    work, inputs = dream(seed=4)
    made = kinds.make(work, inputs, watch)

    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(set(previews)) > 3
    assert opened(made.data).size == (made.width, made.height) == (64, 48)
    assert recipe_in(made.data) == work


def test_strength_nothing_is_the_photo_and_more_strength_leaves_it_further(kinds: Kinds) -> None:
    photo_itself, faint, strong = (kinds.make(*dream(strength=strength), ignore).data for strength in (0.0, 0.25, 2.0))

    assert gap(photo_itself, faint) < gap(photo_itself, strong)


def test_a_guide_a_channel_another_layer_and_another_seed_are_other_dreams(kinds: Kinds) -> None:
    orders = [dream(), dream(guide=photo(2)), dream(channel=7), dream(tap="relu3_1"), dream(seed=1)]

    made = [kinds.make(*order, ignore).data for order in orders]

    assert len({opened(jpeg).tobytes() for jpeg in made}) == len(orders)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"tap": "relu9_9"}, "no layer 'relu9_9'"),
        ({"channel": 128}, "no channel 128"),
        ({"strength": float("nan")}, "strength is nan"),
        ({"detail": 100.0}, "detail is 100.0"),
        ({"seed": 2**64}, f"seed is {2**64}"),
    ],
)
def test_what_cannot_be_dreamed_says_so(kinds: Kinds, changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        kinds.make(*dream(**changes), ignore)


def test_a_guide_that_cannot_be_opened_is_named(kinds: Kinds) -> None:
    work, inputs = dream(guide=b"no picture")

    with pytest.raises(BadImage) as bad:
        kinds.make(work, inputs, ignore)

    assert (bad.value.role, bad.value.reason) == (GUIDE, FailureReason.NOT_AN_IMAGE)
