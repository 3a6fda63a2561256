"""The generators are pure functions that fill the picture they are asked for."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.swatches import NAMES, generator

pytestmark = pytest.mark.slow

SIDE = 96
BLOCKS = 6
LEAST_CONTRAST = 0.006
"""Standard deviation of brightness (0 … 1) within a block; blank paper of a plain colour has none."""


@cache
def pixels(name: str) -> NDArray[np.float64]:
    return np.asarray(generator(name)(SIDE, 7), np.float64) / 255


@pytest.mark.parametrize("name", NAMES)
def test_the_same_arguments_draw_the_same_picture(name: str) -> None:
    again = np.asarray(generator(name)(SIDE, 7), np.float64) / 255

    assert np.array_equal(pixels(name), again)


@pytest.mark.parametrize("name", NAMES)
def test_another_seed_draws_another_picture(name: str) -> None:
    other = np.asarray(generator(name)(SIDE, 8), np.float64) / 255

    assert np.abs(pixels(name) - other).mean() > 0.01


@pytest.mark.parametrize(("name", "side"), [*((name, 64) for name in NAMES), ("swirls", 65)])
def test_the_picture_has_the_side_that_was_asked_for(name: str, side: int) -> None:
    picture = generator(name)(side, 1)

    assert (picture.size, picture.mode) == ((side, side), "RGB")


@pytest.mark.parametrize("name", NAMES)
def test_no_part_of_the_picture_is_flat(name: str) -> None:
    grey = pixels(name).mean(axis=-1)
    step = SIDE // BLOCKS
    blocks = grey.reshape(BLOCKS, step, BLOCKS, step).swapaxes(1, 2).reshape(BLOCKS, BLOCKS, -1)

    assert blocks.std(axis=-1).min() > LEAST_CONTRAST


def test_a_name_that_is_not_registered_is_refused() -> None:
    with pytest.raises(KeyError):
        generator("no_such_swatch")
