"""At which size pictures are opened: as much as a painting can use."""

import pytest

from engine.sizes import MOST_MASK_SIDE, MOST_STYLE_SIDE, STYLE_DETAIL, mask_side, style_side


@pytest.mark.parametrize("side", [16, 512, 1280, 10_000])
def test_a_style_is_kept_finer_than_the_painting_until_that_is_too_much(side: int) -> None:
    assert style_side(side, 1) == min(STYLE_DETAIL * side, MOST_STYLE_SIDE)


@pytest.mark.parametrize("count", [1, 2, 5, 10])
def test_several_styles_share_the_room_of_one(count: int) -> None:
    assert count * style_side(10_000, count) ** 2 <= MOST_STYLE_SIDE**2


def test_a_mask_is_no_finer_than_its_painting() -> None:
    assert (mask_side(512), mask_side(10_000)) == (512, MOST_MASK_SIDE)
